"""Whether a dose may be given at a moment: the last gate between a plan that was checked and the patient.

Every clause refuses by itself and says why, so that nobody has to guess which of them stands in the way. Once a part of the dose was
given the checklist is not asked again, because it was judged for this dose; a red alarm ends the giving instead.
"""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from trd_desk.content.library import Library
from trd_desk.content.session_models import WeightRoute
from trd_desk.engine.live import live_session
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.verdict import Reason
from trd_desk.record.fold import Patient
from trd_desk.record.people import name_key
from trd_desk.record.session_log import entry_moment

Next = Literal["device", "start", "end", "dose"]

_MINUTE: Final = dt.timedelta(minutes=1)
_DEVICE: Final = "device/"
_CHECKLIST: Final = {"stop": "give_stop", "hold": "give_hold", "incomplete": "give_incomplete", "override": "give_override"}


@dataclass(frozen=True, slots=True)
class GivePermit:
    """Whether the next part of the dose may be given, and each reason why not.

    `next` is what comes next: a spray device, the start of an infusion, its end, or a dose given in one moment; None when nothing is
    left to give. The end of an infusion is never refused: `allowed` speaks of giving only. `device_number` of `of` for the spray.
    `opens_at` is the moment at which the rest between two devices ends.
    """

    allowed: bool
    reasons: tuple[Reason, ...]
    next: Next | None
    device_number: int | None = None
    of: int | None = None
    opens_at: dt.datetime | None = None


def may_give(live: LiveSession, *, now: dt.datetime, at: dt.datetime | None = None, by: str = "") -> GivePermit:
    """Whether the next part of the dose may be given at `at`, by default now.

    `by` is who gives; empty leaves out that the second check must be another person's. For an `at` before now the live session must
    be the one of that moment, because the checklist is judged then.
    """
    what, number, of = _next(live)
    moment = now if at is None else at
    opens = _rest_ends(live) if what == "device" else None
    reasons = tuple(_closed(live, what, of)) or tuple(_refusals(live, what, number, now, moment, opens, by))
    still = opens if opens is not None and opens > moment else None
    return GivePermit(not reasons, reasons, what, number, of, still)


def may_have_given(library: Library, patient: Patient, session: str, *, at: dt.datetime, now: dt.datetime, by: str = "") -> GivePermit:
    """Whether the next part of the dose may be written down as given at `at`: the session is judged as it was then."""
    return may_give(live_session(library, patient, session, min(at, now)), now=now, at=at, by=by)


def time_faults(live: LiveSession, part: str, at: dt.datetime, now: dt.datetime) -> tuple[Reason, ...]:
    """Why the time of something that was given cannot be corrected to `at`; what was given is in order of its times.

    A time that leaves less than the rest between two devices is a note and no fault, because it tells what happened.
    """
    before, after = _neighbours(live, part)
    found = []
    if at > now:
        found.append(Reason("give_future", False, {"clock": _clock(live, at), "now_clock": _clock(live, now)}))
    if (before is not None and at < before) or (after is not None and at > after):
        ends = {"from_clock": None if before is None else _clock(live, before), "to_clock": None if after is None else _clock(live, after)}
        found.append(Reason("give_order", False, {"clock": _clock(live, at), **ends}))
    elif part.startswith(_DEVICE):
        rest = live.facts.library.conduct.device_rest_minutes
        if any(abs(at - other) < rest * _MINUTE for other in (before, after) if other is not None):
            found.append(Reason("give_short_rest", None, {"rest": rest}))
    return tuple(found)


def _neighbours(live: LiveSession, part: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """What was given just before and just after a part."""
    order = [f"{_DEVICE}{number}" for number in sorted(_numbers(live))] if part.startswith(_DEVICE) else ["start", "end"]
    moments = {name: live.log.value("given", name) for name in order}
    place = order.index(part) if part in order else len(order)
    around = (order[place - 1] if place > 0 else "", order[place + 1] if place + 1 < len(order) else "")
    first, last = (moments[name].at if moments.get(name) is not None else None for name in around)
    return first, last


def _numbers(live: LiveSession) -> set[int]:
    """The numbers of the devices that were used."""
    return {int(part.name[len(_DEVICE) :]) for part in live.log.of_kind("given") if part.name.startswith(_DEVICE)}


def devices_planned(live: LiveSession) -> int | None:
    """How many devices the planned dose takes; None for other routes and without a dose."""
    spray, dose = live.facts.library.dosing.spray, live.facts.planned.dose_mg
    return round(dose / spray.device_mg) if live.facts.record.product == spray.product and dose else None


def weight_route(live: LiveSession) -> WeightRoute | None:
    """The route's rules where the dose goes by weight; None for the spray."""
    return next((route for route in live.facts.library.dosing.route if route.product == live.facts.record.product), None)


def _next(live: LiveSession) -> tuple[Next | None, int | None, int | None]:
    given, route = live.facts.given, weight_route(live)
    of = devices_planned(live)
    if live.log.closed or live.log.signature is not None:
        return None, None, of
    if route is None:
        numbers = _numbers(live)
        if _stopped_early(live) or (of is not None and len(numbers) >= of):
            return None, None, of
        missing = next(number for number in itertools.count(1) if number not in numbers)
        return "device", missing, of
    if given is None or given.start is None:
        return ("start" if route.infusion_minutes is not None else "dose"), None, None
    if route.infusion_minutes is not None and given.end is None:
        return "end", None, None
    return None, None, None


def _stopped_early(live: LiveSession) -> bool:
    return bool(live.log.devices) and live.log.value("given", "amount") is not None


def _rest_ends(live: LiveSession) -> dt.datetime | None:
    """When the rest after the last device ends."""
    last = max((part.at for part in live.log.devices), default=None)
    return None if last is None else last.astimezone(live.log.zone) + live.facts.library.conduct.device_rest_minutes * _MINUTE


# ---------------------------------------------------------------------------------------------------------------- refusals


def _closed(live: LiveSession, what: Next | None, of: int | None) -> Iterator[Reason]:
    """What ends the giving for good, beside which no other reason matters."""
    log = live.log
    if log.closed:
        cancelled = log.end is not None and log.end.state == "cancelled"
        yield Reason("give_cancelled" if cancelled else "give_ended", False)
    elif log.signature is not None:
        yield Reason("give_signed", False)
    elif what == "end":
        yield Reason("give_running", False)
    elif what is None and _stopped_early(live):
        yield Reason("give_stopped", False, {"given_mg": log.value("given", "amount")})
    elif what is None:
        yield Reason("give_all_given", False, {"devices": of})


def _refusals(
    live: LiveSession,
    what: Next | None,
    number: int | None,
    now: dt.datetime,
    at: dt.datetime,
    opens: dt.datetime | None,
    by: str,
) -> Iterator[Reason]:
    begun = live.facts.given is not None
    if at > now:
        yield Reason("give_future", False, {"clock": _clock(live, at), "now_clock": _clock(live, now)})
    if not begun and live.facts.day != at.date():
        yield Reason("give_not_today", False, {"day": live.facts.day})
    if begun:
        red = next((alarm for alarm in live.alarms if alarm.level == "red"), None)
        if red is not None:
            yield Reason("give_red_alarm", False, {"clock": _clock(live, red.at)})
        if opens is not None and at < opens:
            rest = live.facts.library.conduct.device_rest_minutes
            yield Reason("give_rest", False, {"number": number, "opens": _clock(live, opens, seconds=True), "rest": rest})
    yield from _dose(live)
    if not begun:
        yield from _checklist(live)
    yield from _second_check(live, by)
    yield from _batch(live, what)
    if not begun and at < now:
        yield from _before_check(live, at)


def _dose(live: LiveSession) -> Iterator[Reason]:
    dose = live.result.dose
    if dose.verdict == "blocked":
        yield Reason("give_dose_blocked", False, {"dose_reasons": dose.blocked_because})
    elif dose.verdict == "cannot_say":
        yield Reason("give_dose_unknown", False, {"dose_questions": dose.questions})


def _checklist(live: LiveSession) -> Iterator[Reason]:
    check, conduct = live.result.predose, live.facts.library.conduct
    if check.result not in ("note", "pass"):
        items = tuple(conduct.words_of(item.id).name for item in check.items if item.result == check.result)
        waiting = check.earliest if check.result != "stop" else None
        yield Reason(_CHECKLIST[check.result], False, {"items": items, "earliest": waiting})
    if live.stale_since is not None:
        yield Reason("give_signs_stale", False, {"minutes": conduct.check_valid_minutes, "clock": _clock(live, live.stale_since)})


def _second_check(live: LiveSession, by: str) -> Iterator[Reason]:
    check, dose = live.log.second_check, live.result.dose
    if check is None:
        yield Reason("give_no_check", False)
        return
    facts = {
        "person": check.by,
        "clock": _clock(live, check.at),
        "check_product": check.product if check.product != live.facts.record.product else None,
        "check_mg": check.dose_mg,
        "check_devices": check.devices,
        "plan_mg": dose.mg,
        "plan_devices": dose.devices,
    }
    if check_holds(live) is False:
        yield Reason("give_check_void" if check.agrees else "give_check_differs", False, facts)
    if by and name_key(by) == name_key(check.by):
        yield Reason("give_check_same", False, facts)
    entry = live.log.entry
    # Who wrote the plan after the check may be the one who checked, for a week or a reason; the dose is compared above.
    if entry is not None and name_key(entry.by) == name_key(check.by) and entry_moment(entry) <= check.at:
        yield Reason("give_check_planner", False, facts)


def check_holds(live: LiveSession) -> bool | None:
    """Whether the second check is of the product, dose and devices that the plan gives now; None without a check or a dose."""
    check, dose = live.log.second_check, live.result.dose
    if check is None or dose.mg is None:
        return None
    same_devices = dose.devices is None or check.devices in (None, dose.devices)
    return check.product == live.facts.record.product and check.dose_mg == dose.mg and same_devices


def _batch(live: LiveSession, what: Next | None) -> Iterator[Reason]:
    """The batch in hand: its number and expiry, which each device takes over when it is given."""
    batch = live.log.batch
    if batch is None or not (batch.batch or "").strip():
        yield Reason("give_no_batch", False, {"pack": "device" if what == "device" else "pack"})
        return
    expires = expiry_day(batch.expires)
    if expires is None:
        yield Reason("give_no_expiry", False, {"batch": batch.batch})
    elif expires < live.facts.day:
        yield Reason("give_expired", False, {"batch": batch.batch, "day": expires})


def expiry_day(text: str | None) -> dt.date | None:
    """The last day on which a batch may be used, from its ISO day; None where there is none or it cannot be read."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _before_check(live: LiveSession, at: dt.datetime) -> Iterator[Reason]:
    """A dose whose time lies before the check of it was complete. Times are typed to the minute, so they are compared in minutes."""
    log = live.log
    moments = [part.given_at for part in log.of_kind("predose")]
    moments += [part.value.at for part in log.of_kind("override")]
    if log.second_check is not None:
        moments.append(log.second_check.at)
    checked = max(moments, default=None)
    if checked is not None and at.replace(second=0, microsecond=0) < checked.replace(second=0, microsecond=0):
        yield Reason("give_before_check", False, {"clock": _clock(live, at), "checked": _clock(live, checked)})


def _clock(live: LiveSession, moment: dt.datetime, *, seconds: bool = False) -> str:
    local = moment.astimezone(live.log.zone)
    return f"{local:%H:%M:%S}" if seconds and local.second else f"{local:%H:%M}"
