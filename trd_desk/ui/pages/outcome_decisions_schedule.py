"""The long-term schedule as rows: domain, last, next, state, and below a row the findings that ask for something."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.outcome_decisions_check import CheckForm
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark
from trd_desk.ui.widgets.layout import Button, clear
from trd_desk.ui.widgets.press_line import PressLine
from trd_desk.ui.widgets.state_cell import StateCell

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from trd_desk.ui.theme import Theme
    from trd_desk.view.decisions_follow import DomainView

# Shares of the width: domain, last, next, state; the button takes what it needs.
_SHARES: Final = (25, 31, 24, 20)


class _Cells(QHBoxLayout):
    """Four cells whose widths are shares of the row, and the room of a button at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        if parent is not None:
            parent.setLayout(self)
        self.setContentsMargins(8, 4, 4, 5)
        self.setSpacing(10)

    def fill(self, cells: "Sequence[QWidget]") -> None:
        """Puts the cells in their places."""
        for cell, share in zip(cells, _SHARES, strict=True):
            cell.setMinimumWidth(0)
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self.addWidget(cell, share, Qt.AlignmentFlag.AlignVCenter)


class DomainLine(PressLine):
    """One domain. Enter or a click opens its check; Up and Down go on.

    Signals:
        pressed(str): the domain's id.
        moved(int): Up (-1) or Down (1).
        followed(str): the path of a field.
    """

    pressed = Signal(str)
    followed = Signal(str)

    def __init__(self, theme: "Theme", domain: "DomainView", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.domain = domain
        self.activated.connect(lambda: self.pressed.emit(self.domain.id))
        self._shown: object = None
        self.setObjectName(f"follow_up.line.{domain.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.label = Label(theme, bold=True, wrap=True)
        self.last = Label(theme, "", "small", wrap=True)
        self.next = Label(theme, "", "small", wrap=True)
        self.state = StateCell(theme)
        self.button = Button(theme, _("Check"), kind="quiet")
        self.button.clicked.connect(lambda: self.pressed.emit(self.domain.id))
        cells = _Cells()
        cells.fill((self.label, self.last, self.next, self.state))
        cells.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(cells)
        self._more = QVBoxLayout()
        self._more.setContentsMargins(8, 0, 8, 0)
        self._more.setSpacing(2)
        column.addLayout(self._more)
        self.show_domain(domain)

    def show_domain(self, domain: "DomainView") -> None:
        """Shows the domain as it stands."""
        self.domain = domain
        self.label.setText(domain.label)
        self.last.setText(domain.last)
        self.next.setText(domain.next or "–")
        self.state.show_state(domain.state.mark, domain.state.word, domain.says, wanted=domain.is_wanted)
        self.button.setAccessibleName(_("Record a check: {domain}").format(domain=domain.label))
        self.setAccessibleName(domain.spoken)
        self.setAccessibleDescription(_("Enter records a check."))
        self.setToolTip(domain.says)
        if (domain.fulfilled, domain.beside, domain.asks) == self._shown:
            return
        self._shown = (domain.fulfilled, domain.beside, domain.asks)
        clear(self._more)
        for one in domain.fulfilled:
            self._more.addWidget(Remark(self._theme, one.remark.mark, f"{one.remark.text} {one.action}", one.action))
            source = Label(self._theme, one.source, "small", colour="text_2", wrap=True)
            source.setContentsMargins(self._theme.scaled(24), 0, 0, 0)
            self._more.addWidget(source)
        for remark in domain.beside:
            self._more.addWidget(Remark(self._theme, remark.mark, remark.text, remark.bold))
        for ask in domain.asks:
            link = QuestionLink(self._theme, ask.text, ask.field, size="small")
            link.followed.connect(self.followed)
            self._more.addWidget(link)
        self._more.setContentsMargins(8, 0, 8, 8 if self._more.count() else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), self._theme.colour("bg_selected"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("divider"))
        painter.end()


class Schedule(QWidget):
    """The rows, and the form of the check that is being recorded.

    Signals:
        answered(str, object): the domain's id and what its entry says now.
        opened(str): the form of a domain was opened.
        followed(str): the path of a field.
    """

    answered = Signal(str, object)
    opened = Signal(str)
    followed = Signal(str)

    def __init__(self, theme: "Theme", today: "Callable[[], dt.date]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._today = theme, today
        self._owner = ""
        self.lines: dict[str, DomainLine] = {}
        self.form: CheckForm | None = None
        self.domain = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.title = Label(theme, _("Long-term follow-up"), "title", bold=True, wrap=True)
        words = _("Every interval is a setting of the clinic. What a session asks is read from it and not asked here again.")
        self.says = Label(theme, words, "small", colour="text_2", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.says)
        column.addSpacing(8)
        self._heads = QWidget()
        heads = _Cells(self._heads)
        heads.fill([Label(theme, words, "small", colour="text_2") for words in (_("Domain"), _("Last"), _("Next due"), _("State"))])
        self._room = QWidget()
        heads.addWidget(self._room)
        column.addWidget(self._heads)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        theme.changed.connect(self._fit)

    def show_rows(self, domains: "Sequence[DomainView]", owner: str) -> None:
        """Shows the domains; the open form stays as long as the patient does."""
        if owner != self._owner or [one.id for one in domains] != list(self.lines):
            self.form, self.domain, self._owner, self.lines = None, "", owner, {}
            clear(self._rows)
            for domain in domains:
                line = DomainLine(self._theme, domain)
                line.pressed.connect(self.toggle)
                line.moved.connect(self._step)
                line.followed.connect(self.followed)
                self.lines[domain.id] = line
                self._rows.addWidget(line)
        for domain in domains:
            self.lines[domain.id].show_domain(domain)
        self._fit()

    def _fit(self) -> None:
        line = next(iter(self.lines.values()), None)
        if line is not None:
            self._room.setFixedWidth(line.button.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(320), super().minimumSizeHint().height())

    def toggle(self, name: str) -> None:
        """Opens the form of a domain, or closes the open one."""
        if name == self.domain:
            self.close_form()
            self.lines[name].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.open(name)

    def open(self, name: str) -> None:
        """Opens the form of a check below its row; nothing is recorded before the first answer."""
        if name not in self.lines or not self.close_form():
            return
        self.domain = name
        self.form = CheckForm(self._theme, self.lines[name].domain, self._today)
        self.form.answered.connect(lambda value: self.answered.emit(name, value))
        self.form.closed.connect(lambda: self.toggle(name))
        self.form.followed.connect(self.followed)
        self._rows.insertWidget(self._rows.indexOf(self.lines[name]) + 1, self.form)
        self.opened.emit(name)
        self.form.focus_first()

    def close_form(self) -> bool:
        """Closes the form once everything typed in it is kept; False where something cannot be, which its field says."""
        if self.form is None:
            return True
        fields: list[Any] = [self.form.on, self.form.number, self.form.note]
        for field in fields:
            if field is not None and not field.commit():
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        self._rows.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form, self.domain = None, ""
        return True

    def _step(self, by: int) -> None:
        names = list(self.lines)
        here = next((place for place, name in enumerate(names) if self.lines[name].hasFocus()), 0)
        self.lines[names[min(max(here + by, 0), len(names) - 1)]].setFocus(Qt.FocusReason.TabFocusReason)
