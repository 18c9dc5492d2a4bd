"""What the record holds of each session of a course: its day, its dose, and what became of it."""

import datetime as dt

from trd_desk.content.library import Library
from trd_desk.engine.course_results import SessionState
from trd_desk.record.fold import Patient
from trd_desk.record.session_log import SessionLog


def logs_of(patient: Patient) -> tuple[SessionLog, ...]:
    """The sessions of a patient; those of a bare case file, which has no log, as plans."""
    if patient.sessions:
        return tuple(patient.sessions.values())
    return tuple(SessionLog(one.id, one) for one in patient.case.sessions)


def was_given(log: SessionLog) -> bool:
    """Whether a dose was begun in a session."""
    if log.first_given is not None or log.value("given", "amount") is not None:
        return True
    given = log.plan.given
    if given is not None and (given.dose_mg is not None or given.devices or given.start or given.end):
        return True
    return log.end is not None and log.end.state in ("left", "departed")


def day_of(log: SessionLog) -> dt.date | None:
    """The day of a session: as planned, else that of the dose, else None."""
    if log.plan.on is not None:
        return log.plan.on
    return None if log.first_given is None else log.first_given.astimezone(log.zone).date()


def state_of(log: SessionLog, today: dt.date) -> SessionState:
    """What became of a session by a day."""
    if was_given(log):
        return "live" if log.live else "given"
    if log.end is not None:
        return "cancelled"
    day = day_of(log)
    return "unrecorded" if day is not None and day < today else "planned"


def cancelled_sessions(patient: Patient) -> frozenset[str]:
    """The sessions that were cancelled before a dose: no step of the dose, no part of an interval, and no beginning of a course."""
    return frozenset(log.id for log in logs_of(patient) if log.end is not None and not was_given(log))


def dose_given(library: Library, log: SessionLog) -> float | None:
    """The dose that was recorded as given in a session, in mg, else by the devices given; a planned dose is none."""
    amount = log.value("given", "amount")
    given = log.plan.given
    if amount is None and given is not None:
        amount = given.dose_mg
    if amount is not None:
        return float(amount)
    devices = len(log.devices) or (0 if given is None else len(given.devices))
    if devices and log.plan.product == library.dosing.spray.product and not log.live:
        return devices * library.dosing.spray.device_mg
    return None


def dose_given_or_planned(library: Library, log: SessionLog) -> float | None:
    """The dose of a session in mg: as given where that is recorded, else as planned."""
    given = dose_given(library, log)
    return given if given is not None or log.plan.planned is None else log.plan.planned.dose_mg
