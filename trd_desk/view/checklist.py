"""The part Before the dose: one clear result, what needs someone, what passed, the overrides and the pressure tiers.

The page and the session record get the same value. What counts down is given as a moment: the page paints what is left of it, and
nothing here changes between two of them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from trd_desk.content.library import Library
from trd_desk.engine.giving import GivePermit, may_give
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.verdict import Reason
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.record.register import Register
from trd_desk.view import plain
from trd_desk.view.checklist_parts import ORDER, CheckRow, OverrideCard
from trd_desk.view.checklist_questions import readings_of
from trd_desk.view.checklist_rows import check_rows
from trd_desk.view.clock_times import countdown
from trd_desk.view.pressure_tiers import view_pressure_tiers
from trd_desk.view.shapes import Drawing, MarkKind
from trd_desk.view.words import reason_sentence, reason_short

Kind = Literal["stop", "hold", "wait", "missing", "override", "again", "note", "ready"]

_MARKS: Final[dict[Kind, MarkKind]] = {
    "stop": "stop",
    "hold": "hold",
    "wait": "wait",
    "missing": "incomplete",
    "override": "override",
    "again": "late",
    "note": "note",
    "ready": "ready",
}
# Reasons of the gate that the checklist itself says; the others are settled in the part Dose.
_OF_THE_CHECK: Final = frozenset({"give_stop", "give_hold", "give_incomplete", "give_override", "give_signs_stale"})
_CLOSED: Final = frozenset({"give_not_today", "give_cancelled", "give_ended", "give_signed", "give_all_given", "give_stopped"})


@dataclass(frozen=True, slots=True)
class PassedGroup:
    """The items of a group that passed."""

    id: str
    title: str
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The one result. `until` is when a wait ends by itself; `reason` and `more` explain, `counts` say how many need someone and pass."""

    kind: Kind
    mark: MarkKind
    words: str
    until: dt.datetime | None
    reason: str
    more: str
    counts: tuple[str, ...]

    def left(self, now: dt.datetime) -> str:
        """What is left of the wait: 19:00 left."""
        left = "" if self.until is None else countdown(self.until, now)
        return _("{left} left.").format(left=left) if left else ""


@dataclass(frozen=True, slots=True)
class GiveButton:
    """The button that leads to the dose: its words, whether it can be pressed, and the reason beside it; no words: no button."""

    words: str
    usable: bool
    beside: str
    sentence: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """The whole checklist of one session at one moment. `rows` are all items, in the order in which the clinic goes through them.

    `closed` says why nothing can be answered any more, empty while it can. `stale` says that signs are too old, and `ask_again` asks whether
    everything still holds; both are empty while the signs are fresh.
    """

    result: CheckResult
    rows: tuple[CheckRow, ...]
    needs: tuple[CheckRow, ...]
    passed: tuple[PassedGroup, ...]
    overrides: tuple[OverrideCard, ...]
    tiers: Drawing
    tiers_title: str
    tiers_note: str
    give: GiveButton
    stale: str
    ask_again: str
    closed: str

    def row(self, item: str) -> CheckRow:
        """The row of an item."""
        return next(row for row in self.rows if row.id == item)

    @property
    def moments(self) -> tuple[dt.datetime, ...]:
        """The moments that are counted down to and sounded: the end of the wait, and the repeat of a raised pressure."""
        return tuple(at for at in (self.result.until, *(row.repeat_at for row in self.rows)) if at is not None)


def view_checklist(
    library: Library, patient: Patient, live: LiveSession, *, by: str = "", register: Register | None = None
) -> ChecklistView:
    """The checklist of a session at the moment of the live session; after the dose as it was judged then.

    `by` is who would give the dose; empty leaves out that the second check must be another person's. `register` is read out beside
    the item Stock.
    """
    rows = check_rows(library, patient, live, register)
    by_id = {row.id: row for row in rows}
    listed = [row for row in rows if row.state != "pass" or row.again or row.beside]
    needs = tuple(sorted(listed, key=_rank))
    groups = tuple(
        PassedGroup(group.id, _(group.title), tuple(by_id[item] for item in group.items if by_id[item] not in listed)) for group in library.conduct.group
    )
    stale = ""
    if live.stale_since is not None:
        valid = library.conduct.check_valid_minutes
        oldest = live.stale_since - dt.timedelta(minutes=valid)
        stale = _("The signs are from {clock}, more than {valid} ago.").format(
            clock=f"{oldest.astimezone(live.now.tzinfo):%H:%M}", valid=plain.counted("{count} minute", "{count} minutes", valid).replace(" ", plain.NBSP)
        )
    permit = may_give(live, now=live.now, by=by)
    result = _result(rows, needs, live, stale)
    rule = next(item for item in library.predose.item if item.rule == "blood_pressure")
    return ChecklistView(
        result=result,
        rows=rows,
        needs=needs,
        passed=groups,
        overrides=tuple(row.override for row in rows if row.override is not None),
        tiers=view_pressure_tiers(rule, readings_of(live)),
        tiers_title=_("Blood pressure"),
        tiers_note=_("the worse number of the last reading decides"),
        give=_give(library, permit, result, rows),
        stale=stale,
        ask_again=_("Was the whole list looked at again, and does it still hold?") if stale else "",
        closed=_closed(live),
    )


def _rank(row: CheckRow) -> tuple[int, int]:
    """Stop, hold, waiting, missing, override, note; of what waits, holds first; signs that are too old go with what is missing."""
    place = ORDER.index("incomplete" if row.again else row.state)
    # What the follow-up holds stands as high as what the checklist holds.
    return min(place, ORDER.index("hold")) if row.beside else place, 0 if row.signatures == 2 else 1


# ---------------------------------------------------------------------------------------------------------------- the result


def names_of(rows: Sequence[CheckRow], most: int = 3) -> str:
    """Items in a sentence: Nasal spray and food; Escort, emergency kit and 4 more."""
    names = [row.name if place == 0 else plain.as_part(row.name) for place, row in enumerate(rows)]
    return plain.few(names, most)


def held_words(rows: Sequence[CheckRow]) -> str:
    """What the follow-up holds, in sentences; empty where it holds nothing."""
    return " ".join(one.remark.text for row in rows for one in row.beside)


def _result(rows: Sequence[CheckRow], needs: Sequence[CheckRow], live: LiveSession, stale: str) -> CheckResult:
    by: dict[str, list[CheckRow]] = {}
    for row in needs:
        by.setdefault(row.state, []).append(row)
    waits, missing, overrides, notes = (by.get(state, []) for state in ("wait", "incomplete", "override", "note"))
    kind, words = _headline(by, stale)
    until = max((row.until for row in waits if row.until is not None), default=None)
    if kind == "wait" and until is not None:
        words = _("Wait until {clock}").format(clock=f"{until:%H:%M}")
    need = [row for row in needs if row.needs_you]
    passing = len(rows) - len(needs)
    note = plain.counted("{count} note", "{count} notes", len(notes))
    mark, reason = _MARKS[kind], _reason(kind, by, rows, stale)
    held = held_words(rows)
    if held and kind in ("ready", "note"):
        # The result is that of the items as they were answered, but it is never told without the hold.
        mark, words = "hold", _("Ready, but the follow-up says hold")
        reason = _("Every item passes as answered.") if kind == "ready" else reason
    return CheckResult(
        kind=kind,
        mark=mark,
        words=words,
        until=until if kind == "wait" else None,
        reason=reason,
        more=" ".join(part for part in (held, _more(kind, by, overrides, notes, missing, live, stale)) if part),
        counts=(
            plain.counted("{count} needs you", "{count} need you", len(need)),
            _("{notes}, {count} pass").format(notes=note, count=passing) if notes else _("{count} pass").format(count=passing),
        ),
    )


def _headline(by: dict[str, list[CheckRow]], stale: str) -> tuple[Kind, str]:
    if "stop" in by:
        return "stop", _("Stop for today")
    if "hold" in by:
        return "hold", _("Hold")
    if "wait" in by:
        return "wait", _("Wait")
    if "incomplete" in by:
        return "missing", plain.counted("{count} answer missing", "{count} answers missing", len(by["incomplete"]))
    if "override" in by:
        return "override", _("Override needed")
    if stale:
        return "again", _("Check again")
    if "note" in by:
        return "note", plain.counted("Ready, with {count} note", "Ready, with {count} notes", len(by["note"]))
    return "ready", _("Ready")


def _told(row: CheckRow) -> str:
    """An item with why it stands as it does."""
    return f"{row.name}: {plain.as_part(row.says)}." if row.says else f"{row.name}."


def _reason(kind: Kind, by: dict[str, list[CheckRow]], rows: Sequence[CheckRow], stale: str) -> str:
    if kind == "stop":
        return " ".join(_told(row) for row in by["stop"][:2])
    if kind == "hold":
        held = by["hold"]
        return _told(held[0]) if len(held) == 1 else _("{names} hold the dose.").format(names=names_of(held, 4))
    if kind == "wait":
        return _waiting(by)
    if kind == "missing":
        return _("Still to answer: {names}.").format(names=names_of(by["incomplete"], 4))
    if kind == "override":
        asked = by["override"]
        if len(asked) == 1:
            return _("{told} A prescriber may override it, with a reason.").format(told=_told(asked[0]))
        return _("{names} need a prescriber's override, each with a reason.").format(names=names_of(asked, 4))
    if kind == "again":
        return stale
    if kind == "note":
        return " ".join(_told(row) for row in by["note"][:2])
    return _("All {count} items are in order.").format(count=len(rows))


def _waiting(by: dict[str, list[CheckRow]]) -> str:
    """What clears by itself, and what is then still to be done."""
    waits, then = by["wait"], []
    if by.get("incomplete"):
        then.append(plain.counted("{count} answer is missing", "{count} answers are missing", len(by["incomplete"])))
    if by.get("override"):
        then.append(plain.counted("{count} override is needed", "{count} overrides are needed", len(by["override"])))
    clears = _("{names} clear by themselves") if len(waits) > 1 else _("{names} clears by itself")
    after = _("; then {what}.").format(what=plain.listed([_in_words(one) for one in then])) if then else _("; then nothing is in the way.")
    return clears.format(names=names_of(waits)) + after


def _in_words(counted: str) -> str:
    """A small count at the beginning as a word: two answers are missing."""
    count, _space, rest = counted.partition(" ")
    return f"{plain.count_word(int(count))} {rest}" if count.isdigit() else counted


def _more(
    kind: Kind,
    by: dict[str, list[CheckRow]],
    overrides: Sequence[CheckRow],
    notes: Sequence[CheckRow],
    missing: Sequence[CheckRow],
    live: LiveSession,
    stale: str,
) -> str:
    parts = []
    # What can say stop and has not been answered yet: nothing is said of a stop before that.
    may_stop = [row for row in missing if row.can_stop]
    if live.phase == "planned" and live.facts.day != live.now.date():
        parts.append(
            _("This session is planned for {day}, and today is {today}.").format(
                day=plain.day_short(live.facts.day), today=plain.day_short(live.now.date())
            )
        )
    if stale and kind != "again":
        parts.append(stale)
    if kind == "again":
        parts.append(_("Measure them again, or confirm that everything still holds."))
    if kind == "stop":
        parts.append(_("No dose today; a stop cannot be overridden."))
    if kind == "hold":
        barred = [row for row in by["hold"] if not row.signatures]
        if barred and live.phase == "planned":
            parts.append(_("{names}: no override, it is to be put right.").format(names=names_of(barred)))
        elif live.phase == "planned":
            parts.append(_("A prescriber may override it with a reason, and a second person signs."))
        if missing:
            parts.append(plain.counted("{count} answer is missing.", "{count} answers are missing.", len(missing)))
    if kind == "missing" and overrides:
        parts.append(_("{names}: override needed.").format(names=names_of(overrides)))
    signed = [row for row in notes if row.override is not None]
    if signed and kind != "note":
        stays = _("{names} are overridden and stay as notes.") if len(signed) > 1 else _("{names} is overridden and stays as a note.")
        parts.append(stays.format(names=names_of(signed)))
    if kind in ("wait", "missing", "override") and not may_stop and not live.log.closed:
        parts.append(_("Nothing says stop."))
    if live.log.first_given is not None:
        parts.append(_("Judged when the dose began, at {clock}.").format(clock=live.log.clock(live.log.first_given)))
    return " ".join(parts)


# ----------------------------------------------------------------------------------------------------------- to the dose


def _give(library: Library, permit: GivePermit, result: CheckResult, rows: Sequence[CheckRow]) -> GiveButton:
    sentence, held = " ".join(reason_sentence(reason, library) for reason in permit.reasons), held_words(rows)
    if permit.next is None:
        return GiveButton("", usable=False, beside=sentence, sentence=sentence)
    words = {
        "device": _("Give first device") if permit.device_number in (None, 1) else _("Give device {number}").format(number=permit.device_number),
        "start": _("Start the infusion"),
        "end": _("Go to the infusion"),
        "dose": _("Give the dose"),
    }[permit.next]
    if permit.allowed or permit.next == "end":
        told = held if permit.next != "end" else ""
        return GiveButton(words, usable=True, beside=_("the follow-up asks for a hold") if told else "", sentence=told)
    sentence = " ".join(part for part in (held, sentence) if part)
    checks = [reason for reason in permit.reasons if reason.code in _OF_THE_CHECK | _CLOSED]
    if not checks:
        # What is left is settled in the part Dose, so the way there stays open; it is not the dose itself.
        beside = _("still to do: {what}").format(what=plain.few(_shorts(library, permit.reasons), 2))
        beside = _("the follow-up asks for a hold; {beside}").format(beside=beside) if held else beside
        return GiveButton(_("Go to the dose"), usable=True, beside=beside, sentence=sentence)
    beside = _blocked(result, rows) if all(reason.code in _OF_THE_CHECK for reason in checks) else reason_short(checks[0], library)
    return GiveButton(words, usable=False, beside=beside, sentence=sentence, locked=True)


def _shorts(library: Library, reasons: Sequence[Reason]) -> list[str]:
    return list(dict.fromkeys(reason_short(reason, library) for reason in reasons))


def _blocked(result: CheckResult, rows: Sequence[CheckRow]) -> str:
    """Why the dose cannot be given yet, in a few words: opens at 10:20, with 2 answers."""
    missing = sum(row.state == "incomplete" for row in rows)
    overrides = sum(row.state == "override" for row in rows)
    wanted = []
    if missing:
        wanted.append(plain.counted("{count} answer", "{count} answers", missing).replace(" ", plain.NBSP))
    if overrides:
        wanted.append(plain.counted("{count} override", "{count} overrides", overrides).replace(" ", plain.NBSP))
    if any(row.again for row in rows):
        wanted.append(_("fresh signs"))
    if result.kind == "stop":
        return _("not today")
    if result.kind == "hold":
        return _("on hold")
    if result.until is not None:
        opens = _("opens at {clock}").format(clock=f"{result.until:%H:%M}")
        return _("{opens}, with {wanted}").format(opens=opens, wanted=plain.listed(wanted)) if wanted else opens
    return _("opens with {wanted}").format(wanted=plain.listed(wanted)) if wanted else ""


def _closed(live: LiveSession) -> str:
    if live.log.signature is not None:
        return _("The session is signed: later words are added to it, in the part Leaving.")
    if live.phase == "cancelled":
        return _("The session was cancelled.")
    if live.log.closed:
        return _("The session is over.")
    return ""
