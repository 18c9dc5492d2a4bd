"""How one row of the treatments table looks: columns where there is room for them, else the same words stacked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextOption

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.painting import ink, paint, paint_mark
from trd_desk.view.marks import COLOURS
from trd_desk.view.parts import Stated
from trd_desk.view.treatment_rows import TreatmentRow

ROW: Final = 52
ADDED_ROW: Final = 36
HEAD: Final = 44
EDGE: Final = 16
TIGHT_EDGE: Final = 12
GAP: Final = 12
TIGHT_GAP: Final = 8
MARK: Final = 16
MARK_GAP: Final = 6
# The columns as they are drawn where the window is 1366 wide: name, doses, weeks, taken, better, stopped, at six, at four weeks.
ROOMY: Final = (164, 216, 100, 98, 68, 92, 100, 92)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns begin, in pixels from the row's left; none: the row is stacked."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def stacked(self) -> bool:
        """Whether there is no room for columns."""
        return not self.starts

    def at(self, x: int) -> int:
        """The column under a place."""
        return next((place for place, end in enumerate(self.ends) if x < end), max(len(self.ends) - 1, 0))


def columns_for(theme: Theme, rows: Sequence[TreatmentRow], heads: Sequence[str], width: int) -> Columns:
    """Columns as wide as what stands in them, roomy where the table is wide; stacked where they would be cut."""
    need = natural_widths(theme, rows, heads)
    edge = theme.scaled(TIGHT_EDGE if width - 2 * theme.scaled(EDGE) < sum(need) else EDGE)
    free = width - 2 * edge
    if free < sum(need):
        return Columns((), ())
    roomy = [max(own, theme.scaled(wish)) for own, wish in zip(need, ROOMY, strict=True)]
    if free >= sum(roomy):
        widths = roomy
    else:
        slack = [wish - own for own, wish in zip(need, roomy, strict=True)]
        share = (free - sum(need)) / (sum(slack) or 1)
        widths = [own + int(more * share) for own, more in zip(need, slack, strict=True)]
    starts = [edge + sum(widths[:place]) for place in range(len(widths))]
    return Columns(tuple(starts), (*starts[1:], width))


def natural_widths(theme: Theme, rows: Sequence[TreatmentRow], heads: Sequence[str]) -> list[int]:
    """The least width of each column, gaps included."""
    small, bold = theme.metrics("small"), theme.metrics(bold=True)
    body = theme.metrics()
    gap = theme.scaled(TIGHT_GAP)

    def stated(state: Stated | None) -> int:
        return 0 if state is None else theme.scaled(MARK + MARK_GAP) + body.horizontalAdvance(state.word)

    widths = [max(small.horizontalAdvance(word) for word in head.split()) + gap for head in heads]
    widths[1] = max(widths[1], theme.scaled(196) + gap)
    for row in rows:
        if row.drawing is None:
            name = bold.horizontalAdvance(row.name) + (theme.scaled(MARK + MARK_GAP) if row.under else 0)
            name = max(name, 0 if row.under else small.horizontalAdvance(row.group))
            own = [name, 0, 0, 0, body.horizontalAdvance(row.better), small.horizontalAdvance(row.stopped), 0, 0]
        else:
            name = bold.horizontalAdvance(row.name + " ") + small.horizontalAdvance(row.group)
            own = [
                max(name, small.horizontalAdvance(row.dates)),
                0,
                max(bold.horizontalAdvance(row.weeks), small.horizontalAdvance(row.minimum)),
                stated(row.taken),
                body.horizontalAdvance(row.better),
                small.horizontalAdvance(row.stopped),
                stated(row.at_six),
                stated(row.at_four),
            ]
        widths = [max(width, more + gap) if more else width for width, more in zip(widths, own, strict=True)]
    widths[-1] -= gap
    return widths


class RowPainter:
    """Paints rows of the table; asked for the height of a row first."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.columns = Columns((), ())
        self.heads: tuple[str, ...] = ()

    def height(self, row: TreatmentRow, width: int) -> int:
        """The height of a row without its editor, in pixels."""
        theme = self.theme
        if self.columns.stacked:
            return self._stacked(None, QRectF(0, 0, width, 0), row)
        if row.drawing is not None:
            return max(theme.scaled(ROW), theme.line_height() + theme.line_height("small") + 12)
        lines = max(
            self._lines(row.detail, self._room(1)),
            self._lines(self._says(row), self._over()),
            2 if row.group and not row.under else 1,
        )
        return theme.scaled(ADDED_ROW) + (lines - 1) * theme.line_height("small")

    def paint(self, painter: QPainter, rect: QRectF, row: TreatmentRow) -> None:
        """Paints one row into `rect`; the ground is painted already."""
        if self.columns.stacked:
            self._stacked(painter, rect, row)
        elif row.drawing is None:
            self._course(painter, rect, row)
        else:
            self._trial(painter, rect, row)

    # In columns

    def _room(self, column: int) -> int:
        last = column == len(self.columns.starts) - 1
        return self.columns.ends[column] - self.columns.starts[column] - (0 if last else self.theme.scaled(GAP))

    def _cell(self, rect: QRectF, column: int, *, through: int | None = None) -> QRectF:
        end = self.columns.ends[column if through is None else through]
        return QRectF(rect.x() + self.columns.starts[column], rect.y(), end - self.columns.starts[column], rect.height())

    def _trial(self, painter: QPainter, rect: QRectF, row: TreatmentRow) -> None:
        theme = self.theme
        assert row.drawing is not None  # noqa: S101 - for the type checker
        first = self._cell(rect, 0)
        self._two_lines(painter, first, [(row.name, True, "text"), (f" {row.group}", False, "text_2")], row.dates)
        drawing = self._cell(rect, 1)
        painter.save()
        painter.translate(drawing.x(), rect.bottom() - theme.scaled(row.drawing.height) - 1)
        paint(painter, row.drawing.shapes, theme)
        painter.restore()
        self._two_lines(painter, self._cell(rect, 2), [(row.weeks, True, "text")], row.minimum)
        self._stated(painter, self._cell(rect, 3), row.taken)
        self._text(painter, self._cell(rect, 4), row.better)
        self._text(painter, self._cell(rect, 5), row.stopped, "small")
        self._stated(painter, self._cell(rect, 6), row.at_six)
        self._stated(painter, self._cell(rect, 7), row.at_four)

    def _course(self, painter: QPainter, rect: QRectF, row: TreatmentRow) -> None:
        theme = self.theme
        first = self._cell(rect, 0)
        if row.under is not None:
            size = theme.scaled(MARK)
            icon = theme.pixmap("question_link", size, "text_2", painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(first.x(), first.center().y() - size / 2), icon)
            first.setLeft(first.left() + size + theme.scaled(MARK_GAP))
        if row.under is None and row.group:
            self._two_lines(painter, first, [(row.name, True, "text")], row.group)
        else:
            self._wrapping(painter, first, [(row.name, True, "text"), (f" {self._added(row)}", False, "text_2")])
        second = self._cell(rect, 1)
        second.setWidth(self._room(1))
        self._wrapping(painter, second, [(row.detail, False, "text_2")])
        third = self._cell(rect, 2)
        third.setWidth(self._over())
        self._wrapping(painter, third, [(self._says(row), False, "text_2")])
        self._text(painter, self._cell(rect, 4), row.better)
        self._text(painter, self._cell(rect, 5), row.stopped, "small")
        self._stated(painter, self._cell(rect, 6, through=7), row.at_six)

    @staticmethod
    def _added(row: TreatmentRow) -> str:
        return row.group.split(" ")[0] if row.under else row.group

    @staticmethod
    def _says(row: TreatmentRow) -> str:
        """What a treatment without a drawing says about its adequacy."""
        return row.minimum or (row.reasons[0].text if row.reasons and row.kind == "psychotherapy" else "")

    def _over(self) -> int:
        """The room of the third column, which runs on over the fourth where a treatment has nothing to say there."""
        return self.columns.ends[3] - self.columns.starts[2] - self.theme.scaled(GAP)

    def _lines(self, text: str, room: int) -> int:
        return wrapped_lines(self.theme, text, room)

    def _two_lines(self, painter: QPainter, cell: QRectF, first: list[tuple[str, bool, str]], second: str) -> None:
        theme = self.theme
        upper, lower = theme.line_height(), theme.line_height("small")
        top = cell.y() + (cell.height() - upper - lower) / 2
        x = cell.x()
        for text, bold, colour in first:
            size = "body" if bold else "small"
            painter.setFont(theme.font(size, bold=bold))
            painter.setPen(theme.colour(colour))
            base = top + upper - theme.metrics().descent() - 1
            painter.drawText(QPointF(x, base), text)
            x += theme.metrics(size, bold=bold).horizontalAdvance(text)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_2"))
        painter.drawText(QPointF(cell.x(), top + upper + lower - theme.metrics("small").descent() - 1), second)

    def _wrapping(self, painter: QPainter, cell: QRectF, parts: list[tuple[str, bool, str]]) -> None:
        theme = self.theme
        x = cell.x()
        for text, bold, colour in parts:
            painter.setPen(theme.colour(colour))
            painter.setFont(theme.font("body" if bold else "small", bold=bold))
            place = QRectF(x, cell.y(), max(cell.right() - x, 1.0), cell.height())
            option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            option.setWrapMode(QTextOption.WrapMode.NoWrap if bold else QTextOption.WrapMode.WordWrap)
            painter.drawText(place, text, option)
            x += theme.metrics("body" if bold else "small", bold=bold).horizontalAdvance(text)

    def _text(self, painter: QPainter, cell: QRectF, text: str, size: str = "body") -> None:
        painter.setFont(self.theme.font(size))
        painter.setPen(self.theme.colour("text"))
        painter.drawText(cell, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def _stated(self, painter: QPainter, cell: QRectF, state: Stated | None) -> None:
        if state is None:
            return
        theme = self.theme
        size = theme.scaled(MARK)
        paint_mark(painter, theme, state.mark, QRectF(cell.x(), cell.center().y() - size / 2, size, size))
        painter.setFont(theme.font())
        painter.setPen(ink(theme, state.mark))
        words = cell.adjusted(size + theme.scaled(MARK_GAP), 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), state.word)

    # Stacked

    def _stacked(self, painter: QPainter | None, rect: QRectF, row: TreatmentRow) -> int:
        """Paints the row as lines of labelled words (or only measures, without a painter) and gives its height."""
        theme = self.theme
        edge, gap = theme.scaled(EDGE), theme.scaled(EDGE)
        y = rect.y() + 8
        left = rect.x() + edge + (theme.scaled(MARK + MARK_GAP) if row.under else 0)
        name: list[list[tuple[str, str, bool, str]]] = [[(row.name, "body", True, "text")]]
        name += [[(words, "small", False, "text_2")] for words in (self._added(row), row.dates) if words]
        y = self._flow(painter, name, left, y, rect, 8)
        if row.drawing is not None:
            if painter is not None:
                painter.save()
                painter.translate(left, y)
                paint(painter, row.drawing.shapes, theme)
                painter.restore()
            y += theme.scaled(row.drawing.height) + 4
        chunks: list[list[tuple[str, str, bool, str]]] = []
        if row.drawing is None and row.detail != row.dates:
            chunks.append([(row.detail, "small", False, "text")])
        values = [
            (self.heads[2], " ".join(part for part in (row.weeks, f"({row.minimum})" if row.minimum else "") if part), None),
            (self.heads[3], "", row.taken),
            (self.heads[4], row.better, None),
            (self.heads[5], row.stopped, None),
            (self.heads[6], "", row.at_six),
            (self.heads[7], "", row.at_four),
        ]
        for head, word, state in values:
            if not word and state is None:
                continue
            chunk = [(f"{head}: ", "small", False, "text_2")]
            if state is not None:
                chunk += [(f"\0{state.mark}", "body", False, ""), (state.word, "body", False, COLOURS[state.mark])]
            else:
                chunk.append((word, "body", False, "text"))
            chunks.append(chunk)
        y = self._flow(painter, chunks, left, y, rect, gap)
        return round(y + 8 - rect.y())

    def _flow(
        self,
        painter: QPainter | None,
        chunks: list[list[tuple[str, str, bool, str]]],
        left: float,
        y: float,
        rect: QRectF,
        gap: int,
    ) -> float:
        theme = self.theme
        x, line = left, theme.line_height() + 4
        for chunk in chunks:
            width = sum(self._advance(part) for part in chunk)
            if x > left and x + width > rect.right() - theme.scaled(EDGE):
                x, y = left, y + line
            for part in chunk:
                text, size, bold, colour = part
                if text and painter is not None:
                    if text[0] == "\0":
                        mark = theme.scaled(MARK)
                        paint_mark(painter, theme, text[1:], QRectF(x, y + (line - mark) / 2, mark, mark))  # type: ignore[arg-type]
                    else:
                        painter.setFont(theme.font(size, bold=bold))
                        painter.setPen(theme.colour(colour))
                        place = QRectF(x, y, self._advance(part) + 2, line)
                        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
                x += self._advance(part)
            x += gap
        return y + line

    def _advance(self, part: tuple[str, str, bool, str]) -> float:
        text, size, bold, _colour = part
        if text[:1] == "\0":
            return self.theme.scaled(MARK + MARK_GAP)
        return self.theme.metrics(size, bold=bold).horizontalAdvance(text)


def wrapped_lines(theme: Theme, text: str, room: int) -> int:
    """How many lines a small text takes in a width."""
    if not text:
        return 1
    small = theme.metrics("small")
    bounds = small.boundingRect(0, 0, max(room, 1), 10_000, int(Qt.TextFlag.TextWordWrap), text)
    return max(1, round(bounds.height() / small.lineSpacing()))


def balanced_width(theme: Theme, text: str, room: int) -> int:
    """The least width that takes no more lines than `room` does, so that two lines of a head are about equally long."""
    lines = wrapped_lines(theme, text, room)
    narrow = max((theme.metrics("small").horizontalAdvance(word) for word in text.split()), default=1) + 2
    while narrow < room and wrapped_lines(theme, text, narrow) > lines:
        narrow += 4
    return min(narrow, room)


def broken_at_sentence(theme: Theme, text: str, room: int) -> str:
    """The text with a break after its first sentence where each part has room in one line, else as it is."""
    first, _dot, rest = text.partition(". ")
    small = theme.metrics("small")
    if rest and small.horizontalAdvance(first + ".") <= room and small.horizontalAdvance(rest) <= room:
        return f"{first}.\n{rest}"
    return text
