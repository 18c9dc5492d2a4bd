"""The crisis advice in words: what was answered about self-harm, the clinic's own advice, and the general lines for patient and staff."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from trd_desk.content.library import Library
from trd_desk.engine.crisis import SelfHarmAnswer, self_harm_answers, standing_crises
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.parts import Remark, Stated


class ClinicCrisis(NamedTuple):
    """What the clinic has set: its crisis advice in its own words, the number for patients and the emergency number."""

    text: str = ""
    phone: str = ""
    emergency: str = ""


@dataclass(frozen=True, slots=True)
class StaffAdvice:
    """`own` is the clinic's text in paragraphs, or `unset` says that there is none and where it is written; `lines` hold for every clinic."""

    own: tuple[str, ...]
    unset: str
    lines: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrisisNotice:
    """What stands until somebody records what was done. `keys` are those of the scores, `raised` the answers that the advice came up for.

    `blank` is True where nothing was answered yes.
    `stated` is for a chip, `title` and `answers` for page and paper, `ask` the question for what was done.
    """

    keys: tuple[str, ...]
    raised: tuple[int | None, ...]
    blank: bool
    stated: Stated
    title: str
    answers: tuple[Remark, ...]
    advice: StaffAdvice
    ask: str


@dataclass(frozen=True, slots=True)
class PatientAdvice:
    """What the patient reads: the clinic's own words first, then the general lines, and whom to call."""

    title: str
    own: tuple[str, ...]
    lines: tuple[str, ...]
    calls: tuple[str, ...]
    go_on: str


def crisis_notice(library: Library, patient: Patient, clinic: ClinicCrisis, today: dt.date) -> CrisisNotice | None:
    """The notice that stands for this patient, or None. An item that was left blank is named: it is no no."""
    standing = standing_crises(library, patient, today)
    if not standing:
        return None
    positive = [one for one in standing if one.state == "stands"]
    stated = _stated(standing)
    title = _("An answer about self-harm") if positive else _("The question about self-harm was not answered")
    return CrisisNotice(
        keys=tuple(one.key for one in standing),
        raised=tuple(one.raised for one in standing),
        blank=not positive,
        stated=stated,
        title=title,
        answers=tuple(Remark("cannot_tell" if one.state == "blank" else "amber", _answer(one), _score(one)) for one in standing),
        advice=staff_advice(library, clinic, positive=bool(positive), blank=len(positive) < len(standing)),
        ask=_("What was done?"),
    )


def crisis_stated(library: Library, patient: Patient, today: dt.date) -> Stated | None:
    """The chip of the header, or None."""
    standing = standing_crises(library, patient, today)
    return _stated(standing) if standing else None


def crisis_done(library: Library, patient: Patient, today: dt.date, score: str | None = None) -> tuple[str, ...]:
    """What was done about earlier answers, or those of one score, each with who recorded it and when, the newest first."""
    lines = []
    for one in self_harm_answers(library, patient, today):
        if score is not None and one.key != score:
            continue
        entry = patient.answers.get(("crisis", one.key))
        if one.state != "done" or one.crisis is None or entry is None:
            continue
        words = _("{answer} Done: {done} Recorded by {by}, {day}.")
        moment = dt.datetime.fromisoformat(entry.at).astimezone(dt.timezone(dt.timedelta(minutes=entry.offset_minutes)))
        done = (one.crisis.done or "").strip()
        done = done if done.endswith((".", "!", "?")) else f"{done}."
        lines.append(words.format(answer=_answer(one), done=done, by=entry.by, day=f"{plain.day(moment.date())}, {moment:%H:%M}"))
    return tuple(lines)


def self_harm_lines(library: Library, patient: Patient, today: dt.date, since: dt.date | None) -> tuple[Remark, ...]:
    """The positive answers for a letter, the newest first: those of a day since the risk was assessed, and all that still stand."""
    lines = []
    for one in self_harm_answers(library, patient, today):
        if not one.there or one.on is None or one.raised is None or one.state == "blank":
            continue
        stands = one.state == "stands"
        if stands or since is None or one.on >= since:
            done = _("It is not recorded yet what was done.") if stands or one.crisis is None else _("Done: {done}").format(done=one.crisis.done)
            lines.append(Remark("caution" if stands else "note", f"{_answer(one)} {done.rstrip('.')}."))
    return tuple(lines)


def answers_since(library: Library, patient: Patient, today: dt.date, since: dt.date | None) -> tuple[Remark, ...]:
    """The positive answers that stand beside a level of risk of an earlier day, the newest first, each with what was done.

    Those of a day since the level, and all of which nobody has recorded what was done. Of the former the newest of each scale is told,
    and how many there are besides.
    """
    lines, told, earlier = [], set(), 0
    for one in self_harm_answers(library, patient, today):
        open_ = one.state == "stands"
        if one.raised is None or one.state == "blank" or (one.on is not None and one.on > today):
            continue
        on = one.on if one.on is not None or one.crisis is None else one.crisis.seen_at.date()
        if on is None or not (open_ or since is None or on >= since):
            continue
        name = "" if one.scale is None else one.scale.id
        if not open_ and name in told:
            earlier += 1
            continue
        told.add(name)
        done = "" if one.crisis is None else (one.crisis.done or "").strip().rstrip(".")
        after = _("done: {done}").format(done=done) if done else _("nothing recorded yet of what was done")
        words = _("{item}: {value} on {day}; {after}.").format(item=_item(one), value=one.raised, day=plain.day_short(on), after=after)
        lines.append(Remark("note" if done else "caution", words, _item(one)))
    if earlier:
        lines.append(Remark("note", plain.counted("{count} earlier positive answer besides.", "{count} earlier positive answers besides.", earlier)))
    return tuple(lines)


def staff_advice(library: Library, clinic: ClinicCrisis, *, positive: bool = True, blank: bool = False) -> StaffAdvice:
    """The clinic's own advice, or that it is not set and where to set it, and the general lines with the clinic's numbers."""
    own = _paragraphs(clinic.text)
    rules = library.crisis
    lines = (*(rules.staff if positive else ()), *(rules.blank if blank else ()))
    numbers = [
        words.format(number=_number(number))
        for words, number in ((_("Clinic, for patients: {number}"), clinic.phone), (_("Emergency: {number}"), clinic.emergency))
        if number.strip()
    ]
    unset = "" if own else _("The clinic's own crisis advice is not set. It is written in Settings, under Crisis advice.")
    return StaffAdvice(own, unset, tuple(_(line.says) for line in lines), tuple(numbers))


def patient_advice(library: Library, clinic: ClinicCrisis) -> PatientAdvice:
    """What the patient reads right after the answer; a promise of the clinic's stands here only if the clinic wrote it."""
    words = library.crisis.patient
    calls = [
        _(words.emergency).replace("{emergency}", _number(clinic.emergency)) if clinic.emergency.strip() else _(words.emergency_without_number)
    ]
    if clinic.phone.strip():
        calls.append(_(words.clinic).replace("{clinic_phone}", _number(clinic.phone)))
    return PatientAdvice(_(words.title), _paragraphs(clinic.text), tuple(_(line) for line in words.says), tuple(calls), _(words.go_on))


def _number(number: str) -> str:
    return number.strip().replace(" ", plain.NBSP)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _stated(standing: tuple[SelfHarmAnswer, ...]) -> Stated:
    first = standing[0]
    sentences = "\n".join([*(_answer(one) for one in standing), _("Recorded as open: say under Outcomes what was done.")])
    if first.state == "blank":
        return Stated("cannot_tell", _("{item} not answered").format(item=_item(first)), sentences)
    return Stated("amber", _("{item}: {value}").format(item=_item(first), value=first.raised), sentences)


def _item(one: SelfHarmAnswer) -> str:
    return _("Self-harm item") if one.scale is None else _("{scale} item {number}").format(scale=one.scale.short, number=one.scale.self_harm)


def _score(one: SelfHarmAnswer) -> str:
    if one.scale is None or one.on is None:
        return _("A score that was taken back afterwards, self-harm item")
    return _("{scale} of {day}, item {number}").format(scale=one.scale.short, day=plain.day(one.on), number=one.scale.self_harm)


def _answer(one: SelfHarmAnswer) -> str:
    """What was answered, by whom and when the advice came up, and what became of the answer."""
    score = _score(one)
    if one.state == "blank" or one.raised is None:
        return _("{score}: not answered.").format(score=score)
    parts = [_said(one, one.raised)]
    if one.crisis is not None and one.by_patient:
        parts.append(_("by the patient"))
    if one.crisis is not None:
        seen = one.crisis.seen_at
        parts.append(f"{seen:%H:%M}" if seen.date() == one.on else _("{day} {time}").format(day=plain.day(seen.date()), time=f"{seen:%H:%M}"))
    said = ", ".join(parts)
    if not one.there:
        return _("{score}: {said}.").format(score=score, said=said)
    if one.value is None:
        return _("{score}: {said}, and left blank afterwards.").format(score=score, said=said)
    if one.value != one.raised:
        return _("{score}: {said}, and changed to {value} afterwards.").format(score=score, said=said, value=one.value)
    return _("{score}: {said}.").format(score=score, said=said)


def _said(one: SelfHarmAnswer, value: int) -> str:
    """The value, with the form's words where the program has them."""
    scale = one.scale
    if scale is None or scale.wording is None or scale.self_harm is None:
        return _("answered {value}").format(value=value)
    options, low = scale.wording.options_of(scale.self_harm), scale.item(scale.self_harm).low
    if not 0 <= value - low < len(options):
        return _("answered {value}").format(value=value)
    return _("answered {value}, “{words}”").format(value=value, words=options[value - low])
