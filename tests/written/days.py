"""Treatment days written as a nurse would write them, for tests of every layer: as entries of a log, or into a real record."""

import datetime as dt

from trd_desk.record.entries import Draft, Entry, new_id
from trd_desk.record.fold import fold

ZONE = dt.timezone(dt.timedelta(hours=1))
ON = "2026-03-17"


def at(clock: str) -> dt.datetime:
    """A moment of the day of the tests."""
    hours, minutes, *rest = clock.split(":")
    return dt.datetime(2026, 3, 17, int(hours), int(minutes), int(rest[0]) if rest else 0, tzinfo=ZONE)


def iso(clock: str) -> str:
    """The same as the log keeps it."""
    return at(clock).isoformat()


class Day:
    """One patient's log with the session s1. Answers of `facts` are (kind, key, value) about the patient."""

    def __init__(self, product="esketamine_in", dose=84, number="TRD-1", facts=(), **plan):
        self.entries: list[Entry] = []
        self.add("patient", "id", number)
        for kind, key, value in facts:
            self.add(kind, key, value)
        planned = {"dose_mg": dose} if product == "esketamine_in" else {"mg_per_kg": dose}
        self.add("session", "s1", {"product": product, "indication": "trd", "on": ON, "planned": planned, **plan})
        self.seen = 0

    def add(self, kind, key, value, reason=None, by="J. Marsh", when=None):
        number = len(self.entries) + 1
        moment = (when or at("08:00")).astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        older = next((entry.id for entry in reversed(self.entries) if (entry.kind, entry.key) == (kind, key)), None)
        self.entries.append(Entry(number, new_id(), "p", kind, key, value, moment, 60, by, "2026.11", reason, older))

    def part(self, kind, name, value, **how):
        self.add(kind, f"s1/{name}" if name else "s1", value, **how)

    def devices(self, *clocks):
        for number, clock in enumerate(clocks, 1):
            self.part("given", f"device/{number}", {"at": iso(clock)})

    def observe(self, clock, recorded=None, **signs):
        self.seen += 1
        self.part("observation", f"o{self.seen}", {"at": iso(clock), "recorded": iso(recorded or clock), **signs})

    def patient(self):
        return fold(self.entries)

    def live(self, library, clock):
        from trd_desk.engine.live import live_session

        return live_session(library, self.patient(), "s1", at(clock))

    def write(self, record, by="J. Marsh", version="2026.11"):
        """Writes the log as a new patient of a real record and gives the patient's key."""
        key = new_id()
        record.append([Draft(key, entry.kind, entry.key, entry.value, entry.reason) for entry in self.entries], by=by, content_version=version)
        return key


PASSING = {
    "identity_confirmed": True, "consent_confirmed": True, "stop_list_asked": True, "heart_rate": 76, "spo2": 98, "respiratory_rate": 14,
    "nasal_spray_used": False, "nose_clear": True, "pregnancy_possible": False, "sedative_used": False, "daily_diazepam_equivalent_mg": 0,
    "drowsy": False, "alcohol_today": False, "intoxicated": False, "substance_screen": "not_needed", "new_psychosis_mania_delirium": False,
    "suicide_risk": "low", "score_recorded": True, "urinary_symptoms": "none", "escort_named": True, "no_driving_understood": True,
    "cpr_trained_staff": True, "emergency_kit_checked": True, "observation_space": True, "site_and_enrolment_ok": True, "interval_ok": True,
    "last_session_reviewed": True, "antihypertensive_taken": True, "unwell_today": False, "stock_matches": True, "liver_tests_ok": True,
    "stop_bang": "low",
}  # fmt: skip
PERSON = (("patient", "sex", "female"), ("patient", "birth_date", "1988-06-01"), ("patient", "weight_kg", 68), ("patient", "weight_on", "2026-03-16"),
          ("patient", "height_cm", 168), ("licence_region", "", "uk"))  # fmt: skip


def checked_day(product="esketamine_in", dose=84, **plan):
    """A day on which every item of the checklist passes at 10:05: food at 07:30, a drink at 09:00, 128/80."""
    day = Day(product, dose, facts=PERSON, **{"first": False, "week": 6, **plan})
    for name, value in PASSING.items():
        day.part("predose", name, value, when=at("10:00"))
    day.part("predose", "food_at", iso("07:30"), when=at("10:00"))
    day.part("predose", "fluid_at", iso("09:00"), when=at("10:00"))
    day.part("predose", "pressure/1", {"at": iso("09:58"), "sbp": 128, "dbp": 80}, when=at("10:00"))
    return day


def brennan_day():
    """The invented patient of the mock-ups: raised pressure overridden, three devices, the last at 10:30, two observations."""
    day = Day(facts=PERSON, first=False, week=6)
    day.part("predose", "pressure/1", {"at": iso("09:48"), "sbp": 146, "dbp": 88})
    day.part("predose", "pressure/2", {"at": iso("09:58"), "sbp": 144, "dbp": 86})
    day.devices("10:20", "10:25", "10:30")
    day.observe("10:46", sbp=152, dbp=90)
    day.observe("10:59", sbp=148, dbp=88)
    return day
