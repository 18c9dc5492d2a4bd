"""How wide a text is in IBM Plex Sans, near enough to lay out a drawing without a screen or a printer."""

from typing import Final, Literal

Size = Literal["small", "body", "title", "display"]

PIXELS: Final[dict[Size, float]] = {"small": 13.0, "body": 15.0, "title": 20.0, "display": 32.0}
LINE_HEIGHT: Final[dict[Size, float]] = {"small": 18.0, "body": 20.0, "title": 24.0, "display": 40.0}

# Advance widths in thousandths of the type size, regular weight; the semi-bold is wider by _BOLD. Any other letter takes _OTHER.
_ADVANCES: Final[dict[str, int]] = {
    **dict.fromkeys("0123456789", 600),
    **dict.fromkeys("ilj", 270),
    **dict.fromkeys("I", 420),
    **dict.fromkeys(".,:;'’‘|!·", 290),
    **dict.fromkeys(" ", 240),
    **dict.fromkeys("fr()[]/t-", 375),
    **dict.fromkeys("sczxvyk", 530),
    **dict.fromkeys("aegJ", 565),
    **dict.fromkeys("bdhnopqu", 595),
    **dict.fromkeys("FELT", 570),
    **dict.fromkeys("SPBRKXYZAVC", 645),
    **dict.fromkeys("DGHNOQU", 720),
    **dict.fromkeys("w+<=>≤≥×±–", 770),
    **dict.fromkeys("mMW%—…@", 930),
}
_OTHER: Final = 640
_BOLD: Final = 1.05


def text_width(text: str, size: Size = "body", *, bold: bool = False) -> float:
    """The width of a line of text in logical pixels, an estimate on the wide side."""
    thousandths = sum(_ADVANCES.get(letter, _OTHER) for letter in text)
    return thousandths / 1000 * PIXELS[size] * (_BOLD if bold else 1.0)


def fits(text: str, width: float, size: Size = "body", *, bold: bool = False) -> bool:
    """Whether a line of text stays within a width in logical pixels."""
    return text_width(text, size, bold=bold) <= width


def wrap(text: str, width: float, size: Size = "body", *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that fit the width, broken between words only; a number stays with its unit."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and not fits(longer, width, size, bold=bold):
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line)


def fitted(text: str, width: float, size: Size = "body", *, bold: bool = False) -> str:
    """The text if it fits, else its first words and an ellipsis, never cut within a word, a number and its unit or a name."""
    if fits(text, width, size, bold=bold):
        return text
    words = text.split(" ")
    while len(words) > 1:
        words.pop()
        shorter = " ".join(words).rstrip(",;:–") + " …"
        if fits(shorter, width, size, bold=bold):
            return shorter
    return words[0]
