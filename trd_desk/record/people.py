"""The people who work with a record: who they are, what each of them may do, and how the log tells it.

A person is an entry of kind "person" of the clinic (see `record.entries`), whose key is the person's id. The roles and the rule that
an override needs a prescriber are those of decisions 32 and 71. Light on purpose: opening a record loads this module.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, cast, get_args

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.entries import CLINIC, Draft, Entry, new_id

Role = Literal["prescriber", "nurse", "administrator", "reader"]
Doing = Literal["work", "answer", "decide", "override", "second_override", "second_check", "witness", "sign", "manage"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
LONGEST_NAME: Final = 60
CLINIC_KINDS: Final = frozenset({"person", "register", "sound_check"})

_CLINICAL: Final = frozenset[Role]({"prescriber", "nurse"})
# What each act needs. Managing may also be given to a prescriber or a nurse, person by person.
NEEDS: Final[Mapping[Doing, frozenset[Role]]] = {
    "work": frozenset(ROLES),
    "answer": frozenset({"prescriber", "nurse", "administrator"}),
    "decide": frozenset({"prescriber"}),
    "override": frozenset({"prescriber"}),
    "second_override": _CLINICAL,
    "second_check": _CLINICAL,
    "witness": _CLINICAL,
    "sign": _CLINICAL,
    "manage": frozenset({"administrator"}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works, or worked, with the record. `manages` lets a prescriber or nurse say who may open it; `active` is False once removed."""

    id: str
    name: str
    role: Role
    manages: bool = False
    active: bool = True

    def value(self) -> dict[str, Any]:
        """What the person's entry says."""
        return {"name": self.name, "role": self.role, "manages": self.manages, "active": self.active}

    def draft(self) -> Draft:
        """The entry that says it, on its way to the log."""
        return Draft(CLINIC, "person", self.id, self.value())


def new_person(name: str, role: Role, *, manages: bool = False) -> Person:
    """A person with a fresh id; UserError for a name that cannot be used or a reader who would manage."""
    return checked(Person(new_id(), tidy_name(name), role, manages))


def checked(person: Person) -> Person:
    """The person, if there can be one like this; UserError with the remedy otherwise."""
    if not person.name:
        raise UserError(_("Name: it is missing. Type the name as it should stand beside what this person signs."))
    if len(person.name) > LONGEST_NAME or not person.name.isprintable():
        raise UserError(
            _("Name: it can have up to {count} letters, all of them printable. Type it again.").format(count=LONGEST_NAME)
        )
    if person.role not in ROLES:
        raise UserError(_("Role: choose prescriber, nurse, administrator or reader."))
    if person.manages and person.role == "reader":
        raise UserError(_("Role: a reader changes nothing, and so cannot manage people. Choose another role, or let somebody else manage."))
    return person


def may(person: Person | None, act: Doing) -> bool:
    """Whether this person may do that; nobody, and a person who was removed, may do nothing."""
    if person is None or not person.active:
        return False
    return person.role in NEEDS[act] or (act == "manage" and person.manages and person.role != "reader")


def tidy_name(name: str) -> str:
    """A name as it is kept: composed letters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def name_key(name: str) -> str:
    """A name as it is compared: capitals, spaces and the width of letters do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def people_of(entries: Iterable[Entry]) -> list[Person]:
    """Everybody whom the entries of the clinic tell of, removed or not, in the order in which they came; the newest entry of each counts."""
    found: dict[str, Person] = {}
    for entry in entries:
        person = _person(entry) if entry.kind == "person" else None
        if person is not None:
            found[person.id] = person
    return list(found.values())


def _person(entry: Entry) -> Person | None:
    value = entry.value
    if not isinstance(value, dict) or not isinstance(value.get("name"), str) or value.get("role") not in ROLES:
        return None
    return Person(entry.key, value["name"], cast("Role", value["role"]), value.get("manages") is True, value.get("active") is True)


def find(people: Iterable[Person], who: str) -> Person | None:
    """The person with this id or name, removed or not."""
    key = name_key(who)
    return next((person for person in people if who == person.id or name_key(person.name) == key), None)


def managing(people: Iterable[Person]) -> list[Person]:
    """Those who may say who opens the record."""
    return [person for person in people if may(person, "manage")]


def changed(
    person: Person, *, role: Role | None = None, manages: bool | None = None, active: bool | None = None
) -> Person:
    """The person with some of it changed; what is None stays. UserError as in `checked`."""
    return checked(
        replace(
            person,
            role=person.role if role is None else role,
            manages=person.manages if manages is None else manages,
            active=person.active if active is None else active,
        )
    )
