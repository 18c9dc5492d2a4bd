"""Two hours of six sessions, second by second where something changes: every due point turns at its time, every alarm is raised.

What must come is worked out here from what was entered, by the words of decisions 28, 30 and 41 with their numbers; the program is not
asked.
"""

import datetime as dt

import afternoon
import pytest
from days import at

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.engine.live import live_session
from trd_desk.record.entries import Entry, new_id
from trd_desk.record.fold import fold

WINDOW = 5


@pytest.fixture(scope="module")
def library():
    return load_library()


def minute(moment):
    return moment.hour * 60 + moment.minute


def observations(place, seed):
    """The finished observations of a chair by name, in the order of time."""
    own = [step for step in afternoon.steps(seed) if step.patient == place]
    found = {name: value for step in own for kind, name, value in step.parts if kind == "observation"}
    return sorted((dt.datetime.fromisoformat(value["at"]), value) for value in found.values())


def run(library, place, seed):
    """The first moment at which each due point was told as overdue, and each alarm with the moment at which it was told."""
    entries = []

    def add(drafts):
        for draft in drafts:
            entries.append(Entry(len(entries) + 1, new_id(), "p", draft.kind, draft.key, draft.value, "2026-03-17T11:00:00.000Z", 60, "t", "1"))

    add(afternoon.first_drafts(place, "p"))
    waiting = [step for step in afternoon.steps(seed) if step.patient == place]
    keys = ["p"] * len(afternoon.CHAIRS)
    now, overdue, alarms = afternoon.START, {}, {}
    while now <= afternoon.END:
        while waiting and waiting[0].at <= now:
            add(afternoon.drafts_of_step(waiting.pop(0), keys))
        live = live_session(library, fold(entries), f"s{place}", now)
        for point in live.open_points:
            overdue.setdefault((point.kind, point.at), now)
        for alarm in live.alarms:
            alarms.setdefault((f"{alarm.at:%H:%M}", alarm.sign, alarm.level), now)
        turns = [moment for moment in (live.changes_at, waiting[0].at if waiting else None) if moment is not None]
        assert live.changes_at is not None
        now = min(turns)
    return overdue, alarms, fold(entries)


@pytest.mark.parametrize("place", range(len(afternoon.CHAIRS)))
@pytest.mark.parametrize("seed", [1, 2])
def test_every_due_point_turns_to_the_second(library, place, seed):
    overdue, _alarms, _patient = run(library, place, seed)
    seen = [minute(moment) for moment, _value in observations(place, seed)]
    for clock in afternoon.CHAIRS[place].due:
        due = at(clock)
        met_before = any(-WINDOW <= one - minute(due) < 0 for one in seen)
        told = {moment for (kind, moment) in overdue if kind in ("clock", "infusion", "extended")}
        if met_before:
            assert due not in told
        else:
            assert overdue[next(key for key in overdue if key[1] == due and key[0] != "repeat")] == due


@pytest.mark.parametrize("place", range(len(afternoon.CHAIRS)))
def test_every_alarm_is_raised_when_its_sign_is_entered(library, place):
    _overdue, alarms, patient = run(library, place, 1)
    expected = {
        0: {("blood_pressure", "amber")},
        1: {("spo2", "red")},
        3: {("blood_pressure", "amber")},
        2: {("fall", "amber")},
        4: {("vomiting", "amber")},
        5: {("chest_pain", "red")},
    }[place]
    assert {(sign, level) for _clock, sign, level in alarms} == expected
    of_file = assess(library, patient.case, dt.date(2026, 3, 17)).sessions[0].monitoring.alarms
    assert {(alarm.at, alarm.sign, alarm.level) for alarm in of_file} == set(alarms)
    entered = [step for step in afternoon.steps(1) if step.patient == place]
    for (_clock, sign, _level), told in alarms.items():
        assert any(step.at == told for step in entered), sign
