"""A course written as a clinic would write it over months: sessions, scores, decisions, checks and examinations, as entries of a log."""

import datetime as dt

from trd_desk.record.entries import Draft, Entry, new_id
from trd_desk.record.fold import fold


def day(text):
    """A day of 2026 as 02-03, or any day in full."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


class CourseLog:
    """One patient's log. Days are written 02-03 (of 2026) or in full; entries are those of the day that they tell of."""

    def __init__(self, number="TRD-1", name="Test Person", *, born="1980-05-10", region="eu"):
        self.entries: list[Entry] = []
        self.sessions = 0
        self.told("patient", "id", number, "2026-01-01")
        self.told("patient", "name", name, "2026-01-01")
        if born:
            self.told("patient", "birth_date", born, "2026-01-01")
        if region:
            self.told("licence_region", "", region, "2026-01-01")
        self.told("asked", "ketamine", True, "2026-01-01")

    def told(self, kind, key, value, on="2026-01-01", by="Dr A. Weber"):
        number = len(self.entries) + 1
        older = next((entry.id for entry in reversed(self.entries) if (entry.kind, entry.key) == (kind, key)), None)
        moment = f"{day(on).isoformat()}T12:00:00.000Z"
        self.entries.append(Entry(number, new_id(), "p", kind, key, value, moment, 60, by, "2026.12", None, older))
        return self

    def given(self, *days, product="esketamine_in", mg=56, indication="trd", predose=None, **more):
        """Sessions that were given on these days, as a case file has them."""
        for each in days:
            self.sessions += 1
            plan = {"product": product, "on": day(each).isoformat(), **({} if mg is None else {"given": {"dose_mg": mg}}), **more}
            plan |= {"indication": indication} if indication else {}
            plan |= {"predose": predose} if predose else {}
            self.told("session", f"s{self.sessions}", plan, each)
        return self

    def planned(self, each, product="esketamine_in", mg=56, **more):
        """A session that is planned for a day."""
        self.sessions += 1
        plan = {"product": product, "indication": "trd", "on": day(each).isoformat(), "planned": {"dose_mg": mg}, **more}
        return self.told("session", f"s{self.sessions}", plan)

    def score(self, on, total, scale="madrs"):
        """A score."""
        count = sum(entry.kind == "score" for entry in self.entries) + 1
        return self.told("score", f"c{count}", {"scale": scale, "on": day(on).isoformat(), "total": total}, on)

    def decided(self, point, on, decision="continue", product="esketamine_in", next_on=None, number=1):
        """A decision at a point."""
        value = {"point": point, "product": product, "on": day(on).isoformat(), "decision": decision, "reason": "as agreed on the round"}
        value |= {"by": "Dr A. Weber", "role": "prescriber"}
        value |= {"next_on": day(next_on).isoformat()} if next_on else {}
        return self.told("course_decision", f"{product}/{point}/{number}", value, on)

    def checked(self, domain, on, **said):
        """A check of the follow-up."""
        count = sum(entry.kind == "follow_up" for entry in self.entries) + 1
        return self.told("follow_up", f"f{count}", {"domain": domain, "on": day(on).isoformat(), **said}, on)

    def examined(self, item, on, result=None):
        """An examination of the work-up."""
        return self.told("workup", item, {"done_on": day(on).isoformat(), **({"result": result} if result else {})}, on)

    def patient(self):
        """The patient as known now."""
        return fold(self.entries)

    def write(self, record, by="Dr A. Weber"):
        """Writes the log as a new patient of a real record and gives the patient's key."""
        key = new_id()
        record.append([Draft(key, entry.kind, entry.key, entry.value) for entry in self.entries], by=by, content_version="2026.12")
        return key


# Eight sessions in the four weeks from Tuesday 3 February 2026; the weeks begin on Tuesdays (3, 10, 17, 24 Feb, 3 Mar, …).
INDUCTION = ("02-03", "02-06", "02-10", "02-13", "02-17", "02-20", "02-24", "02-27")
