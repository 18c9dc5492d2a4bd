"""The sessions of a course as rows that can be opened, and for a plan changed or cancelled."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_dose_fields import AskForm
from trd_desk.ui.widgets.fields import TextField
from trd_desk.ui.widgets.labels import Label, VerdictLabel
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.press_line import PressLine
from trd_desk.view.course_rows import CourseRow

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme

# So many rows are shown before somebody asks for all of them.
SHOWN: Final = 12


# Widths of number, day and dose at 100 per cent, and from which width of the list on they are had in full.
_WIDE: Final = (92, 132, 182)
_TIGHT: Final = (84, 116, 110)
_ROOMY: Final = 640


class SessionLine(PressLine):
    """One session. Enter or a click opens it; C changes and Delete cancels a plan; Up and Down go on.

    Signals:
        opened(str), change_wanted(str), cancel_wanted(str): the id of the session.
        moved(int): Up (-1) or Down (1).
    """

    opened = Signal(str)
    change_wanted = Signal(str)
    cancel_wanted = Signal(str)

    def __init__(self, theme: "Theme", row: CourseRow, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.row = row
        self.activated.connect(lambda: self.opened.emit(self.row.id))
        self._current = False
        self.setObjectName(f"course.session.{row.id}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 0, 1)
        line.setSpacing(12)
        self.number = Label(theme, bold=True)
        self.week = Label(theme, "", "small", colour="text_2")
        self.day = Label(theme)
        self.dose = Label(theme, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.result = VerdictLabel(theme, bold=False, wrap=True)
        self.more = Label(theme, "", "small", colour="text_2", wrap=True)
        words.addStretch(1)
        words.addWidget(self.result)
        words.addWidget(self.more)
        words.addStretch(1)
        which = QVBoxLayout()
        which.setSpacing(0)
        which.addStretch(1)
        which.addWidget(self.number)
        which.addWidget(self.week)
        which.addStretch(1)
        line.addLayout(which)
        for label in (self.day, self.dose):
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        self.change = Button(theme, _("Change"), kind="quiet")
        self.cancel = Button(theme, _("Cancel"), kind="quiet")
        self.change.clicked.connect(lambda: self.change_wanted.emit(self.row.id))
        self.cancel.clicked.connect(lambda: self.cancel_wanted.emit(self.row.id))
        for button in (self.change, self.cancel):
            button.setProperty("touch", True)
            line.addWidget(button)
        theme.changed.connect(self._fit)
        self._fit()
        self.show_row(row, current=False)

    def _fit(self) -> None:
        theme = self._theme
        self.setMinimumHeight(theme.px("control_height_touch"))
        # In a narrow list the columns give way, so that the result and its buttons keep their room.
        tight = 0 < self.width() < theme.scaled(_ROOMY)
        for label, wide in zip((self.number, self.day, self.dose), _TIGHT if tight else _WIDE, strict=True):
            label.setFixedWidth(theme.scaled(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def show_row(self, row: CourseRow, *, current: bool) -> None:
        """Shows the session as it stands; `current` marks the one that the other parts of the page show."""
        if row == self.row and current == self._current and self.number.text():
            return
        self.row, self._current = row, current
        self.number.setText(row.number)
        self.day.setText(row.day)
        self.dose.setText(row.dose)
        self.result.set_state(row.result.mark, row.result.word, row.result.sentence)
        self.week.setText(row.week)
        self.week.setVisible(bool(row.week))
        extra = ", ".join(part for part in (row.more, _("earlier course") if row.earlier else "") if part)
        self.more.setText(extra)
        self.more.setVisible(bool(extra))
        said = f"{row.name}. {_('This is the session in hand.')}" if current else row.name
        self.setAccessibleName(said)
        keys = _("Enter opens it, C changes and Delete cancels it.") if row.change else _("Enter opens it.")
        self.setAccessibleDescription(keys)
        self.setToolTip(keys)
        for button, words in ((self.change, _("Change: {session}")), (self.cancel, _("Cancel: {session}"))):
            button.setVisible(row.change)
            button.setAccessibleName(words.format(session=f"{row.number}, {row.day}"))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_C and self.row.change and not event.modifiers():
            self.change_wanted.emit(self.row.id)
        elif key == Qt.Key.Key_Delete and self.row.change:
            self.cancel_wanted.emit(self.row.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._current or self.underMouse():
            painter.fillRect(self.rect(), self._theme.colour("bg_selected"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("divider"))
        painter.end()


class SessionList(QWidget):
    """The rows of a course, the newest first, and the question before a plan is cancelled.

    Signals:
        opened(str), change_wanted(str): the id of the session.
        cancelled(str, str): the id of a session that is to be cancelled, and the reason.
    """

    opened = Signal(str)
    change_wanted = Signal(str)
    cancelled = Signal(str, str)

    def __init__(self, theme: "Theme", why_not: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[CourseRow, ...] = ()
        self._current: str | None = None
        self._all = False
        self._asked: str | None = None
        self.lines: dict[str, SessionLine] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.title = Label(theme, _("Sessions"), bold=True)
        column.addWidget(self.title)
        column.addSpacing(8)
        self.form = AskForm(theme, "course.cancel", _("Cancel this session"), _("Cancel the session"))
        self.form.add("reason", _("Why is it cancelled?"), TextField(theme))
        self.form.require(lambda typed: (why_not(str(typed.get("reason") or "")), "reason"))
        self.form.wanted.connect(self._cancel)
        self.form.given_up.connect(self.close_form)
        column.addWidget(self.form)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        column.addLayout(self._grid)
        self.more = Button(theme, "", kind="quiet")
        self.more.setObjectName("course.all")
        self.more.clicked.connect(self._show_all)
        column.addWidget(self.more)

    def show_rows(self, rows: Sequence[CourseRow], current: str | None) -> None:
        """Shows the sessions; a row stays the same widget as long as its session is listed."""
        self._rows, self._current = tuple(rows), current
        self.setVisible(bool(rows))
        shown = self._rows if self._all else self._rows[:SHOWN]
        names = [row.id for row in shown]
        order = list(self.lines)
        for name in order:
            if name not in names:
                line = self.lines.pop(name)
                self._grid.removeWidget(line)
                line.hide()
                line.deleteLater()
        for row in shown:
            if row.id not in self.lines:
                self.lines[row.id] = self._made(row)
            self.lines[row.id].show_row(row, current=row.id == current)
        if list(self.lines) != names or order != names:
            self.lines = {name: self.lines[name] for name in names}
            for place, line in enumerate(self.lines.values()):
                self._grid.addWidget(line, place, 0)
                line.show()
            self._tab_order()
        self.more.setVisible(len(self._rows) > len(shown))
        self.more.setText(_("Show all {count} sessions").format(count=len(self._rows)))
        if self._asked is not None and not any(row.id == self._asked and row.change for row in rows):
            self.close_form()

    def _made(self, row: CourseRow) -> SessionLine:
        line = SessionLine(self._theme, row)
        line.opened.connect(self.opened)
        line.change_wanted.connect(self.change_wanted)
        line.cancel_wanted.connect(self.ask_cancel)
        line.moved.connect(lambda step: self._move(line, step))
        return line

    def _tab_order(self) -> None:
        before: QWidget = self.form.back
        for line in self.lines.values():
            for widget in (line, line.change, line.cancel):
                QWidget.setTabOrder(before, widget)
                before = widget
        QWidget.setTabOrder(before, self.more)

    def _show_all(self) -> None:
        self._all = True
        first_new = min(len(self._rows) - 1, SHOWN)
        self.show_rows(self._rows, self._current)
        self.lines[self._rows[first_new].id].setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, line: SessionLine, step: int) -> None:
        lines = list(self.lines.values())
        place = lines.index(line) + step
        if 0 <= place < len(lines):
            lines[place].setFocus(Qt.FocusReason.TabFocusReason)

    # Cancelling

    def ask_cancel(self, name: str) -> None:
        """Asks why a plan is cancelled."""
        row = next((one for one in self._rows if one.id == name), None)
        if row is None:
            return
        self._asked = name
        says = _("{session}, {day}, {dose}. It stays in the list as cancelled, with the reason.")
        self.form.open(says.format(session=row.number, day=row.day, dose=row.dose))

    def close_form(self) -> None:
        """Puts the question away; nothing is cancelled."""
        line: SessionLine | None = self.lines.get(self._asked or "")
        had = self.form.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._asked = None
        self.form.close_form()
        if line is not None and had:
            line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cancel(self, typed: dict[str, object]) -> None:
        if self._asked is not None:
            self.cancelled.emit(self._asked, str(typed.get("reason") or "").strip())
