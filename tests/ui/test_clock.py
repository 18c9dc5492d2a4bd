"""The session clock: whatever is done to the computer's clock, elapsed time is right to a second and every due point stands as it should.

TRD_DESK_TRIALS=100 runs the trials as often as `trust.md` 10 asks; the suite runs a short form of them.
"""

import datetime as dt
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest
from days import PERSON, Day

from trd_desk.record.fold import fold
from trd_desk.record.session_parts import GivenPart, moment_text
from trd_desk.ui import clock as clocks
from trd_desk.ui.clock import SessionClock

TRIALS = int(os.environ.get("TRD_DESK_TRIALS", "20"))
SECOND = dt.timedelta(seconds=1)
NOON = dt.datetime(2026, 3, 17, 11, 0, tzinfo=dt.UTC)
SUMMER_TIME = dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)  # when Berlin puts its clocks forward
WINTER_TIME = dt.datetime(2026, 10, 25, 1, 0, tzinfo=dt.UTC)


@dataclass
class Computer:
    """A computer whose true time is known: its wall clock can be set, its steady clock cannot, and it can sleep and start again."""

    true: dt.datetime = NOON
    wrong: dt.timedelta = dt.timedelta()
    zone: dt.tzinfo = field(default_factory=lambda: ZoneInfo("Europe/Berlin"))
    started: dt.datetime = NOON - dt.timedelta(hours=9)
    boots: int = 1

    def wall(self):
        shown = (self.true + self.wrong).astimezone(self.zone)
        return shown.astimezone(dt.timezone(shown.utcoffset()))

    def steady(self):
        return (self.true - self.started).total_seconds() + 3.25

    def boot(self):
        return f"boot-{self.boots}"

    def passes(self, **span):
        self.true += dt.timedelta(**span)

    def starts_again(self):
        self.boots += 1
        self.started = self.true

    def clock(self):
        return SessionClock(self.wall, self.steady, self.boot)


def part(clock, moment=None):
    """A moment of giving as the program stores it."""
    text = moment_text(moment or clock.now())
    at = dt.datetime.fromisoformat(text)
    return GivenPart.model_validate({"at": text, "steady": clock.steady_at(at), "boot": clock.boot()})


# The clock alone


def test_it_says_what_the_wall_clock_says_while_nobody_sets_it(qapp):
    computer = Computer()
    clock = computer.clock()
    computer.passes(hours=5, milliseconds=250)
    assert clock.now() == computer.wall()
    assert clock.now().utcoffset() == dt.timedelta(hours=1)
    assert clock.disagreement() is None


def test_a_small_correction_of_the_wall_clock_is_no_disagreement(qapp):
    computer = Computer()
    clock = computer.clock()
    computer.wrong = 1.9 * SECOND
    assert clock.disagreement() is None
    computer.wrong = -2.1 * SECOND
    assert clock.disagreement() is not None


def test_a_disagreement_names_both_times_and_since_when(qapp, qtbot):
    computer = Computer()
    clock = computer.clock()
    computer.passes(minutes=7)
    computer.wrong = dt.timedelta(hours=1)
    with qtbot.waitSignal(clock.agreement_changed):
        clock.tick()
    computer.passes(minutes=2)
    apart = clock.disagreement()
    assert apart.computer - apart.ours == apart.ahead == dt.timedelta(hours=1)
    assert apart.ours.astimezone(dt.UTC) == computer.true
    assert apart.since.astimezone(dt.UTC) == NOON + dt.timedelta(minutes=7)
    with qtbot.waitSignal(clock.agreement_changed):
        clock.accept_wall()
    assert clock.disagreement() is None
    assert clock.now() == computer.wall()
    computer.wrong = dt.timedelta()
    with qtbot.waitSignal(clock.agreement_changed):
        clock.tick()
    assert clock.disagreement().ahead == -dt.timedelta(hours=1)


def test_what_was_stored_before_the_computers_clock_was_accepted_is_not_counted_from_again(qapp):
    computer = Computer()
    clock = computer.clock()
    stored = part(clock)
    computer.passes(minutes=5)
    computer.wrong = dt.timedelta(minutes=30)
    clock.accept_wall()
    clock.resume_from([stored])
    assert clock.now() == computer.wall()


def test_a_moment_is_stored_with_what_the_steady_clock_said_then(qapp):
    computer = Computer()
    clock = computer.clock()
    before = clock.now()
    said = clock.steady()
    computer.passes(minutes=11)
    assert clock.steady_at(before) == pytest.approx(said, abs=0.001)


def test_each_second_is_told_once_and_a_gap_is_told_as_such(qapp):
    computer = Computer()
    clock = computer.clock()
    told = []
    clock.second_passed.connect(lambda moment: told.append(moment))
    clock.resumed.connect(lambda gap: told.append(gap))
    clock.start()
    clock.stop()
    for _second in range(3):
        computer.passes(seconds=1, milliseconds=4)
        clock.tick()
    assert [moment.second for moment in told] == [1, 2, 3]
    assert all(moment.microsecond == 0 for moment in told)
    computer.passes(hours=1)
    clock.tick()
    assert told[3] == pytest.approx(3600)
    assert told[4].astimezone(dt.UTC) == NOON + dt.timedelta(hours=1, seconds=3)


def test_the_seconds_fall_on_whole_seconds_and_stop(qapp, qtbot):
    clock = SessionClock()
    told = []
    clock.second_passed.connect(lambda moment: told.append((moment, clock.now())))
    clock.start()
    assert clock.ticks
    qtbot.waitUntil(lambda: len(told) == 2, timeout=4000)
    clock.stop()
    assert not clock.ticks
    assert told[1][0] - told[0][0] == SECOND
    for second, moment in told:
        assert second.microsecond == 0
        assert moment - second < dt.timedelta(milliseconds=200)


def test_the_clocks_of_this_computer():
    one = clocks.steady_clock()
    time.sleep(0.01)
    assert 0.009 < clocks.steady_clock() - one < 1
    assert clocks.wall_clock().tzinfo is not None
    code = "from trd_desk.ui.clock import boot_name; print(boot_name())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == clocks.boot_name(), "the same in another process"
    if sys.platform == "linux":
        assert clocks.boot_name()


@pytest.mark.parametrize(("shift", "kind"), [(dt.timedelta(hours=-3), "ahead"), (dt.timedelta(days=40), "far"), (dt.timedelta(hours=2), None)])
def test_in_another_start_of_the_computer_what_does_not_fit_is_said(qapp, shift, kind):
    computer = Computer()
    stored = part(computer.clock())
    computer.passes(minutes=20)
    computer.starts_again()
    computer.wrong = shift
    clock = computer.clock()
    doubt = clock.resume_from([stored])
    assert clock.now() == computer.wall(), "the wall clock is all there is"
    assert (doubt.kind if doubt else None) == kind
    assert clock.doubt == doubt
    if doubt:
        assert (doubt.stored, doubt.now) == (stored.at, clock.now())


def test_where_the_start_of_the_computer_cannot_be_told_the_wall_clock_counts(qapp):
    computer = Computer()
    stored = part(computer.clock())
    computer.wrong = dt.timedelta(minutes=10)
    clock = SessionClock(computer.wall, computer.steady, lambda: "")
    clock.resume_from([stored.model_copy(update={"boot": ""})])
    assert clock.now() == computer.wall()


def test_two_windows_come_to_one_time(qapp):
    """The second was opened after the clock was set; the dose of the first brings it the same time."""
    computer = Computer()
    first = computer.clock()
    computer.wrong = dt.timedelta(minutes=-25)
    second = computer.clock()
    second.resume_from([part(first)])
    assert abs(second.now() - first.now()) < SECOND


# Trials: a session of two hours on a computer to which something is done


class Trial:
    """A spray session whose every true time is known: some points observed, some late, some missed."""

    def __init__(self, chance, computer):
        self.chance, self.computer = chance, computer
        self.clock = computer.clock()
        self.day = Day(facts=PERSON, first=False, week=6, on=f"{self.clock.now():%Y-%m-%d}")
        for number in (1, 2, 3):
            computer.passes(seconds=chance.randint(300, 330))
            self.true_start = computer.true
            given = part(self.clock)
            self.day.part("given", f"device/{number}", given.model_dump(mode="json", exclude_none=True))
        self.seen = 0
        self.ends = self.true_start + dt.timedelta(minutes=chance.randint(20, 150))

    def observe(self):
        """An observation now, as the page Monitoring writes it."""
        self.seen += 1
        at = moment_text(self.clock.now())
        self.day.part("observation", f"o{self.seen}", {"at": at, "recorded": at, "sbp": 126, "dbp": 80})

    def run(self, happens):
        """Two hours in steps; `happens` is called once, somewhere in the middle."""
        when = self.true_start + (self.ends - self.true_start) * self.chance.uniform(0.1, 0.8)
        done = False
        while self.computer.true < self.ends:
            if not done and self.computer.true >= when:
                happens(self)
                done = True
            if self.chance.random() < 0.12:
                self.observe()
            self.computer.passes(seconds=self.chance.randint(40, 200), milliseconds=self.chance.randint(0, 999))
        if not done:
            happens(self)

    def restart(self):
        """The program was killed and is started again: all it has is the log."""
        self.clock = self.computer.clock()
        given = fold(self.day.entries).sessions["s1"].devices
        return self.clock.resume_from(given)

    def judge(self, library):
        """The session by the program's clock, against the truth."""
        from trd_desk.engine.live import live_session

        patient = self.day.patient()
        live = live_session(library, patient, "s1", self.clock.now())
        elapsed = self.computer.true - self.true_start
        assert abs(live.elapsed - elapsed) <= SECOND, f"{live.elapsed} instead of {elapsed}"
        assert list(points_of(live)) == list(expected_points(library, live, self.clock.now())), "every point as it should stand"
        return live


def points_of(live):
    return ((point.minutes, point.state) for point in live.points if point.kind != "repeat")


def expected_points(library, live, now):
    """The points of a spray worked out anew from the stored moments alone: done within the window, late after it, missed once the next has come."""
    minute, window = dt.timedelta(minutes=1), library.monitoring.window
    start = live.log.devices[-1].at
    due = [15, 30, 40, 60, 90, 120]
    while start.replace(second=0) + due[-1] * minute <= now:
        due.append(due[-1] + library.monitoring.extended_every)

    def clock_minute(moment):
        return int(moment.timestamp() // 60)

    seen = sorted(clock_minute(one.value.at) for one in live.log.observations)
    base = clock_minute(start)
    for place, after in enumerate(due):
        at, point = start + after * minute, base + after
        limit = start + (due[place + 1] - window) * minute if place + 1 < len(due) else None
        later = [
            one.value.at for one in live.log.observations if clock_minute(one.value.at) > point + window and (limit is None or one.value.at < limit)
        ]
        if any(abs(one - point) <= window for one in seen):
            yield after, "done"
        elif later:
            yield after, "done_late"
        elif now < at:
            yield after, "due" if now >= at - window * minute else "ahead"
        elif limit is not None and now >= limit and now > at + window * minute:
            yield after, "missed"
        else:
            yield after, "overdue" if now <= at + window * minute else "late"


def trials(name):
    return pytest.mark.parametrize("seed", range(TRIALS), ids=lambda seed: f"{name}-{seed}")


@trials("forward")
def test_the_wall_clock_is_set_forward(qapp, library, seed):
    chance = random.Random(f"forward {seed}")
    trial = Trial(chance, Computer())
    trial.run(lambda t: setattr(t.computer, "wrong", dt.timedelta(seconds=chance.randint(3, 200_000))))
    trial.judge(library)
    assert trial.clock.disagreement() is not None


@trials("back")
def test_the_wall_clock_is_set_back(qapp, library, seed):
    chance = random.Random(f"back {seed}")
    trial = Trial(chance, Computer())
    trial.run(lambda t: setattr(t.computer, "wrong", -dt.timedelta(seconds=chance.randint(3, 200_000))))
    trial.judge(library)
    assert trial.clock.disagreement() is not None


@trials("summer")
def test_the_clocks_are_put_forward_or_back_an_hour_for_the_season(qapp, library, seed):
    chance = random.Random(f"season {seed}")
    change = SUMMER_TIME if seed % 2 else WINTER_TIME
    begins = change - dt.timedelta(minutes=chance.randint(15, 140))
    trial = Trial(chance, Computer(true=begins, started=begins - dt.timedelta(hours=3)))
    trial.run(lambda _t: None)
    trial.judge(library)
    assert trial.clock.disagreement() is None


@trials("killed")
def test_killed_the_wall_clock_set_and_started_again(qapp, library, seed):
    chance = random.Random(f"killed {seed}")

    def happens(trial):
        trial.computer.passes(seconds=chance.randint(1, 600))
        trial.computer.wrong = dt.timedelta(seconds=chance.choice((-1, 1)) * chance.randint(3, 100_000))
        assert trial.restart() is None

    trial = Trial(chance, Computer())
    trial.run(happens)
    trial.judge(library)
    assert trial.clock.disagreement() is not None


@trials("sleep")
def test_the_computer_sleeps(qapp, library, seed):
    chance = random.Random(f"sleep {seed}")
    trial = Trial(chance, Computer())
    gaps = []
    trial.clock.resumed.connect(lambda seconds: gaps.append(seconds))

    def happens(one):
        one.clock.tick()
        gaps.clear()
        one.computer.passes(minutes=chance.randint(1, 90))
        one.clock.tick()

    trial.run(happens)
    trial.judge(library)
    assert len(gaps) == 1
    assert gaps[0] >= 60


@trials("boot")
def test_the_computer_starts_again(qapp, library, seed):
    chance = random.Random(f"boot {seed}")

    def happens(trial):
        trial.computer.passes(seconds=chance.randint(60, 1200))
        trial.computer.starts_again()
        assert trial.restart() is None

    trial = Trial(chance, Computer())
    trial.run(happens)
    trial.judge(library)
    assert trial.clock.disagreement() is None
