"""Sentences for giving a dose: each reason why it may not be given yet, with what opens it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.spoken import Words
from trd_desk.view.terms import N_, PRODUCTS

GIVING: Final[Words] = {
    "give_cancelled": (N_("The session was cancelled; nothing is given."), N_("cancelled")),
    "give_ended": (N_("The session has ended; nothing more is given."), N_("ended")),
    "give_signed": (N_("The session is signed; nothing more is given."), N_("signed")),
    "give_running": (N_("The infusion is running."), N_("running")),
    "give_stopped": (N_("It was stopped after {given_mg}\u00a0mg."), N_("stopped")),
    "give_all_given": (N_("{all_given}"), N_("given")),
    "give_future": (N_("{clock} has not come yet, it is {now_clock}: correct the time."), N_("in the future")),
    "give_not_today": (
        N_("The session is planned for {day}, not for today: correct its day, or open today's session."),
        N_("not today"),
    ),
    "give_red_alarm": (N_("A red alarm was raised at {clock}: nothing further is given."), N_("red alarm")),
    "give_rest": (N_("Device {number} at {opens} at the earliest, {rest}\u00a0minutes after the one before."), N_("{opens}")),
    "give_dose_blocked": (N_("The dose is blocked. {dose_said}"), N_("dose blocked")),
    "give_dose_unknown": (N_("The dose cannot be told yet. {dose_asked}"), N_("dose not told")),
    "give_stop": (N_("The check before the dose says stop for today: {item_names}. No dose is given."), N_("stop for today")),
    "give_hold": (N_("The check before the dose holds: {item_names}.{opens_words}"), N_("on hold")),
    "give_incomplete": (N_("The check before the dose is not complete: {item_names}.{opens_words}"), N_("check not complete")),
    "give_override": (
        N_("The check before the dose needs a prescriber's override: {item_names}.{opens_words}"),
        N_("override needed"),
    ),
    "give_signs_stale": (
        N_("The signs of the check are older than {minutes}\u00a0minutes, since {clock}: take them again, or confirm the list."),
        N_("signs too old"),
    ),
    "give_no_check": (N_("No second person has worked the dose out yet."), N_("second check")),
    "give_check_differs": (
        N_("The second check by {person} came to {theirs}, the plan gives {ours}: correct the plan, or check again."),
        N_("check differs"),
    ),
    "give_check_void": (
        N_("The second check of {clock} was for {theirs}, and the plan gives {ours} now, so it no longer counts: check again."),
        N_("check no longer counts"),
    ),
    "give_check_same": (
        N_("{person} made the second check, so somebody else gives the dose, or makes the check again."),
        N_("same person"),
    ),
    "give_check_planner": (
        N_("{person} planned the dose and checked it too: the second check must be another person's."),
        N_("same person"),
    ),
    "give_no_batch": (N_("The batch number is missing: read it from the {pack_word}."), N_("batch")),
    "give_no_expiry": (N_("The expiry date of batch {batch} is missing."), N_("expiry")),
    "give_expired": (N_("Batch {batch} expired on {day}: use another one."), N_("expired")),
    "give_before_check": (
        N_("{clock} lies before the check of the dose, which was complete at {checked}: correct the time. If it is right, say so in an addendum."),
        N_("before the check"),
    ),
    "give_order": (N_("{clock} is out of order: {between}. Correct the time."), N_("out of order")),
    "give_short_rest": (N_("Less than {rest}\u00a0minutes lie between two devices, the rest that is asked for."), N_("short rest")),
}

Facts = Mapping[str, Any]


def dose_mg_words(mg: float | None, devices: int | None) -> str:
    """A dose with its devices: 84 mg, 3 devices; 34 mg."""
    if mg is None:
        return _("no dose")
    words = plain.measured(mg, _("mg"))
    return words if devices is None else f"{words}, {plain.counted('{count} device', '{count} devices', devices)}".replace(" device", f"{plain.NBSP}device")


def _items(facts: Facts) -> dict[str, str]:
    names = [_(name) for name in facts["items"]]
    earliest = facts.get("earliest")
    opens = _(" It opens at {clock} at the earliest.").format(clock=earliest) if earliest else ""
    return {"item_names": plain.few(names), "opens_words": opens}


def _checked(facts: Facts) -> dict[str, str]:
    theirs = dose_mg_words(facts["check_mg"], facts["check_devices"])
    if facts.get("check_product"):
        theirs = f"{_(PRODUCTS[facts['check_product']])} {theirs}"
    return {"theirs": theirs, "ours": dose_mg_words(facts["plan_mg"], facts["plan_devices"])}


def _dose_reasons(facts: Facts) -> dict[str, str]:
    from trd_desk.view.words import reason_sentence

    return {"dose_said": " ".join(reason_sentence(reason) for reason in facts["dose_reasons"])}


def _dose_questions(facts: Facts) -> dict[str, str]:
    from trd_desk.view.words import question_sentence

    return {"dose_asked": " ".join(question_sentence(question) for question in facts["dose_questions"])}


def _between(facts: Facts) -> dict[str, str]:
    first, last = facts["from_clock"], facts["to_clock"]
    if first is not None and last is not None:
        return {"between": _("it lies between {first} and {last}").format(first=first, last=last)}
    if first is not None:
        return {"between": _("it comes after {first}").format(first=first)}
    return {"between": _("it comes before {last}").format(last=last)}


def _devices(facts: Facts) -> dict[str, str]:
    devices = facts["devices"]
    if devices is None:
        return {"all_given": _("The dose was given.")}
    return {"all_given": plain.counted("The device was given.", "All {count} devices were given.", devices)}


GIVING_SAY: Final[Mapping[str, Callable[[Facts], dict[str, str]]]] = {
    "items": _items,
    "check_mg": _checked,
    "dose_reasons": _dose_reasons,
    "dose_questions": _dose_questions,
    "devices": _devices,
    "from_clock": _between,
    "pack": lambda facts: {"pack_word": _("device") if facts["pack"] == "device" else _("ampoule or bottle")},
}
