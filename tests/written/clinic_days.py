"""Treatment days of several patients in a real record, with a clock that a test moves by hand."""

import datetime as dt
from dataclasses import replace

from days import PASSING, PERSON, Day, at, brennan_day, checked_day, iso

SECOND = dt.timedelta(seconds=1)


class Clock:
    """Tells the time that a test has set; `passes` moves it on a second at a time and tells each to the desk."""

    def __init__(self, clock="11:14:12"):
        self.now = at(clock)

    def __call__(self):
        return self.now

    def set(self, clock):
        self.now = at(clock)

    def passes(self, desk, seconds=1):
        for _second in range(seconds):
            self.now += SECOND
            desk.clock.tick()

    def until(self, desk, clock):
        """Second by second up to a time of the day."""
        self.passes(desk, round((at(clock) - self.now).total_seconds()))


def of(day, number, name, chair=None, time=None, session=9):
    """The day as that of a named patient, in a chair, expected at a time."""
    day.entries[0] = replace(day.entries[0], value=number)
    day.add("patient", "name", name)
    place = next(i for i, entry in enumerate(day.entries) if entry.kind == "session")
    day.entries[place] = replace(day.entries[place], value={**day.entries[place].value, "number": session})
    booking = {key: value for key, value in {"chair": chair, "time": time}.items() if value}
    if booking:
        day.part("booking", "", booking)
    return day


def brennan():
    """Overdue since 11:10, in chair 1."""
    return of(brennan_day(), "TRD-0147", "Aoife Brennan", "1")


def varga(library):
    """Ready to leave but for the signature, in chair 3."""
    day = checked_day(dose=56)
    day.devices("09:00", "09:05")
    for clock, systolic, diastolic in (("09:20", 130, 82), ("09:35", 138, 84), ("09:45", 142, 86), ("10:05", 130, 82), ("10:35", 128, 80), ("11:05", 126, 80)):
        day.observe(clock, sbp=systolic, dbp=diastolic, hr=70, spo2=98, rr=14, moaas=5, dissociation=0, nausea=0, distress=0)
    for need in library.leaving.need:
        if need.answer:
            day.part("leaving", need.answer, True)
    return of(day, "TRD-0139", "Ines Varga", "3", session=4)


def lindqvist(*readings):
    """A drip that ended at 10:23, in chair 2; the next observation at 11:23. `readings` are (clock, systolic, diastolic)."""
    day = Day("ketamine_iv", 0.5, facts=PERSON, first=False, week=1)
    day.part("predose", "pressure/1", {"at": iso("09:30"), "sbp": 128, "dbp": 80})
    day.part("given", "start", {"at": iso("09:43")})
    day.part("given", "end", {"at": iso("10:23")})
    day.part("given", "amount", 34)
    for clock, systolic, diastolic in (("10:23", 140, 84), ("10:38", 140, 84), ("10:54", 138, 84), *readings):
        day.observe(clock, sbp=systolic, dbp=diastolic, hr=78, spo2=97, moaas=5, dissociation=1)
    return of(day, "TRD-0122", "Tomas Lindqvist", "2", session=2)


def red():
    """The same with a pressure that was red twice in a row."""
    return lindqvist(("11:08", 186, 112), ("11:11", 188, 114))


def amber():
    """The same with a raised pressure."""
    return lindqvist(("11:12", 164, 98))


def giving():
    """Two of three devices, in chair 5."""
    day = checked_day(dose=84)
    day.devices("11:08", "11:13")
    return of(day, "TRD-0150", "Peter Aalto", "5", session=7)


def hallam():
    """To come at 11:30; may begin at 11:40, half an hour after a drink."""
    day = checked_day(dose=56, first=True)
    day.part("predose", "fluid_at", iso("11:10"), when=at("11:12"))
    day.part("predose", "pressure/1", {"at": iso("11:08"), "sbp": 128, "dbp": 80}, when=at("11:12"))
    for name, value in PASSING.items():
        day.part("predose", name, value, when=at("11:10"))
    return of(day, "TRD-0131", "Peter Hallam", time="11:30", session=1)


def dobre():
    """To come at 13:00; nothing answered."""
    return of(Day(dose=56, facts=PERSON, first=False, week=2), "TRD-0148", "Mirela Dobre", time="13:00", session=3)
