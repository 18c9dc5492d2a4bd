"""The settings of this computer: look, paper; the people of the record; and what the program is for."""

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from trd_desk import __version__
from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.people import PeopleCard
from trd_desk.ui.preferences import LONGEST_ADVICE
from trd_desk.ui.theme import TEXT_SIZES, Theme
from trd_desk.ui.widgets.area import AreaField
from trd_desk.ui.widgets.fields import TextField
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card, FieldRows, Page
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.approval import Approval, approval_words
from trd_desk.view.handout import is_phone_number
from trd_desk.view.people import person_words


class PhoneField(TextField):
    """A telephone number as it is dialled; anything else is refused in words.

    Signals:
        committed(object): the number, its blanks tidied; None when emptied.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, longest=40, width=240, parent=parent)

    def _read(self, text: str) -> tuple[Any, str, bool]:
        number = " ".join(text.split())
        if number and not is_phone_number(number):
            return None, _("Not a telephone number. Write at least two digits, 24 signs at most, such as 020 7946 0112 ext 3."), True
        return number or None, "", False


class SettingsPage(Page):
    """Every change is in force and kept at once.

    Signals:
        changed(object): the new Preferences.
    """

    changed = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.set_title(_("Settings"), _("for this computer; nothing here is about a patient"))
        widest = theme.scaled(900)
        card = Card(theme, _("Look"))
        card.setMaximumWidth(widest)
        rows = FieldRows(theme)
        card.body.addWidget(rows)
        self.look = ChoiceSegments(theme, _("Theme"), [("light", _("Light")), ("dark", _("Dark")), ("contrast", _("High contrast"))])
        rows.row(_("Theme"), self.look, name="settings.theme")
        self.text_size = ChoiceSegments(theme, _("Text size"), [(size, _("{size} %").format(size=size)) for size in TEXT_SIZES])
        rows.row(_("Text size"), self.text_size, name="settings.text_percent")
        self.body.addWidget(card)
        card = Card(theme, _("Print and record"))
        card.setMaximumWidth(widest)
        rows = FieldRows(theme)
        card.body.addWidget(rows)
        self.paper = ChoiceSegments(theme, _("Paper"), [("a4", _("A4")), ("letter", _("US Letter"))])
        rows.row(_("Paper"), self.paper, name="settings.paper")
        self.clinic = TextField(theme, width=360)
        rows.row(_("Clinic"), self.clinic, _("Printed at the head of every document."), "settings.clinic")
        self.name = TextField(theme, width=360)
        help_text = _("Written beside every answer you give, and printed as who made a document. Without it the name of the computer's user is taken.")
        # Where the record has people, they say who answers.
        self.name_rows = FieldRows(theme)
        self.name_rows.row(_("Your name and role"), self.name, help_text, "settings.name")
        card.body.addWidget(self.name_rows)
        self.body.addWidget(card)
        self.people = PeopleCard(desk, theme)
        self.people.setMaximumWidth(widest)
        self.body.addWidget(self.people)
        self.body.addWidget(self._telephone_card(theme, widest))
        self.body.addWidget(self._crisis_card(theme, widest))
        card = Card(theme, _("Content"))
        card.setMaximumWidth(widest)
        self.content = Label(theme, "", wrap=True)
        card.body.addWidget(self.content)
        self.approve = Button(theme, _("Approve this content for the clinic"))
        self.approve.setObjectName("settings.approve")
        self.approve.clicked.connect(self._approve)
        card.body.addWidget(self.approve, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(card)
        self.message = Message(theme, tone="amber")
        self.message.setMaximumWidth(widest)
        self.body.addWidget(self.message)
        card = Card(theme, _("About"))
        card.setMaximumWidth(widest)
        purpose = _(
            "TRD Desk shows what the guidelines and the clinic's own settings say about the data entered, with sources. "
            "It does not diagnose, prescribe or replace watching the patient."
        )
        card.body.addWidget(Label(theme, purpose, wrap=True))
        self.about = Label(theme, "", "small", colour="text_2", wrap=True)
        card.body.addWidget(self.about)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.look.answered.connect(lambda value: self._change(theme=value))
        self.text_size.answered.connect(lambda value: self._change(text_percent=value))
        self.paper.answered.connect(lambda value: self._change(paper=value))
        for segments in (self.look, self.text_size, self.paper):
            # One of them is always in force.
            segments.taken_back.connect(self.refresh)
        self.clinic.committed.connect(lambda value: self._change(clinic=value or ""))
        self.name.committed.connect(lambda value: self._change(name=value or ""))
        self.refresh()

    def _telephone_card(self, theme: Theme, widest: int) -> Card:
        """The numbers that are printed for patients, and the one that a red alarm names."""
        card = Card(theme, _("Telephone numbers"))
        card.setMaximumWidth(widest)
        rows = FieldRows(theme)
        card.body.addWidget(rows)
        self.phone, self.emergency, self.red_call = (PhoneField(theme) for _each in range(3))
        help_text = _("Printed on the patient's handout as the number for questions. Without it no handout is printed.")
        rows.row(_("Clinic, for patients"), self.phone, help_text, "settings.phone")
        help_text = _("Printed on the patient's handout as the number to call when life is in danger. Without it no handout is printed.")
        rows.row(_("Emergency"), self.emergency, help_text, "settings.emergency")
        help_text = _("Shown to staff at a red alarm as the number inside the house to call, and printed on the blank forms.")
        rows.row(_("Red alarm, in the house"), self.red_call, help_text, "settings.red_call")
        self.phone.committed.connect(lambda value: self._change(phone=value or ""))
        self.emergency.committed.connect(lambda value: self._change(emergency=value or ""))
        self.red_call.committed.connect(lambda value: self._change(red_call=value or ""))
        return card

    def _crisis_card(self, theme: Theme, widest: int) -> Card:
        """What this clinic says when a question about self-harm is answered with more than no."""
        card = Card(theme, _("Crisis advice"))
        card.setMaximumWidth(widest)
        rows = FieldRows(theme)
        card.body.addWidget(rows)
        self.crisis = AreaField(theme, longest=LONGEST_ADVICE, lines=5)
        help_text = _(
            "Shown at once when a question about self-harm is answered with more than no: to staff, and to a patient who fills in a form here. "
            "Write it to the patient, and only what your clinic does: who comes, when, which number is answered at night. "
            "The general lines and the numbers above stand below it."
        )
        rows.row(_("The clinic's own words"), self.crisis, help_text, "settings.crisis")
        self.crisis.committed.connect(lambda value: self._change(crisis=value or ""))
        return card

    def _change(self, **changes: object) -> None:
        self.desk.preferences = self.desk.preferences.with_changes(**changes)
        self.changed.emit(self.desk.preferences)

    def _approve(self) -> None:
        """Keeps who approved the content in force, and what it was; other content asks again."""
        library = self.desk.library
        person = self.desk.person
        refusal = self.desk.may("answer")
        if refusal:
            self.message.say(refusal)
            return
        if person is None and not self.desk.preferences.name.strip():
            self.message.say(_("Give your name and role first: an approval needs a person."))
            self.name.setFocus()
            return
        self.message.say("")
        today = self.desk.today().isoformat()
        name = self.desk.preferences.by if person is None else person_words(person)
        self._change(approved_by=name, approved_on=today, approved_digest=library.digest)
        self.refresh()

    def refresh(self) -> None:
        """Shows the settings in force."""
        kept = self.desk.preferences
        self.name_rows.setVisible(self.desk.person is None)
        self.people.refresh()
        self.look.set_value(kept.theme)
        self.text_size.set_value(kept.text_percent)
        self.paper.set_value(kept.paper)
        self.clinic.set_value(kept.clinic or None)
        self.name.set_value(kept.name or None)
        self.phone.set_value(kept.phone or None)
        self.emergency.set_value(kept.emergency or None)
        self.red_call.set_value(kept.red_call or None)
        self.crisis.set_value(kept.crisis or None)
        library = self.desk.library
        version = library.version
        kept_approval = kept.approval
        approval = None
        if kept_approval is not None:
            name, day, digest = kept_approval
            approval = Approval(name, dt.date.fromisoformat(day), digest)
        words = approval_words(approval, library.digest)
        self.content.setText(
            _("Content {version}, {count} entries with their sources: {approval}.").format(
                version=version, count=len(library.heads), approval=words
            )
        )
        self.approve.setVisible(approval is None or approval.digest != library.digest)
        self.about.setText(
            _("Version {program}, content {content}. Record: {file}").format(
                program=__version__, content=version, file=self.desk.record.path
            )
        )
