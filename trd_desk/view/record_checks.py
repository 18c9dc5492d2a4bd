"""The checklist before the dose on paper: each item with its threshold, its answer, its result, and who said so when."""

from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.session_log import Part
from trd_desk.view import plain
from trd_desk.view.checklist import ChecklistView
from trd_desk.view.checklist_parts import CheckRow
from trd_desk.view.paper_head import not_recorded
from trd_desk.view.parts import Stated
from trd_desk.view.record_parts import CheckLine
from trd_desk.view.watch_words import pressure_words
from trd_desk.view.watched import readings_before

_NOT_NEEDED = "predose_not_needed"


def check_lines(live: LiveSession, view: ChecklistView) -> tuple[CheckLine, ...]:
    """The items that this session needs, in the order in which the clinic goes through them."""
    apart = _not_needed(live)
    return tuple(_line(live, row) for row in view.rows if row.id not in apart)


def not_needed_words(live: LiveSession, view: ChecklistView) -> str:
    """The items that this route does not need, in a sentence."""
    apart = _not_needed(live)
    names = [row.name for row in view.rows if row.id in apart]
    return _("Not needed for this session: {names}.").format(names=", ".join(names)) if names else ""


def _not_needed(live: LiveSession) -> set[str]:
    return {item.id for item in live.result.predose.items if item.because.code == _NOT_NEEDED}


def _line(live: LiveSession, row: CheckRow) -> CheckLine:
    parts = _parts(live, row)
    notes = []
    if row.says and (row.state != "pass" or row.again):
        notes.append(row.says)
    if row.override is not None:
        notes += [row.override.title, row.override.reason, row.override.second]
    if any(part.name.startswith("pressure/") for part in parts):
        notes += _readings(live)
    return CheckLine(
        name=row.name,
        threshold=row.threshold,
        answer=row.answer or (not_recorded() if row.state == "incomplete" else "–"),
        result=Stated(row.mark, row.word),
        by=_by(live, parts),
        note=" ".join(note for note in notes if note),
    )


def _readings(live: LiveSession) -> list[str]:
    """Every blood pressure before the dose with its time, where there was more than one."""
    readings = readings_before(live)
    if len(readings) < 2:
        return []
    said = [
        _("{value} at {time}").format(value=pressure_words(one.sbp, one.dbp), time=not_recorded() if one.at is None else f"{one.at:%H:%M}") for one in readings
    ]
    return [_("Readings: {readings}.").format(readings=", ".join(said))]


def _parts(live: LiveSession, row: CheckRow) -> list[Part]:
    """The answers that the item rests on."""
    fields = {question.field for question in row.questions}
    found = [part for part in live.log.of_kind("predose") if part.name in fields]
    if any(field.startswith("pressure/") for field in fields):
        found += [part for part in live.log.of_kind("predose") if part.name.startswith("pressure/") and part.name not in fields]
    return found


def _by(live: LiveSession, parts: list[Part]) -> str:
    """When the newest of the answers was given, and by whom; a dash where the item rests on no answer of this session."""
    if not parts:
        return "–"
    last = max(parts, key=lambda part: part.given_at)
    return f"{live.log.clock(last.given_at)}{plain.NBSP}{last.entry.by}"
