"""The audit report in words: small numbers of patients are not told, every share has what it is counted of."""

import datetime as dt
from collections import Counter

import pytest
from days import at
from paper_days import bare_day, full_day, plain

from trd_desk.content.load import load_library
from trd_desk.engine.audit import Audit, ProductTally, Share, count_patient
from trd_desk.interchange.papers import KINDS
from trd_desk.view.audit import DOCUMENT_NAMES, view_audit

DAY = at("10:00").date()


@pytest.fixture(scope="module")
def library():
    return load_library()


def invented(**changes):
    """Counts of a larger clinic."""
    audit = Audit(dt.date(2026, 1, 1), dt.date(2026, 3, 31), patients=40, sessions=300, watched=290, with_red=3, with_any=60)
    audit.products["esketamine_in"] = ProductTally(patients=38, begun=12, given=299, live=1, cancelled=7)
    audit.products["ketamine_iv"] = ProductTally(patients=2, begun=1, given=10)
    audit.pathways["ema_trd"] = Counter(criteria_met=34, cannot_say=4, not_yet=2)
    audit.complete, audit.observed = Share(270, 30), Share(250, 40, 10)
    audit.due_points, audit.missed_points = 1800, 90
    audit.alarms.update(red=3, amber=87)
    audit.two_hours, audit.against_advice, audit.needs_met = Share(280, 8, 12), Share(6, 294), Share(270, 20, 10)
    audit.response, audit.remission = Share(12, 8, 5), Share(3, 17, 5)
    audit.without.update(consent=20, advice=15)
    audit.unanswered.update(weight=9)
    audit.overrides.update({("blood_pressure", "prescriber"): 12, ("interval", "nurse"): 1})
    audit.documents.update(letter=14)
    for name, value in changes.items():
        setattr(audit, name, value)
    return audit


def table(value, title):
    found = next(each for each in value.tables if each.title.startswith(title))
    return {plain(row[0]): tuple(plain(cell) for cell in row[1:]) for row in found.rows}, found


def test_small_numbers_of_patients_are_not_told(library):
    value = view_audit(library, invented(), DAY)
    products, _ = table(value, "Patients, courses")
    assert products["Esketamine spray"] == ("38", "12", "300", "7", "0", "0")
    assert products["Ketamine drip"] == ("fewer than 5", "fewer than 5", "10", "0", "0", "0")
    pathways, found = table(value, "Patients treated, by")
    assert pathways["EMA and UK licence"] == ("34", "fewer than 5", "fewer than 5", "40")
    assert found.heads == ("Pathway", "Criteria met", "Not yet", "Cannot say", "All")
    outcomes, _ = table(value, "Response and remission")
    assert outcomes["Response"] == ("12", "20", "60 %", "5")
    assert outcomes["Remission"] == ("fewer than 5", "20", "–", "5")  # a share would tell it
    assert plain(" ".join(value.notes)).startswith("Counts of patients and of courses from 1 to 4 are printed as fewer than 5.")


def test_every_share_has_its_denominator_and_what_cannot_be_told(library):
    value = view_audit(library, invented(), DAY)
    before, _ = table(value, "Before the dose")
    assert before["Checklist complete before the dose"] == ("270", "300", "90 %", "0")
    after, found = table(value, "After the dose")
    assert after["Sessions with every due observation"] == ("250", "290", "86.2 %", "10")
    assert after["Due observations made"] == ("1710", "1800", "95 %", "0")
    assert after["Left after 120 minutes or more, as the rule asks"] == ("280", "288", "97.2 %", "12")
    assert after["Left against advice"] == ("6", "300", "2 %", "0")
    assert plain(found.notes[0]) == "Alarms a session watched: 0.01 red, 0.3 amber (3 and 87 in 290 sessions)."
    missing, _ = table(value, "Not recorded")
    assert missing["Whether the written advice was given"] == ("15", "300", "5 %")
    assert missing["Time of leaving"] == ("0", "300", "0 %")
    overrides, _ = table(value, "Overrides")
    assert overrides["Pressure"] == ("Prescriber", "12") and overrides["Interval"] == ("Nurse", "1")
    documents, _ = table(value, "Documents made")
    assert documents == {"Letter to the general practitioner": ("14",)}


def test_a_period_without_a_session_says_so_in_every_table(library):
    value = view_audit(library, Audit(dt.date(2026, 1, 1), dt.date(2026, 1, 31)), DAY)
    assert [remark.text for remark in value.in_short] == ["No session was given in this period."]
    for each in value.tables:
        assert not each.rows and each.nothing


def test_nothing_of_a_patient_stands_on_it(library):
    audit = Audit(DAY.replace(day=1), DAY)
    for day in (full_day(), bare_day()):
        day.add("patient", "name", "CANARY Nightingale")
        day.add("patient", "id", "CANARY-77")
        count_patient(library, audit, day.patient())
    value = view_audit(library, audit, DAY)
    said = plain(" ".join([*(remark.text for remark in value.in_short), *value.notes, *(cell for each in value.tables for row in each.rows for cell in row)]))
    for word in ("CANARY", "Nightingale", "Brennan", "TRD-1", "17 March", "17 Mar", "Lindgren", "Osei", "Marsh", "1988"):
        assert word not in said, word
    assert value.head.number == "" and "no patient is named" in value.head.who


def test_every_kind_that_is_kept_has_a_name():
    assert set(DOCUMENT_NAMES) == {kind.id for kind in KINDS.values() if kind.kept}
    for kind in KINDS.values():
        if kind.kept:
            assert DOCUMENT_NAMES[kind.id] == kind.name


def test_the_rules_it_counted_by_are_among_the_sources(library):
    value = view_audit(library, invented(), DAY)
    used = " ".join(rule for standing in value.standing for rule in standing.rules)
    for name in ("report", "checklist", "observation and alarms", "leaving", "response", "remission", "CANMAT 2023"):
        assert name in used
    assert value.overdue == ()
    assert view_audit(library, invented(), dt.date(2029, 1, 1)).overdue
