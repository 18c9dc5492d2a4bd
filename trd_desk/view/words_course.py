"""Sentences for the course of a treatment: code, sentence, and the one or two words of a table's cell."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.spoken import Words
from trd_desk.view.terms import N_

COURSE: Final[Words] = {
    "course_week_disagrees": (
        N_("The session of {day} is recorded as week {recorded}; counted from {since} it is week {counted}. The recorded week stands."),
        N_("week {recorded}, counted {counted}"),
    ),
    "course_first_disagrees": (
        N_("The session planned for {day} is recorded as the first ever, but a session was given before it or is planned before it. Change it."),
        N_("not the first"),
    ),
    "course_not_first_disagrees": (
        N_("The session planned for {day} is recorded as a later one, but none was given before it. Change it, because the first dose has its own rule."),
        N_("the first"),
    ),
    "course_too_close": (
        N_("{full_days} between this day and the session of {other_day}; {asked_days} are planned at least. {says}"),
        N_("too close"),
    ),
    "course_too_many": (N_("{count} spray sessions in {days} days with this one; {most} at most are planned."), N_("{count} in {days} days")),
    "course_same_day": (N_("There is another session on {day}."), N_("same day")),
    "course_phase_full": (N_("Week {week} of the course has its sessions already: the phase asks for {frequency}."), N_("more than planned")),
    "course_after_window": (N_("Later than the phase asks for: {frequency}, so by {closes}."), N_("late")),
    "course_caution": (N_("{says}"), N_("caution")),
    "course_beyond": (N_("{says}"), N_("beyond the phases")),
    "course_titration": (
        N_("{says} The patient is {better} after {mg}\u00a0mg, which is under {cut}\u00a0%, and had no red alarm at that dose."),
        N_("{to}\u00a0mg"),
    ),
    "course_titration_red": (N_("A higher dose is not offered: there was a red alarm in a session at {mg}\u00a0mg."), N_("red alarm")),
    "course_titration_unknown": (
        N_("Whether {to}\u00a0mg can be offered cannot be told: no score was taken after the first session at {mg}\u00a0mg."),
        N_("score?"),
    ),
}

COURSE_QUESTIONS: Final[Words] = {
    "session_day": (N_("On which day was session {number} given?"), N_("the day of session {number}")),
    "session_undated": (N_("On which day was the session without a date given?"), N_("the day of a session")),
    "session_given": (N_("Was the session planned for {day} given? Record it, change its day, or cancel it with a reason."), N_("the session of {day}")),
    "course_start": (N_("When did the course begin that the history tells of?"), N_("the start of the course")),
    "course_begin": (
        N_("When did the course begin? Record the week with its first session, or the course in History."),
        N_("the start of the course"),
    ),
    "decided_before": (
        N_("Was it decided before {day}, where this record begins? Record the decision with its day."),
        N_("the decision before the record"),
    ),
    "response_day": (N_("Since when is it a response? Enter the scores on {scale}, from before the first dose on."), N_("the scores on {scale}")),
    "last_check": (N_("When was this last checked? Record the check with its day."), N_("the last check")),
}


def _full_days(facts: Mapping[str, Any]) -> dict[str, str]:
    between = int(facts["between"])
    if between <= 0:
        return {"full_days": _("No full day lies")}
    return {"full_days": plain.counted("Only {count} full day lies", "Only {count} full days lie", between)}


COURSE_SAY: Final[Mapping[str, Callable[[Mapping[str, Any]], dict[str, str]]]] = {"between": _full_days}
