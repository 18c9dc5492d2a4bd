"""The rows of the page Safety: interactions, the sum of sedatives, the 22 checks, and the work-up before a first dose."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trd_desk.content.library import Library
from trd_desk.content.table_models import WorkupItem
from trd_desk.engine.safety import SEDATIVE_KINDS
from trd_desk.engine.scales import with_totals
from trd_desk.engine.verdict import Assessment, DiazepamLoad, InteractionResult
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import source_line
from trd_desk.view.parts import SourceLine, Stated
from trd_desk.view.spoken import drug_name
from trd_desk.view.warnings import pseudo_text, unknown_drug


@dataclass(frozen=True, slots=True)
class InteractionRow:
    """A medication with what the table says of it."""

    drug: str
    dose: str
    level: Stated
    groups: str
    texts: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class DiazepamView:
    """The daily diazepam equivalent, the sum it is made of, and what speaks on either side."""

    total: str
    parts: tuple[str, ...]
    state: Stated
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PseudoRow:
    """One of the 22 checks: worked out from the record, or asked and answered (entry pseudo_check, its id)."""

    id: str
    number: str
    label: str
    computed: bool
    answer: bool | None
    state: Stated
    texts: tuple[str, ...]
    ask: str
    effect: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class WorkupRow:
    """An examination before the first dose: for whom, and whether it is done and still holds (entry workup, its id)."""

    id: str
    label: str
    why: str
    for_whom: str
    state: Stated
    done: str
    source: SourceLine


def interaction_row(library: Library, result: InteractionResult) -> InteractionRow:
    """What the table says of one medication, by mouth where a session's product is taken by mouth."""
    groups = [group for group in library.interactions_of(result.id) if group.id in result.groups]
    texts = tuple(group.oral_text or group.text if result.oral else group.text for group in groups)
    return InteractionRow(
        drug=plain.capital(result.id.strip()),
        dose=_("dose not given")
        if result.daily_mg is None
        else _("{dose} a day").format(dose=plain.measured(result.daily_mg, "mg")),
        level=terms.level_word(result.level),
        groups=plain.listed([group.label for group in groups]),
        texts=texts or (unknown_drug(),),
        sources=tuple(source_line(library, group.status, group.sources) for group in groups),
    )


def diazepam_view(library: Library, load: DiazepamLoad | None) -> DiazepamView | None:
    """The sum of benzodiazepines and Z-drugs with its parts, and the evidence for and against their blunting the effect."""
    if load is None:
        return None
    missing = [drug_name(drug) for drug, mg in load.parts if mg is None]
    if load.total_mg is None:
        total = _("The diazepam equivalent cannot be worked out: the dose or the equivalent of {drugs} is missing.").format(
            drugs=plain.listed(missing)
        )
    else:
        total = _("About {dose} of diazepam a day. The clinician's own figure goes first.").format(
            dose=plain.measured(load.total_mg, "mg")
        )
    parts = tuple(
        _("{drug}: {dose}").format(drug=drug_name(drug), dose=_("not known") if mg is None else plain.measured(mg, "mg"))
        for drug, mg in load.parts
    )
    groups = {
        group.id: group
        for drug, _mg in load.parts
        for group in library.interactions_of(drug)
        if SEDATIVE_KINDS.intersection(group.kinds)
    }
    return DiazepamView(total, parts, terms.status_word("provisional"), tuple(group.text for group in groups.values()))


def pseudo_rows(library: Library, patient: Patient, assessment: Assessment) -> tuple[PseudoRow, ...]:
    """The checks in the content's order."""
    rows = []
    for check in library.pseudo_checks:
        raised = [result for result in assessment.pseudo_resistance if result.id == check.id]
        answer = patient.pseudo_checks.get(check.id)
        if raised or answer is True:
            state = Stated("note", _("Look here"), check.effect)
        elif answer is False:
            state = Stated("tick", _("Excluded"), _("Asked and answered no."))
        elif check.computed:
            state = Stated("tick", _("Nothing recorded"), _("Worked out from the record: nothing points to it."))
        else:
            state = Stated("not_asked", _("Not asked"), check.ask)
        rows.append(
            PseudoRow(
                id=check.id,
                number=check.number,
                label=check.label,
                computed=check.computed,
                answer=answer,
                state=state,
                texts=tuple(dict.fromkeys(pseudo_text(result, library) for result in raised)),
                ask=check.ask,
                effect=check.effect,
                source=source_line(library, check.status, check.sources),
            )
        )
    return tuple(rows)


def workup_rows(library: Library, patient: Patient, as_of: dt.date) -> tuple[WorkupRow, ...]:
    """The work-up in the content's order, each item done, out of date or not recorded."""
    return tuple(_workup_row(library, patient, item, as_of) for item in library.workup.item)


def _workup_row(library: Library, patient: Patient, item: WorkupItem, as_of: dt.date) -> WorkupRow:
    entry = patient.workup.get(item.id) or known_from_record(library, patient, item.id, as_of)
    done_on = _day(entry.get("done_on"))
    words = ", ".join(str(entry[name]) for name in ("result", "note") if entry.get(name))
    done = ": ".join(part for part in ("" if done_on is None else plain.day(done_on), words) if part)
    if not entry:
        state = Stated("not_asked", _("Not recorded"))
    elif item.valid_days is not None and done_on is not None and (as_of - done_on).days > item.valid_days:
        state = Stated("late", _("Out of date"), _("Older than {count} days.").format(count=item.valid_days))
    else:
        state = Stated("pass", _("Done"), done)
    return WorkupRow(item.id, item.label, item.why, item.for_whom, state, done, source_line(library, item.status, item.sources))


def known_from_record(library: Library, patient: Patient, item: str, as_of: dt.date) -> Mapping[str, Any]:
    """What the record holds already, so that it is not asked again: the latest score, the weight, the reviewed medicines."""
    person = patient.case.patient
    if item == "depression_score":
        scores = with_totals((score for score in patient.case.scores if score.on <= as_of), library)
        if scores:
            latest = max(scores, key=lambda score: score.on)
            return {"done_on": latest.on, "result": f"{terms.SCALES[latest.scale]} {plain.number(latest.total or 0)}"}
    if item == "weight_height" and person.weight_kg is not None and person.height_cm is not None:
        sizes = f"{plain.measured(person.weight_kg, 'kg')}, {plain.measured(person.height_cm, 'cm')}"
        return {"done_on": person.weight_on, "result": sizes}
    if item == "medication_review" and patient.case.medications_reviewed:
        return {"result": _("the list of medicines is called complete")}
    return {}


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.date) or value is None:
        return value
    return dt.date.fromisoformat(str(value))
