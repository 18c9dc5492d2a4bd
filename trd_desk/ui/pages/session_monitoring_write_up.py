"""Writing up an event: its time, a note, and for a serious one what was done, how it ended and whether a report is due."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.widgets.fields import Field, TextField
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, clear
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.watch_events import REPORT_CHOICES, report_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trd_desk.ui.pages.session_monitoring_fields import TimeField
    from trd_desk.ui.theme import Theme
    from trd_desk.view.watch_events import EventLine, ReportWords


class WriteUp(QWidget):
    """One event. Each field is saved on leaving; nothing here holds up the rest of the page.

    Signals:
        changed(field, id, name, value): a field of the event; `field` is told when it could not be saved.
        removed(str): the event never happened and is taken back.
        closed(): back to the events.
    """

    changed = Signal(object, str, str, object)
    removed = Signal(str)
    closed = Signal()

    def __init__(self, theme: "Theme", make_time: "Callable[[QWidget], TimeField]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.id = ""
        self._line: EventLine | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        self._mark = MarkLabel(theme, "note", size=20)
        self._title = Label(theme, "", bold=True, wrap=True)
        row.addWidget(self._mark)
        row.addWidget(self._title, 1)
        column.addLayout(row)
        self.time = make_time(self)
        self.time.setObjectName("event.time")
        self.time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.time.setFixedSize(theme.scaled(80), theme.px("control_height"))
        self._time_says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.time.said.connect(self._say_time)
        self.time.committed.connect(lambda moment: self._tell(self.time, "at", moment))
        self.time.moved.connect(lambda _way: self._from_time(1))
        self.time.tabbed.connect(self._from_time)
        column.addWidget(self._named(_("Time"), self.time))
        column.addWidget(self.time)
        column.addWidget(self._time_says)
        self._time_says.hide()
        self.note = self._text(column, "note", _("Note"), _("what was seen"))
        self._serious = QWidget()
        inner = QVBoxLayout(self._serious)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        self.done = self._text(inner, "done", _("What was done"), _("oxygen, call, transfer"))
        self.outcome = self._text(inner, "outcome", _("Outcome"), _("recovered by 11:40"))
        choices = [(choice, report_word(choice)) for choice in REPORT_CHOICES]
        self.report = ChoiceSegments(theme, _("Report"), choices)
        self.report.setObjectName("event.report")
        self.report.answered.connect(lambda choice: self._tell(None, "report", choice))
        self.report.taken_back.connect(lambda: self._tell(None, "report", None))
        inner.addWidget(self._named(_("Report"), self.report))
        inner.addWidget(self.report)
        self._reports = QVBoxLayout()
        self._reports.setSpacing(2)
        inner.addLayout(self._reports)
        column.addWidget(self._serious)
        buttons = QHBoxLayout()
        self.back = Button(theme, _("Back to the events"), kind="primary")
        self.back.setMinimumHeight(theme.scaled(36))
        self.back.clicked.connect(self.closed)
        self.remove = Button(theme, _("Take back"))
        self.remove.setMinimumHeight(theme.scaled(36))
        self.remove.clicked.connect(lambda: self.removed.emit(self.id))
        buttons.addWidget(self.back)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        self._shown_reports: tuple[ReportWords, ...] = ()

    def _named(self, words: str, field: QWidget) -> Label:
        label = Label(self._theme, words, "small", colour="text_2")
        label.setBuddy(field)
        return label

    def _text(self, column: QVBoxLayout, name: str, words: str, example: str) -> TextField:
        field = TextField(self._theme, placeholder=example, longest=2000)
        field.setObjectName(f"event.{name}")
        field.setAccessibleName(words)
        field.committed.connect(lambda value: self._tell(field, name, value))
        column.addWidget(self._named(words, field))
        column.addWidget(field)
        return field

    def _tell(self, field: Field | None, name: str, value: object) -> None:
        if self.id:
            self.changed.emit(field, self.id, name, value)

    def _from_time(self, way: int) -> None:
        (self.note.edit if way > 0 else self.back).setFocus(Qt.FocusReason.TabFocusReason)

    def _say_time(self, sentence: str, fault: bool) -> None:
        self._time_says.setText(sentence)
        self._time_says.set_colour("text" if fault else "text_2")
        self._time_says.setVisible(bool(sentence))

    def show_line(self, shown: "EventLine", reports: "Sequence[ReportWords]", *, usable: bool) -> None:
        """Shows an event; what is being typed stays."""
        if shown.id != self.id:
            for field in (self.time, self.note, self.done, self.outcome):
                field.give_up()
        self.id = shown.id
        self._line = shown
        self._mark.set_kind(shown.mark)
        self._title.setText(f"{shown.label}, {shown.late}" if shown.late else shown.label)
        self.time.setAccessibleName(f"{shown.label}: {_('Time')}")
        self.show_moment(shown)
        self.note.set_value(shown.note or None)
        self.done.set_value(shown.done or None)
        self.outcome.set_value(shown.outcome or None)
        self.report.set_value(shown.report)
        self._serious.setVisible(shown.serious)
        for control in (self.time, self.note, self.done, self.outcome, self.report, self.remove):
            control.setEnabled(usable)
        if tuple(reports) != self._shown_reports:
            self._shown_reports = tuple(reports)
            clear(self._reports)
            for one in reports:
                self._reports.addWidget(Label(self._theme, one.says, "small", wrap=True))
                row = QHBoxLayout()
                row.setSpacing(6)
                row.addWidget(MarkLabel(self._theme, one.source.mark, size=14))
                words = ". ".join(part for part in (one.source.status, one.source.text) if part)
                row.addWidget(Label(self._theme, words, "small", colour="text_2", wrap=True), 1)
                self._reports.addLayout(row)

    def show_moment(self, shown: "EventLine") -> None:
        """Shows the time of the event."""
        self.time.set_value(shown.at)

    def settle(self) -> bool:
        """Keeps what is typed; False when something cannot be kept, which has the focus then."""
        for field in (self.time, self.note, self.done, self.outcome):
            if field.holds_unsaved() and not field.commit():
                field.edit.setFocus()
                return False
        return True

    def focus_first(self) -> None:
        """Gives the focus to the note of a plain event, to what was done of a serious one."""
        (self.done if self._line is not None and self._line.serious else self.note).edit.setFocus(Qt.FocusReason.TabFocusReason)
