"""The sessions to come today: when, who, what, and where the checklist stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.session_head import dose_words
from trd_desk.view.shapes import MarkKind


@dataclass(frozen=True, slots=True)
class ToCome:
    """One session to come. `state` is the result of the checklist in words, `detail` what it waits for; `link` leads to `tab`."""

    key: tuple[str, str]
    time: str
    name: str
    age: str
    what: str
    mark: MarkKind
    state: str
    detail: str
    link: str
    tab: str = "checks"

    @property
    def spoken(self) -> str:
        """The row in words, for a screen reader."""
        age = _("{years} years").format(years=self.age) if self.age else ""
        return ", ".join(part for part in (self.time, self.name, age, self.what, self.state, self.detail) if part) + "."


def to_come(library: Library, planned: Sequence[tuple[Patient, LiveSession]]) -> tuple[ToCome, ...]:
    """The planned sessions by their time; those without one last."""
    return tuple(sorted((_coming(library, patient, live) for patient, live in planned), key=lambda one: (not one.time, one.time, one.name)))


def _coming(library: Library, patient: Patient, live: LiveSession) -> ToCome:
    booking = live.log.booking
    dose = dose_words(library, live.facts.record, live.log)
    mark, state, detail = checklist_state(library, live)
    age = live.facts.age
    return ToCome(
        key=(patient.key, live.id),
        time=(booking.time or "") if booking is not None else "",
        name=patient.case.patient.name or _("No name"),
        age="" if age is None else str(age),
        what=_("{dose}, first session").format(dose=dose) if live.facts.first is True else dose,
        mark=mark,
        state=state,
        detail=detail,
        link=_("Before the dose"),
    )


def checklist_state(library: Library, live: LiveSession) -> tuple[MarkKind, str, str]:
    """The result of the checklist as mark and words, and what decides it."""
    result = live.result.predose
    missing = sum(item.result == "incomplete" for item in result.items)
    if not any(True for _part in live.log.of_kind("predose")) and missing:
        return "incomplete", _("Not started"), plain.counted(_("{count} answer to give"), _("{count} answers to give"), missing)
    waiting = _waiting(library, live)
    worst = [item for item in result.items if item.result == result.result]
    if result.result in ("hold", "override") and worst and all(item.id in waiting for item in worst) and not missing and result.earliest:
        return "wait", _("Wait until {time}").format(time=result.earliest), _waits_for(library, live, waiting)
    names = plain.few([_(library.conduct.words_of(item.id).name) for item in worst], 3)
    if result.result == "stop":
        return "stop", _("Stop for today"), names
    if result.result == "hold":
        return "hold", _("Hold"), names
    if missing:
        return "incomplete", plain.counted(_("{count} answer missing"), _("{count} answers missing"), missing), ""
    if result.result == "override":
        return "override", _("Override needed"), names
    if live.stale_since is not None:
        return "wait", _("Look again"), _("the signs are from before {time}").format(time=f"{live.stale_since:%H:%M}")
    if result.result == "note":
        notes = sum(item.result == "note" for item in result.items)
        return "note", plain.counted(_("Ready, with {count} note"), _("Ready, with {count} notes"), notes), ""
    return "pass", _("Ready"), ""


def _waiting(library: Library, live: LiveSession) -> set[str]:
    """The items that only wait for time to pass."""
    results = {item.id: item.result for item in live.result.predose.items}
    return {rule.id for rule in library.predose.item if rule.wait_minutes is not None and results.get(rule.id) == rule.otherwise}


def _waits_for(library: Library, live: LiveSession, waiting: set[str]) -> str:
    """What the wait counts from: last drink 11:10."""
    said = []
    for item in library.predose.item:
        part = live.log.parts.get(("predose", f"{item.id}_at"))
        if item.id in waiting and part is not None:
            name = plain.as_part(_(library.conduct.words_of(item.id).name))
            said.append(_("last {thing} {time}").format(thing=name, time=live.log.clock(part.value)))
    return ", ".join(said)
