"""An override from the first signature to the entry: a prescriber with a reason, and for a hold a second person."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from trd_desk.i18n import _
from trd_desk.ui.widgets.sign import Act, Signed

if TYPE_CHECKING:
    from trd_desk.record.people import Person
    from trd_desk.view.checklist_parts import CheckRow

# Asks for an act; the people named second must not do it. None when it was given up.
Ask = Callable[..., Signed | None]


def sign_override(ask: Ask, row: "CheckRow", least_reason: int, kept: dict[str, str]) -> "tuple[Person, dict[str, Any]] | str | None":
    """Who overrides, and the entry without its moment; a sentence where a second signature is missing, None where it was given up.

    `kept` holds the reason by item from the first signature on, so that nobody writes it again when the override is not kept.
    """
    says = _("{item}: {says} The dose goes on past it all the same; the reason prints on the session record.")
    title, words = _("Override: {item}").format(item=row.name), says.format(item=row.name, says=row.says)
    first = ask(Act("override", title, words, needs_reason=True, least_reason=least_reason, reason=kept.get(row.id, "")))
    if first is None:
        return None
    kept[row.id] = first.reason
    value: dict[str, Any] = {"by": first.person.name, "role": first.person.role, "reason": first.reason}
    if row.signatures > 1:
        says = _("{item}: {says} {person} overrides this hold: “{reason}” Sign as the second person if you agree.")
        words = says.format(item=row.name, says=row.says, person=first.person.name, reason=first.reason)
        second = ask(Act("second_override", _("Second signature: {item}").format(item=row.name), words), exclude=(first.person,))
        if second is None:
            return _("Not overridden: a hold needs the second signature too. Nothing was saved.")
        value |= {"second_by": second.person.name, "second_role": second.person.role}
    return first.person, value
