"""The card of what a person writes for a letter beside what the record holds; each field is on disk when it is left."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.area import AreaField
from trd_desk.ui.widgets.fields import Field, TextField
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Card
from trd_desk.view.gp_letter import LETTER_FIELDS, letter_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from trd_desk.interchange.papers import Kind
    from trd_desk.ui.desk import Desk

# The fields of several lines, each with its lines and its longest text.
_AREAS: Final[Mapping[str, tuple[int, int]]] = {"words": (5, 1_500), "sedatives": (2, 400)}
_LONGEST: Final = 200


class WrittenFields(Card):
    """The fields of the letter of the open patient; hidden for documents that ask for none."""

    def __init__(self, desk: "Desk", theme: Theme, parent: "QWidget | None" = None) -> None:
        super().__init__(theme, _("Written by you"), parent=parent)
        self.desk = desk
        self._kind = ""
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, Label] = {}
        says = _("What the record does not hold. What is left empty is printed as not recorded, or left out.")
        self.body.addWidget(Label(theme, says, "small", colour="text_2", wrap=True))
        for name, words in LETTER_FIELDS.items():
            label = Label(theme, _(words), "small", colour="text_2", wrap=True)
            field = self._field(theme, name)
            field.setObjectName(f"letter.{name}")
            field.setAccessibleName(_(words))
            field.committed.connect(lambda value, name=name: self._keep(name, value))
            self.fields[name], self._labels[name] = field, label
            self.body.addWidget(label)
            self.body.addWidget(field)
        self.hide()

    @staticmethod
    def _field(theme: Theme, name: str) -> Field:
        if name in _AREAS:
            lines, longest = _AREAS[name]
            return AreaField(theme, longest=longest, lines=lines)
        return TextField(theme, longest=_LONGEST)

    def show_kind(self, kind: "Kind", *, now: bool) -> None:
        """Shows what was written for a kind of document; `now` is False while one that was made before is shown."""
        patient = self.desk.patient
        self._kind = kind.id
        shown = bool(kind.written) and now and patient is not None
        self.setVisible(shown)
        if not shown or patient is None:
            return
        words = letter_words(patient)
        for name, field in self.fields.items():
            asked = name in kind.written
            field.setVisible(asked)
            self._labels[name].setVisible(asked)
            field.set_value(words.get(name))

    def _keep(self, name: str, value: Any) -> None:
        patient = self.desk.patient
        if patient is None:
            return
        lines = {key: text for key, text in letter_words(patient).items() if key != name}
        if value is not None:
            lines[name] = value
        # What is written for a letter is no answer about the patient: changing it needs no reason of its own.
        if not self.desk.answer("letter", self._kind, {"lines": lines}, reason=_("Letter changed")):
            self.fields[name].mark_not_saved()
