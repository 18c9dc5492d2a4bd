"""What is wrong or unlikely about an answer before it is saved: sentences for below the field, and drugs as they were meant."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from trd_desk.content.library import Library
from trd_desk.content.table_models import Agent, Antidepressant
from trd_desk.i18n import _
from trd_desk.record.faults import date_faults, identity_faults, sentences
from trd_desk.record.fold import Patient
from trd_desk.record.models import Case
from trd_desk.view import plain, terms
from trd_desk.view.spoken import drug_name

_PLACES: Final[Mapping[str, str]] = {"treatment": "treatments", "score": "scores", "medication": "medications"}
_STEP: Final = re.compile(r"doses\[(\d+)\]\.(\w+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence about one field; `field` is its key, such as `start` or `doses[0].mg`. A fault that may be kept is saved all the same."""

    field: str
    sentence: str
    may_keep: bool = False


@dataclass(frozen=True, slots=True)
class DrugName:
    """A drug to choose: its name for the record, its brands, and what the field shows beside it."""

    id: str
    name: str
    brands: tuple[str, ...]
    beside: str


def drug_names(library: Library, kind: str) -> tuple[DrugName, ...]:
    """The drugs of one kind of treatment, by name, each with its minimum dose in words."""
    found: dict[str, DrugName] = {}
    rows: list[Antidepressant | Agent] = [*library.agents.agent] if kind == "augmentation" else []
    rows += library.antidepressants.drug
    for row in rows:
        least = library.combination_minimum(row) if isinstance(row, Antidepressant) and kind != "antidepressant" else row.minimum
        beside = "" if least is None else _("minimum {dose}").format(dose=plain.measured(least, row.unit))
        if isinstance(row, Agent) and row.level_from is not None:
            beside = _("by its level")
        found.setdefault(row.id, DrugName(row.id, drug_name(row.name), row.brands, beside))
    return tuple(sorted(found.values(), key=lambda drug: drug.name.casefold()))


def faults_of(patient: Patient, kind: str, key: str, value: Any, as_of: dt.date | None = None) -> tuple[Fault, ...]:
    """What would be wrong with this answer, given the others; nothing when it can be saved.

    `kind`, `key` and `value` are those of an entry; a value of None takes an answer back and is always right.
    """
    if value is None:
        return ()
    body, place = _with(patient.case, kind, key, value)
    if as_of is not None:
        body["as_of"] = as_of.isoformat()
    try:
        case = Case.model_validate_json(json.dumps(body))
    except ValidationError as error:
        found = sentences(error)
    else:
        found = [*date_faults(case), *(identity_faults(case) if kind == "treatment" else [])]
    faults = []
    for line in found:
        path, _colon, sentence = line.partition(": ")
        if path == place or path.startswith((f"{place}.", f"{place}[")):
            field = path[len(place) :].lstrip(".")
            faults.append(Fault(field, _said(field or key, sentence.replace("as_of", _("today")))))
    return tuple(faults)


def _with(case: Case, kind: str, key: str, value: Any) -> tuple[dict[str, Any], str]:
    """The case as JSON with one answer more, and the path of that answer."""
    body: dict[str, Any] = json.loads(case.model_dump_json(exclude_none=True))
    if kind in ("patient", "episode"):
        body.setdefault(kind, {})[key] = value
        return body, f"{kind}.{key}"
    if kind in ("licence_region", "medications_reviewed"):
        body[kind] = value
        return body, kind
    items: list[dict[str, Any]] = body.setdefault(_PLACES[kind], [])
    if kind == "treatment":
        for place, item in enumerate(items):
            if item["id"] == key:
                items[place] = {"id": key, **value}
                return body, f"treatments[{place}]"
        value = {"id": key, **value}
    items.append(value)
    return body, f"{_PLACES[kind]}[{len(items) - 1}]"


def _said(field: str, sentence: str) -> str:
    """The fault as a sentence that begins with what it is about."""
    step = _STEP.fullmatch(field)
    if step is not None:
        about = {"mg": _("The dose"), "weeks": _("The weeks of a step")}[step.group(2)]
    else:
        about = {
            "start": _("The start"),
            "end": _("The end"),
            "birth_date": _("The birth date"),
            "improvement_percent": _("The improvement"),
            "adherence_percent": _("The share taken"),
            "level_mmol_l": _("The level"),
            "sessions": _("The number of sessions"),
            "weeks": _("The number of weeks"),
            "weight_kg": _("The weight"),
            "height_cm": _("The height"),
            "total": _("The total"),
            "on": _("The day"),
            "scale": _("The scale"),
        }.get(field, _("This answer"))
    return f"{about} {sentence}."


def plausibility(library: Library, kind: str, value: Mapping[str, Any] | None) -> tuple[Fault, ...]:
    """What is unlikely about a treatment that may yet be true: doses above what is known for the drug, a level above the usual."""
    if kind != "treatment" or value is None or not value.get("drug"):
        return ()
    found = []
    drug = library.antidepressant(value["drug"])
    if drug is not None and drug.known_maximum is not None:
        for place, step in enumerate(value.get("doses") or ()):
            if step.get("mg") is not None and step["mg"] > drug.known_maximum:
                sentence = _("{dose} is above the {known} known for {drug}. Keep it, or correct it.").format(
                    dose=plain.number(step["mg"]), known=plain.measured(drug.known_maximum, drug.unit), drug=drug_name(drug.name)
                )
                found.append(Fault(f"doses[{place}].mg", sentence, may_keep=True))
    agent = library.agent(value["drug"])
    level = value.get("level_mmol_l")
    if agent is not None and level is not None and agent.level_warning_above is not None and level > agent.level_warning_above:
        sentence = _("{level} is above {known}. Keep it, or correct it.").format(
            level=plain.number(level), known=plain.measured(agent.level_warning_above, "mmol/L")
        )
        found.append(Fault("level_mmol_l", sentence, may_keep=True))
    return tuple(found)


def shown_drug(library: Library, name: str | None) -> str:
    """A drug's name as it is shown in a field."""
    row = library.antidepressant(name) or library.agent(name)
    return (name or "") if row is None else drug_name(row.name)


def score_line(value: Mapping[str, Any]) -> str:
    """One score as a screen reader says it: MADRS 34."""
    total = value.get("total")
    return f"{terms.SCALES.get(str(value.get('scale')), '')} {'' if total is None else plain.number(total)}".strip()


def first_for(faults: Iterable[Fault], field: str) -> Fault | None:
    """The first fault of a field or of a part of it."""
    return next((fault for fault in faults if fault.field == field or fault.field.startswith((f"{field}.", f"{field}["))), None)
