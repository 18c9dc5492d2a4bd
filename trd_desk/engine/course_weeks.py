"""The weeks of a course and its phases: where week 1 begins, which number a week has, and which phase it lies in."""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Final, get_args

from trd_desk.content.course_models import AgeGroup, Indication, Phase
from trd_desk.content.library import Library
from trd_desk.content.session_models import Region
from trd_desk.engine.course_results import DAYS_A_WEEK
from trd_desk.engine.verdict import Reason
from trd_desk.record.session_models import Session

_WEEK: Final = dt.timedelta(days=DAYS_A_WEEK)


class CoursePhases:
    """The phases of one course, over every case of what is unknown of it."""

    def __init__(self, library: Library, product: str, indication: Indication | None, region: str | None, age: AgeGroup | None) -> None:
        rules = library.course
        indications = (indication,) if indication else get_args(Indication)
        regions = (region,) if region else get_args(Region)
        ages = (age,) if age else get_args(AgeGroup)
        self.cases = [
            sorted((phase for phase in rules.phase if phase.fits(product, *case)), key=lambda phase: phase.first_week)
            for case in itertools.product(indications, regions, ages)
        ]

    def at(self, week: int) -> Phase | None:
        """The phase of a week, where every case agrees on its frequency."""
        found = [next((phase for phase in case if phase.holds(week)), None) for case in self.cases]
        asked = {None if phase is None else (phase.sessions, phase.every_weeks) for phase in found}
        return found[0] if len(asked) == 1 else None

    def beyond(self, week: int) -> Phase | None:
        """The last phase, where every case has ended before a week."""
        last = [case[-1] if case else None for case in self.cases]
        ended = [phase for phase in last if phase is not None and phase.last_week is not None and phase.last_week < week]
        return ended[0] if ended and len(ended) == len(last) else None


class CourseCalendar:
    """The weeks of one course, counted from the first of its sessions; a week recorded with a session wins over the count.

    `told` are its sessions that were given or are planned, by their days; `started` the first day by the history. A session recorded
    as number 1 of week 1 begins a course anew, if its day is not after `horizon`. `joined`: the beginning is not in the record.
    """

    def __init__(self, told: Sequence[tuple[dt.date, Session]], horizon: dt.date, *, ongoing: bool = False, started: dt.date | None = None) -> None:
        self.begins: dt.date | None = None
        self.joined = False
        self.restarted: dt.date | None = None
        self.disagreements: list[Reason] = []
        # From each place on, so much is added to the number of a week.
        self._shifts: list[tuple[int, int]] = [(0, 0)]
        if not told and started is not None:
            self.begins, self.joined = started, True
        for day, plan in told:
            recorded = None if plan.week is None else max(plan.week, 1)
            if self.begins is None:
                self._begin(day, recorded, started, ongoing=ongoing)
                continue
            counted = self.number_on(day)
            if recorded is None or counted is None or recorded == counted:
                continue
            if recorded == 1 and plan.number == 1:
                if day <= horizon:
                    self.begins, self.joined, self.restarted = day, False, day
                    self._shifts, self.disagreements = [(0, 0)], []
                continue
            facts = {"day": day, "recorded": recorded, "counted": counted, "since": self.begins}
            self.disagreements.append(Reason("course_week_disagrees", None, facts))
            self._shifts.append(((day - self.begins).days // DAYS_A_WEEK, self._shifts[-1][1] + recorded - counted))

    def _begin(self, day: dt.date, recorded: int | None, started: dt.date | None, *, ongoing: bool) -> None:
        if recorded is not None:
            self.begins, self.joined = day - (recorded - 1) * _WEEK, recorded > 1
        elif started is not None and started < day:
            self.begins, self.joined = started, True
        else:
            self.begins, self.joined = day, ongoing and started is None

    def place(self, day: dt.date) -> int | None:
        """Which of the weeks a day lies in, from 0; None before the first, or where the beginning is unknown."""
        if self.begins is None or day < self.begins:
            return None
        return (day - self.begins).days // DAYS_A_WEEK

    def number_at(self, place: int) -> int:
        """The number of a week."""
        return place + 1 + next(shift for start, shift in reversed(self._shifts) if start <= place)

    def number_on(self, day: dt.date) -> int | None:
        """The number of the week that a day lies in."""
        place = self.place(day)
        return None if place is None else self.number_at(place)

    def first_day(self, place: int) -> dt.date:
        """The first day of a week; ValueError where the beginning is unknown."""
        if self.begins is None:
            message = "a course without a beginning has no weeks"
            raise ValueError(message)
        return self.begins + place * _WEEK
