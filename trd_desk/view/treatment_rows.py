"""The rows of the treatments table: one for each treatment, an added one under the antidepressant that it was added to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Assessment, Cell, CourseResult, TrialResult
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.dose_drawing import dose_drawing, weeks_shown
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.remarks import remarks, stated
from trd_desk.view.shapes import Drawing
from trd_desk.view.spoken import better_short, drug_name
from trd_desk.view.terms import tri_mark
from trd_desk.view.words import question_sentence, reason_sentence


@dataclass(frozen=True, slots=True)
class TreatmentRow:
    """One treatment. `drawing` (196 by 48) or else `detail` fills the dose column; an added one names its parent in `under`.

    `reasons` are the sentences behind the cells, for tooltip and screen reader; `doses` and `least` are the paper's
    "50 / 100 / 150" and "50 mg", for lithium its level and the level asked for.
    """

    id: str
    kind: str
    name: str
    group: str
    dates: str
    under: str | None
    drawing: Drawing | None
    detail: str
    doses: str
    weeks: str
    minimum: str
    minimum_source: str
    taken: Stated | None
    better: str
    stopped: str
    at_six: Stated | None
    at_four: Stated | None
    reasons: tuple[Remark, ...]
    earlier: bool
    name_for_reader: str
    least: str = ""


def treatment_rows(library: Library, patient: Patient, assessment: Assessment) -> tuple[TreatmentRow, ...]:
    """Every treatment in the order of the record, added ones under their antidepressant."""
    trials = {trial.id: trial for trial in assessment.trials}
    courses = {course.id: course for course in assessment.courses}
    treatments = patient.case.treatments
    longest = max((weeks_shown(item.doses) for item in treatments if item.kind == "antidepressant"), default=0.0)
    six, four = _columns(library)
    added: dict[str, list[Any]] = {}
    tops: list[Any] = []
    for item in treatments:
        base = getattr(item, "with_", None)
        if base in trials:
            added.setdefault(base, []).append(item)
        else:
            tops.append(item)
    rows = []
    for item in (one for top in tops for one in (top, *added.get(top.id, []))):
        if item.id in trials:
            rows.append(_trial_row(library, item, trials[item.id], longest, six, four))
        else:
            rows.append(_course_row(library, item, courses[item.id], trials))
    return tuple(rows)


def _columns(library: Library) -> tuple[str, str]:
    """The definitions whose cells fill the columns "at 6 weeks" and "at 4 weeks": the first of each that counts any failure."""
    found: dict[float, str] = {}
    response = library.number("response_from")
    for definition in library.definitions:
        rule = definition.trials
        if rule is not None and rule.improvement_from is None and rule.improvement_below == response:
            found.setdefault(rule.weeks, definition.id)
    return found.get(6, ""), found.get(4, "")


def _trial_row(library: Library, item: Any, trial: TrialResult, longest: float, six: str, four: str) -> TreatmentRow:
    drug = library.antidepressant(item.drug)
    name = drug_name(trial.name)
    source = "" if drug is None else library.source(drug.sources[0].source).short
    minimum = (
        (_("name the drug") if item.drug is None else _("minimum not in the table"))
        if trial.minimum is None
        else _("min. {dose}").format(dose=plain.measured(trial.minimum, trial.unit))
    )
    taken = {
        True: Stated("tick", _("Yes")),
        False: Stated("not_met", _("No")),
        None: Stated("cannot_tell", _("Unknown"), _("Nobody has said whether it was taken as prescribed.")),
    }[trial.adherent]
    unnamed = item.drug is None
    row = TreatmentRow(
        id=trial.id,
        kind="antidepressant",
        name=_("drug not named") if unnamed else name,
        group="" if unnamed else trial.drug_class or _("not in the table"),
        dates=plain.days_between(item.start, item.end, ongoing=bool(trial.ongoing)) or _("dates not recorded"),
        under=None,
        drawing=dose_drawing(name, item.doses, trial.minimum, trial.unit, longest),
        detail="",
        doses=_doses(item.doses),
        weeks=plain.weeks(trial.weeks),
        minimum=minimum,
        minimum_source=source,
        taken=taken,
        better=better_short(item.improvement_percent, item.outcome),
        stopped=terms.term(terms.STOP_REASONS, item.stop_reason, "–"),
        at_six=_cell(library, trial.cells.get(six)),
        at_four=_cell(library, trial.cells.get(four)),
        reasons=remarks(library, (*trial.because, *trial.notes)),
        earlier=trial.current is False,
        name_for_reader="",
        least=("" if unnamed else _("not in the table")) if trial.minimum is None else plain.measured(trial.minimum, trial.unit),
    )
    return _named(row)


def _doses(steps: Any) -> str:
    return " / ".join("?" if step.mg is None else plain.number(step.mg) for step in steps)


def _cell(library: Library, cell: Cell | None) -> Stated | None:
    if cell is None:
        return None
    word = stated(library, cell.value, cell.reason)
    short = (
        plain.weeks((cell.reason.facts["weeks_low"], cell.reason.facts["weeks_high"]))
        if cell.reason.code == "too_short"
        else word.word
    )
    return Stated(word.mark, plain.capital(short), word.sentence)


def _course_row(library: Library, item: Any, course: CourseResult, trials: Mapping[str, TrialResult]) -> TreatmentRow:
    base = trials.get(getattr(item, "with_", None) or "")
    dates = plain.days_between(item.start, item.end, ongoing=item.stop_reason == "ongoing")
    deciding = next((reason for reason in course.because if reason.tone is course.failed), course.because[0])
    if course.failed is True:
        state = Stated("met", _("Failed"), reason_sentence(course.because[-1], library))
    else:
        word = stated(library, course.failed, deciding)
        asks = " ".join(question_sentence(question) for question in course.questions)
        state = Stated(tri_mark(course.failed), plain.capital(word.word), f"{word.sentence} {asks}".strip())
    row = TreatmentRow(
        id=course.id,
        kind=course.kind,
        name=drug_name(course.name) if course.name else _("not named"),
        group=_("added to {drug}").format(drug=drug_name(base.name)) if base else _GROUPS.get(course.kind, lambda: "")(),
        dates=dates,
        under=None if base is None else base.id,
        drawing=None,
        detail=", ".join(part for part in (dates, _extent(library, item, course.unit)) if part) or _("nothing more recorded"),
        doses=_course_doses(library, item),
        weeks=_weeks(item),
        minimum=_minimum(library, item, course),
        minimum_source="",
        taken=None,
        better=better_short(item.improvement_percent, item.outcome),
        stopped=terms.term(terms.STOP_REASONS, item.stop_reason, "–"),
        at_six=state,
        at_four=None,
        reasons=remarks(library, (*course.because, *course.notes)),
        earlier=course.current is False,
        name_for_reader="",
        least=_least(library, item, course),
    )
    return _named(row)


_GROUPS: Final[Mapping[str, Callable[[], str]]] = {
    "augmentation": lambda: _("added"),
    "combination": lambda: _("added"),
    "psychotherapy": lambda: _("psychotherapy"),
}


def _course_doses(library: Library, item: Any) -> str:
    """The doses of an added drug, or how far another course went."""
    if not hasattr(item, "doses"):
        return _extent(library, item)
    if any(step.mg is not None for step in item.doses):
        return _doses(item.doses)
    if _level_from(library, item) is None:
        return _("dose not recorded")
    level = item.level_mmol_l
    return _("level not given") if level is None else _("level {level}").format(level=plain.number(level))


def _level_from(library: Library, item: Any) -> float | None:
    """The level in mmol/L from which this drug counts, or None where it is judged by its dose."""
    agent = library.agent(getattr(item, "drug", None))
    return None if agent is None else agent.level_from


def _least(library: Library, item: Any, course: CourseResult) -> str:
    """The minimum dose or level, alone."""
    level = _level_from(library, item)
    if level is not None:
        return plain.measured(level, "mmol/L")
    return "" if course.minimum is None else plain.measured(course.minimum, course.unit)


def _extent(library: Library, item: Any, unit: str = "mg") -> str:
    """Doses, sessions, weeks and placement, as far as they are recorded."""
    parts = []
    if getattr(item, "doses", ()):
        known = any(step.mg is not None for step in item.doses)
        unknown = _("dose not recorded") if _level_from(library, item) is None else ""
        parts += [plain.measured_doses([step.mg for step in item.doses], unit) if known else unknown, _weeks(item)]
    if item.kind == "ect":
        parts += [terms.term(terms.ECT_STATES, item.status, _("given?")), terms.term(terms.PLACEMENTS, item.placement)]
    if getattr(item, "sessions", None) is not None:
        parts.append(plain.counted("{count} session", "{count} sessions", item.sessions))
    if getattr(item, "weeks", None) is not None:
        parts.append(plain.weeks(item.weeks))
    return ", ".join(part for part in parts if part)


def _weeks(item: Any) -> str:
    steps = getattr(item, "doses", ())
    if not steps:
        return ""
    if any(step.weeks is None for step in steps):
        return _("weeks not known")
    return plain.weeks(sum(step.weeks for step in steps))


def _minimum(library: Library, item: Any, course: CourseResult) -> str:
    asked = _level_from(library, item)
    if asked is not None:
        least = plain.measured(asked, "mmol/L")
        if item.level_mmol_l is None:
            return _("level not given, {least} or more asked").format(least=least)
        return _("level {level}, {least} or more asked").format(level=plain.number(item.level_mmol_l), least=least)
    return "" if course.minimum is None else _("min. {dose}").format(dose=plain.measured(course.minimum, course.unit))


def _named(row: TreatmentRow) -> TreatmentRow:
    """The row with its sentence for a screen reader."""
    parts = [
        f"{row.name} {row.group}".strip(),
        row.dates if row.drawing else "",
        row.drawing.name if row.drawing else row.detail,
        _("weeks at minimum: {weeks}").format(weeks=row.weeks) if row.drawing else "",
        _("taken as prescribed: {taken}").format(taken=row.taken.word) if row.taken else "",
        _("better by {better}").format(better=row.better) if row.better != "–" else _("improvement not recorded"),
        _("stopped for: {why}").format(why=row.stopped) if row.stopped != "–" else "",
        row.at_six.sentence if row.at_six else "",
    ]
    said = "; ".join(part.rstrip(".") for part in parts if part)
    return replace(row, name_for_reader=said if said.endswith("?") else f"{said}.")
