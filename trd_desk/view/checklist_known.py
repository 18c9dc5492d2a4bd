"""What the record knows already about a question of the checklist: said beside it, and an answer only once a person confirms it.

Nothing is carried over from an earlier session by itself. A suggestion without a value is there to be read: the answer is then the
person's own.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.monitoring import Watch
from trd_desk.engine.predose import counted_sessions
from trd_desk.engine.safety import SEDATIVE_KINDS, diazepam_load
from trd_desk.engine.scales import with_totals
from trd_desk.engine.session_facts import SessionFacts
from trd_desk.i18n import _
from trd_desk.record.course_facts import RatingFact
from trd_desk.record.fold import Patient
from trd_desk.record.models import Score
from trd_desk.record.register import Register
from trd_desk.view import plain, terms
from trd_desk.view.permits import view_permits
from trd_desk.view.register import stock_words
from trd_desk.view.spoken import drug_name
from trd_desk.view.words import reason_sentence

_LIVER_TESTS = "liver_tests"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the record says to a question: `value` is taken with one key, None where there is nothing to take. `source` is where it stands."""

    value: Any
    words: str
    source: str

    @property
    def sentence(self) -> str:
        """The whole of it in a line."""
        return _("From the record ({source}): {words}.").format(source=self.source, words=self.words)


def suggestions(library: Library, patient: Patient, live: LiveSession, register: Register | None = None) -> dict[str, Suggestion]:
    """What is known, by the field of the question that it answers; `register` is that of the controlled drugs, where it could be read."""
    found = dict(_from_medicines(library, live))
    score = _score(live)
    if score is not None:
        found["score_recorded"] = score
    risk = _risk(library, patient, live)
    if risk is not None:
        found["suicide_risk"] = risk
    found["interval_ok"] = _interval(library, live)
    found["last_session_reviewed"] = _last_session(library, patient, live)
    for name, recorded in (("consent_confirmed", _consent(patient, live)), ("site_and_enrolment_ok", _enrolment(library, patient, live))):
        day = next((one.day for one in reversed(live.facts.earlier) if getattr(one.predose, name, None) is True), None)
        confirmed = [] if day is None else [_("last confirmed {day}").format(day=plain.day_short(day))]
        if recorded or confirmed:
            found[name] = Suggestion(None, ", ".join([*recorded, *confirmed]), _("consent and enrolment") if recorded else _("sessions"))
    if register is not None:
        stock = stock_words(library, register, live.facts.record.product, live.facts.day)
        # A count that differs is a person's to judge: it is only read out.
        found["stock_matches"] = Suggestion(True if stock.agrees else None, plain.as_part(stock.text), _("controlled-drug register"))
    tests = patient.workup.get(_LIVER_TESTS)
    if tests:
        found["liver_tests_ok"] = _liver_tests(library, tests, live.facts.day)
    return found


def todays_score(live: LiveSession) -> Score | None:
    """The depression score of the session's day on the scale used before; the first one ever counts too."""
    scores = with_totals(live.facts.facts.case.scores, live.facts.facts.library)
    used = {one.scale for one in scores if one.on < live.facts.day}
    return next((one for one in scores if one.on == live.facts.day and (one.scale in used or not used)), None)


def score_words(score: Score) -> str:
    """Scale and total: MADRS 14."""
    return f"{terms.SCALES[score.scale]}{plain.NBSP}{plain.number(score.total or 0)}"


def _score(live: LiveSession) -> Suggestion | None:
    scores = with_totals(live.facts.facts.case.scores, live.facts.facts.library)
    today = [one for one in scores if one.on == live.facts.day]
    before = [one for one in scores if one.on < live.facts.day]
    chosen = todays_score(live)
    if chosen is None and today:
        latest = max(reversed(before), key=lambda one: one.on)
        words = _("{score} today, and the scores before are on {scale}").format(score=score_words(today[0]), scale=terms.SCALES[latest.scale])
        return Suggestion(None, words, _("scores"))
    if chosen is None:
        return None
    earlier = [one for one in before if one.scale == chosen.scale]
    words = _("{score} today, the first one").format(score=score_words(chosen))
    if earlier:
        last = max(reversed(earlier), key=lambda one: one.on)
        words = _("{score} today, {before} on {day}").format(
            score=score_words(chosen), before=plain.number(last.total or 0), day=plain.day_short(last.on)
        )
    return Suggestion(True, words, _("scores"))


def _risk(library: Library, patient: Patient, live: LiveSession) -> Suggestion | None:
    """The level of suicide risk that was read off the official form on the day of the session."""
    scale = next((one for one in library.scales if one.scoring == "level"), None)
    if scale is None:
        return None
    ratings = [one for one in patient.facts("rating", RatingFact).values() if one.scale == scale.id and one.on == live.facts.day and one.level]
    level = next((level for level in scale.levels if ratings and level.id == ratings[-1].level), None)
    if level is None:
        return None
    # It is read out beside the question: the risk is more than the level of one form, and the answer is a person's own.
    return Suggestion(None, _("{scale} of today: {level}").format(scale=_(scale.short), level=_(level.label).lower()), _("scales"))


def consent_day(patient: Patient, live: LiveSession) -> dt.date | None:
    """The day on which the consent to this product was signed."""
    signed = (patient.value("consent", live.facts.record.product) or {}).get("signed_on")
    return None if not signed else dt.date.fromisoformat(str(signed))


def _consent(patient: Patient, live: LiveSession) -> list[str]:
    day = consent_day(patient, live)
    return [_("no signed consent is recorded")] if day is None else [_("signed {day}").format(day=plain.day_short(day))]


def _enrolment(library: Library, patient: Patient, live: LiveSession) -> list[str]:
    """The schemes of the region of which something is recorded."""
    rows = view_permits(library, patient, live.facts.record.product).access
    return [_("{scheme}: {state}").format(scheme=row.title, state=plain.as_part(row.state.word)) for row in rows if row.value.get("state")]


def _from_medicines(library: Library, live: LiveSession) -> Iterator[tuple[str, Suggestion]]:
    """Sedatives, their sum and antihypertensives; nothing is said to be absent while the list is not called complete."""
    case, source = live.facts.facts.case, _("medicines")
    kinds = {one.drug: {kind for group in library.interactions_of(one.drug) for kind in group.kinds} for one in case.medications}
    sedatives = [drug_name(drug) for drug, of in kinds.items() if SEDATIVE_KINDS & of]
    lowering = [drug_name(drug) for drug, of in kinds.items() if "antihypertensive" in of]
    if sedatives:
        words = _("{drugs} on the list").format(drugs=plain.listed(sedatives))
        yield "sedative_used", Suggestion(None, words, source)
        yield "sedative_at", Suggestion(None, words, source)
    if lowering:
        yield "antihypertensive_taken", Suggestion(None, _("{drugs} on the list").format(drugs=plain.listed(lowering)), source)
    if not case.medications_reviewed:
        return
    unknown = [drug_name(one.drug) for one in case.medications if not library.interactions_of(one.drug)]
    load = diazepam_load(live.facts.facts)
    if unknown:
        words = _("{drugs} not in the table, so nothing is worked out").format(drugs=plain.listed(unknown))
        yield "daily_diazepam_equivalent_mg", Suggestion(None, words, source)
    elif load is None:
        words = _("no benzodiazepine or Z-drug on the complete list")
        yield "sedative_used", Suggestion(False, words, source)
        yield "daily_diazepam_equivalent_mg", Suggestion(0, words, source)
    elif load.total_mg is not None:
        total = round(load.total_mg, 1)
        value = int(total) if total == int(total) else total
        words = _("about {total} from {drugs}, by provisional equivalents").format(
            total=plain.measured(value, "mg"), drugs=plain.listed([drug_name(drug) for drug, _mg in load.parts])
        )
        yield "daily_diazepam_equivalent_mg", Suggestion(value, words, source)
    else:
        missing = [drug_name(drug) for drug, mg in load.parts if mg is None]
        words = _("the dose or the equivalent of {drugs} is missing").format(drugs=plain.listed(missing))
        yield "daily_diazepam_equivalent_mg", Suggestion(None, words, source)


# ---------------------------------------------------------------------------------------------------------- earlier sessions


def last_given(live: LiveSession) -> SessionFacts | None:
    """The last earlier session in which something was given."""
    return next((one for one in reversed(live.facts.earlier) if one.given is not None), None)


def days_since_last(live: LiveSession) -> int | None:
    """Whole days since the last session in which something was given."""
    last = last_given(live)
    return None if last is None else (live.facts.day - last.day).days


def _none_before(live: LiveSession, source: str) -> Suggestion:
    """No earlier session is recorded: true of a first session, and to be asked about where this is a later one."""
    if live.facts.first is True:
        return Suggestion(True, _("the first session"), source)
    return Suggestion(None, _("no earlier session is recorded here"), source)


def _interval(library: Library, live: LiveSession) -> Suggestion:
    rule = next(item for item in library.predose.item if item.rule == "interval")
    last, days, source = last_given(live), days_since_last(live), _("sessions")
    if last is None or days is None:
        return _none_before(live, source)
    words = _("{days} since the session of {day}").format(
        days=plain.counted("{count} day", "{count} days", days).replace(" ", plain.NBSP), day=plain.day_short(last.day)
    )
    if live.facts.record.product not in rule.counted:
        return Suggestion(True, words, source)
    count, window = counted_sessions(live.facts, rule), int(rule.numbers["days"])
    words += _(", {count} in {days} with this one").format(
        count=plain.counted("{count} session", "{count} sessions", count).replace(" ", plain.NBSP), days=plain.measured(window, _("days"))
    )
    return Suggestion(True if count <= rule.numbers["sessions"] else None, words, source)


def _last_session(library: Library, patient: Patient, live: LiveSession) -> Suggestion:
    """What happened in the last session; there is something to take only where nothing did."""
    last, source = last_given(live), _("sessions")
    if last is None:
        return _none_before(live, source)
    day = plain.day_short(last.day)
    log = patient.sessions.get(last.record.id)
    troubles = [
        _("{what} at {clock}").format(what=plain.as_part(reason_sentence(alarm.because, library)), clock=alarm.at)
        for _minute, alarm in Watch(last).alarms
    ]
    alarmed = {rule.kind for _minute, rule in Watch(last).event_alarms}
    kinds = {rule.kind: rule.label for rule in library.monitoring.event}
    troubles += [
        _("{what} at {clock}").format(what=plain.as_part(kinds[event.kind]), clock=event.at) for event in last.record.events if event.kind not in alarmed
    ]
    left = last.record.leaving.at if last.record.leaving is not None else None
    if log is not None and log.departure is not None:
        departed = _("left against advice at {clock}: {reason}")
        troubles.append(departed.format(clock=log.clock(log.departure.at), reason=plain.as_part(log.departure.reason)))
    if troubles:
        return Suggestion(None, _("on {day}: {troubles}").format(day=day, troubles=plain.few(troubles, 4)), source)
    if not last.record.observations or left is None:
        return Suggestion(None, _("on {day}: nothing recorded after the dose").format(day=day), source)
    return Suggestion(True, _("on {day} no alarm, no event, left {clock}").format(day=day, clock=left), source)


def _liver_tests(library: Library, entry: Any, day: dt.date) -> Suggestion:
    done = entry.get("done_on")
    on = dt.date.fromisoformat(str(done)) if done is not None else None
    result = ", ".join(str(entry[name]) for name in ("result", "note") if entry.get(name))
    words = _("no day recorded") if on is None else _("tests of {day}").format(day=plain.day_short(on))
    if result:
        words = f"{words}: {plain.as_part(result)}"
    rule = next(item for item in library.workup.item if item.id == _LIVER_TESTS)
    if on is not None and rule.valid_days is not None and (day - on).days > rule.valid_days:
        words += _(", older than {days}").format(days=plain.measured(rule.valid_days, _("days")))
    return Suggestion(None, words, _("work-up"))
