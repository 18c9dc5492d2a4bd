"""The sessions to come today: when, who, what, and where the checklist stands."""

import datetime as dt
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.checklist import ChecklistView, view_checklist
from trd_desk.view.session_head import dose_words
from trd_desk.view.shapes import MarkKind


@dataclass(frozen=True, slots=True)
class ToCome:
    """One session to come. `state` is the result of the checklist in words, `detail` what it waits for; `link` leads to `tab`.

    `moments` are those at which a wait of the checklist ends.
    """

    key: tuple[str, str]
    time: str
    name: str
    age: str
    what: str
    mark: MarkKind
    state: str
    detail: str
    sentence: str
    link: str
    tab: str = "checks"
    moments: tuple[dt.datetime, ...] = ()

    @property
    def order(self) -> tuple[bool, str, str]:
        """By time, those without one last."""
        return not self.time, self.time, self.name

    @property
    def spoken(self) -> str:
        """The row in words, for a screen reader."""
        age = _("{years} years").format(years=self.age) if self.age else ""
        return ", ".join(part for part in (self.time, self.name, age, self.what, self.state, self.detail) if part) + "."


def session_to_come(library: Library, patient: Patient, live: LiveSession) -> ToCome:
    """A planned session, with the result that the part Before the dose shows."""
    booking = live.log.booking
    dose = dose_words(library, live.facts.record, live.log)
    checklist = view_checklist(library, patient, live)
    result = checklist.result
    begun = any(True for _part in live.log.of_kind("predose"))
    missing = sum(row.state == "incomplete" for row in checklist.rows)
    age = live.facts.age
    return ToCome(
        key=(patient.key, live.id),
        time=(booking.time or "") if booking is not None else "",
        name=patient.case.patient.name or _("No name"),
        age="" if age is None else str(age),
        what=_first(library, live) if live.facts.first is True else dose,
        mark=result.mark if begun else "incomplete",
        state=result.words if begun else _("Not started"),
        detail=_detail(library, live, checklist) if begun else plain.counted(_("{count} answer to give"), _("{count} answers to give"), missing),
        sentence=result.reason,
        link=_("Before the dose"),
        moments=checklist.moments,
    )


def _first(library: Library, live: LiveSession) -> str:
    return _("{route}, first session").format(route=_(library.conduct.route_of(live.facts.record.product).short))


def _detail(library: Library, live: LiveSession, checklist: ChecklistView) -> str:
    """What decides the result, in a few words: the items, or what a wait counts from."""
    kind = checklist.result.kind
    if kind in ("stop", "hold", "override"):
        return plain.few([row.name for row in checklist.needs if row.state == kind], 3)
    if kind != "wait":
        return ""
    said = []
    for row in checklist.needs:
        part = live.log.parts.get(("predose", f"{row.id}_at"))
        if row.state == "wait" and part is not None:
            name = plain.as_part(_(library.conduct.words_of(row.id).name))
            said.append(_("last {thing} {time}").format(thing=name, time=live.log.clock(part.value)))
    return ", ".join(said)
