"""One row of the board: painted, with a real button for what is to be done and one that turns the sound off."""

import datetime as dt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.today_layout import PAD, RowLayout, row_layout
from trd_desk.ui.widgets.painting import paint
from trd_desk.view.board_bar import HEIGHT

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.board import BoardRow

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
# The ground, the ink and the edge of the state at the right, by what calls.
_COLOURS: Final = {
    "red": ("red_fill", "on_red", "red_edge"),
    "overdue": ("amber_fill", "on_amber", "amber_edge"),
    "amber": ("amber_fill", "on_amber", "amber_edge"),
}
_NUMBERS: Final = 82


class RowButton(QAbstractButton):
    """A button on the ground of its row: filled for what is to be done first, outlined else. Up and Down go to the next row."""

    def __init__(self, theme: "Theme", *, small: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._small = theme, small
        self._ground, self._ink, self._filled = "bg_surface", "text", False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def dress(self, ground: str, ink: str, *, filled: bool) -> None:
        """Takes the colours of the row."""
        if (self._ground, self._ink, self._filled) != (ground, ink, filled):
            self._ground, self._ink, self._filled = ground, ink, filled
            self.update()

    def sizeHint(self) -> QSize:
        metrics = self._theme.metrics("small" if self._small else "body", bold=self._filled)
        wide = metrics.horizontalAdvance(self.text()) + self._theme.scaled(16 if self._small else 24)
        return QSize(wide, self._theme.px("control_height"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pressed = self.isDown() or self.underMouse()
        accent = self._filled and self._ground == "bg_surface"
        ground, ink = self._ground, self._ink
        if accent:
            fill, words = ("accent_hover" if pressed else "accent"), "on_accent"
        elif self._filled:
            fill, words = ink, ground
        else:
            fill, words = ("bg_selected" if pressed and ground == "bg_surface" else ""), ink
        painter.setPen(QPen(self._theme.colour(fill if accent else "line" if ground == "bg_surface" else ink), 1))
        painter.setBrush(self._theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
        radius = self._theme.px("radius.control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(self._theme.font("small" if self._small else "body", bold=self._filled))
        painter.setPen(self._theme.colour(words))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        painter.end()


class TodayRow(QWidget):
    """A live session on the board. Only what moves with the clock is painted each second.

    Signals:
        opened(str, str, str): patient, session and the part of it that the button leads to.
        sound_off(str, str): patient and session whose sound is to be off for a while.
    """

    opened = Signal(str, str, str)
    sound_off = Signal(str, str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.row: BoardRow | None = None
        self._now: dt.datetime | None = None
        self._low = False
        self._silent = False
        self._told: tuple[str, ...] = ()
        self.layout_of = row_layout(1000, 100, low=False)
        self.action = RowButton(theme, small=False, parent=self)
        self.action.clicked.connect(self.open_action)
        self.quiet = RowButton(theme, small=True, parent=self)
        self.quiet.setText(_("Sound off"))
        self.quiet.clicked.connect(self._turn_off)
        theme.changed.connect(self._place)

    # What is shown

    def show_row(self, row: "BoardRow", now: dt.datetime, *, low: bool, silent: bool, minutes: int) -> None:
        """Shows a session; `silent` where there is no sound to be turned off, `minutes` is for how long it can be."""
        if row is self.row and (low, silent) == (self._low, self._silent):
            self.tick(now)
            return
        self.row, self._now, self._low, self._silent = row, now, low, silent
        self.setObjectName(f"row:{row.key[0]}:{row.key[1]}")
        self.setAccessibleName(row.spoken(now))
        self.setToolTip("" if row.locked else row.foot)
        ground, ink, _edge = _COLOURS.get(row.call or "", ("bg_surface", "text", "divider"))
        filled = row.call is not None or row.state.kind == "ready"
        self.action.setText(row.state.action)
        self.action.setAccessibleName(_("{action}: {name}").format(action=row.state.action, name=row.name))
        self.action.setAccessibleDescription(self.accessibleName())
        self.action.dress(ground, ink, filled=filled)
        self.quiet.setAccessibleName(_("Sound off for {count} minutes: {name}").format(count=minutes, name=row.name))
        self.quiet.setToolTip(_("Turns the sound of this session off for {count} minutes; then it comes again. Ctrl+Shift+A").format(count=minutes))
        self.quiet.dress(ground, ink, filled=False)
        self._place()
        self._told = self._moving(now)
        self.update()

    def tick(self, now: dt.datetime) -> None:
        """A second has passed."""
        if self.row is None:
            return
        self._now = now
        moving = self._moving(now)
        if moving == self._told:
            return
        if bool(moving[-1]) != bool(self._told[-1]):
            self._place()
        if moving[3:] != self._told[3:]:
            self.update()
        else:
            self.update(self.layout_of.bar)
            # Above the button, which does not change.
            ahead = self.layout_of.next
            self.update(ahead.left(), 0, ahead.width(), self.action.y() if self.action.isVisibleTo(self) else ahead.height())
        self._told = moving

    def _moving(self, now: dt.datetime) -> tuple[str, ...]:
        row = self.row
        return () if row is None else (row.elapsed(now), row.state.count(now), row.state.line(now), row.values.head(now), row.quiet(now))

    def height_for(self, width: int, *, low: bool, locked: bool) -> int:
        """How high the row is at a width."""
        return row_layout(width, self._theme.text_percent, low=low, locked=locked).height

    def open_action(self) -> None:
        """Goes to where the work of this session is."""
        if self.row is not None and self.row.state.tab:
            self.opened.emit(*self.row.key, self.row.state.tab)

    def enter_observation(self) -> None:
        """Goes to the entry of an observation."""
        if self.row is not None and not self.row.locked:
            self.opened.emit(*self.row.key, "monitoring")

    def _turn_off(self) -> None:
        if self.row is not None:
            self.sound_off.emit(*self.row.key)

    # Geometry

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        row, now = self.row, self._now
        if row is None or now is None:
            return
        theme = self._theme
        self.layout_of = row_layout(self.width(), theme.text_percent, low=self._low, locked=row.locked)
        area = self._next_area()
        high = theme.px("control_height")
        self.action.setVisible(bool(row.state.action))
        self.quiet.setVisible(bool(row.calls) and not row.locked and not self._silent and not row.quiet(now))
        wide = self.quiet.sizeHint().width()
        if self.layout_of.low:
            top = area.top() + theme.scaled(54)
            room = area.width() - (wide + 8 if self.quiet.isVisibleTo(self) else 0)
            self.action.setGeometry(area.left(), top, room, high)
            self.quiet.setGeometry(area.right() + 1 - wide, top, wide, high)
        else:
            self.action.setGeometry(area.left(), theme.scaled(99), area.width(), high)
            self.quiet.setGeometry(area.right() + 1 - wide, theme.scaled(42), wide, high)

    def _next_area(self) -> QRect:
        pad = self._theme.scaled(PAD)
        return self.layout_of.next.adjusted(pad, 0, -pad, 0)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        row, now = self.row, self._now
        if row is None or now is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self.layout_of
        self._paint_ground(painter, row)
        seen = event.region()
        if seen.intersects(place.who):
            self._paint_who(painter, row, place)
        if seen.intersects(place.bar):
            self._paint_bar(painter, row, now, place)
        if not row.locked and seen.intersects(place.values):
            self._paint_values(painter, row, now, place)
        if seen.intersects(place.next):
            self._paint_next(painter, row, now)
        painter.end()

    def _paint_ground(self, painter: QPainter, row: "BoardRow") -> None:
        theme = self._theme
        fill, _ink, edge = _COLOURS.get(row.call or "", ("", "text", "divider"))
        wide = 2 if row.call else 1
        radius = 0 if row.call else theme.px("radius.card")
        frame = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        painter.setPen(QPen(theme.colour(edge), wide))
        painter.setBrush(theme.colour("bg_surface"))
        painter.drawRoundedRect(frame, radius, radius)
        if fill:
            painter.fillRect(QRectF(self.layout_of.next).adjusted(0, wide, -wide, -wide), theme.colour(fill))

    def _write(
        self, painter: QPainter, area: QRect, text: str, size: str = "body", colour: str = "text", *, bold: bool = False, flags: int = int(_LEFT)
    ) -> None:
        painter.setFont(self._theme.font(size, bold=bold))
        painter.setPen(self._theme.colour(colour))
        painter.drawText(area, flags, text)

    def _line(self, area: QRect, middle: float, size: str = "body") -> QRect:
        """The area's width, for a line of text about a height given at 100 %."""
        high = self._theme.line_height(size) + 2
        return QRect(area.left(), area.top() + self._theme.scaled(middle) - high // 2, area.width(), high)

    def _fitted(self, text: str, width: int, *sizes: tuple[str, bool]) -> tuple[str, bool]:
        """The first of the sizes in which the text fits, else the last."""
        return next((one for one in sizes if self._theme.metrics(one[0], bold=one[1]).horizontalAdvance(text) <= width), sizes[-1])

    def _paint_who(self, painter: QPainter, row: "BoardRow", place: RowLayout) -> None:
        theme, area = self._theme, place.who
        lines = (48, 48, 48, 48) if place.locked else (18, 39, 59, 78) if place.low else (29, 51, 77, 99)
        size, bold = self._fitted(row.name, area.width(), ("title", True), ("body", True), ("small", True))
        self._write(painter, self._line(area, lines[0], size), row.name, size, bold=bold)
        self._write(painter, self._line(area, lines[1]), row.facts, colour="text_2")
        if row.dose:
            side = theme.px("icon_small")
            line = self._line(area, lines[2])
            icon = theme.pixmap(row.icon, side, "text", self.devicePixelRatioF())
            painter.drawPixmap(line.left(), line.center().y() + 1 - side // 2, icon)
            words = line.adjusted(side + 8, 0, 0, 0)
            size, bold = self._fitted(row.dose, words.width(), ("body", False), ("small", False))
            self._write(painter, words, row.dose, size, bold=bold)
        self._write(painter, self._line(area, lines[3]), row.place, colour="text_2")

    def _paint_bar(self, painter: QPainter, row: "BoardRow", now: dt.datetime, place: RowLayout) -> None:
        theme, area = self._theme, place.bar
        time, since = row.head(now)
        middle = (18 if place.locked else 20 if place.low else 27) if place.wide else 12
        line = self._line(area, middle)
        self._write(painter, line, time, bold=True)
        wide = theme.metrics(bold=True).horizontalAdvance(time)
        rest = line.adjusted(wide + theme.metrics().horizontalAdvance(" ") if time else 0, 0, 0, 0)
        size, bold = self._fitted(since, rest.width(), ("body", False), ("small", False))
        self._write(painter, rest, since, size, bold=bold)
        top = area.top() + theme.scaled((36 if place.locked else 34 if place.low else 53) if place.wide else 24)
        painter.save()
        painter.translate(QPointF(area.left(), top))
        paint(painter, row.bar(now, place.bar_width, low=place.low).shapes, theme)
        painter.restore()
        ink = "text" if row.call else "text_2"
        if place.low:
            line = self._line(area, 83 if place.wide else 72, "small")
            words = self._sentences(row.foot, line.width()) if row.alarms else row.values.head(now)
            self._write(painter, line, words, "small", ink)
        elif row.foot:
            foot = QRect(area.left(), top + theme.scaled(HEIGHT), area.width(), area.bottom() - top - theme.scaled(HEIGHT))
            if theme.metrics("small").horizontalAdvance(row.foot) <= foot.width():
                foot.translate(0, theme.scaled(4))
            self._write(painter, foot, row.foot, "small", ink, flags=int(_WRAPPED))

    def _sentences(self, words: str, width: int) -> str:
        """As many sentences from the first on as fit a line."""
        metrics = self._theme.metrics("small")
        while metrics.horizontalAdvance(words) > width and ". " in words:
            words = words.rpartition(". ")[0] + "."
        return words

    def _paint_values(self, painter: QPainter, row: "BoardRow", now: dt.datetime, place: RowLayout) -> None:
        theme, area = self._theme, place.values
        first, step, size = (16.0, 21.0, "body") if place.low else (43.0, 24.0, "title")
        if not place.low:
            self._write(painter, self._line(area, 21, "small"), row.values.head(now), "small", "text_2")
        numbers = theme.scaled(_NUMBERS)
        for number, value in enumerate(row.values.values):
            line = self._line(area, first + step * number, size)
            self._write(painter, QRect(line.left(), line.top(), numbers, line.height()), value.number, size, bold=True, flags=int(_RIGHT))
            words = line.adjusted(numbers + theme.scaled(7), 0, 0, 0)
            self._write(painter, words, self._short(value.words, words.width()), "small", "text_2")

    def _short(self, words: str, width: int) -> str:
        """The words, or those up to the comma where they do not fit; never cut within one."""
        fits = self._theme.metrics("small").horizontalAdvance(words) <= width
        return words if fits else words.partition(",")[0]

    def _paint_next(self, painter: QPainter, row: "BoardRow", now: dt.datetime) -> None:
        theme, area, state = self._theme, self._next_area(), row.state
        low, locked = self.layout_of.low, self.layout_of.locked
        _ground, ink, _edge = _COLOURS.get(row.call or "", ("bg_surface", "text", ""))
        chief = "met" if state.kind == "ready" else ink
        side = theme.px("icon")
        line = self._line(area, 16 if low or locked else 24)
        painter.drawPixmap(line.left(), line.center().y() + 2 - side // 2, theme.pixmap(state.icon, side, chief, self.devicePixelRatioF()))
        words = line.adjusted(side + 8, 0, 0, 0)
        size, bold = self._fitted(state.words, words.width(), ("body", True), ("small", True))
        self._write(painter, words, state.words, size, chief, bold=bold)
        count = state.count(now)
        button = self.quiet.width() + 8 if self.quiet.isVisibleTo(self) else 0
        quiet = row.quiet(now)
        said = _("Sound in {time}").format(time=quiet) if quiet and not row.locked else ""
        if low:
            line = self._line(area, 39, "title")
            self._write(painter, line, count, "title", ink, bold=True)
            left = theme.metrics("title", bold=True).horizontalAdvance(count) + 12
            self._write(painter, line.adjusted(left, 0, 0, 0), said or state.line(now), "small", self._quiet_ink(ink))
            return
        beside = theme.metrics("small").horizontalAdvance(said) + 8 if said else button
        size, bold = self._fitted(count, area.width() - beside, ("display", True), ("title", True))
        self._write(painter, self._line(area, 46 if locked else 58, "display"), count, size, ink, bold=bold)
        if said:
            self._write(painter, self._line(area, 58), said, "small", ink, flags=int(_RIGHT))
        self._write(painter, self._line(area, 76 if locked else 86), state.line(now), "small", self._quiet_ink(ink))

    @staticmethod
    def _quiet_ink(ink: str) -> str:
        return "text_2" if ink == "text" else ink
