"""The dialogs in which a person is added, changed, named for the first time, or gives themselves another passphrase."""

from collections.abc import Callable, Collection
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.people import LONGEST_NAME, ROLES, Person, Role, new_person
from trd_desk.ui.background import Work
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.popover import Popover
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.people import role_says, role_word

# What a form may ask for, in this order.
NAME: Final = "name"
ROLE: Final = "role"
MANAGES: Final = "manages"
PRESENT: Final = "present"
NEW: Final = "new"


class PersonForm(Popover):
    """Asks for some `parts` of a person and does the work that follows in a thread; what is typed stays until it is done.

    `begin` gets the form once everything asked for is there, and gives the work, or None when it was given up. A UserError of the work
    is told in the form.

    Signals:
        made(object): what the work gave; the form is closed then.
    """

    made = Signal(object)

    def __init__(
        self,
        theme: Theme,
        title: str,
        says: str,
        parts: Collection[str],
        *,
        done: str,
        begin: "Callable[[PersonForm], Callable[[], object] | None]",
        person: Person | None = None,
        roles: Collection[Role] = ROLES,
        practice: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, says, icon="user", parent=parent)
        self._parts, self._begin, self._practice = parts, begin, practice
        self._work: Work | None = None
        self.setObjectName("people.form")
        self.name = LineEdit(theme)
        self.name.setMaxLength(LONGEST_NAME)
        self.add_row(_("Name"), self.name, "people.name", shown=NAME in parts)
        self.role = ChoiceSegments(theme, _("Role"), [(role, role_word(role).capitalize()) for role in ROLES if role in roles])
        self.add_row(_("Role"), self.role, "people.role", shown=ROLE in parts)
        self.role_says = self.add_small("")
        self.manages = ChoiceSegments(theme, _("Manages people"), [(True, _("Yes")), (False, _("No"))])
        self.add_row(_("Manages people: says who may open the record"), self.manages, "people.manages", shown=MANAGES in parts)
        self.present = self.add_secret(_("Present passphrase"), "people.present", shown=PRESENT in parts)
        secret = NEW in parts and not practice
        self.first = self.add_secret(_("New passphrase, 12 characters or more"), "people.first", shown=secret)
        self.second = self.add_secret(_("The same again"), "people.second", shown=secret)
        if NEW in parts and practice:
            self.add_small(_("In the practice clinic everybody has the same passphrase, so none is asked for here."))
        self.done_button = Button(theme, done, kind="primary")
        self.done_button.setObjectName("people.done")
        self.done_button.clicked.connect(self._try)
        self.give_up_button = Button(theme, _("Give up"))
        self.give_up_button.setObjectName("people.give_up")
        self.add_buttons(self.done_button, self.give_up_button)
        if person is not None:
            self.name.setText(person.name)
            self.role.set_value(person.role)
        self.manages.choose(person.manages if person is not None else False)
        self.role.answered.connect(lambda _role: self._fit_role())
        self.role.taken_back.connect(self._fit_role)
        self._fit_role()
        self._first_field().setFocus()

    def _first_field(self) -> QWidget:
        fields: dict[str, QWidget] = {NAME: self.name, ROLE: self.role, PRESENT: self.present, NEW: self.first}
        return next((field for part, field in fields.items() if part in self._parts and not field.isHidden()), self.done_button)

    def _fit_role(self) -> None:
        """An administrator manages by role and a reader never does: then there is nothing to choose."""
        role = self.role.chosen()
        self.role_says.setVisible(ROLE in self._parts)
        self.role_says.setText(_("It decides what the person may do and sign.") if role is None else role_says(role))
        fixed = {"administrator": True, "reader": False}.get(role)
        if fixed is not None:
            self.manages.choose(fixed)
        self.manages.setEnabled(fixed is None)
        self.manages.setToolTip("" if fixed is None else role_says(role))
        self.fit()

    # What was typed

    def typed_name(self) -> str:
        """The name."""
        return self.name.text()

    def chosen_role(self) -> Role:
        """The role; only asked for once one is chosen."""
        role: Role = self.role.chosen()
        return role

    def chosen_manages(self) -> bool:
        """Whether the person manages people by permission, which an administrator does not need."""
        return self.manages.chosen() is True and self.role.chosen() != "administrator"

    def _missing(self) -> tuple[str, QWidget] | None:
        """What is missing or wrong, and in which field."""
        if ROLE in self._parts and self.role.chosen() is None:
            return _("Role: choose one. It decides what the person may do."), self.role
        if NAME in self._parts:
            try:
                new_person(self.name.text(), self.chosen_role())
            except UserError as fault:
                return str(fault), self.name
        if PRESENT in self._parts and not self.present.text():
            return _("Present passphrase: it is missing. Type the one that you have now."), self.present
        if NEW in self._parts and not self._practice:
            from trd_desk.store.vault import check_passphrase

            try:
                check_passphrase(self.first.text())
            except UserError as fault:
                return str(fault), self.first
            if self.first.text() != self.second.text():
                return _("The two passphrases differ. Type the same one twice; Show lets you read it."), self.second
        return None

    # Doing it

    def _try(self) -> None:
        if self._work is not None:
            return
        missing = self._missing()
        if missing is not None:
            self.say(*missing)
            return
        self.say("")
        work = self._begin(self)
        if work is None:
            return
        self._work = Work(work, self)
        self._work.done.connect(self._made)
        self._work.failed.connect(self._failed)
        self.done_button.setEnabled(False)
        self.say(_("Saving. With a passphrase this takes a second, so that guessing it takes years."))
        self._work.start()

    def _made(self, result: object) -> None:
        self._work = None
        self.forget_secrets()
        self.accept()
        self.made.emit(result)

    def _failed(self, fault: Exception) -> None:
        self._work = None
        self.done_button.setEnabled(True)
        if not isinstance(fault, UserError):
            raise fault
        self.say(str(fault), self._first_field())

    def reject(self) -> None:
        # What is under way comes to its end: nobody is told half of it.
        if self._work is None:
            self.forget_secrets()
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.give_up_button.hasFocus():
            self._try()
        else:
            super().keyPressEvent(event)


def told(value: Any) -> Person | None:
    """The person that a work gave, if it gave one."""
    return value if isinstance(value, Person) else None
