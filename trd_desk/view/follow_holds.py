"""A hold that the follow-up asks for, told wherever a dose is prepared: it stands beside what is judged there and changes none of it."""

import datetime as dt
from dataclasses import dataclass, replace

from trd_desk.content.followup_models import FollowDomain
from trd_desk.content.library import Library
from trd_desk.engine.decision_results import TriggerState
from trd_desk.engine.follow_up import follow_holds
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.course_facts import FollowUpFact
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.cited import source_line, works
from trd_desk.view.parts import Ask, Remark, SourceLine
from trd_desk.view.used_rules import Used


@dataclass(frozen=True, slots=True)
class FollowHold:
    """A finding that asks for a hold: its day and what is to be done, its source, and the way to where it was recorded.

    `item` is the item of the checklist before a dose that asks the same, empty where none does.
    """

    item: str
    remark: Remark
    source: SourceLine
    link: Ask
    used: Used


def holds_of(library: Library, patient: Patient, today: dt.date) -> tuple[FollowHold, ...]:
    """What the follow-up holds on a day, in the order of the schedule."""
    return tuple(_told(library, domain, one, today) for domain, one in follow_holds(library, patient, today))


def holds_before(library: Library, patient: Patient, live: LiveSession) -> tuple[FollowHold, ...]:
    """What the follow-up holds before the dose of a session, without what this session's own checklist says.

    After the dose it is told as of the session's day, without a check of that day that was recorded later than the dose.
    """
    day = live.now.date() if live.phase == "planned" else live.facts.day
    found = follow_holds(library, patient, day)
    return tuple(
        _told(library, domain, one, day)
        for domain, one in found
        if not (one.source == "session" and one.on == live.facts.day) and not _later(patient, live, domain, one)
    )


def _later(patient: Patient, live: LiveSession, domain: FollowDomain, one: TriggerState) -> bool:
    """Whether a check of the session's day was recorded after the dose had begun."""
    given = live.log.first_given
    if given is None or one.source != "follow_up" or one.on != live.facts.day:
        return False
    keys = [key for key, fact in patient.facts("follow_up", FollowUpFact).items() if (fact.domain, fact.on) == (domain.id, one.on)]
    moments = [dt.datetime.fromisoformat(patient.answers["follow_up", key].at) for key in keys]
    return all(moment > given for moment in moments)


def _told(library: Library, domain: FollowDomain, one: TriggerState, today: dt.date) -> FollowHold:
    trigger, day = one.trigger, "" if one.on is None else plain.day_short(one.on)
    label = (_("Session of {day}:") if one.source == "session" else _("Follow-up of {day}:")).format(day=day)
    found = plain.as_part(_(trigger.label))
    if one.now is not None:
        found = f"{found} ({plain.measured(one.now, _(domain.unit)) if domain.unit else plain.number(one.now)})"
    source = source_line(library, trigger.status, trigger.sources, library.follow_up.review_by, today)
    return FollowHold(
        item=domain.session_item or "",
        remark=Remark("hold", f"{label} {found}. {_(trigger.action)}", label),
        source=replace(source, text=works(library, trigger.sources)),
        link=Ask(f"follow_up.{domain.id}", _("To Outcomes, Decisions: {domain}").format(domain=plain.as_part(_(domain.label)))),
        used=Used(_("Follow-up"), plain.as_part(_(domain.label)), trigger.status, trigger.sources, library.follow_up.review_by),
    )
