"""The card of the people: who works with the record, what each may do, and the acts by which somebody comes, changes or goes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trd_desk.errors import StoreError, UserError
from trd_desk.i18n import _
from trd_desk.record.people import ROLES, Person, Role, may, tidy_name
from trd_desk.ui.background import Work
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.people_forms import MANAGES, NAME, NEW, PRESENT, ROLE, PersonForm, told
from trd_desk.ui.pages.people_table import PeopleTable, PersonRow
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card
from trd_desk.ui.widgets.popover import show_over
from trd_desk.ui.widgets.sign import Act, ask_signature
from trd_desk.view.people import person_words, role_word


class PeopleCard(Card):
    """The table of people and its buttons. Ins adds, Enter changes, Del removes the person in the row.

    Signals: none; the desk tells when somebody else works.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("People"), parent=parent)
        self._desk, self._theme = desk, theme
        self._people: list[Person] = []
        self._shut_out: list[str] = []
        self._work: Work | None = None
        self.setObjectName("people")
        self.says = Label(theme, "", wrap=True)
        self.body.addWidget(self.says)
        self.table = PeopleTable(theme)
        self.table.setObjectName("people.table")
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(lambda _index: self.change())
        self.body.addWidget(self.table)
        row = QHBoxLayout()
        self.name_button = self._button(row, _("Name yourself"), "people.name_yourself", self.name_yourself, kind="primary")
        self.add_button = self._button(row, _("Add a person"), "people.add", self.add, icon="user-plus", key=_("Ins"))
        self.change_button = self._button(row, _("Change role"), "people.change", self.change, key=_("Enter"))
        self.secret_button = self._button(row, _("New passphrase"), "people.passphrase", self.change_passphrase, icon="key-round")
        self.remove_button = self._button(row, _("Remove"), "people.remove", self.remove, key=_("Del"))
        self.back_button = self._button(row, _("Bring back"), "people.back", self.bring_back)
        row.addStretch(1)
        self.body.addLayout(row)
        self.message = Message(theme)
        self.message.setObjectName("people.message")
        self.body.addWidget(self.message)
        limit = _(
            "Removing somebody shuts them out of this record, and what they signed stays. "
            "A copy of the record and its key file made before would still open with their passphrase: keep backups where they cannot reach them."
        )
        self.limit = Label(theme, limit, "small", colour="text_2", wrap=True)
        self.body.addWidget(self.limit)
        self.table.itemSelectionChanged.connect(self._fit_buttons)
        theme.changed.connect(self.refresh)
        desk.person_changed.connect(self.refresh)
        self.refresh()

    def _button(self, row: QHBoxLayout, words: str, name: str, deed: Callable[[], None], *, kind: str = "", icon: str = "", key: str = "") -> Button:
        button = Button(self._theme, words, kind=kind, icon=icon)
        button.setObjectName(name)
        button.setAutoDefault(False)
        if key:
            button.setToolTip(key)
        button.clicked.connect(lambda: deed())
        row.addWidget(button)
        return button

    # What is shown

    def refresh(self) -> None:
        """Shows the people as the record knows them now."""
        try:
            people = self._desk.record.people()
            self._shut_out = [person.id for person in self._desk.record.without_passphrase()]
        except StoreError as fault:
            self.message.say(str(fault))
            return
        self._people = sorted(people, key=lambda person: not person.active)
        named = bool(self._people)
        self.says.setText(
            _("Each person opens the record and signs with a passphrase of their own.")
            if named
            else _(
                "This record names nobody yet, so nobody can sign in it. Name yourself: your present passphrase becomes your own, "
                "and you can add the others."
            )
        )
        self.table.setVisible(named)
        self.limit.setVisible(named)
        for button in (self.add_button, self.change_button, self.secret_button, self.remove_button, self.back_button):
            button.setVisible(named)
        self.name_button.setVisible(not named or self._nobody_manages())
        self.table.show_rows([PersonRow(person.id, self._words(person), not person.active) for person in self._people])
        self._fit_buttons()

    def _nobody_manages(self) -> bool:
        """Whether nobody who can open the record manages people, as after an older key file was put back."""
        return not any(may(person, "manage") and person.id not in self._shut_out for person in self._people)

    def _words(self, person: Person) -> tuple[str, str, str, str]:
        return person.name, role_word(person.role), _("yes") if may(person, "manage") else _("no"), self._state(person)

    def _state(self, person: Person) -> str:
        if not person.active:
            return _("removed")
        if person.id in self._shut_out:
            return _("has no passphrase, cannot open the record")
        return _("is working now") if self._desk.person == person else _("works here")

    def _fit_buttons(self) -> None:
        """Remove or Bring back: whichever fits the person in the row."""
        person = self.chosen()
        gone = person is not None and (not person.active or person.id in self._shut_out)
        self.remove_button.setVisible(bool(self._people) and (person is None or person.active))
        self.back_button.setVisible(bool(self._people) and gone)

    def chosen(self) -> Person | None:
        """The person in the row that is selected."""
        key = self.table.chosen_id()
        return next((person for person in self._people if person.id == key), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            deeds = {
                Qt.Key.Key_Insert: self.add,
                Qt.Key.Key_Return: self.change,
                Qt.Key.Key_Enter: self.change,
                Qt.Key.Key_Delete: self.remove,
            }
            deed = deeds.get(Qt.Key(event.key()))
            if deed is not None:
                deed()
                return True
        return super().eventFilter(watched, event)

    # The acts

    def add(self) -> None:
        """Adds a person, once somebody who manages people has signed for it."""
        self._form(
            _("Add a person"),
            _("The person can open the record at once. Let them type their passphrase themselves; nobody else needs to know it."),
            (NAME, ROLE, MANAGES, NEW),
            _("Add"),
            self._adding,
        )

    def _adding(self, form: PersonForm) -> Callable[[], object] | None:
        person = Person("", tidy_name(form.typed_name()), form.chosen_role(), form.chosen_manages())
        by = self._signature(_("Add {person}").format(person=person_words(person)), _("They will be able to open this record."), form)
        if by is None:
            return None
        record, passphrase = self._desk.record, form.first.text()
        return lambda: record.add_person(person.name, person.role, manages=person.manages, passphrase=passphrase, by=by)

    def change(self) -> None:
        """Changes what the person in the row may do."""
        person = self._somebody()
        if person is None:
            return
        if not person.active:
            self._say(_("{name} was removed. Bring them back first.").format(name=person.name))
            return

        def changing(form: PersonForm) -> Callable[[], object] | None:
            after = Person(person.id, person.name, form.chosen_role(), form.chosen_manages())
            if (after.role, after.manages) == (person.role, person.manages):
                return lambda: person
            says = _("Until now: {before}. From now on: {after}.").format(before=_described(person), after=_described(after))
            by = self._signature(_("Change what {name} may do").format(name=person.name), says, form)
            if by is None:
                return None
            record = self._desk.record
            return lambda: record.set_person(person.id, role=after.role, manages=after.manages, by=by)

        says = _("What {name} has signed stays as it was signed.").format(name=person.name)
        self._form(_("Change the role of {name}").format(name=person.name), says, (ROLE, MANAGES), _("Change"), changing, person=person)

    def change_passphrase(self) -> None:
        """Gives the person in the row, who is at the desk, another passphrase."""
        person = self._somebody()
        if person is None:
            return
        if self._desk.practice:
            self._say(_("In the practice clinic every passphrase is: practice. It stays so."))
            return
        if not person.active or person.id in self._shut_out:
            self._say(_("{name} has no passphrase now. Bring them back, which gives them one.").format(name=person.name))
            return
        record = self._desk.record

        def changing(form: PersonForm) -> Callable[[], object]:
            old, new = form.present.text(), form.first.text()
            return lambda: record.change_passphrase(person, old, new)

        says = _("Only {name} can do this, with the present passphrase. Who has forgotten it is removed and brought back.").format(name=person.name)
        title = _("New passphrase of {name}").format(name=person.name)
        tells = _("The new passphrase of {name} is in force.").format(name=person.name)
        self._form(title, says, (PRESENT, NEW), _("Change"), changing, tells=tells)

    def remove(self) -> None:
        """Removes the person in the row, once somebody who manages people has signed for it."""
        person = self._somebody()
        if person is None:
            return
        if not person.active:
            self._say(_("{name} was removed already.").format(name=person.name))
            return
        says = _("{name} can no longer open this record or sign in it. What they answered and signed stays, with their name.").format(name=person.name)
        by = self._signature(_("Remove {person}").format(person=person_words(person)), says, self, done=_("Remove"))
        if by is None or self._work is not None:
            return
        record = self._desk.record
        self._work = Work(lambda: record.set_person(person.id, active=False, by=by), self)
        self._work.done.connect(self._removed)
        self._work.failed.connect(self._failed)
        self._work.start()

    def _removed(self, result: object) -> None:
        self._work = None
        self.refresh()
        person = told(result)
        if person is not None:
            self._note(person)
            self._say(_("{name} was removed.").format(name=person.name))

    def _failed(self, fault: Exception) -> None:
        self._work = None
        if not isinstance(fault, UserError):
            raise fault
        self.refresh()
        self._say(str(fault))

    def bring_back(self) -> None:
        """Lets the person in the row in again, with another passphrase."""
        person = self._somebody()
        if person is None:
            return

        def bringing(form: PersonForm) -> Callable[[], object] | None:
            says = _("They will be able to open this record again, as {role}.").format(role=role_word(person.role))
            by = self._signature(_("Bring back {person}").format(person=person_words(person)), says, form)
            if by is None:
                return None
            record, passphrase = self._desk.record, form.first.text()
            return lambda: record.bring_back(person.id, passphrase, by=by)

        says = _("Let them type a new passphrase themselves.")
        self._form(_("Bring back {name}").format(name=person.name), says, (NEW,), _("Bring back"), bringing)

    def name_yourself(self) -> None:
        """Names the first person of a record that names nobody, with the passphrase that has opened it."""
        record = self._desk.record

        def naming(form: PersonForm) -> Callable[[], object]:
            name, role, passphrase = form.typed_name(), form.chosen_role(), form.present.text()
            return lambda: record.name_yourself(name, role, passphrase)

        says = _("You will manage the people of this record. The passphrase that has opened it until now becomes your own.")
        made = self._form(_("Name yourself"), says, (NAME, ROLE, PRESENT), _("Name me"), naming, roles=("prescriber", "nurse", "administrator"))
        person = told(made)
        if person is not None:
            self._desk.work_as(person)

    # What they have in common

    def _form(
        self,
        title: str,
        says: str,
        parts: tuple[str, ...],
        done: str,
        begin: "Callable[[PersonForm], Callable[[], object] | None]",
        *,
        person: Person | None = None,
        roles: tuple[Role, ...] = ROLES,
        tells: str = "",
    ) -> object:
        self.message.say("")
        form = PersonForm(
            self._theme, title, says, parts, done=done, begin=begin, person=person, roles=roles, practice=self._desk.practice, parent=self.window()
        )
        made: list[object] = []
        form.made.connect(made.append)
        show_over(form, self.window())
        self.refresh()
        if not made:
            return None
        after = told(made[0])
        if after is not None:
            self._note(after)
        self._say(tells or (_("Saved: {person}.").format(person=_described(after)) if after is not None else ""))
        return made[0]

    def _note(self, changed: Person) -> None:
        """Tells the window when it is who works now whose role has changed."""
        if self._desk.person is not None and self._desk.person.id == changed.id:
            self._desk.person_changed.emit()

    def _signature(self, title: str, says: str, over: QWidget, *, done: str = "") -> Person | None:
        """Who signs for a change of the people, or None."""
        act = Act("manage", title, says, done=done)
        signed = ask_signature(self._theme, over.window(), self._desk.record, act, preset=self._desk.person)
        return None if signed is None else signed.person

    def _somebody(self) -> Person | None:
        person = self.chosen()
        if person is None:
            self._say(_("Choose somebody in the table first."))
        return person

    def _say(self, sentence: str) -> None:
        self.message.say(sentence)


def _described(person: Person) -> str:
    words = person_words(person)
    return _("{person}, manages people").format(person=words) if may(person, "manage") and person.role != "administrator" else words
