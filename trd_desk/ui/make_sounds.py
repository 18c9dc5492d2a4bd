"""Makes the two alarm tones in resources/sounds with nothing but the standard library: python -m trd_desk.ui.make_sounds.

`call.wav`, for amber and overdue, is two notes, the second lower. `red.wav` is three rising notes, twice. Each note is a sum of the
first four partials, so that older ears and small loudspeakers carry some of it, with a soft start and end against clicks. Change the
notes here and run this again; `tests/ui/test_sound.py` holds that the files are what it makes.
"""

import math
import struct
import wave
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

RATE: Final = 22_050
# Pitch in hertz (0 is silence) and length in seconds, one note after the other.
CALL: Final = ((784.0, 0.22), (0.0, 0.06), (587.3, 0.34))
RED: Final = ((587.3, 0.16), (0.0, 0.04), (784.0, 0.16), (0.0, 0.04), (1046.5, 0.26), (0.0, 0.24)) * 2
TONES: Final = {"call.wav": CALL, "red.wav": RED}
_PARTIALS: Final = (1.0, 0.5, 0.3, 0.2)
_EDGE: Final = 0.012
# The partials never peak together: this reaches nine tenths of what a sample can hold.
_LOUD: Final = 1.2


def tone(notes: Sequence[tuple[float, float]]) -> bytes:
    """The notes as a WAV file: one channel, 16 bits, 22,050 samples a second."""
    samples: list[int] = []
    for pitch, seconds in notes:
        count = round(seconds * RATE)
        for place in range(count):
            edge = min(place, count - 1 - place) / (_EDGE * RATE)
            wave_form = sum(share * math.sin(2 * math.pi * pitch * number * place / RATE) for number, share in enumerate(_PARTIALS, 1))
            samples.append(round(32_767 * _LOUD * min(edge, 1.0) * wave_form / sum(_PARTIALS)))
    made = BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return made.getvalue()


def main() -> None:
    """Writes both files."""
    folder = Path(__file__).resolve().parents[2] / "resources" / "sounds"
    folder.mkdir(exist_ok=True)
    for name, notes in TONES.items():
        (folder / name).write_bytes(tone(notes))


if __name__ == "__main__":
    main()
