"""The people of an open record: who may open it, who they are, and whether somebody is who they say.

Two files tell it. The log says who somebody is and what they may do, and it is what counts; the key file holds a slot for each
person's passphrase. Both are changed under the record's write lock, so that two windows cannot mix their changes. A crash between
them leaves at worst a slot too many: a person is written to the log only once the slot is on disk, and loses the slot only once the
log says that they were removed. Such a slot opens nothing (`take_place`), and the next one to open the record takes it away.

Removing a person cannot take back what they had: an older copy of the key file still opens every copy of the record with their
passphrase, because the record keeps its key. There is no way yet to give it another.
"""

import hmac
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Final

from trd_desk.errors import StoreError, UserError
from trd_desk.i18n import _
from trd_desk.record import people as told
from trd_desk.record.entries import CLINIC, Draft, Entry
from trd_desk.record.people import Person, Role
from trd_desk.store import driver, log, vault
from trd_desk.store.driver import Connection

# In the practice clinic, where everybody is invented, everybody has this passphrase.
PRACTICE_WORD: Final = "practice"
WRONG_IN_A_ROW: Final = 3
WAIT_SECONDS: Final = 5.0


class People:
    """What an open record knows and changes of its people; `Record` has all of it."""

    def __init__(self, path: Path, keys: vault.Vault, key: bytes) -> None:
        self.path: Final = path
        self.practice: Final = keys.practice
        self._keys, self._key = keys, key
        self._person_id: str | None = None
        self._known: tuple[int, list[Person]] | None = None
        self._tries: dict[str, _Tries] = {}

    # What `Record` lends: its connection, in a transaction or not, and the way into the log.

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def _writing(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def _insert(self, connection: Connection, drafts: Sequence[Draft], by: str, content_version: str) -> list[Entry]:
        raise NotImplementedError

    # Who there is

    def people(self) -> list[Person]:
        """Everybody who works or worked with the record, removed or not, in the order in which they came."""
        with self._reading() as connection:
            return list(self._people(connection))

    def _people(self, connection: Connection) -> list[Person]:
        # data_version changes when another window has written; what this one writes forgets it.
        version = driver.get_number(connection, "data_version")
        if self._known is None or self._known[0] != version:
            self._known = (version, told.people_of(log.of_kind(connection, CLINIC, "person")))
        return self._known[1]

    @property
    def person(self) -> Person | None:
        """Who opened the record, as the log knows them now; None for a record that names nobody.

        The practice clinic is opened by whom it was asked for, else by the first of its people.
        """
        people = self.people()
        if self.practice and self._person_id is None:
            return next((person for person in people if person.active), None)
        return None if self._person_id is None else told.find(people, self._person_id)

    def without_passphrase(self) -> list[Person]:
        """Who works here by the log and cannot open the record, as after an older key file was put back; StoreError if it cannot be read."""
        if self.practice:
            return []
        keys = self._read_keys()
        return [person for person in self.people() if person.active and keys.slot_of(person.id) is None]

    # Opening

    def take_place(self, user: str | None) -> None:
        """Notes who opened the record, and takes away slots that a crash left; StoreError for one who was removed."""
        people = self.people()
        if self.practice:
            if user is not None:
                self._person_id = self._of_practice(people, user).id
            return
        person = None if user is None else told.find(people, user)
        if people and user is not None and (person is None or not person.active):
            raise StoreError(
                _("You are not among the people of this record, or not any more; ask somebody who manages its people.")
            )
        self._person_id = None if person is None else person.id
        if self._tidied(self._keys, people) != self._keys:
            # Nothing hangs on it: who has no place is not let in.
            with suppress(StoreError):
                self._tidy()

    @staticmethod
    def _of_practice(people: Sequence[Person], user: str) -> Person:
        person = told.find(people, user)
        if person is None or not person.active:
            names = ", ".join(each.name for each in people if each.active)
            raise StoreError(_("The practice clinic has nobody of this name; it has {names}.").format(names=names or _("nobody")))
        return person

    def _tidied(self, keys: vault.Vault, people: Sequence[Person]) -> vault.Vault:
        """The vault without the slots of those who are not, or no longer, among the people; never without one who manages."""
        active = {person.id for person in people if person.active}
        if not self._openers(keys, people):
            return keys
        return keys.only(lambda slot: slot["kind"] != "passphrase" or ("user" in slot and slot["user"]["id"] in active))

    @staticmethod
    def _openers(keys: vault.Vault, people: Sequence[Person]) -> list[Person]:
        """Those who manage people and have a passphrase."""
        return [person for person in told.managing(people) if keys.slot_of(person.id) is not None]

    def _tidy(self) -> None:
        with self._writing() as connection:
            keys = self._read_keys()
            tidied = self._tidied(keys, self._people(connection))
            if tidied != keys:
                self._write_keys(tidied)

    def _read_keys(self) -> vault.Vault:
        keys = vault.read(vault.key_file(self.path))
        if keys.record != self._keys.record or keys.practice != self.practice:
            raise StoreError(_("The key file belongs to another record; put the right key file beside this one."))
        return keys

    def _write_keys(self, keys: vault.Vault) -> None:
        vault.write(vault.key_file(self.path), keys)
        self._keys = keys

    # Whether somebody is who they say

    def verify_person(self, person_id: str, passphrase: str) -> bool:
        """Whether this is the passphrase of this person, who works here; about half a second of work, for any thread.

        The record may be used meanwhile. StoreError, without a look at the passphrase, for a try too soon after several wrong ones.
        """
        tries = self._tries_of(person_id)
        if tries.seconds_left():
            raise StoreError(_("Too many wrong passphrases; wait {count} seconds and try again.").format(count=tries.seconds_left()))
        person = told.find(self.people(), person_id)
        right = person is not None and person.active and self._is_passphrase_of(person.id, passphrase)
        tries.note(right=right)
        return right

    def _is_passphrase_of(self, person_id: str, passphrase: str) -> bool:
        if self.practice:
            return hmac.compare_digest(passphrase.strip().encode("utf-8", "replace"), PRACTICE_WORD.encode())
        keys = self._read_keys()
        slot = keys.slot_of(person_id)
        return slot is not None and slot["user"]["id"] == person_id and keys.opens(slot, passphrase, self._key)

    def seconds_to_wait(self, person_id: str) -> int:
        """How long this person's passphrase is not looked at, because the last ones were wrong; 0 as a rule."""
        return self._tries_of(person_id).seconds_left()

    def _tries_of(self, person_id: str) -> "_Tries":
        return self._tries.setdefault(person_id, _Tries())

    # Changing them

    def add_person(
        self, name: str, role: Role, *, manages: bool, passphrase: str, by: Person, cost: vault.Cost | None = None
    ) -> Person:
        """Adds a person with a passphrase of their own and gives them; `by` manages people.

        UserError, with nothing changed, for a weak passphrase, a name that is taken, and one who may not.
        """
        person = told.new_person(name, role, manages=manages)
        self._refuse_taken(self.people(), person)
        slot = self._slot(person, passphrase, cost)

        def change(people: Sequence[Person]) -> Person:
            self._refuse_taken(people, person)
            return person

        return self._put(change, slot, by)

    def bring_back(self, person_id: str, passphrase: str, *, by: Person, cost: vault.Cost | None = None) -> Person:
        """Lets somebody who was removed, or whose slot is missing, in again, with another passphrase; `by` manages people."""
        slot = self._slot(self._known_person(self.people(), person_id), passphrase, cost)

        def change(people: Sequence[Person]) -> Person:
            person = self._known_person(people, person_id)
            if person.active and (self.practice or self._read_keys().slot_of(person.id) is not None):
                raise StoreError(_("{name} works here already, with their own passphrase.").format(name=person.name))
            return told.changed(person, active=True)

        return self._put(change, slot, by)

    def set_person(
        self, person_id: str, *, role: Role | None = None, manages: bool | None = None, active: bool | None = None, by: Person
    ) -> Person:
        """Changes what a person may do, or removes them (`active=False`), and gives them as they are now; `by` manages people.

        What they signed stays. UserError, with nothing changed, for one who may not, and where nobody would be left to manage people.
        """
        if active:
            message = "somebody is let in again with bring_back, which needs a passphrase"
            raise ValueError(message)

        def change(people: Sequence[Person]) -> Person:
            before = self._known_person(people, person_id)
            after = told.changed(before, role=role, manages=manages, active=active)
            left = [after if person.id == after.id else person for person in people]
            if told.may(before, "manage") and not told.may(after, "manage") and not self._can_manage(left):
                raise StoreError(
                    _("{name} is the only one left who manages people; let somebody else manage them first.").format(name=before.name)
                )
            return after

        after = self._put(change, None, by)
        if not after.active:
            # The log has it already. A slot that stays now is taken away when the record is next opened.
            with suppress(StoreError):
                self._tidy()
        return after

    def _can_manage(self, people: Sequence[Person]) -> bool:
        return bool(told.managing(people) if self.practice else self._openers(self._read_keys(), people))

    def name_yourself(self, name: str, role: Role, passphrase: str, *, cost: vault.Cost | None = None) -> Person:
        """Names the first person of a record that names nobody, who then manages people, and gives them.

        `passphrase` is the one that has opened the record until now, and goes on doing so as this person's own. UserError otherwise.
        """
        person = told.new_person(name, role, manages=True)
        keys = self._read_keys()
        unnamed = [slot for slot in keys.slots if slot["kind"] == "passphrase" and "user" not in slot]
        right = (
            self._is_passphrase_of("", passphrase) if self.practice else any(keys.opens(slot, passphrase, self._key) for slot in unnamed)
        )
        if not right:
            raise StoreError(_("The passphrase is not the one that opened this record; type that one, which will be yours."))
        slot = None if self.practice else keys.new_slot(self._key, passphrase, cost or keys.dearest(), person)

        def change(people: Sequence[Person]) -> Person:
            if self._can_manage(people):
                raise StoreError(_("Somebody manages the people of this record already; ask them to add you."))
            self._refuse_taken(people, person)
            return person

        made = self._put(change, slot, None)
        self._person_id = made.id
        with suppress(StoreError):
            self._tidy()
        return made

    def change_passphrase(self, person: Person, old: str, new: str, *, cost: vault.Cost | None = None) -> None:
        """Gives a person another passphrase, which they alone can do, with the present one; StoreError with the remedy otherwise."""
        if self.practice:
            raise StoreError(
                _("In the practice clinic every passphrase is: {word}. It stays so.").format(word=PRACTICE_WORD)
            )
        if not self.verify_person(person.id, old):
            raise StoreError(_("The present passphrase is not right, so nothing was changed; type it again."))
        slot = self._slot(person, new, cost)
        with self._writing() as connection:
            if not self._known_person(self._people(connection), person.id).active or slot is None:
                raise StoreError(_("{name} was removed meanwhile, so nothing was changed.").format(name=person.name))
            self._write_keys(self._read_keys().with_slot(slot))

    def _slot(self, person: Person, passphrase: str, cost: vault.Cost | None) -> vault.Slot | None:
        """The slot of a person with this passphrase, made before anything is held; None in the practice clinic, which has none."""
        if self.practice:
            return None
        vault.check_passphrase(passphrase)
        return self._keys.new_slot(self._key, passphrase, cost or self._keys.dearest(), person)

    @staticmethod
    def _known_person(people: Sequence[Person], person_id: str) -> Person:
        person = told.find(people, person_id)
        if person is None:
            raise StoreError(_("There is no such person in this record; look at the list of people again."))
        return person

    @staticmethod
    def _refuse_taken(people: Sequence[Person], person: Person) -> None:
        other = told.find(people, person.name)
        if other is None or other.id == person.id:
            return
        if other.active:
            raise StoreError(_("Somebody is called {name} already; add a first name or an initial.").format(name=other.name))
        raise StoreError(
            _(
                "{name} was removed, and what they signed stays under this name. Bring them back, "
                "or add a first name or an initial if this is somebody else."
            ).format(name=other.name)
        )

    @staticmethod
    def _refuse_unless_manages(people: Sequence[Person], by: Person | None) -> None:
        if by is not None and not told.may(told.find(people, by.id), "manage"):
            raise StoreError(_("{name} does not manage people, so nothing was changed; ask somebody who does.").format(name=by.name))

    def _put(self, change: Callable[[Sequence[Person]], Person], slot: vault.Slot | None, by: Person | None) -> Person:
        """Writes a person to the log and their slot to the key file, and gives them; the key file comes first on the disk.

        `by` is nobody for the first person, who writes their own entry.
        """
        before = after = self._keys
        try:
            with self._writing() as connection:
                people = self._people(connection)
                self._refuse_unless_manages(people, by)
                person = change(people)
                self._known = None
                self._insert(connection, [person.draft()], (by or person).name, "")
                if slot is not None:
                    before = self._read_keys()
                    self._write_keys(after := before.with_slot(slot))
        except BaseException:
            self._known = None
            if after != before:
                # The log could not be finished, so the slot goes again; where even that fails it opens nothing.
                with suppress(UserError, OSError):
                    if self._read_keys() == after:
                        self._write_keys(before)
            raise
        return person


class _Tries:
    """How often in a row a person's passphrase was wrong, and until when the next is not looked at."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong = 0
        self._until = 0.0

    def note(self, *, right: bool) -> None:
        """Counts a try."""
        with self._lock:
            self._wrong = 0 if right else self._wrong + 1
            if self._wrong >= WRONG_IN_A_ROW:
                self._wrong, self._until = 0, time.monotonic() + WAIT_SECONDS

    def seconds_left(self) -> int:
        """Whole seconds until the next try; 0 for at once."""
        left = self._until - time.monotonic()
        return 0 if left <= 0 else int(left) + 1
