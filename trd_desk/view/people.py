"""People in words: what a role is called, who somebody is, and why somebody may not do something."""

from collections.abc import Mapping
from typing import Final

from trd_desk.i18n import _
from trd_desk.record.people import NEEDS, ROLES, Doing, Person, Role, may
from trd_desk.view.terms import N_

ROLE_WORDS: Final[Mapping[Role, str]] = {
    "prescriber": N_("prescriber"),
    "nurse": N_("nurse"),
    "administrator": N_("administrator"),
    "reader": N_("reader"),
}
_WITH_ARTICLE: Final[Mapping[Role, str]] = {
    "prescriber": N_("a prescriber"),
    "nurse": N_("a nurse"),
    "administrator": N_("an administrator"),
    "reader": N_("a reader"),
}
ROLE_SAYS: Final[Mapping[Role, str]] = {
    "prescriber": N_("A prescriber answers, decides, signs, checks and witnesses, and may override with a reason."),
    "nurse": N_("A nurse answers, signs, checks and witnesses, and may be the second to sign an override."),
    "administrator": N_("An administrator answers and manages people, and signs nothing clinical."),
    "reader": N_("A reader sees everything and changes nothing."),
}
_ACTS: Final[Mapping[Doing, str]] = {
    "work": N_("Working here"),
    "answer": N_("Answering"),
    "decide": N_("Deciding how a course goes on"),
    "override": N_("An override"),
    "second_override": N_("The second signature of an override"),
    "second_check": N_("A second check"),
    "witness": N_("Witnessing"),
    "sign": N_("Signing"),
    "manage": N_("Managing people"),
}


def role_word(role: Role) -> str:
    """What the role is called."""
    return _(ROLE_WORDS[role])


def role_says(role: Role) -> str:
    """One sentence on what the role may do."""
    return _(ROLE_SAYS[role])


def person_words(person: Person) -> str:
    """Name and role, such as 'J. Marsh, nurse'."""
    return _("{name}, {role}").format(name=person.name, role=role_word(person.role))


def needed_words(act: Doing) -> str:
    """Who may do it: 'a prescriber or a nurse'."""
    roles = [_(_WITH_ARTICLE[role]) for role in ROLES if role in NEEDS[act]]
    if act == "manage":
        return _("an administrator or somebody who manages people")
    return _(" or ").join([_(", ").join(roles[:-1]), roles[-1]] if len(roles) > 1 else roles)


def why_not(person: Person | None, act: Doing) -> str:
    """Why this person may not do that, with the remedy; empty if they may."""
    if may(person, act):
        return ""
    if person is None:
        return _("{act} needs a person, and this record names nobody yet. Name yourself first, in Settings under People.").format(
            act=_(_ACTS[act])
        )
    if not person.active:
        return _("{name} no longer works with this record. Say who is working, with the name at the foot of the window.").format(
            name=person.name
        )
    if act == "answer":
        return _(
            "{name} is a reader, who sees everything and changes nothing. "
            "Somebody who may answer can say so with the name at the foot of the window."
        ).format(name=person.name)
    return _("{act} needs {needed}. {name} is {role}. Ask somebody who may, or change who is working.").format(
        act=_(_ACTS[act]), needed=needed_words(act), name=person.name, role=_(_WITH_ARTICLE[person.role])
    )


def nobody_words(act: Doing, people: "list[Person]", left_out: "list[Person]") -> str:
    """Why nobody can be chosen for an act: no people, none of the right role, or only those who must not do it themselves."""
    if not people:
        return why_not(None, act)
    if any(may(person, act) for person in left_out):
        names = _(" and ").join(person.name for person in left_out if may(person, act))
        return _("{act} needs {needed} other than {names}. Nobody else in this record may do it; add somebody in Settings under People.").format(
            act=_(_ACTS[act]), needed=needed_words(act), names=names
        )
    return _("{act} needs {needed}, and this record has none. Add one in Settings under People.").format(
        act=_(_ACTS[act]), needed=needed_words(act)
    )
