"""The card on consent, off-label use and enrolment, beside a course."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.widgets.fields import DateField, TextField
from trd_desk.ui.widgets.labels import Label, Message, QuestionLink, VerdictLabel
from trd_desk.ui.widgets.layout import Card, FieldRows, line
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.permits import STATES, AccessRow, PermitsView, view_permits

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class _AccessLine(QWidget):
    """One scheme: enrolled or not, number and day."""

    def __init__(self, card: "PermitsCard", row: AccessRow) -> None:
        super().__init__()
        theme, desk = card.theme, card.desk
        self._card, self._row = card, row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addWidget(Label(theme, row.title, bold=True, wrap=True))
        self.state = VerdictLabel(theme, row.state.mark, row.state.word, size="small", wrap=True)
        column.addWidget(self.state)
        column.addWidget(Label(theme, row.says, "small", colour="text_2", wrap=True))
        self.choice = ChoiceSegments(theme, row.title, [(name, _(words)) for name, words in STATES.items()])
        self.choice.setObjectName(f"enrolment.{row.id}")
        self.choice.answered.connect(lambda value: self._say(state=value))
        self.choice.taken_back.connect(lambda: desk.take_back("enrolment", row.id))
        column.addWidget(self.choice)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        self.number = TextField(theme, width=160)
        self.number.setObjectName(f"enrolment.{row.id}.number")
        self.number.setAccessibleName(_("{scheme}: number").format(scheme=row.title))
        self.number.set_placeholder(_("Number"))
        self.number.committed.connect(lambda value: self._keep(self.number, number=value))
        self.on = DateField(theme, width=130)
        self.on.setObjectName(f"enrolment.{row.id}.on")
        self.on.setAccessibleName(_("{scheme}: enrolled on").format(scheme=row.title))
        self.on.set_placeholder(_("Enrolled on"))
        self.on.committed.connect(lambda value: self._keep(self.on, on=value))
        beside.addWidget(self.number)
        beside.addWidget(self.on)
        beside.addStretch(1)
        column.addLayout(beside)
        self.setToolTip(". ".join(part for part in (row.source.status, row.source.text, row.source.review) if part))
        self.setAccessibleDescription(self.toolTip())

    def _say(self, **changes: Any) -> bool:
        known = dict(self._row.value) | {name: value for name, value in changes.items() if value is not None}
        for name, value in changes.items():
            if value is None:
                known.pop(name, None)
        known.setdefault("state", "enrolled")
        return self._card.desk.answer("enrolment", self._row.id, {name: _plain(value) for name, value in known.items()})

    def _keep(self, field: TextField | DateField, **changes: Any) -> None:
        if not self._say(**changes):
            field.mark_not_saved()

    def show_row(self, row: AccessRow) -> None:
        """Shows the scheme as it stands."""
        self._row = row
        self.state.set_state(row.state.mark, row.state.word, row.state.sentence)
        self.choice.set_value(row.value.get("state"))
        enrolled = row.value.get("state") == "enrolled"
        for field, name in ((self.number, "number"), (self.on, "on")):
            field.setVisible(enrolled)
            field.set_value(_day(row.value.get(name)) if name == "on" else row.value.get(name))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _day(text: str | None) -> Any:
    import datetime as dt

    return None if text is None else dt.date.fromisoformat(text)


class PermitsCard(Card):
    """Consent signed, by whom; off-label words; schemes. `show_product` fills it for the product of the course."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Consent and enrolment"), parent=parent)
        self.desk, self.theme = desk, theme
        self._product = ""
        self._lines: dict[str, _AccessLine] = {}
        self.licence = Label(theme, "", wrap=True)
        self.body.addWidget(self.licence)
        self.says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.says)
        self.consent = VerdictLabel(theme, "cannot_tell", "", wrap=True)
        self.body.addWidget(self.consent)
        rows = FieldRows(theme, label_width=110)
        self.again = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.again)
        self.signed_on = DateField(theme, width=130)
        rows.row(_("Signed on"), self.signed_on, name="consent.signed_on")
        self.taken_by = TextField(theme)
        rows.row(_("Taken by"), self.taken_by, name="consent.taken_by")
        self.note = TextField(theme)
        rows.row(_("Where it lies"), self.note, name="consent.note")
        for field, name in ((self.signed_on, "signed_on"), (self.taken_by, "taken_by"), (self.note, "note")):
            field.committed.connect(lambda value, name=name, field=field: self._keep(field, name, value))
        self.body.addWidget(rows)
        self.body.addWidget(line())
        self.region = Message(theme)
        self.body.addWidget(self.region)
        self.link = QuestionLink(theme, _("Answer it in History"), "licence_region")
        self.body.addWidget(self.link)
        self._schemes = QVBoxLayout()
        self._schemes.setSpacing(8)
        self.body.addLayout(self._schemes)

    def _keep(self, field: TextField | DateField, name: str, value: Any) -> None:
        patient = self.desk.patient
        known = dict((patient.value("consent", self._product) or {}) if patient is not None else {})
        known.pop(name, None)
        if value is not None and value != "":
            known[name] = _plain(value)
        if not self.desk.answer("consent", self._product, known):
            field.mark_not_saved()

    def show_product(self, product: str) -> PermitsView | None:
        """Shows what is on record for a product of the open patient."""
        patient = self.desk.patient
        if patient is None:
            return None
        self._product = product
        view = view_permits(self.desk.library, patient, product)
        self.licence.setText(" ".join(part for part in (view.licence, view.warning) if part))
        self.says.setText(view.consent_says)
        self.consent.set_state(view.consent.mark, view.consent.word, view.consent.sentence)
        self.again.setText(view.asked_again)
        self.signed_on.set_value(_day(view.consent_value.get("signed_on")))
        self.taken_by.set_value(view.consent_value.get("taken_by"))
        self.note.set_value(view.consent_value.get("note"))
        self.region.say(view.region_missing)
        self.link.setVisible(bool(view.region_missing))
        for row in view.access:
            shown = self._lines.get(row.id)
            if shown is None:
                shown = self._lines[row.id] = _AccessLine(self, row)
                self._schemes.addWidget(shown)
            shown.show_row(row)
        listed = {row.id for row in view.access}
        for name, shown in self._lines.items():
            shown.setVisible(name in listed)
        return view
