"""What is due of the running courses, one line a patient: decisions and checks, the longest overdue first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_desk.engine.due_items import DueItem
from trd_desk.engine.facts import years_between
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.shapes import MarkKind


@dataclass(frozen=True, slots=True)
class DueRow:
    """One patient with what is due. `path` is that of the field to go to; `state` says how long it is due."""

    patient: str
    name: str
    age: str
    what: str
    mark: MarkKind
    state: str
    path: str
    order: tuple[dt.date, str]

    @property
    def spoken(self) -> str:
        """The line in words, for a screen reader."""
        age = _("{years} years").format(years=self.age) if self.age else ""
        return ", ".join(part for part in (self.name, age, self.what, self.state) if part) + "."


@dataclass(frozen=True, slots=True)
class DueView:
    """The lines in their order, and how many there are in words."""

    rows: tuple[DueRow, ...]
    title: str


@dataclass(frozen=True, slots=True)
class DuePatient:
    """A patient of whom something is due: what the line shows of them, and the items."""

    key: str
    name: str
    born: dt.date | None
    items: tuple[DueItem, ...]


def due_patient(patient: Patient, items: Sequence[DueItem]) -> DuePatient:
    """What is kept of a patient for the list."""
    person = patient.case.patient
    return DuePatient(patient.key, person.name or _("No name"), person.birth_date, tuple(items))


def view_due(patients: Mapping[str, DuePatient], today: dt.date) -> DueView:
    """The list on a day."""
    rows = tuple(sorted((_row(one, today) for one in patients.values() if one.items), key=lambda row: row.order))
    title = plain.counted("Decisions and checks due: {count} patient", "Decisions and checks due: {count} patients", len(rows))
    return DueView(rows, title)


def _what(items: Sequence[DueItem]) -> str:
    """Decide: end of induction. Check: bladder and misuse."""
    words = {"decision": _("Decide: {things}."), "check": _("Check: {things}.")}
    parts = []
    for kind, sentence in words.items():
        things = [plain.as_part(_(item.label)) for item in items if item.kind == kind]
        if things:
            parts.append(sentence.format(things=plain.few(things, 3)))
    return " ".join(parts)


def _row(one: DuePatient, today: dt.date) -> DueRow:
    first = one.items[0]
    path = f"course_decision.{first.product}.{first.id}" if first.kind == "decision" else f"follow_up.{first.id}"
    late = (today - first.due).days
    if late > 0:
        mark: MarkKind = "late"
        state = _("overdue since {day}").format(day=plain.day_short(first.due))
    else:
        mark = "next"
        state = _("due today") if late == 0 else _("session today, due by {day}").format(day=plain.day_short(first.due))
    return DueRow(
        patient=one.key,
        name=one.name,
        age="" if one.born is None else str(years_between(one.born, today)),
        what=_what(one.items),
        mark=mark,
        state=state,
        path=path,
        order=(first.due, one.name),
    )
