"""Setting type: text with bold parts broken into lines that fit, never cut, and drawn on its base line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from trd_desk.documents.fonts import NAMES, Face, printable, width


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    face: Face = "regular"


Line = tuple[Run, ...]


def runs(text: str, bold: str = "", face: Face = "regular") -> tuple[Run, ...]:
    """The text with its first stretch equal to `bold` in semi-bold."""
    place = text.find(bold) if bold else -1
    if place < 0:
        return (Run(text, face),) if text else ()
    parts = (Run(text[:place], face), Run(bold, "bold"), Run(text[place + len(bold) :], face))
    return tuple(run for run in parts if run.text)


def natural_width(text: Iterable[Run], size: float) -> float:
    """The width of the text on one line in points."""
    return sum(width(printable(run.text), run.face, size) for run in text)


def word_widths(text: Sequence[Run], size: float) -> tuple[float, ...]:
    """The widths of the words of a text in points, each with the blank before it."""
    return tuple(width(word, face, size) for word, face in _words(text))


def set_lines(text: Sequence[Run], room: float, size: float) -> tuple[Line, ...]:
    """The lines of a text in a column `room` points wide; broken at blanks, and within a word only where it is wider than a line.

    The blank at a break stays at the end of its line, so that a reader of the file finds the words apart.
    """
    lines: list[Line] = []
    line: list[Run] = []
    used = 0.0
    for piece, face in _words(text):
        blank = piece.startswith(" ")
        for part in _fitting(piece, face, room, size):
            long = width(part, face, size)
            hangs = not blank and len(part) == 1  # a comma after a bold word stays with it
            if used and used + long > room + 0.01 and not hangs:
                lines.append(_joined([*line, Run(" ", line[-1].face)]))
                line, used = [], 0.0
            shown = part.lstrip(" ") if not line else part
            if shown:
                line.append(Run(shown, face))
                used += width(shown, face, size)
    if line:
        lines.append(_joined(line))
    return tuple(lines)


def _words(text: Sequence[Run]) -> Iterable[tuple[str, Face]]:
    """Words, each with the blank before it; a change of face without a blank does not part a word from its comma."""
    for run in text:
        said = printable(run.text)
        start = 0
        for place in range(1, len(said)):
            if said[place] == " " and said[place - 1] != " ":
                yield said[start:place], run.face
                start = place
        if said[start:]:
            yield said[start:], run.face


def _fitting(word: str, face: Face, room: float, size: float) -> Iterable[str]:
    """The word, or where it alone is wider than a line its parts: after a slash, hyphen or dot if possible."""
    while word and width(word.strip(" "), face, size) > room:
        end = len(word)
        while end > 1 and width(word[:end].strip(" "), face, size) > room:
            end -= 1
        soft = max(word.rfind(sign, 1, end) for sign in "/-._")
        end = soft + 1 if soft > 1 else end
        yield word[:end]
        word = word[end:]
    if word:
        yield word


def _joined(line: Sequence[Run]) -> Line:
    """Neighbours of one face in one run, so that the text in the file is whole."""
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1].face == run.face:
            joined[-1] = Run(joined[-1].text + run.text, run.face)
        else:
            joined.append(run)
    return tuple(joined)


def draw_line(canvas: Canvas, line: Iterable[Run], x: float, y: float, size: float) -> float:
    """Draws a line from x on the base line y (points, from the lower left corner); the x where it ends."""
    for run in line:
        said = printable(run.text)
        canvas.setFont(NAMES[run.face], size)
        canvas.drawString(x, y, said)
        x += width(said, run.face, size)
    return x
