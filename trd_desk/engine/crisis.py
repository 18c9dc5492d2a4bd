"""Answers about self-harm: which of them still ask for the crisis advice, and what follows from one that is given.

A scale names its item and from which value on it counts (`self_harm`, `self_harm_from`). What the patient has answered stands until
somebody records what was done, even if the answer is changed later; what a clinician typed follows the clinician's own correction.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from trd_desk.content.library import Library
from trd_desk.content.scale_models import Scale
from trd_desk.record.course_facts import CrisisFact, ScoreAboutFact
from trd_desk.record.fold import Patient
from trd_desk.record.session_parts import moment_text

# The kinds of entry that hold the items of a scale.
SCORED: Final = frozenset({"score", "rating"})

State = Literal["stands", "blank", "done"]
Given = tuple[str, str, Any]


@dataclass(frozen=True, slots=True)
class SelfHarmAnswer:
    """The self-harm item of one score. `value` is the answer now, `raised` the one that the advice came up for.

    `state`: `stands` until it is recorded what was done; `blank` where the item was not answered, which is no no; `done`. `there` is
    False for a score that was taken back afterwards, `scale` None where the content does not know it any more.
    """

    key: str
    scale: Scale | None
    on: dt.date | None
    value: int | None
    state: State
    by_patient: bool
    crisis: CrisisFact | None
    there: bool = True

    @property
    def raised(self) -> int | None:
        """The answer that the advice came up for."""
        return self.value if self.crisis is None else self.crisis.item


def is_positive(scale: Scale, value: int | None) -> bool:
    """Whether the answer to the scale's self-harm item brings up the crisis advice; a blank does not."""
    return scale.self_harm is not None and value is not None and value >= scale.self_harm_from


def self_harm_answers(library: Library, patient: Patient, today: dt.date) -> tuple[SelfHarmAnswer, ...]:
    """Every self-harm item that asks for something or did, the newest score first.

    A positive answer without an entry about it, as in a case that was taken in, counts for the newest score of its scale; so does a
    blank, once the form is left: on another day, with every other item answered, or by a patient.
    """
    scales = {scale.id: scale for scale in library.scales if scale.self_harm is not None}
    crises = patient.facts("crisis", CrisisFact)
    about = patient.facts("score_about", ScoreAboutFact)
    found: list[SelfHarmAnswer] = []
    newest: set[str] = set()
    for key, scale, on, items in _scores(patient, scales):
        value = _answer(scale, items)
        by_patient = key in about and about[key].by == "patient"
        crisis = crises.pop(key, None)
        first = scale.id not in newest
        newest.add(scale.id)
        state: State | None = None
        if crisis is not None:
            state = "done" if crisis.done else "stands" if crisis.item is not None else "blank"
        elif first and is_positive(scale, value):
            state = "stands"
        elif first and items is not None and value is None and (by_patient or on < today or _rest_is_answered(scale, items)):
            state = "blank"
        if state is not None:
            found.append(SelfHarmAnswer(key, scale, on, value, state, by_patient, crisis))
    # Scores that were taken back after the advice had come up.
    found += [
        SelfHarmAnswer(key, None, None, None, "done" if crisis.done else "stands", key in about and about[key].by == "patient", crisis, there=False)
        for key, crisis in crises.items()
    ]
    return tuple(found)


def standing_crises(library: Library, patient: Patient, today: dt.date) -> tuple[SelfHarmAnswer, ...]:
    """Those of which nobody has recorded what was done: positive answers first, then what was left blank."""
    answers = [one for one in self_harm_answers(library, patient, today) if one.state != "done"]
    return tuple(sorted(answers, key=lambda one: one.state == "blank"))


def _scores(patient: Patient, scales: Mapping[str, Scale]) -> Iterator[tuple[str, Scale, dt.date, Sequence[int | None] | None]]:
    """The scores of these scales, the newest first; of one day the one that was entered last."""
    unreadable = set(patient.unreadable)
    found = []
    for (kind, key), entry in patient.answers.items():
        value = entry.value
        if kind not in SCORED or (kind, key) in unreadable or not isinstance(value, dict) or value.get("scale") not in scales:
            continue
        scale = scales[value["scale"]]
        items = value.get("items")
        found.append((dt.date.fromisoformat(value["on"]), entry.seq, key, scale, items if isinstance(items, list) else None))
    for on, _seq, key, scale, items in sorted(found, key=lambda one: one[:2], reverse=True):
        yield key, scale, on, items


def _answer(scale: Scale, items: Sequence[int | None] | None) -> int | None:
    """The answer to the self-harm item. A list may end before it, or go on with the further items of the official form, as for a total."""
    place = scale.place(scale.self_harm) if scale.self_harm is not None else 0
    return items[place] if items is not None and place < len(items) else None


def _rest_is_answered(scale: Scale, items: Sequence[int | None]) -> bool:
    """Whether the self-harm item is the only one left; of a pair one answer is enough."""
    answered = {item.number for item, answer in zip(scale.items, items, strict=False) if answer is not None}
    paired = {number for pair in scale.one_of if answered & set(pair) for number in pair}
    return {item.number for item in scale.items} - answered - paired == {scale.self_harm}


def crisis_entries(library: Library, patient: Patient, given: Iterable[Given], now: dt.datetime) -> tuple[Given, ...]:
    """The entries of kind crisis that belong to these answers, to be written with them; a value of None ends what stood.

    `now` is the moment at which the advice comes up.
    """
    given = list(given)
    scales = {scale.id: scale for scale in library.scales if scale.self_harm is not None}
    told = {key for kind, key, _value in given if kind == "crisis"}
    found: list[Given] = []
    for kind, key, body in given:
        scale = scales.get(body.get("scale", "")) if kind in SCORED and isinstance(body, dict) and key not in told else None
        if scale is None:
            continue
        items = body.get("items")
        value = _answer(scale, items if isinstance(items, list | tuple) else None)
        about = next((each for of_kind, of_key, each in given if (of_kind, of_key) == ("score_about", key)), None) or patient.value("score_about", key)
        by_patient = isinstance(about, dict) and about.get("by") == "patient"
        old = patient.value("crisis", key)
        entry = _entry(scale, value, old if isinstance(old, dict) else None, by_patient=by_patient, now=now)
        if entry != "as it is":
            found.append(("crisis", key, entry))
    return tuple(found)


def _entry(scale: Scale, value: int | None, old: Mapping[str, Any] | None, *, by_patient: bool, now: dt.datetime) -> Any:
    """What the entry about a score says after this answer."""
    raised = None if old is None else old.get("item")
    open_ = old is not None and not old.get("done")
    if is_positive(scale, value) and value is not None:
        if open_ and old is not None and raised is not None:
            worst = max(value, raised) if by_patient else value
            return "as it is" if worst == raised else {**old, "item": worst}
        if old is None or open_ or raised is None or value > raised:
            return {"item": value, "seen_at": moment_text(now)}
    elif open_ and not by_patient and value is not None:
        return None
    return "as it is"
