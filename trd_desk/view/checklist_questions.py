"""The questions of the checklist before the dose with what was answered to each, as the record and the content have them."""

import datetime as dt
from typing import Any, Final

from trd_desk.content.conduct_models import CheckAsk
from trd_desk.content.library import Library
from trd_desk.content.session_models import PredoseItem
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.record.register import Register
from trd_desk.view import plain
from trd_desk.view.checklist_known import suggestions
from trd_desk.view.checklist_parts import CheckQuestion
from trd_desk.view.clock_times import clock_words
from trd_desk.view.parts import Choice
from trd_desk.view.pressure_tiers import Reading

# The reason that tells an answer taken back from Unknown: both have no value.
_TAKEN_BACK: Final = "taken back"


class Asked:
    """The questions of one session at one moment."""

    def __init__(self, library: Library, patient: Patient, live: LiveSession, register: Register | None = None) -> None:
        self.library, self.patient, self.live = library, patient, live
        self.log, self.facts, self.now = live.log, live.facts, live.now
        self.answers = live.facts.predose
        self.open = live.phase == "planned"
        self.readings = readings_of(live)
        self.known = suggestions(library, patient, live, register)

    def clock(self, moment: dt.datetime) -> str:
        """A moment as a clock time of the session."""
        return f"{moment.astimezone(self.now.tzinfo):%H:%M}"

    def moment(self, rule: PredoseItem) -> dt.datetime | None:
        """The recorded moment that an item waits from."""
        found: dt.datetime | None = self.log.value("predose", f"{rule.id}_at")
        return found

    @property
    def weight_words(self) -> str:
        """The weight and its day: 68 kg, 16 Mar 2026."""
        kg, on = self.facts.weight_kg, self.facts.weight_on
        if kg is None:
            return ""
        return ", ".join(part for part in (plain.measured(kg, "kg"), "" if on is None else plain.day_short(on)) if part)

    def word(self, item: str, value: str) -> str:
        """The word of a choice, as a part of a sentence."""
        for ask in self.library.conduct.words_of(item).asks:
            for choice in ask.choices:
                if choice.value == value:
                    return plain.as_part(_(choice.word))
        return value.replace("_", " ")

    def questions(self, rule: PredoseItem, *, again: bool = False) -> tuple[CheckQuestion, ...]:
        """The questions of an item that are asked now; with `again` those of a sign stand empty, to be measured again."""
        words = self.library.conduct.words_of(rule.id)
        asks = words.asks or (CheckAsk(field=rule.field or "", form="yes_no", ask=rule.ask),)
        found: list[CheckQuestion] = []
        for ask in asks:
            if ask.when is not None and getattr(self.answers, ask.when) is not True:
                continue
            if rule.rule == "airway" and not self._airway_asks(rule, ask):
                continue
            if ask.form == "pressure":
                found += self._pressures(ask)
            else:
                found.append(self._question(rule, ask, again=again))
        return tuple(found)

    def _airway_asks(self, rule: PredoseItem, ask: CheckAsk) -> bool:
        if self.facts.bmi is not None:
            return ask.form == "choice" and self.facts.bmi >= rule.numbers["bmi"]
        missing = {"weight": self.facts.weight_kg is None, "height": self.facts.facts.case.patient.height_cm is None}
        return missing.get(ask.form, False)

    def _question(self, rule: PredoseItem, ask: CheckAsk, *, again: bool) -> CheckQuestion:
        value: Any
        said = ""
        if ask.form == "time":
            value = self.log.value("predose", ask.field)
            said = "" if value is None else clock_words(value, self.now)
        elif ask.form == "weight":
            value = self.facts.weight_kg
            said = self.weight_words
        elif ask.form == "height":
            value = self.facts.facts.case.patient.height_cm
        else:
            value = getattr(self.answers, ask.field)
            if ask.form == "yes_no" and value is not None:
                said = _("yes") if value else _("no")
            elif ask.form == "choice" and value is not None:
                said = self.word(rule.id, value)
            elif value is not None:
                said = plain.number(value)
        return CheckQuestion(
            field=ask.field,
            form=ask.form,
            ask=_(ask.ask),
            value=None if again else value,
            asked=value is not None or self._unknown(ask.field),
            said=said,
            choices=_choices(ask, value),
            limits=None if ask.sign is None else self.library.conduct.limits_of(ask.sign),
            suggestion=self.known.get(ask.field) if value is None else None,
        )

    def _unknown(self, field: str) -> bool:
        """Whether the question was answered with Unknown, which has no value either."""
        entry = self.patient.answers.get(("predose", f"{self.live.id}/{field}"))
        return entry is not None and entry.value is None and not (entry.reason or "").startswith(_TAKEN_BACK)

    def _pressures(self, ask: CheckAsk) -> list[CheckQuestion]:
        """Each reading, to be corrected, and the next one, to be taken."""
        parts = sorted((part for part in self.log.of_kind("predose") if part.name.startswith("pressure/")), key=lambda part: (len(part.name), part.name))
        found = []
        for place, part in enumerate(parts):
            reading = Reading(part.value.sbp, part.value.dbp, part.value.at.astimezone(self.now.tzinfo))
            words = _("First reading") if place == 0 else _("Reading {number}").format(number=place + 1)
            found.append(CheckQuestion(part.name, "pressure", words, reading, asked=True, said=reading.words_at))
        after = int(parts[-1].name.partition("/")[2]) if parts else 0
        again = _(ask.ask) if not parts else _("Measured again")
        return [*found, CheckQuestion(f"pressure/{after + 1}", "pressure", again, None, asked=False)]


def readings_of(live: LiveSession) -> tuple[Reading, ...]:
    """The blood pressures before the dose, in order; those of a case file without their moments."""
    if live.log.readings:
        return tuple(Reading(one.sbp, one.dbp, one.at.astimezone(live.now.tzinfo)) for one in live.log.readings)
    return tuple(Reading(sbp, dbp) for sbp, dbp in live.facts.predose.blood_pressure or ())


def _choices(ask: CheckAsk, value: Any) -> tuple[Choice, ...]:
    if ask.form == "yes_no":
        return (Choice(True, _("Yes"), "Y", chosen=value is True), Choice(False, _("No"), "N", chosen=value is False))
    return tuple(Choice(one.value, _(one.word), one.key, chosen=value == one.value) for one in ask.choices)
