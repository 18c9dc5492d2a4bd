"""An invented treatment day for the practice clinic: three sessions in the chairs and three to come, as of now.

It is made when somebody asks for it, because a live session of yesterday would teach nothing.
"""

import datetime as dt
from typing import Any, Final

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.entries import Draft, new_id
from trd_desk.record.fold import fold
from trd_desk.record.session_parts import moment_text
from trd_desk.store.record import Record

_MINUTE: Final = dt.timedelta(minutes=1)
_NURSE: Final = "J. Marsh"
_SECOND: Final = "A. Lindgren"

# Invented answers, those of a quiet day.
_ANSWERS: Final[dict[str, Any]] = {
    "identity_confirmed": True,
    "consent_confirmed": True,
    "stop_list_asked": True,
    "heart_rate": 76,
    "spo2": 98,
    "respiratory_rate": 14,
    "nasal_spray_used": False,
    "nose_clear": True,
    "pregnancy_possible": False,
    "sedative_used": False,
    "daily_diazepam_equivalent_mg": 0,
    "drowsy": False,
    "alcohol_today": False,
    "intoxicated": False,
    "substance_screen": "not_needed",
    "new_psychosis_mania_delirium": False,
    "suicide_risk": "low",
    "score_recorded": True,
    "urinary_symptoms": "none",
    "escort_named": True,
    "no_driving_understood": True,
    "cpr_trained_staff": True,
    "emergency_kit_checked": True,
    "observation_space": True,
    "site_and_enrolment_ok": True,
    "interval_ok": True,
    "last_session_reviewed": True,
    "antihypertensive_taken": True,
    "unwell_today": False,
    "stock_matches": True,
}


class _Chair:
    """One session being written: each answer a draft, its times counted back from now."""

    def __init__(self, patient: str, now: dt.datetime, plan: dict[str, Any], chair: str, time: str) -> None:
        self.patient, self.now, self.session = patient, now, new_id()
        self.plan = plan
        self.drafts = [Draft(patient, "session", self.session, plan)]
        self.part("booking", "", {"chair": chair, "time": time})

    def part(self, kind: str, name: str, value: Any) -> None:
        """One answer."""
        self.drafts.append(Draft(self.patient, kind, f"{self.session}/{name}" if name else self.session, value))

    def ago(self, minutes: float) -> str:
        """So many minutes ago, as the log keeps it."""
        return moment_text(self.now - minutes * _MINUTE)

    def checked(self, minutes: float, pressure: tuple[int, int]) -> None:
        """The whole checklist so many minutes ago, and the second check."""
        for name, value in _ANSWERS.items():
            self.part("predose", name, value)
        self.part("predose", "food_at", self.ago(minutes + 150))
        self.part("predose", "fluid_at", self.ago(minutes + 60))
        self.part("predose", "pressure/1", {"at": self.ago(minutes), "sbp": pressure[0], "dbp": pressure[1]})
        dose = self.plan["planned"].get("dose_mg")
        if dose is not None:
            check = {"by": _SECOND, "role": "nurse", "at": self.ago(minutes - 2), "product": self.plan["product"], "dose_mg": dose, "agrees": True}
            self.part("second_check", "", check)

    def observed(self, minutes: float, **signs: int) -> None:
        """An observation so many minutes ago."""
        at = self.ago(minutes)
        self.part("observation", new_id(), {"at": at, "recorded": at, "rr": 14, "nausea": 0, "distress": 0, **signs})

    def sprays(self, *minutes: float) -> None:
        """The devices, so many minutes ago each."""
        for number, ago in enumerate(minutes, 1):
            self.part("given", f"device/{number}", {"at": self.ago(ago), "batch": "PRACTICE-1"})


def start_practice_day(record: Record, now: dt.datetime, content_version: str) -> int:
    """Fills the board of a practice record as of `now` and gives how many sessions were written.

    Sessions left over from an earlier practice day are ended first. Nothing is done for a patient whose session runs already.

    Raises:
        UserError: the record is not the practice clinic, or the disk refuses.
    """
    if not record.practice:
        raise UserError(_("Only the practice clinic takes invented sessions; open it with Practice."))
    drafts: list[Draft] = []
    count = 0
    for number, make in _CHAIRS.items():
        key = record.find_number(number)
        if key is None:
            continue
        patient = fold(record.entries(key))
        of_today = [log for log in patient.sessions.values() if not log.closed and log.plan.on == now.date()]
        drafts += [
            Draft(key, "session_end", log.id, {"state": "cancelled", "at": moment_text(now), "reason": _("Left over from an earlier practice day")})
            for log in patient.sessions.values()
            if not log.closed and log.plan.on is not None and log.plan.on < now.date()
        ]
        if of_today:
            continue
        drafts += make(key, now)
        count += 1
    record.append(drafts, by=_NURSE, content_version=content_version)
    return count


def _plan(now: dt.datetime, product: str, week: int, number: int, **planned: Any) -> dict[str, Any]:
    plan = {"product": product, "indication": "trd", "on": now.date().isoformat(), "week": week, "number": number, "first": number == 1}
    return plan | {"planned": planned}


def _brennan(key: str, now: dt.datetime) -> list[Draft]:
    """Three devices; the 40-minute reading is overdue."""
    chair = _Chair(key, now, _plan(now, "esketamine_in", 5, 9, dose_mg=84), "1", f"{now - 70 * _MINUTE:%H:%M}")
    chair.checked(58, (128, 82))
    chair.sprays(54, 49, 44)
    chair.observed(28, sbp=142, dbp=88, hr=80, spo2=97, moaas=5, dissociation=1)
    chair.observed(15, sbp=148, dbp=88, hr=82, spo2=97, moaas=4, dissociation=2)
    return chair.drafts


def _solberg(key: str, now: dt.datetime) -> list[Draft]:
    """Over two hours, everything observed."""
    chair = _Chair(key, now, _plan(now, "esketamine_in", 2, 4, dose_mg=56), "3", f"{now - 150 * _MINUTE:%H:%M}")
    chair.checked(139, (124, 80))
    chair.sprays(134, 129)
    readings = ((114, 130, 82, 1), (99, 138, 84, 1), (89, 142, 86, 1), (69, 132, 82, 0), (39, 128, 80, 0), (9, 126, 80, 0))
    for minutes, systolic, diastolic, dissociation in readings:
        chair.observed(minutes, sbp=systolic, dbp=diastolic, hr=70, spo2=98, moaas=5, dissociation=dissociation)
    return chair.drafts


def _lindqvist(key: str, now: dt.datetime) -> list[Draft]:
    """A drip that ended 51 minutes ago."""
    weight = [Draft(key, "patient", "weight_kg", 68), Draft(key, "patient", "weight_on", (now.date() - dt.timedelta(days=1)).isoformat())]
    chair = _Chair(key, now, _plan(now, "ketamine_iv", 1, 2, mg_per_kg=0.5, dose_mg=34, bag_ml=50), "2", f"{now - 105 * _MINUTE:%H:%M}")
    chair.checked(96, (128, 80))
    chair.part("given", "batch", {"batch": "PRACTICE-2"})
    chair.part("given", "start", {"at": chair.ago(91)})
    for minutes, systolic in ((81, 132), (71, 138), (61, 144)):
        chair.observed(minutes, sbp=systolic, dbp=84, hr=78, spo2=97, moaas=5, dissociation=1)
    chair.part("given", "end", {"at": chair.ago(51)})
    chair.observed(51, sbp=142, dbp=86, hr=78, spo2=97, moaas=4, dissociation=2)
    chair.observed(36, sbp=140, dbp=84, hr=76, spo2=96, moaas=5, dissociation=1)
    chair.observed(21, sbp=138, dbp=84, hr=76, spo2=96, moaas=5, dissociation=1)
    chair.part("given", "amount", 34)
    return [*weight, *chair.drafts]


def _marchetti(key: str, now: dt.datetime) -> list[Draft]:
    """A first session to come; a drink a few minutes ago."""
    chair = _Chair(key, now, _plan(now, "esketamine_in", 1, 1, dose_mg=56), "4", f"{now + 16 * _MINUTE:%H:%M}")
    for name, value in _ANSWERS.items():
        if name not in ("last_session_reviewed", "score_recorded"):
            chair.part("predose", name, value)
    chair.part("predose", "food_at", chair.ago(190))
    chair.part("predose", "fluid_at", chair.ago(4))
    chair.part("predose", "pressure/1", {"at": chair.ago(3), "sbp": 126, "dbp": 80})
    return chair.drafts


def _pereira(key: str, now: dt.datetime) -> list[Draft]:
    """A session to come of which nothing is answered yet."""
    return _Chair(key, now, _plan(now, "esketamine_in", 3, 6, dose_mg=56), "5", f"{now + 106 * _MINUTE:%H:%M}").drafts


_CHAIRS: Final = {"TRD-0147": _brennan, "TRD-0142": _solberg, "TRD-0118": _lindqvist, "TRD-0131": _marchetti, "TRD-0148": _pereira}
