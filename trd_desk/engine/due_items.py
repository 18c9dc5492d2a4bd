"""What of a patient's running courses is due today or overdue: decisions and checks; also what may be done today because a session is."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trd_desk.content.library import Library
from trd_desk.engine.decision_points import decisions_in, running_courses
from trd_desk.engine.follow_up import due_checks
from trd_desk.record.fold import Patient


@dataclass(frozen=True, slots=True)
class DueItem:
    """One decision or check with the day by which it is due; `product` is that of the course for a decision, empty for a check."""

    kind: Literal["decision", "check"]
    id: str
    product: str
    label: str
    due: dt.date


def due_items(library: Library, patient: Patient, today: dt.date) -> tuple[DueItem, ...]:
    """What is due by a day, the longest due first; with a session on that day all that may be done by then already."""
    running = running_courses(library, patient, today)
    present = any(one.position.of_today is not None for one in running)
    found = [
        DueItem("decision", one.point.id, one.product, one.point.label, one.due)
        for one in decisions_in(library, patient, today, running)
        if one.is_wanted and one.due is not None
    ]
    found += [DueItem("check", domain.id, "", domain.label, due) for domain, due in due_checks(library, patient, today, running)]
    return tuple(sorted((one for one in found if one.due <= today or present), key=lambda one: one.due))
