"""How wide a text is in IBM Plex Sans, so that a drawing is laid out without a screen or a printer."""

from typing import Final, Literal

Size = Literal["small", "body", "title", "display"]

PIXELS: Final[dict[Size, float]] = {"small": 13.0, "body": 15.0, "title": 20.0, "display": 32.0}
LINE_HEIGHT: Final[dict[Size, float]] = {"small": 18.0, "body": 20.0, "title": 24.0, "display": 40.0}

# Advance widths in thousandths of the type size: letters, regular, semi-bold. Kerning only makes a text narrower.
_GROUPS: Final[tuple[tuple[str, int, int], ...]] = (
    (" \xa0", 236, 236),
    ("'", 242, 260),
    ("ij", 250, 276),
    ("l", 272, 294),
    (",.", 272, 298),
    ("‘’", 273, 292),
    ("ł", 278, 303),
    ("!", 284, 309),
    (":;", 292, 318),
    ("|", 314, 376),
    ("[]", 317, 329),
    ("f", 324, 350),
    ("·", 326, 350),
    ("()", 335, 337),
    ("{}", 343, 363),
    ("t", 351, 374),
    ("r", 367, 393),
    ("/\\", 383, 437),
    ("-", 399, 402),
    ("I", 400, 423),
    ('"', 419, 471),
    ("*", 450, 556),
    ("z", 464, 502),
    ("°", 468, 470),
    ("”", 474, 517),
    ("“", 475, 517),
    ("?", 477, 493),
    ("s", 487, 499),
    ("v", 492, 524),
    ("y", 499, 524),
    ("L", 501, 521),
    ("cç", 503, 513),
    ("x", 507, 544),
    ("J", 510, 545),
    ("k", 527, 562),
    ("g", 528, 545),
    ("aäå", 534, 559),
    ("eéèêë", 549, 558),
    ("F", 559, 577),
    ("oöó", 560, 563),
    ("_", 565, 559),
    ("ø", 568, 571),
    ("hnuüñ", 568, 588),
    ("T", 572, 580),
    ("µ", 573, 593),
    ("Z", 580, 599),
    ("bdpq", 580, 600),
    ("S", 581, 611),
    ("E", 583, 600),
    ("–", 588, 588),
    ("Y", 593, 632),
    ("$", 598, 600),
    ("+0123456789<=>^`~×±≥≤", 600, 600),
    ("P", 606, 641),
    ("V", 609, 638),
    ("X", 613, 655),
    ("C", 621, 642),
    ("K", 634, 678),
    ("R", 640, 664),
    ("ß", 640, 677),
    ("AÅÄ", 641, 672),
    ("B", 653, 663),
    ("D", 671, 689),
    ("UÜ", 678, 690),
    ("&", 694, 713),
    ("G", 695, 712),
    ("HN", 707, 719),
    ("OQÖ", 708, 712),
    ("#", 713, 656),
    ("w", 768, 819),
    ("—", 780, 780),
    ("…", 803, 868),
    ("M", 812, 816),
    ("→", 820, 876),
    ("½", 872, 863),
    ("m", 873, 888),
    ("@", 891, 899),
    ("W", 891, 949),
    ("%", 927, 960),
)
_REGULAR: Final = {letter: regular for letters, regular, _bold in _GROUPS for letter in letters}
_SEMI_BOLD: Final = {letter: bold for letters, _regular, bold in _GROUPS for letter in letters}
_OTHER: Final = 800


def text_width(text: str, size: Size = "body", *, bold: bool = False) -> float:
    """The width of a line of text in logical pixels; letters outside the table are taken as wide."""
    advances = _SEMI_BOLD if bold else _REGULAR
    return sum(advances.get(letter, _OTHER) for letter in text) / 1000 * PIXELS[size]


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
