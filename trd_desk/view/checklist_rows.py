"""The items of the checklist before the dose as rows: how each stands, why, what it waits for, and whether it can be overridden."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from trd_desk.content.conduct_models import threshold_numbers
from trd_desk.content.library import Library
from trd_desk.content.session_models import PredoseItem
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.predose import predose_of
from trd_desk.engine.session_results import PredoseItemResult
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.record.register import Register
from trd_desk.view import plain
from trd_desk.view.checklist_answers import answer_words
from trd_desk.view.checklist_known import consent_day
from trd_desk.view.checklist_parts import RESULT_WORDS, STATES, CheckRow, OverrideCard, State
from trd_desk.view.checklist_questions import Asked
from trd_desk.view.cited import source_line, works
from trd_desk.view.clock_times import clock_words, minutes_ago, minutes_words
from trd_desk.view.follow_holds import FollowHold, holds_before
from trd_desk.view.parts import SourceLine
from trd_desk.view.people import role_word
from trd_desk.view.words import reason_sentence

if TYPE_CHECKING:
    from trd_desk.record.session_parts import OverridePart

_MINUTE: Final = dt.timedelta(minutes=1)
# Reasons that add nothing to what the row shows.
_SILENT: Final = frozenset({"predose_not_answered", "predose_in_order", "predose_not_needed"})


def check_rows(library: Library, patient: Patient, live: LiveSession, register: Register | None = None) -> tuple[CheckRow, ...]:
    """Every item in the order in which this clinic goes through them: group by group."""
    rows = _Rows(Asked(library, patient, live, register))
    holds = holds_before(library, patient, live)
    return tuple(_beside(rows.row(item), rows.rules[item], holds) for group in library.conduct.group for item in group.items)


def _beside(row: CheckRow, rule: PredoseItem, holds: Sequence[FollowHold]) -> CheckRow:
    """The row with what the follow-up holds: beside the item that asks the same, else beside the list of contraindications."""
    own = tuple(one for one in holds if one.item == row.id or (not one.item and rule.rule == "stop_list"))
    if not own:
        return row
    if row.state not in ("pass", "note") or row.again:
        return replace(row, beside=own)
    return replace(row, beside=own, mark="hold", word=_("{word}; follow-up holds").format(word=row.word))


class _Rows:
    """Makes the rows of one session at one moment."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.library, self.live, self.log, self.now = asked, asked.library, asked.live, asked.log, asked.now
        self.rules = {item.id: item for item in self.library.predose.item}
        self.results = {item.id: item for item in self.live.result.predose.items}
        # Why an overridden item stood where it did: the same items without the overrides.
        self.bare = self.results
        if any(item.before_override is not None for item in self.results.values()):
            without = replace(self.live.facts, record=self.live.facts.record.model_copy(update={"overrides": ()}))
            self.bare = {item.id: item for item in predose_of(without).items}
        self.taken = self._signs_taken()

    def _signs_taken(self) -> dict[str, dt.datetime]:
        """When each sign that holds for a while only was taken."""
        found: dict[str, dt.datetime] = {}
        for rule in self.rules.values():
            part = self.log.parts.get(("predose", rule.field or ""))
            if rule.rule == "measure" and part is not None:
                found[rule.id] = part.given_at
            elif rule.rule == "blood_pressure" and self.log.readings:
                found[rule.id] = self.log.readings[-1].at
        return found

    def _too_old(self, item: str) -> bool:
        if self.live.stale_since is None or item not in self.taken:
            return False
        reviewed = self.log.value("predose", "reviewed")
        since = self.taken[item] if reviewed is None else max(self.taken[item], reviewed)
        ends: dt.datetime = since + self.library.conduct.check_valid_minutes * _MINUTE
        return ends <= self.now

    # ---------------------------------------------------------------------------------------------------------------- one row

    def row(self, item: str) -> CheckRow:
        """One item as it stands now."""
        rule, result, base = self.rules[item], self.results[item], self.bare[item]
        until = self._until(rule, result)
        state: State = "wait" if until is not None else result.result
        again = state in ("pass", "note", "override") and self._too_old(item)
        override = self._override(rule, result)
        repeat = self._repeat_at(rule, base)
        mark, word = STATES[state]
        word = _(word)
        if until is not None:
            word = (_("Hold until {clock}") if result.result == "hold" else _("Wait until {clock}")).format(clock=self.asked.clock(until))
        elif again:
            mark, word = "late", _("Measure again")
        elif repeat is not None:
            word = _("Repeat at {clock}").format(clock=self.asked.clock(repeat))
        elif override is not None:
            mark = "override"
        signatures, why = self._may_override(rule, state, result)
        return CheckRow(
            id=item,
            name=_(self.library.conduct.words_of(item).name),
            state=state,
            mark=mark,
            word=word,
            says=self._says(rule, base, signed=override is not None, again=again),
            answer=answer_words(self.asked, rule, base),
            questions=self.asked.questions(rule, again=again),
            threshold=self._threshold(rule),
            otherwise=_otherwise(rule),
            source=self._source(rule),
            sources=works(self.library, rule.sources),
            until=until,
            repeat_at=repeat,
            again=again,
            signatures=signatures,
            why_no_override=why,
            override=override,
            link=self._link(rule, state),
            known=self._known(rule, base),
            can_stop=rule.rule == "stop_list" or (rule.rule == "blood_pressure" and not self.asked.readings),
        )

    def _source(self, rule: PredoseItem) -> SourceLine:
        """The standing of the rule and its first source; of a setting of the clinic the decision alone, for the standing says the rest."""
        source = source_line(self.library, rule.status, rule.sources, self.library.predose.review_by, self.now.date())
        first = rule.sources[0]
        return replace(source, text=first.locator) if self.library.source(first.source).grade == "convention" and first.locator else source

    def _known(self, rule: PredoseItem, base: PredoseItemResult) -> str:
        """The fact of the record by which an item passed without an answer of today."""
        facts = self.asked.facts
        if base.because.code != "predose_in_order":
            return ""
        if rule.rule == "pregnancy" and facts.facts.case.patient.sex == "male":
            return _("From the record: male, so pregnancy is not possible.")
        if rule.rule == "antihypertensive" and self.asked.answers.antihypertensive_taken is None:
            return _("From the record: no antihypertensive on the complete list of medicines.")
        if rule.rule == "weight":
            return _("From the record: {weight}.").format(weight=self.asked.weight_words)
        if rule.rule == "airway" and self.asked.answers.stop_bang is None and facts.bmi is not None:
            return _("From the record: BMI {bmi}.").format(bmi=plain.number(round(facts.bmi, 1)))
        return ""

    def _until(self, rule: PredoseItem, result: PredoseItemResult) -> dt.datetime | None:
        """When an item that only waits for time to pass will pass."""
        moment = self.asked.moment(rule)
        if moment is None or rule.wait_minutes is None or result.result != rule.otherwise or not self.asked.open:
            return None
        return moment.astimezone(self.now.tzinfo) + rule.wait_minutes * _MINUTE

    def _repeat_at(self, rule: PredoseItem, base: PredoseItemResult) -> dt.datetime | None:
        """When a blood pressure that was raised once is to be measured again."""
        if base.because.code != "predose_pressure_repeat" or not self.log.readings or not self.asked.open:
            return None
        return self.log.readings[-1].at.astimezone(self.now.tzinfo) + rule.numbers["repeat_minutes"] * _MINUTE

    def _link(self, rule: PredoseItem, state: State) -> tuple[str, str] | None:
        if state == "pass":
            return None
        if rule.rule == "stop_list":
            return _("Open the list"), f"conditions.{self.library.conditions[0].id}"
        if rule.field == "consent_confirmed":
            words = _("Record the signed consent") if consent_day(self.asked.patient, self.live) is None else _("See the consent")
            return words, f"sessions.{self.live.id}.consent.signed_on"
        if rule.rule == "antihypertensive" and not self.asked.facts.facts.case.medications_reviewed:
            return _("Open the medicines"), "medications"
        return None

    def _threshold(self, rule: PredoseItem) -> str:
        """The threshold in words, with the numbers that the rule has now."""
        numbers = threshold_numbers(rule, self.library.dosing.weight)
        said = {name: minutes_words(value) if name == "wait" else plain.number(value) for name, value in numbers.items()}
        return _(self.library.conduct.words_of(rule.id).threshold).format_map(said)

    # -------------------------------------------------------------------------------------------------------------- overrides

    def _may_override(self, rule: PredoseItem, state: State, result: PredoseItemResult) -> tuple[int, str]:
        """How many signatures an override needs, or 0 and why none is offered (decisions 32 and 71)."""
        if state in ("pass", "note") or not self.asked.open:
            return 0, ""
        if state == "stop":
            return 0, _("A stop cannot be overridden: the dose waits for another day.")
        if state == "incomplete":
            return 0, _("A missing answer cannot be overridden: it is to be given.")
        if not rule.overridable:
            return 0, _("This cannot be overridden: it is to be put right before the dose.")
        return (2 if result.result == "hold" else 1), ""

    def _override(self, rule: PredoseItem, result: PredoseItemResult) -> OverrideCard | None:
        if result.before_override is None:
            return None
        name = _(self.library.conduct.words_of(rule.id).name)
        part: OverridePart | None = self.log.value("override", rule.id)
        prints = _("Prints on the session record.")
        if part is None:
            told = next(one for one in self.asked.facts.record.overrides if one.item == rule.id)
            title = _("{item}: override by {person}, {role}.").format(item=name, person=told.by, role=role_word(told.role or "prescriber"))
            second = _("Second signature: {person}.").format(person=told.second_by) if told.second_by else ""
            return OverrideCard(rule.id, title, f"“{told.reason}”", second, prints)
        title = _("{item}: override by {person}, {role}, {clock}.").format(
            item=name, person=part.by, role=role_word(part.role), clock=self.asked.clock(part.at)
        )
        second = ""
        if part.second_by:
            role = f", {role_word(part.second_role)}" if part.second_role else ""
            second = _("Second signature: {person}{role}.").format(person=part.second_by, role=role)
        return OverrideCard(rule.id, title, f"“{part.reason}”", second, prints)

    # ----------------------------------------------------------------------------------------------------------- what it says

    def _says(self, rule: PredoseItem, base: PredoseItemResult, *, signed: bool, again: bool) -> str:
        says = self._base_says(rule, base)
        if again:
            at = self.taken[rule.id]
            says = _("{answer} at {clock}, {ago}.").format(answer=answer_words(self.asked, rule, base), clock=self.asked.clock(at), ago=self._ago(at))
        if signed:
            says = f"{says} {_('Override signed.')}".strip()
        if not says and base.result == "incomplete" and any(question.asked and not question.answered for question in self.asked.questions(rule)):
            return _("Not known; it stays missing.")
        return says

    def _ago(self, moment: dt.datetime) -> str:
        return minutes_ago((self.now - moment).total_seconds() // 60)

    def _base_says(self, rule: PredoseItem, base: PredoseItemResult) -> str:
        code, facts = base.because.code, base.because.facts
        if code in _SILENT or (rule.rule == "stop_list" and base.result == "incomplete" and self.asked.answers.stop_list_asked is None):
            return ""
        if code == "predose_wait":
            return self._wait_says(rule)
        if code == "predose_pressure_repeat":
            return _("{reading}, measured once.").format(reading=self.asked.readings[-1].words_at)
        if code == "predose_pressure":
            return self._pressure_says(rule)
        if code == "predose_measured":
            measured = plain.measured(facts["measured"], _(str(facts["in"])))
            return _("{measured}. Needs {low} to {high}.").format(measured=measured, low=plain.number(facts["from"]), high=plain.number(facts["to"]))
        return plain.capital(reason_sentence(base.because, self.library).removeprefix(f"{rule.label}: "))

    def _wait_says(self, rule: PredoseItem) -> str:
        """Ate 08:10, 1 h 51 min ago. Needs 2 hours."""
        moment = self.asked.moment(rule)
        needs = _("Needs {span}.").format(span=minutes_words(rule.wait_minutes or 0))
        if moment is None:
            return f"{plain.capital(minutes_ago(getattr(self.asked.answers, rule.field or '') or 0))}. {needs}"
        told = next(_(ask.told) for ask in self.library.conduct.words_of(rule.id).asks if ask.form == "time")
        return f"{told} {clock_words(moment, self.now)}, {self._ago(moment)}. {needs}"

    def _pressure_says(self, rule: PredoseItem) -> str:
        """The last reading, and whether it was repeated too soon."""
        readings = self.asked.readings
        last = readings[-1]
        if len(readings) < 2:
            return f"{last.words_at}."
        before, needed = readings[-2], rule.numbers["repeat_minutes"]
        if last.at is not None and before.at is not None and last.at - before.at < needed * _MINUTE:
            after = minutes_words((last.at - before.at).total_seconds() // 60)
            return _("{reading} on repeat, after {after}; {needed} are asked.").format(reading=last.words, after=after, needed=minutes_words(needed))
        return _("{reading} on repeat.").format(reading=last.words)


def _otherwise(rule: PredoseItem) -> str:
    """What another answer gives, in a sentence; empty where the threshold says it all."""
    if rule.rule == "measure" and rule.normal is not None and rule.tolerated is not None:
        (low, high), (lowest, highest) = rule.normal, rule.tolerated
        ranges = []
        if lowest < low:
            ranges.append(_("{lowest} to under {low}").format(lowest=plain.number(lowest), low=plain.number(low)))
        if highest > high:
            ranges.append(_("over {high} to {highest}").format(high=plain.number(high), highest=plain.number(highest)))
        return _("An override for {ranges}, a hold beyond.").format(ranges=plain.either(ranges))
    if rule.rule == "wait" and rule.otherwise is not None:
        return _("Until then: {result}.").format(result=_(RESULT_WORDS[rule.otherwise]))
    if rule.rule == "blood_pressure":
        limits = {name: plain.number(value) for name, value in rule.numbers.items()}
        return _(
            "Above that an override, from {hold_systolic}/{hold_diastolic} a hold, from {stop_systolic}/{stop_diastolic} a stop for today; "
            "under {low_systolic} systolic a hold."
        ).format_map(limits)
    told = [f"{_(rule.says[answer]).rstrip('.')} ({_(RESULT_WORDS[result])})" for answer, result in rule.answers.items() if answer in rule.says]
    return "; ".join(told) + "." if told else ""
