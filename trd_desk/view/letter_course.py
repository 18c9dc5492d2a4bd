"""Parts of a letter: the diagnosis, the course as it stands, the medicines, and risk with the plan for a crisis."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library, drug_key
from trd_desk.engine.course import course_of, courses
from trd_desk.engine.course_results import CoursePosition
from trd_desk.engine.decision_points import course_decisions, decisions_of
from trd_desk.engine.decision_results import Made, PointState
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.course_facts import RatingFact, SafetyPlanFact
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.course_position import INDICATIONS, as_it_runs, view_course_position
from trd_desk.view.crisis import self_harm_lines
from trd_desk.view.decisions import made_words
from trd_desk.view.label_use import LabelUse, label_use
from trd_desk.view.paper_head import not_recorded
from trd_desk.view.parts import Stated
from trd_desk.view.permits import asked_again, consent_state
from trd_desk.view.record_parts import Labelled
from trd_desk.view.safety_rows import diazepam_view, interaction_row
from trd_desk.view.spoken import drug_name
from trd_desk.view.used_rules import Used

# The scale whose level is told as the risk.
_RISK_SCALE: Final = "cssrs"
_UNKNOWN: Final = Stated("cannot_tell", "")


@dataclass(frozen=True, slots=True)
class CourseNow:
    """The course that a letter tells of; `product` is empty where there is none. `lines` are product, licence, phase and consent."""

    product: str
    lines: tuple[Labelled, ...]
    position: CoursePosition | None = None
    use: LabelUse | None = None
    points: tuple[PointState, ...] = ()
    made: tuple[Made, ...] = ()

    def next_lines(self, typed: str) -> tuple[Labelled, ...]:
        """When the course is looked at again: what was typed, else the day named with the last decision, else the next decision point."""
        label = _("Next review")
        if typed:
            return (Labelled(label, typed),)
        last = self.made[-1] if self.made else None
        parts = []
        if last is not None and last.fact.next_on is not None:
            parts.append(_("{day}, as decided on {on}").format(day=plain.day(last.fact.next_on), on=plain.day(last.fact.on)))
        due = min((state for state in self.points if state.due is not None and state.state in ("not_yet", "due", "overdue")), key=_by_day, default=None)
        if due is not None and due.due is not None:
            words = _("{point}: due by {day}, overdue") if due.state == "overdue" else _("{point}: due by {day}")
            parts.append(words.format(point=_(due.point.label), day=plain.day(due.due)))
        if last is not None:
            parts.append(_("Last decision: {decision}").format(decision=plain.as_part(made_words(last))))
        return (Labelled(label, f"{'. '.join(parts)}.") if parts else Labelled(label, plain.capital(f"{not_recorded()}."), _UNKNOWN),)

    def used(self, library: Library) -> Iterator[Used]:
        """The rules behind the course."""
        if not self.product:
            return
        conduct = library.conduct
        route = conduct.route_of(self.product)
        yield Used(_("Treatment"), _("route"), route.status, route.sources, conduct.review_by)
        if self.use is not None and self.use.rule is not None:
            yield Used(_("Treatment"), _("licence"), self.use.rule.status, self.use.rule.sources, conduct.review_by)
        rule = None if self.position is None else self.position.phase or self.position.beyond or self.position.no_phases
        if rule is not None:
            yield Used(_("Treatment"), _("phase"), rule.status, rule.sources, library.course.review_by)


def course_now(library: Library, patient: Patient, now: dt.datetime, product: str = "") -> CourseNow:
    """The course of a product, of the latest session where none is named, as it stands."""
    known = courses(patient)
    name = product if product in known else known[0] if known else ""
    position = course_of(library, patient, now.date(), name) if name else None
    if position is None:
        return CourseNow("", (Labelled(_("Course"), _("No course of ketamine or esketamine is recorded.")),))
    region = patient.case.licence_region
    use = label_use(library, name, position.indication, region)
    route = library.conduct.route_of(name)
    purpose = not_recorded() if position.indication is None else plain.as_part(_(INDICATIONS[position.indication]))
    where = _("region not recorded") if region is None else terms.term(terms.REGIONS, region)
    phase = view_course_position(library, patient, None, now, product=name)
    consent = consent_state(patient, name)
    lines = (
        Labelled(_("Product"), _("{route}, given for: {purpose}.").format(route=route.short, purpose=purpose)),
        Labelled(_("Licence"), f"{use.stated.word} ({where}). {' '.join((*(use.licence[:1] or use.says[:1]), use.meets)).strip()}", use.stated),
        Labelled(_("Phase"), phase.headline),
        Labelled(_("Consent"), f"{consent.word}. {asked_again(patient, name)}", consent if consent.mark != "met" else None),
    )
    position, _stopped = as_it_runs(library, patient, position)
    return CourseNow(name, lines, position, use, course_decisions(library, patient, now.date(), name), decisions_of(patient, position))


def diagnosis_lines(patient: Patient, assessment: Assessment) -> Iterator[Labelled]:
    """Diagnosis, since when, how severe; what is not recorded is said."""
    episode = patient.case.episode
    unknown = not_recorded()
    diagnosis = terms.term(terms.DIAGNOSES, episode.diagnosis, unknown)
    since = _("beginning not recorded") if episode.start is None else _("since {day}").format(day=plain.day(episode.start))
    severity = terms.term(terms.SEVERITIES, episode.severity, unknown)
    setting = terms.term(terms.SETTINGS, episode.setting, unknown)
    missing = episode.diagnosis is None or episode.severity is None or episode.start is None
    words = _("{diagnosis}, present episode {since}. Severity: {severity}. Setting: {setting}.")
    said = plain.capital(words.format(diagnosis=diagnosis, since=since, severity=severity, setting=setting))
    age = assessment.age
    if age is not None:
        said = _("{words} Age {age}.").format(words=said, age=age).replace(f" {age}.", f"{plain.NBSP}{age}.")
    yield Labelled(_("Diagnosis"), said, _UNKNOWN if missing else None)


def medicine_lines(library: Library, patient: Patient, assessment: Assessment, plan: str) -> Iterator[Labelled]:
    """Each medicine with what the table says of it, the diazepam equivalent, and the plan for sedatives as it was typed."""
    case = patient.case
    if not case.medications:
        words = _("None is listed; the list is complete.") if case.medications_reviewed else _("Not recorded.")
        yield Labelled(_("Medicines"), words, None if case.medications_reviewed else _UNKNOWN)
        yield from _ongoing(library, patient)
        return
    results = {result.id: result for result in assessment.interactions}
    for medication in case.medications:
        result = results.get(medication.drug)
        if result is None:
            dose = _("dose not given") if medication.daily_mg is None else _("{dose} a day").format(dose=plain.measured(medication.daily_mg, "mg"))
            yield Labelled(plain.capital(medication.drug), dose)
            continue
        row = interaction_row(library, result)
        actions = dict.fromkeys(f"{group.effect} {group.action}" for group in library.interactions_of(result.id) if group.id in result.groups)
        said = " ".join(actions) or " ".join(row.texts)
        yield Labelled(row.drug, f"{plain.capital(row.dose)}. {row.level.word}: {said}", row.level)
    if not case.medications_reviewed:
        yield Labelled("", _("Whether the list is complete is not recorded."), _UNKNOWN)
    yield from _ongoing(library, patient)
    load = diazepam_view(library, assessment.diazepam)
    if load is not None:
        yield Labelled(_("Sedatives"), f"{load.total} ({load.state.word.lower()})".replace(". (", " (") + ".")
        yield Labelled(_("Plan for them"), plan or _("Not recorded. Never stop them abruptly."), None if plan else _UNKNOWN)
    elif plan:
        yield Labelled(_("Plan for sedatives"), plan)


def _ongoing(library: Library, patient: Patient) -> Iterator[Labelled]:
    """Drugs that the history calls ongoing and the list of medicines does not have."""
    listed = {drug_key(one.drug) for one in patient.case.medications}
    drugs = [(getattr(one, "drug", None), getattr(one, "doses", ())) for one in patient.case.treatments if one.stop_reason == "ongoing"]
    missing = []
    for drug, doses in drugs:
        if drug is None or drug_key(drug) in listed:
            continue
        mg = doses[-1].mg if doses else None
        known = library.antidepressant(drug) or library.agent(drug)
        name = drug_name(known.name) if known is not None else drug
        missing.append(f"{name} {plain.measured(mg, known.unit if known is not None else 'mg')}" if mg is not None else name)
    if missing:
        words = _("Ongoing by the history, not on the list of medicines: {drugs}.").format(drugs=plain.listed(missing))
        yield Labelled("", words, _UNKNOWN)


def safety_lines(library: Library, patient: Patient, today: dt.date, phone: str, emergency: str) -> Iterator[Labelled]:
    """The risk as last recorded with what was answered about self-harm since, the plan for a crisis and whom to call."""
    words, stated, assessed = _risk(library, patient)
    yield Labelled(_("Suicide risk"), words, stated)
    for line in self_harm_lines(library, patient, today, assessed):
        yield Labelled("", line.text, Stated(line.mark, ""))
    plan = patient.facts("safety_plan", SafetyPlanFact).get("")
    if plan is None or not plan.plan:
        yield Labelled(_("Safety plan"), _("Not recorded."), _UNKNOWN)
    else:
        yield Labelled(_("Safety plan"), _("{plan} (as of {day})").format(plan=plan.plan, day=plain.day(plan.on)))
    contacts = [] if plan is None or not plan.contacts else [plan.contacts.rstrip(".")]
    contacts += [_("clinic {phone}").format(phone=phone)] if phone else []
    contacts += [_("danger to life {number}").format(number=emergency)] if emergency else []
    words = plain.capital("; ".join(contacts)) + "." if contacts else _("Not recorded.")
    yield Labelled(_("In a crisis"), words, None if contacts else _UNKNOWN)


def _risk(library: Library, patient: Patient) -> tuple[str, Stated | None, dt.date | None]:
    """The level of the official form and the level of the last checklist, each with its day, and the later of the two days."""
    parts, days = [], []
    rated = [one for one in patient.facts("rating", RatingFact).values() if one.scale == _RISK_SCALE and one.level is not None]
    if rated:
        # Of one day the one that was entered last.
        last = max(reversed(rated), key=lambda one: one.on)
        scale = next((one for one in library.scales if one.id == _RISK_SCALE), None)
        labels = {} if scale is None else {level.id: level.label for level in scale.levels}
        level = plain.as_part(_(labels.get(last.level or "", last.level or "")))
        name = _RISK_SCALE if scale is None else scale.short
        parts.append(_("{scale} level {level}, {day}").format(scale=name, level=level, day=plain.day(last.on)))
        days.append(last.on)
    asked = [(one.on, one.predose.suicide_risk) for one in patient.case.sessions if one.on is not None and one.predose is not None and one.predose.suicide_risk]
    if asked:
        day, risk = max(reversed(asked), key=lambda one: one[0])
        item = library.conduct.words_of("suicide_risk")
        word = next((choice.word for ask in item.asks for choice in ask.choices if choice.value == risk), str(risk))
        parts.append(_("assessed as {level} before the dose of {day}").format(level=plain.as_part(_(word)), day=plain.day(day)))
        days.append(day)
    if not parts:
        return _("Not recorded."), _UNKNOWN, None
    return plain.capital("; ".join(parts)) + ".", None, max(days)


def _by_day(state: PointState) -> dt.date:
    return state.due or dt.date.max
