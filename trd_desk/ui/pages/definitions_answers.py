"""An answer given where the question stands: the same entry as the field on History or Safety would make."""

from typing import Any

from trd_desk.ui.desk import Desk


def give(desk: Desk, path: str, value: Any) -> bool:
    """Saves the answer to the question of this path; False if it was not saved or the path leads to no single field.

    Paths are those of `engine.verdict.Question`: `episode.start`, `treatments.t1.adherent`, `asked.ect` …
    """
    head, _dot, rest = path.partition(".")
    if head in ("episode", "patient"):
        return desk.answer(head, rest, value)
    if head == "asked":
        return desk.answer("asked", rest, True if value else None)
    if head == "conditions":
        return desk.answer("condition", rest, value)
    if head == "licence_region":
        return desk.answer("licence_region", "", value)
    if head == "treatments":
        treatment, _dot, name = rest.rpartition(".")
        stored = desk.patient.value("treatment", treatment) if desk.patient is not None else None
        if isinstance(stored, dict):
            changed = {key: kept for key, kept in stored.items() if key != name}
            if value is not None:
                changed[name] = value
            return desk.answer("treatment", treatment, changed)
    return False
