"""The sound: real players as child processes, one after the other; repeated while something calls; tried aloud and kept in the record."""

import stat
import struct
import sys
import wave

import pytest
from clinic_days import amber, brennan, hallam, lindqvist, red
from days import at

from trd_desk.paths import resources
from trd_desk.record.entries import CLINIC
from trd_desk.ui import make_sounds, sound
from trd_desk.ui.sound import Speaker


def player(folder, name, *, status=0, sleeps=0.0):
    """A program that notes which file it was given, and the command for it."""
    heard = folder / f"{name}.txt"
    program = folder / name
    program.write_text(
        f"#!{sys.executable}\nimport sys, time\n"
        f"open({str(heard)!r}, 'a').write(sys.argv[-1].rpartition('/')[2] + '\\n')\ntime.sleep({sleeps})\nsys.exit({status})\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return (str(program),), lambda: heard.read_text().split() if heard.exists() else []


@pytest.fixture
def speakers(qapp):
    made = []

    def make(players):
        made.append(Speaker(players))
        return made[-1]

    yield make
    for one in made:
        one.close()


def look(desk, qtbot):
    with qtbot.waitSignal(desk.board.changed):
        desk.board.look()
    return desk.board


# The tones


@pytest.mark.parametrize("name", make_sounds.TONES)
def test_the_tones_are_what_the_script_makes(name, tmp_path):
    made = tmp_path / name
    made.write_bytes(make_sounds.tone(make_sounds.TONES[name]))
    with wave.open(str(made)) as fresh, wave.open(str(resources() / "sounds" / name)) as kept:
        assert kept.getparams() == fresh.getparams()
        count = kept.getnframes()
        old, new = (struct.unpack(f"<{count}h", file.readframes(count)) for file in (kept, fresh))
    # Another computer's sine may differ in the last bit.
    assert max(abs(one - other) for one, other in zip(old, new, strict=True)) <= 1
    assert 20_000 < max(old) <= 32_767, "loud, and not clipped"
    assert 0.4 < count / make_sounds.RATE < 2.5


def test_red_rises_three_times_and_comes_twice():
    pitches = [pitch for pitch, _seconds in make_sounds.RED if pitch]
    assert pitches == sorted(pitches[:3]) * 2
    assert len([pitch for pitch, _seconds in make_sounds.CALL if pitch]) == 2


# Players


def test_a_tone_is_handed_to_the_player_and_not_waited_for(speakers, tmp_path, qtbot):
    command, heard = player(tmp_path, "plays", sleeps=0.3)
    speaker = speakers([command])
    speaker.play("call")
    assert speaker.found
    assert heard() == [], "it has not even begun"
    qtbot.waitUntil(lambda: heard() == ["call.wav"])


def test_a_player_that_fails_gives_way_to_the_next(speakers, tmp_path, qtbot):
    broken, tried = player(tmp_path, "broken", status=1)
    works, heard = player(tmp_path, "works")
    speaker = speakers([broken, (str(tmp_path / "not there"),), works])
    speaker.play("red")
    qtbot.waitUntil(lambda: heard() == ["red.wav"])
    assert tried() == ["red.wav"]
    speaker.play("call")
    qtbot.waitUntil(lambda: heard() == ["red.wav", "call.wav"])
    assert tried() == ["red.wav"], "not asked again"


def test_when_the_last_has_failed_that_is_said(speakers, tmp_path, qtbot):
    broken, _tried = player(tmp_path, "broken", status=3)
    speaker = speakers([broken])
    with qtbot.waitSignal(speaker.lost):
        speaker.play("red")
    assert not speaker.found
    speaker.play("red")  # the beep; nothing to wait for


def test_a_new_tone_breaks_off_the_one_before_and_keeps_its_player(speakers, tmp_path, qtbot):
    command, heard = player(tmp_path, "slow", sleeps=20)
    speaker = speakers([command])
    speaker.play("call")
    qtbot.waitUntil(lambda: heard() == ["call.wav"])
    speaker.play("red")
    qtbot.waitUntil(lambda: heard() == ["call.wav", "red.wav"])
    assert speaker.found


def test_a_player_that_hangs_is_given_up(speakers, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(sound, "_LONGEST", 0.2)
    hangs, tried = player(tmp_path, "hangs", sleeps=60)
    works, heard = player(tmp_path, "works")
    speaker = speakers([hangs, works])
    speaker.play("call")
    qtbot.waitUntil(lambda: tried() == ["call.wav"])
    qtbot.wait(300)
    speaker.play("red")
    qtbot.waitUntil(lambda: heard() == ["red.wav"])


def test_the_players_of_this_computer_are_looked_for_where_programs_are(qapp, tmp_path, monkeypatch):
    for name in ("aplay", "paplay"):
        player(tmp_path, name)
    monkeypatch.setenv("PATH", str(tmp_path))
    if sys.platform == "linux":
        assert sound.system_players() == (), "nobody hears where there is no screen"
        monkeypatch.setattr(type(qapp), "platformName", staticmethod(lambda: "xcb"))
        assert sound.system_players() == ((str(tmp_path / "paplay"),), (str(tmp_path / "aplay"), "-q"))


# While something calls


class Ears:
    """Counts what is really played, second by second."""

    def __init__(self, desk, qtbot, tmp_path):
        self.command, self.heard = player(tmp_path, "ears")
        desk.speaker = Speaker([self.command])
        self.desk, self.qtbot = desk, qtbot

    def over(self, clock, seconds):
        """What was heard at which second from now on."""
        found = []
        for second in range(1, seconds + 1):
            before = len(self.heard())
            clock.passes(self.desk)
            self.qtbot.waitUntil(lambda: self.desk.speaker._process is None, timeout=5000)
            found += [(second, name) for name in self.heard()[before:]]
        return found

    def settle(self):
        self.qtbot.waitUntil(lambda: self.desk.speaker._process is None, timeout=5000)


@pytest.fixture
def ears(day_desk, qtbot, tmp_path):
    made = Ears(day_desk, qtbot, tmp_path)
    yield made
    day_desk.speaker.close()


def test_overdue_sounds_at_once_and_then_every_half_minute(day_desk, ears, qtbot, clock):
    brennan().write(day_desk.record)
    look(day_desk, qtbot)
    ears.settle()
    assert ears.heard() == ["call.wav"]
    every = day_desk.library.conduct.call_sound_seconds
    assert ears.over(clock, 2 * every + 1) == [(every, "call.wav"), (2 * every, "call.wav")]


def test_red_sounds_every_few_seconds_and_before_everything_else(day_desk, ears, qtbot, clock):
    for day in (brennan(), red()):
        day.write(day_desk.record)
    look(day_desk, qtbot)
    ears.settle()
    assert ears.heard()[-1] == "red.wav"
    every = day_desk.library.conduct.red_sound_seconds
    assert ears.over(clock, 3 * every + 1) == [(step * every, "red.wav") for step in (1, 2, 3)]


def test_the_sound_is_off_after_an_acknowledgement_and_comes_again_by_itself(day_desk, ears, qtbot, clock):
    amber().write(day_desk.record)
    board = look(day_desk, qtbot)
    ears.settle()
    board.acknowledge(board.live[0])
    quiet = 60 * day_desk.library.conduct.quiet_minutes
    assert ears.over(clock, quiet - 1) == []
    assert [name for _second, name in ears.over(clock, 2)] == ["call.wav"], "again, by itself"


def test_acknowledging_one_patient_leaves_the_sound_of_another(day_desk, ears, qtbot, clock):
    for day in (brennan(), amber()):
        day.write(day_desk.record)
    board = look(day_desk, qtbot)
    board.acknowledge(next(one for one in board.live if one.patient.number == "TRD-0147"))
    ears.settle()
    assert [name for _second, name in ears.over(clock, 31)] == ["call.wav"]


def test_nothing_calls_nothing_sounds_and_a_wait_that_ends_sounds_once(day_desk, ears, qtbot, clock):
    hallam().write(day_desk.record)
    look(day_desk, qtbot)
    clock.set("11:39:58")
    assert ears.over(clock, 40) == [(2, "call.wav")]


def test_an_observation_that_falls_due_sounds_in_its_second(day_desk, ears, qtbot, clock):
    lindqvist().write(day_desk.record)
    look(day_desk, qtbot)
    clock.set("11:22:57")
    assert ears.over(clock, 10) == [(3, "call.wav")]


# Tried aloud


def test_a_person_tries_it_and_the_day_keeps_the_answer(day_desk, ears, qtbot, clock):
    board = look(day_desk, qtbot)
    assert board.sound.heard == "not_tried"
    assert not board.sound.absent
    board.sound.try_aloud()
    qtbot.waitUntil(lambda: ears.heard() == ["call.wav", "red.wav"], timeout=5000)
    with qtbot.waitSignal(board.sound.changed):
        assert board.sound.answer(heard=True)
    assert board.sound.heard == "heard"
    entry = day_desk.record.entries_of_kind(CLINIC, "sound_check")[-1]
    assert (entry.key, entry.value) == ("2026-03-17", {"heard": True, "at": "2026-03-17T11:14:12+01:00"})
    clock.now = at("11:14:12") + 86_400 * (at("11:00:01") - at("11:00:00"))
    assert board.sound.heard == "not_tried", "each day anew"


def test_not_heard_is_no_sound(day_desk, ears, qtbot):
    board = look(day_desk, qtbot)
    assert board.sound.answer(heard=False)
    assert board.sound.heard == "not_heard"
    assert board.sound.absent
    assert board.sound.answer(heard=True), "tried again"
    assert not board.sound.absent


def test_without_a_player_there_is_no_sound(day_desk, qtbot):
    board = look(day_desk, qtbot)
    assert not board.sound.speaker.found
    assert board.sound.absent


def test_who_may_only_read_cannot_say_it(day_desk, ears, qtbot):
    board = look(day_desk, qtbot)
    day_desk.work_as(next(person for person in day_desk.record.people() if person.role == "reader"))
    assert not board.sound.answer(heard=True)
    assert board.sound.heard == "not_tried"
