"""The words of decision points and of the long-term follow-up: states, choices, answers, and the questions that would settle what is open."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from trd_desk.engine.decision_results import CheckState, DueState
from trd_desk.engine.verdict import Question
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.parts import Ask, Stated
from trd_desk.view.shapes import MarkKind
from trd_desk.view.terms import N_
from trd_desk.view.words import question_sentence, question_short

CHOICES: Final[Mapping[str, str]] = {"continue": N_("Continue"), "change": N_("Change"), "stop": N_("Stop"), "defer": N_("Defer")}
MADE: Final[Mapping[str, str]] = {"continue": N_("continue"), "change": N_("change"), "stop": N_("stop"), "defer": N_("deferred")}
_STATES: Final[Mapping[str, tuple[MarkKind, str]]] = {
    "not_yet": ("due", N_("Not yet due")),
    "due": ("next", N_("Due now")),
    "overdue": ("late", N_("Overdue")),
    "decided": ("met", N_("Decided")),
    "cannot_tell": ("cannot_tell", N_("Cannot tell")),
    # Never "not needed": a course that has ended asks for nothing more, which says nothing of the patient.
    "over": ("note", N_("No longer due")),
    "each_session": ("goes_to", N_("At each session")),
}
# What the checklist of a session answers, in the words of this page.
ANSWERS: Final[Mapping[tuple[str, str], str]] = {
    ("urinary_symptoms", "none"): N_("no urinary symptoms"),
    ("urinary_symptoms", "new"): N_("new urinary symptoms"),
    ("urinary_symptoms", "visible_blood_or_pain"): N_("blood or pain"),
    ("substance_screen", "not_needed"): N_("screen not needed"),
    ("substance_screen", "expected"): N_("screen as expected"),
    ("substance_screen", "unexpected"): N_("screen unexpected"),
    ("suicide_risk", "low"): N_("low"),
    ("suicide_risk", "moderate"): N_("moderate"),
    ("suicide_risk", "high"): N_("high"),
}

NO_COURSE: Final = N_("No course running")
NOT_SCHEDULED: Final = N_("Not scheduled")


def state_words(state: DueState | CheckState, sentence: str = "") -> Stated:
    """Mark and word of a state."""
    mark, word = _STATES[state]
    return Stated(mark, _(word), sentence)


def when_words(state: DueState | CheckState, opens: dt.date | None, due: dt.date | None, today: dt.date) -> str:
    """The days of a window as they are told today: from 24 Feb, by 2 Mar 2026; 3 days overdue."""
    if due is None or opens is None:
        return ""
    if state == "overdue":
        late = (today - due).days
        return _("was due by {day}, {days} ago").format(day=plain.day_short(due), days=plain.counted("{count} day", "{count} days", late))
    if opens == due:
        return _("on {day}").format(day=plain.day_short(due))
    if state == "due":
        left = (due - today).days
        if left == 0:
            return _("by today, {day}").format(day=plain.day_short(due))
        return _("by {day}, in {days}").format(day=plain.day_short(due), days=plain.counted("{count} day", "{count} days", left))
    return plain.days_between(opens, due)


def ask_of(question: Question) -> Ask:
    """A question as a link to the field that answers it."""
    return Ask(question.field, question_sentence(question), question_short(question))
