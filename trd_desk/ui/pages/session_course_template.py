"""The days that a template proposes, each to be looked at, changed or left out before anything is written."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.pathways_reason import source_row
from trd_desk.ui.pages.session_course_fields import PlanDayField, SaidLine, keep_typed, on_control_enter, read, reveal
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card, clear, line
from trd_desk.view import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from trd_desk.ui.theme import Theme
    from trd_desk.view.course_templates import TemplateDay, TemplateProposal


class TemplateLine(QFrame):
    """One proposed day: the day to type over, what is worked out for it, and leaving it out.

    Signals:
        changed(): the day was typed over, or it was left out or taken in.
    """

    changed = Signal()

    def __init__(self, theme: "Theme", today: "Callable[[], dt.date]", day: "TemplateDay", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = day.place
        self.left_out = False
        self.setObjectName(f"template.day.{day.place}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.day = PlanDayField(theme, today, width=124)
        self.day.setObjectName(f"template.{day.place}.day")
        self.day.setAccessibleName(_("Day {place}").format(place=day.place))
        self.day.set_value(day.day)
        keep_typed(self.day, self._typed)
        row.addWidget(self.day)
        self.words = Label(theme, "", wrap=True)
        row.addWidget(self.words, 1)
        self.out = Button(theme, _("Leave out"), kind="quiet")
        self.out.setObjectName(f"template.{day.place}.out")
        self.out.setProperty("touch", True)
        self.out.clicked.connect(self._toggle)
        row.addWidget(self.out)
        column.addLayout(row)
        column.addWidget(SaidLine(theme, self.day))
        self.said = Label(theme, "", "small", wrap=True)
        column.addWidget(self.said)
        column.addWidget(line())

    def _typed(self) -> None:
        if not read(self.day)[2]:
            self.changed.emit()

    def _toggle(self) -> None:
        self.left_out = not self.left_out
        self.changed.emit()

    def show_day(self, day: "TemplateDay") -> None:
        """Shows what is worked out for the day; what is typed stays."""
        self.words.setText(day.words)
        self.out.setText(_("Take in") if self.left_out else _("Leave out"))
        self.out.setAccessibleName(f"{self.out.text()}: {plain.day_short(day.day)}")
        self.day.setEnabled(not self.left_out)
        said = [day.fault, *day.remarks] if day.fault else list(day.remarks)
        self.said.setText(" ".join(said))
        self.said.setVisible(bool(said))


class TemplatePanel(Card):
    """A template with its standing and source, and its days. Ctrl+Enter plans them, Esc goes back; nothing is written before.

    `propose` gives the proposal of the view for the days as they stand.

    Signals:
        wanted(object): the days are confirmed; the TemplateProposal.
        given_up(): back to the form, nothing was written.
    """

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, theme: "Theme", today: "Callable[[], dt.date]", parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=8, parent=parent)
        self._theme, self._today = theme, today
        self._propose: Callable[[dict[int, dt.date], list[int]], TemplateProposal | None] = lambda _days, _out: None
        self._proposal: TemplateProposal | None = None
        self.lines: list[TemplateLine] = []
        self.title = Label(theme, "", bold=True, wrap=True)
        self.body.addWidget(self.title)
        self.standing = Label(theme, "", wrap=True)
        self.body.addWidget(self.standing)
        self.says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.says)
        self._source = QVBoxLayout()
        self.body.addLayout(self._source)
        self.dose = Label(theme, "", wrap=True)
        self.body.addWidget(self.dose)
        self._days = QVBoxLayout()
        self._days.setSpacing(0)
        self.body.addLayout(self._days)
        self.message = Message(theme, tone="amber")
        self.body.addWidget(self.message)
        self.why = Label(theme, "", colour="text_2", wrap=True)
        self.body.addWidget(self.why)
        self.done = Button(theme, "", kind="primary", icon="calendar-days")
        self.done.setObjectName("template.done")
        self.done.clicked.connect(self.want)
        self.back = Button(theme, _("Back, plan nothing"))
        self.back.setObjectName("template.back")
        self.back.clicked.connect(self.given_up)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.done, self.back):
            button.setProperty("touch", True)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        on_control_enter(self, self.want)
        self.hide()

    def open(self, propose: "Callable[[dict[int, dt.date], list[int]], TemplateProposal | None]") -> None:
        """Shows a template from its first day on."""
        self._propose = propose
        proposal = propose({}, [])
        if proposal is None:
            return
        self.lines = []
        clear(self._days)
        clear(self._source)
        self._source.addWidget(source_row(self._theme, proposal.template.source))
        for day in proposal.days:
            made = TemplateLine(self._theme, self._today, day)
            made.changed.connect(self.refresh)
            self.lines.append(made)
            self._days.addWidget(made)
        self.title.setText(proposal.template.title)
        self.standing.setText(proposal.template.standing[:1].upper() + proposal.template.standing[1:] + ".")
        self.says.setText(" ".join(proposal.template.says))
        self.message.say("")
        self._show(proposal)
        self.show()
        reveal(self.title)
        self.lines[0].day.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Works out the days again as they stand now."""
        days: dict[int, dt.date] = {}
        for each in self.lines:
            value, _sentence, fault = read(each.day)
            if value is not None and not fault:
                days[each.place] = value
        proposal = self._propose(days, [each.place for each in self.lines if each.left_out])
        if proposal is not None:
            self._show(proposal)

    def _show(self, proposal: "TemplateProposal") -> None:
        self._proposal = proposal
        for each, day in zip(self.lines, proposal.days, strict=True):
            each.show_day(day)
        self.dose.setText(proposal.dose)
        self.why.setText(proposal.why_not)
        self.why.setVisible(bool(proposal.why_not))
        count = len(proposal.sessions)
        self.done.setText(plain.counted("Plan this {count} session", "Plan these {count} sessions", count))
        self.done.setEnabled(not proposal.why_not)
        self.done.setAccessibleDescription(proposal.why_not)

    def want(self) -> None:
        """Asks for the days to be planned, if each of them can be understood."""
        for each in self.lines:
            value, sentence, fault = read(each.day)
            if each.left_out:
                continue
            if fault or value is None:
                said = sentence or _("Type the day, or leave it out.")
                self.message.say(_("Day {place}: {sentence}").format(place=each.place, sentence=said))
                each.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.message.say("")
        self.refresh()
        if self._proposal is not None and not self._proposal.why_not:
            self.wanted.emit(self._proposal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
