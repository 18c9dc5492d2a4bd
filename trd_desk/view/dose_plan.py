"""The plan of a session as it stands: product, indication, label, dose and weight, and what is explained and never worked out."""

from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.session_facts import SessionFacts
from trd_desk.engine.session_results import DoseResult
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.cited import source_line
from trd_desk.view.dose_steps import mg, route_of
from trd_desk.view.label_use import label_use
from trd_desk.view.parts import SourceLine, Stated
from trd_desk.view.permits import consent_state


@dataclass(frozen=True, slots=True)
class ProductChoice:
    """A row of the list of products; `never` marks what is explained and never worked out."""

    value: str
    label: str
    never: bool = False


@dataclass(frozen=True, slots=True)
class NeverView:
    """A route or substance for which no dose is ever worked out, and why."""

    id: str
    title: str
    says: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class DoseChoice:
    """One dose that the spray's devices can give."""

    mg: float
    label: str
    devices: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan. Fields that a route does not ask for are told by `asks`: dose, mg_per_kg, bag_ml, basis, reason, weight."""

    product: str
    products: tuple[ProductChoice, ...]
    never: tuple[NeverView, ...]
    how: str
    indication: str | None
    region: str | None
    standing: Stated
    standing_says: tuple[str, ...]
    standing_source: SourceLine | None
    consent: Stated
    warning: str
    asks: frozenset[str]
    doses: tuple[DoseChoice, ...]
    dose_mg: float | None
    mg_per_kg: float | None
    basis: str | None
    bag_ml: float | None
    reason: str | None
    weight_kg: float | None
    weight_words: str
    height_cm: float | None
    height_words: str
    locked: str


def never_calculated(library: Library) -> tuple[NeverView, ...]:
    """What is explained and never worked out."""
    return tuple(
        NeverView(one.id, one.title, one.says, source_line(library, one.status, one.sources, library.conduct.review_by)) for one in library.conduct.never
    )


def view_plan(library: Library, patient: Patient, live: LiveSession) -> PlanView:
    """The plan of a session as it stands, with what may be said of its use."""
    session = live.facts
    record, plan, product = session.record, session.planned, session.record.product
    route = route_of(session)
    never = never_calculated(library)
    spray = library.dosing.spray
    standing, says, source = _standing(library, session)
    person = session.facts.case.patient
    return PlanView(
        product=product,
        products=(
            *(ProductChoice(one.product, one.short) for one in library.conduct.route),
            *(ProductChoice(one.id, one.title, never=True) for one in never),
        ),
        never=never,
        how=library.conduct.route_of(product).how,
        indication=record.indication,
        region=session.facts.case.licence_region,
        standing=standing,
        standing_says=says,
        standing_source=source,
        consent=_consent(patient, session),
        warning=library.conduct.route_of(product).warning,
        asks=_asks(session, live.result.dose),
        doses=tuple(
            DoseChoice(dose, mg(dose), plain.counted("{count} device", "{count} devices", round(dose / spray.device_mg))) for dose in spray.doses_mg
        )
        if route is None
        else (),
        dose_mg=plan.dose_mg,
        mg_per_kg=plan.mg_per_kg,
        basis=plan.basis,
        bag_ml=plan.bag_ml,
        reason=plan.reason,
        weight_kg=session.weight_kg,
        weight_words=_weight_words(session),
        height_cm=person.height_cm,
        height_words="" if session.bmi is None else _("BMI {bmi}").format(bmi=plain.number(round(session.bmi, 1))),
        locked=_locked(live),
    )


def _asks(session: SessionFacts, dose: DoseResult) -> frozenset[str]:
    route = route_of(session)
    if route is None:
        return frozenset({"dose"})
    found = {"dose_mg", "mg_per_kg", "basis", "weight"}
    if route.infusion_minutes is not None:
        found.add("bag_ml")
    reason_wanted = any(str(one.facts.get("says")) == route.says_above_usual for one in dose.warnings if route.says_above_usual)
    if reason_wanted or session.planned.reason:
        found.add("reason")
    return frozenset(found)


def _locked(live: LiveSession) -> str:
    if live.log.signature is not None:
        return _("The session is signed; later words are added under Leaving.")
    if live.log.closed:
        return _("The session is over, so its plan stands as it was.")
    if live.log.first_given is not None:
        return _("The first part was given at {clock}, so the plan stands as it was.").format(clock=live.log.clock(live.log.first_given))
    return ""


def _weight_words(session: SessionFacts) -> str:
    on, days = session.weight_on, session.weight_days
    if session.weight_kg is None:
        return _("No weight is recorded.")
    if on is None:
        return _("The day of this weight is not recorded: enter the weight again.")
    if days is None:
        return _("Measured on {day}, which is after the session.").format(day=plain.day(on))
    if days == 0:
        return _("Measured on the day of the session.")
    return _("Measured on {day}, {days} before the session.").format(
        day=plain.day(on), days=plain.counted("{count} day", "{count} days", days).replace(" ", plain.NBSP)
    )


def _standing(library: Library, session: SessionFacts) -> tuple[Stated, tuple[str, ...], SourceLine | None]:
    """Whether the use is on the label that the sessions follow, in words."""
    use = label_use(library, session.record.product, session.record.indication, session.facts.case.licence_region)
    source = None if use.rule is None else source_line(library, use.rule.status, use.rule.sources, library.conduct.review_by)
    return use.stated, use.says, source


def _consent(patient: Patient, session: SessionFacts) -> Stated:
    """The consent on record; without one, that the checklist of this session confirmed it."""
    consent = consent_state(patient, session.record.product)
    if consent.mark == "met" or session.predose.consent_confirmed is not True:
        return consent
    return Stated(consent.mark, _("Consent confirmed, signature not recorded"), consent.sentence)


def dose_doubt(library: Library, product: str, field: str, number: float) -> str:
    """Why a typed number is implausible for a field of the plan, with the remedy; empty where it may stand."""
    route = next((one for one in library.dosing.route if one.product == product), None)
    if route is None or field != "dose_mg" or number > route.maximum_mg_per_kg:
        return ""
    typed = plain.number(number)
    return _("{typed} mg as the whole dose is implausible. If {typed} mg/kg is meant, type it in the field for mg/kg.").format(typed=typed)


def dose_remark(library: Library, product: str, field: str, number: float) -> str:
    """What is to be said of a number that is kept all the same; empty for nothing."""
    route = next((one for one in library.dosing.route if one.product == product), None)
    if route is None or field != "mg_per_kg" or number <= route.maximum_mg_per_kg:
        return ""
    return _("{typed} mg/kg is above {limit}. If {typed} mg in all is meant, type it in the field for mg.").format(
        typed=plain.number(number), limit=plain.measured(route.maximum_mg_per_kg, _("mg/kg"))
    )
