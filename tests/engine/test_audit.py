"""The clinic's audit against counts made by hand, and the sums of single sessions that it rests on."""

import datetime as dt
import random

import pytest
from days import Day, at, checked_day
from paper_days import bare_day, full_day

from trd_desk.content.load import load_library
from trd_desk.engine.audit import Audit, Share, count_patient
from trd_desk.engine.session_sums import session_sums

DAY = at("10:00").date()
FIRST = DAY.replace(day=1)


@pytest.fixture(scope="module")
def library():
    return load_library()


def counted(library, *days, first=FIRST, last=DAY):
    audit = Audit(first, last)
    for day in days:
        count_patient(library, audit, day.patient())
    return audit


def shares(audit):
    return {name: (value.yes, value.no, value.unknown) for name in Audit.__slots__ if isinstance(value := getattr(audit, name), Share)}


def quiet_day(until="left"):
    """A day on which everything passes, and the patient leaves after two hours and ten minutes."""
    day = checked_day()
    for number, clock in enumerate(("10:20", "10:25", "10:30"), 1):
        day.part("given", f"device/{number}", {"at": at(clock).isoformat()}, when=at(clock))
    for clock in ("10:45", "11:00", "11:10", "11:30", "12:00", "12:30"):
        day.observe(clock, sbp=130, dbp=82, hr=76, spo2=98, rr=14, moaas=5, dissociation=0)
    if until == "left":
        for name in ("escort_present", "orientated", "walks_unaided", "nausea_settled", "mental_state_checked", "advice_given"):
            day.part("leaving", name, value=True, when=at("12:38"))
        day.part("signature", "", {"by": "Dr K. Osei", "role": "prescriber", "at": at("12:39").isoformat()}, when=at("12:39"))
        day.part("session_end", "", {"state": "left", "at": at("12:40").isoformat()}, when=at("12:40"))
    return day


def test_one_of_each_by_hand(library):
    audit = counted(library, full_day(), quiet_day(), bare_day())
    assert (audit.patients, audit.sessions, audit.watched) == (2, 2, 2)
    spray, drip = audit.products["esketamine_in"], audit.products["ketamine_iv"]
    assert (spray.patients, spray.given, spray.live, spray.cancelled, spray.unrecorded, spray.planned) == (2, 2, 0, 0, 0, 0)
    assert (drip.patients, drip.given, drip.planned) == (0, 0, 1)
    assert (audit.alarms["red"], audit.alarms["amber"], audit.with_red, audit.with_any) == (1, 2, 1, 1)
    told = shares(audit)
    assert told["two_hours"] == (1, 1, 0)
    assert told["against_advice"] == (1, 1, 0)
    assert told["needs_met"] == (1, 1, 0)
    assert told["observed"][0] + told["observed"][1] == 2
    assert audit.overrides == {("blood_pressure", "prescriber"): 1}
    assert audit.without == {"consent": 2, "advice": 1}
    assert audit.documents == {}


def test_a_session_outside_the_period_counts_nowhere(library):
    audit = counted(library, full_day(), first=dt.date(2026, 3, 18), last=dt.date(2026, 4, 1))
    assert (audit.patients, audit.sessions) == (0, 0) and not audit.products and not audit.pathways
    assert counted(library, full_day(), first=DAY, last=DAY).sessions == 1


def test_what_is_only_told_at_the_end_waits_for_it(library):
    audit = counted(library, full_day(until="watched"))
    assert audit.sessions == 1 and audit.products["esketamine_in"].live == 1
    told = shares(audit)
    for name in ("observed", "two_hours", "against_advice", "needs_met"):
        assert told[name] == (0, 0, 0), name
    assert audit.complete.all == 1
    assert "leaving" not in audit.without and "advice" not in audit.without


def test_what_was_not_recorded_is_unknown_and_never_done(library):
    day = Day(facts=())
    day.add("session", "s1", {"product": "esketamine_in", "on": "2026-03-10", "given": {"dose_mg": 56}})
    audit = counted(library, day)
    told = shares(audit)
    assert told["complete"] == (0, 1, 0)
    assert told["observed"] == (0, 0, 1) and told["two_hours"] == (0, 0, 1) and told["needs_met"] == (0, 0, 1)
    assert audit.watched == 0 and audit.alarms["red"] == 0
    assert audit.without == {"consent": 1, "observation": 1, "leaving": 1, "advice": 1}
    assert audit.unanswered["consent"] == 1 and audit.unanswered["blood_pressure"] == 1


def test_sessions_cancelled_or_left_unrecorded_are_told_apart(library):
    day = Day(facts=())
    day.add("session", "s2", {"product": "esketamine_in", "on": "2026-03-05"})
    day.part("session_end", "", {"state": "cancelled", "at": at("09:00").isoformat(), "reason": "no escort"})
    tally = counted(library, day).products["esketamine_in"]
    assert (tally.cancelled, tally.unrecorded, tally.given) == (1, 1, 0)


@pytest.mark.parametrize(
    ("scores", "response", "remission"),
    [
        ((("2026-01-04", 34), ("2026-02-02", 17)), (1, 0, 0), (0, 1, 0)),  # 50 per cent exactly, on day 29
        ((("2026-01-04", 34), ("2026-02-02", 18)), (0, 1, 0), (0, 1, 0)),  # a point short of it
        ((("2026-01-04", 34), ("2026-02-02", 10)), (1, 0, 0), (1, 0, 0)),  # the cut of remission
        ((("2026-01-04", 34), ("2026-02-10", 10)), (0, 0, 1), (0, 0, 1)),  # two days too late
        ((("2026-01-04", 34), ("2026-01-20", 10)), (0, 0, 1), (0, 0, 1)),  # before the last week
        ((("2026-01-04", 34),), (0, 0, 1), (0, 0, 1)),  # no score since
        ((("2026-02-02", 10),), (0, 0, 1), (0, 0, 1)),  # none before
        ((), (0, 0, 1), (0, 0, 1)),
    ],
)
def test_response_and_remission_at_the_end_of_induction(library, scores, response, remission):
    day = Day(facts=())
    day.add("session", "s1", None)
    for number, on in enumerate(("2026-01-05", "2026-01-08", "2026-01-12", "2026-02-01"), 1):
        day.add("session", f"k{number}", {"product": "esketamine_in", "indication": "trd", "on": on, "number": number, "week": None, "given": {"dose_mg": 56}})
    for number, (on, total) in enumerate(scores):
        day.add("score", f"m{number}", {"scale": "madrs", "on": on, "total": total})
    audit = counted(library, day, first=dt.date(2026, 1, 1), last=dt.date(2026, 2, 28))
    assert shares(audit)["response"] == response
    assert shares(audit)["remission"] == remission
    assert audit.courses_judged == 1 and audit.products["esketamine_in"].begun == 1
    # While a score may still come, the course is not judged.
    assert counted(library, day, first=dt.date(2026, 1, 1), last=dt.date(2026, 2, 7)).courses_judged == 0
    assert counted(library, day, first=dt.date(2026, 2, 2), last=dt.date(2026, 2, 28)).courses_judged == 0


def test_a_course_whose_beginning_is_not_in_the_record_cannot_be_told(library):
    day = Day(facts=())
    day.add("session", "s1", None)
    for number, on in ((9, "2026-01-05"), (10, "2026-01-12")):
        told = {"product": "esketamine_in", "indication": "trd", "on": on, "number": number, "week": number - 4, "given": {"dose_mg": 56}}
        day.add("session", f"k{number}", told)
    for number, (on, total) in enumerate((("2026-01-04", 34), ("2026-02-02", 10))):
        day.add("score", f"m{number}", {"scale": "madrs", "on": on, "total": total})
    audit = counted(library, day, first=dt.date(2025, 12, 1), last=dt.date(2026, 3, 1))
    assert shares(audit)["response"][0] == 0 and audit.products["esketamine_in"].begun == 0


def test_documents_count_by_their_day_and_their_kind(library):
    day = quiet_day()
    for number, (kind, on) in enumerate((("letter", "10:00"), ("letter", "11:00"), ("consent", "12:00"))):
        value = {"document": kind, "as_of": "2026-03-17", "content_version": "2026.12", "content_digest": "x", "paper": "a4", "made": "saved"}
        day.add("document", f"d{number}", value, when=at(on))
    assert counted(library, day).documents == {"letter": 2, "consent": 1}
    assert counted(library, day, last=dt.date(2026, 3, 16)).documents == {}


def test_counts_do_not_depend_on_the_order_of_the_patients(library):
    days = [full_day(), quiet_day(), bare_day(), full_day(until="watched"), quiet_day(until="watched")]
    whole = counted(library, *days)
    random.Random(4).shuffle(days)
    assert counted(library, *days) == whole
    for share in (getattr(whole, name) for name in shares(whole)):
        assert share.all == share.yes + share.no + share.unknown and share.known <= share.all
    for results in whole.pathways.values():
        assert sum(results.values()) == whole.patients


def test_a_session_in_a_few_numbers(library):
    (one,) = session_sums(library, full_day().patient(), DAY)
    assert (one.id, one.product, one.state, one.number, one.dose_mg) == ("s1", "esketamine_in", "given", 9, 84)
    assert (one.red, one.amber, one.peak, one.left_after, one.two_hours) == (1, 2, (164, 98), 102, False)
    assert one.against_advice and one.open_needs and one.advice is None
    assert one.overridden == (("blood_pressure", "prescriber"),)
    (quiet,) = session_sums(library, quiet_day().patient(), DAY)
    assert (quiet.checklist, quiet.unanswered, quiet.left_after, quiet.two_hours, quiet.open_needs, quiet.missed) == ("pass", (), 130, True, 0, 0)
    assert quiet.advice is True and quiet.due == 6


def test_two_hours_exactly_is_two_hours(library):
    day = quiet_day(until="watched")
    day.part("session_end", "", {"state": "left", "at": at("12:30").isoformat()}, when=at("12:30"))
    assert session_sums(library, day.patient(), DAY)[0].two_hours is True
    day.part("session_end", "", {"state": "left", "at": at("12:29").isoformat()}, when=at("12:31"))
    assert session_sums(library, day.patient(), DAY)[0].two_hours is False
