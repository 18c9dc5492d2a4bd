"""What stands about self-harm, with the clinic's advice, until somebody records what was done."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from trd_desk.i18n import _, plural
from trd_desk.record.session_parts import moment_text
from trd_desk.ui.widgets.labels import Label, Remark, RichLabel
from trd_desk.ui.widgets.layout import Button, Card, clear
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.ui.widgets.popover import Popover, show_over
from trd_desk.view.crisis import ClinicCrisis, CrisisNotice, crisis_notice

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.preferences import Preferences
    from trd_desk.ui.theme import Theme

LONGEST: Final = 1000


def clinic_of(preferences: "Preferences") -> ClinicCrisis:
    """What the clinic has set for a crisis."""
    return ClinicCrisis(preferences.crisis, preferences.phone, preferences.emergency)


def standing_notice(desk: "Desk") -> CrisisNotice | None:
    """What stands about the open patient."""
    if desk.patient is None:
        return None
    return crisis_notice(desk.library, desk.patient, clinic_of(desk.preferences), desk.today())


class CrisisCard(QFrame):
    """The notice of the open patient; hidden while nothing stands. The advice can be folded away, the notice itself cannot.

    Signals:
        go_to(str): the path of the setting that is missing.
        settled(): what was done is on disk, and nothing stands any more.
    """

    go_to = Signal(str)
    settled = Signal()

    def __init__(self, desk: "Desk", theme: "Theme", *, leads_to_settings: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._theme, self._leads = desk, theme, leads_to_settings
        self._shown: CrisisNotice | None = None
        self.setProperty("kind", "band")
        self.setObjectName("crisis")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._mark = MarkLabel(theme, "amber", size=20)
        self.title = Label(theme, "", bold=True, wrap=True)
        self.record = Button(theme, _("Record what was done"), icon="pencil")
        self.record.setObjectName("crisis.record")
        self.record.clicked.connect(self.ask_what_was_done)
        self.fold = Button(theme, _("Hide the advice"), kind="quiet")
        self.fold.setObjectName("crisis.fold")
        self.fold.clicked.connect(self._fold)
        head.addWidget(self._mark)
        head.addWidget(self.title, 1)
        head.addWidget(self.fold)
        head.addWidget(self.record)
        column.addLayout(head)
        self._answers = QVBoxLayout()
        self._answers.setSpacing(4)
        column.addLayout(self._answers)
        self._advice = QWidget()
        self._advice_body = QVBoxLayout(self._advice)
        self._advice_body.setContentsMargins(0, 0, 0, 0)
        self._advice_body.setSpacing(6)
        column.addWidget(self._advice)
        self.hide()

    @property
    def notice(self) -> CrisisNotice | None:
        """What is shown."""
        return self._shown

    def refresh(self) -> None:
        """Shows what stands now."""
        notice = standing_notice(self._desk)
        if notice == self._shown:
            return
        new = notice is not None and (self._shown is None or not set(notice.keys) <= set(self._shown.keys))
        self._shown = notice
        self.setVisible(notice is not None)
        if notice is None:
            return
        self._mark.set_kind(notice.stated.mark)
        self.title.setText(notice.title)
        self.setAccessibleName(" ".join((notice.title, *(answer.text for answer in notice.answers))))
        clear(self._answers)
        for answer in notice.answers:
            # The mark of the title holds for every answer that is none of the blanks.
            same = answer.mark == notice.stated.mark
            words = RichLabel(self._theme, answer.text, answer.bold) if same else Remark(self._theme, answer.mark, answer.text, answer.bold)
            self._answers.addWidget(words)
        self._fill_advice(notice)
        if new:
            self._show_advice(shown=True)

    def _fill_advice(self, notice: CrisisNotice) -> None:
        theme, advice = self._theme, notice.advice
        clear(self._advice_body)
        if advice.own:
            card = Card(theme, spacing=4)
            card.body.setContentsMargins(12, 8, 12, 8)
            card.body.addWidget(Label(theme, _("This clinic's advice"), "small", colour="text_2"))
            for line in advice.own:
                card.body.addWidget(Label(theme, line, wrap=True))
            self._advice_body.addWidget(card)
        else:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Label(theme, advice.unset, bold=True, wrap=True), 1)
            if self._leads:
                button = Button(theme, _("Write it in Settings"))
                button.setObjectName("crisis.settings")
                button.clicked.connect(lambda: self.go_to.emit("settings.crisis"))
                row.addWidget(button)
            self._advice_body.addLayout(row)
        for line in advice.lines:
            self._advice_body.addWidget(Label(theme, line, wrap=True))
        if advice.numbers:
            self._advice_body.addWidget(Label(theme, "  ·  ".join(advice.numbers), bold=True, wrap=True))

    def _fold(self) -> None:
        self._show_advice(shown=self._advice.isHidden())

    def _show_advice(self, *, shown: bool) -> None:
        self._advice.setVisible(shown)
        self.fold.setText(_("Hide the advice") if shown else _("Show the advice"))

    def ask_what_was_done(self) -> None:
        """Asks for a sentence and puts it on disk with the name of whoever works; what was typed stays where that fails."""
        notice = self._shown
        if notice is None:
            return
        refusal = self._desk.may("answer")
        popover = DonePopover(self._desk, self._theme, notice, self.window())
        popover.say(refusal)
        show_over(popover, self.window())
        self.refresh()
        if self._shown is None:
            self.settled.emit()


class DonePopover(Popover):
    """What was done, in a sentence of one's own. Esc gives up, and the notice stands.

    Signals: none of its own (QDialog's accepted and rejected).
    """

    def __init__(self, desk: "Desk", theme: "Theme", notice: CrisisNotice, parent: QWidget | None = None) -> None:
        says = "\n".join(answer.text for answer in notice.answers)
        super().__init__(theme, notice.ask, says, icon="pencil", parent=parent)
        self._desk, self._notice, self._fault = desk, notice, ""
        self._least = desk.library.conduct.reason_letters
        self.setObjectName("crisis.done")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFont(theme.font())
        self.text.setFixedHeight(4 * theme.line_height() + 12)
        self.add_row(_("What was done, and what was agreed with the patient"), self.text, "crisis.done.text")
        self.add_small(_("It is kept with your name: {name}.").format(name=desk.by))
        self.save = Button(theme, _("Record"), kind="primary")
        self.save.setObjectName("crisis.done.save")
        self.save.clicked.connect(self._save)
        self.give_up = Button(theme, _("Not yet"))
        self.add_buttons(self.save, self.give_up)
        self.text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._save()
        else:
            super().keyPressEvent(event)

    def _note(self, sentence: str) -> None:
        self._fault = sentence

    def _save(self) -> None:
        done = " ".join(self.text.toPlainText().split())
        short = self._least - len(done)
        if short > 0:
            words = plural(
                "{count} character more is needed. Say in a sentence what was done.",
                "{count} characters more are needed. Say in a sentence what was done.",
                short,
            )
            self.say(words.format(count=short), self.text)
            return
        if len(done) > LONGEST:
            words = plural(
                "Too long by {count} letter. Keep the sentence, and write the rest where it belongs.",
                "Too long by {count} letters. Keep the sentence, and write the rest where it belongs.",
                len(done) - LONGEST,
            )
            self.say(words.format(count=len(done) - LONGEST), self.text)
            return
        desk = self._desk
        given = []
        for key in self._notice.keys:
            old = desk.patient.value("crisis", key) if desk.patient is not None else None
            value = dict(old) if isinstance(old, dict) else {"seen_at": moment_text(desk.now())}
            item = self._notice.raised[self._notice.keys.index(key)]
            given.append(("crisis", key, {**value, **({} if item is None else {"item": item}), "done": done}))
        self._fault = ""
        desk.save_failed.connect(self._note)
        saved = desk.answers(given)
        desk.save_failed.disconnect(self._note)
        if saved:
            self.accept()
        else:
            self.say(_("{fault} What you typed is still here.").format(fault=self._fault).strip(), self.text)
