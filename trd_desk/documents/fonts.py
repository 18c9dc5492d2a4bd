"""The typeface on paper: IBM Plex Sans embedded in every document, and a clear sentence where it has no sign for a letter."""

import unicodedata
from functools import lru_cache
from threading import Lock
from typing import Any, Final, Literal

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.paths import resources

Face = Literal["regular", "bold", "italic"]

FILES: Final[dict[Face, str]] = {
    "regular": "IBMPlexSans-Regular.ttf",
    "bold": "IBMPlexSans-SemiBold.ttf",
    "italic": "IBMPlexSans-Italic.ttf",
}
NAMES: Final[dict[Face, str]] = {"regular": "PlexSans", "bold": "PlexSans-SemiBold", "italic": "PlexSans-Italic"}

# Signs that a keyboard or a copied text brings along, and what says the same in the typeface; None leaves no trace.
_SAME: Final[dict[int, int | str | None]] = {
    0x00AD: None,
    0x200B: None,
    0x200C: None,
    0x200D: None,
    0x2060: None,
    0xFEFF: None,
    0x2009: "\u00a0",
    0x202F: "\u00a0",
    0x2010: "-",
    0x2011: "-",
}


# The library reads a font with one place in its file, so two threads must not read one face at the same time.
READING_FONTS: Final = Lock()


def register_fonts() -> None:
    """Makes the typeface known, and the one that every page begins with, so that no font stays outside the file.

    Raises:
        UserError: a font file is missing or damaged.
    """
    with READING_FONTS:
        _register_fonts()


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    folder = resources() / "fonts"
    for face, file in FILES.items():
        try:
            pdfmetrics.registerFont(TTFont(NAMES[face], str(folder / file)))
        except (OSError, TTFError):
            raise UserError(
                _("The font file {file} is missing or damaged, so nothing can be printed; install the program again.").format(
                    file=file
                )
            ) from None
    rl_config.canvas_basefontname = NAMES["regular"]


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """The code points that all three faces can draw."""
    faces: list[Any] = [pdfmetrics.getFont(name) for name in NAMES.values()]
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in faces))


def width(text: str, face: Face, size: float) -> float:
    """The width of a text in points."""
    return float(pdfmetrics.stringWidth(text, NAMES[face], size))


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """The text as it is set: composed letters, one kind of blank, no invisible signs.

    Raises:
        UserError: names the letters for which the typeface has no sign.
    """
    register_fonts()
    tidy = unicodedata.normalize("NFC", text).translate(_SAME)
    tidy = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in tidy)
    known = _signs()
    missing = dict.fromkeys(letter for letter in tidy if ord(letter) not in known and letter not in " \u00a0")
    if missing:
        letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in list(missing)[:5])
        raise UserError(
            _("The typeface of the printed page has no sign for {letters}; write it in Latin, Greek or Cyrillic letters.").format(
                letters=letters
            )
        )
    return tidy
