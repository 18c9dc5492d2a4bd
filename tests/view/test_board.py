"""The board in words: rows, order, values, the bar as shapes, the badge, what is hidden while it is locked."""

import pytest
from clinic_days import amber, brennan, dobre, giving, hallam, lindqvist, red, varga
from days import Day, at, checked_day, iso

from trd_desk.content.load import load_library
from trd_desk.engine.live import live_session
from trd_desk.view import board_notices
from trd_desk.view.board import BoardSession, locked_view, session_step, view_board
from trd_desk.view.board_bar import bar_drawing
from trd_desk.view.shapes import Circle, Mark, Polygon, Rect

NOW = "11:14:12"


@pytest.fixture(scope="module")
def library():
    return load_library()


def session(library, day, clock=NOW):
    patient = day.patient()
    return BoardSession(patient, live_session(library, patient, "s1", at(clock)))


def row(library, day, clock=NOW):
    return session(library, day, clock).row


def board(library, *days, clock=NOW):
    return view_board([session(library, day, clock) for day in days], at(clock))


def test_the_order_is_red_overdue_amber_ready_then_next_due(library):
    days = (giving(), lindqvist(), varga(library), amber(), brennan(), red())
    assert [one.call or one.state.kind for one in board(library, *days).rows] == ["red", "overdue", "amber", "ready", "device", "next"]


def test_of_two_that_are_overdue_the_longer_is_first(library):
    other = checked_day(dose=28)
    other.devices("10:56")
    assert [one.calls[0].at for one in board(library, other, brennan()).rows] == [at("11:10"), at("11:11")]


def test_planned_sessions_are_below_by_their_time(library):
    view = board(library, dobre(), hallam())
    assert view.rows == ()
    assert [(one.time, one.what, one.detail) for one in view.to_come] == [
        ("11:30", "Esketamine spray, first session", "last drink 11:10"),
        ("13:00", "Esketamine spray 56\u00a0mg", "30 answers to give"),
    ]
    assert view.to_come[0].spoken == "11:30, Peter Hallam, 37 years, Esketamine spray, first session, Wait until 11:40, last drink 11:10."
    assert "Start one from a patient below" in view.empty
    assert "none is planned" in board(library).empty


def test_a_value_that_was_not_taken_is_a_dash_and_never_a_zero(library):
    day = checked_day(dose=28)
    day.devices("10:50")
    day.observe("11:05", hr=88)
    values = {value.words: value.number for value in row(library, day).values.values}
    assert values == {"pressure": "–", "pulse": "88", "oxygen": "–", "MOAA/S": "–"}
    unseen = checked_day(dose=28)
    unseen.devices("11:10")
    assert row(library, unseen).values.head(at(NOW)) == "Not observed yet"


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        ((148, 88), "pressure, 20/8 above start"),
        ((120, 76), "pressure, 8/4 below start"),
        ((128, 80), "pressure, 0/0 above start"),
        ((140, 76), "pressure, +12/−4 to start"),
        ((140, None), "pressure"),
    ],
)
def test_how_far_the_pressure_is_from_the_last_before_the_dose(library, reading, words):
    day = checked_day(dose=28)
    day.devices("10:50")
    day.observe("11:05", sbp=reading[0], dbp=reading[1])
    assert row(library, day).values.values[0].words == words


def test_the_foot_says_what_to_do_at_an_alarm_and_else_what_was(library):
    assert row(library, lindqvist()).foot == "Before the dose 128/80. Dissociation 1 of 3 at 10:54. No events."
    assert row(library, amber()).foot == "Prescriber now, and measure again in 5 minutes."
    both = brennan()
    both.observe("11:12", spo2=92)
    assert row(library, both).call == "overdue"
    assert row(library, both).foot.startswith("Amber: oxygen 92\u00a0% at 11:12. Prescriber now")
    happened = lindqvist()
    happened.part("event", "e1", {"at": iso("10:40"), "kind": "vomiting"})
    assert "Vomiting at 10:40." in row(library, happened).foot


def test_what_the_clock_counts_from(library):
    assert row(library, brennan()).head(at(NOW)) == ("0:44:12", "of 2:00 since the last device, 10:30")
    assert row(library, lindqvist()).head(at(NOW)) == ("0:51:12", "of 2:00 since the end of the drip, 10:23")
    drip = Day("ketamine_iv", 0.5)
    drip.part("given", "start", {"at": iso("10:50")})
    assert row(library, drip).head(at(NOW)) == ("0:24:12", "since the drip began, 10:50")
    injection = Day("ketamine_im", 0.5)
    injection.part("given", "start", {"at": iso("10:50")})
    assert row(library, injection).head(at(NOW))[1] == "of 2:00 since the injection, 10:50"


def test_an_alarm_counts_down_to_the_repeat_and_a_red_one_up(library):
    assert (row(library, amber()).state.words, row(library, amber()).state.count(at(NOW))) == ("Amber: pressure 164/98", "02:48")
    assert row(library, amber()).state.line(at(NOW)) == "Measure again at 11:17"
    assert (row(library, red()).state.words, row(library, red()).state.count(at(NOW))) == ("Red: pressure 188/114", "03:12")


def test_ready_says_how_much_and_what_is_missing(library):
    state = row(library, varga(library)).state
    needs = len(library.leaving.need)
    assert (state.fixed, state.small, state.action, state.tab) == (f"{needs - 1} of {needs}", "Only the signature is missing", "Close session", "leaving")
    day = varga(library)
    day.part("leaving", next(need.answer for need in library.leaving.need if need.answer), False)
    assert row(library, day).state.kind != "ready"


def test_the_bar_is_filled_to_now_and_every_point_is_on_it(library):
    one = row(library, brennan())
    drawing = one.bar(at(NOW), 480)
    filled = [shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.fill == "bar_done"]
    assert filled[0].width == pytest.approx(480 * (44 * 60 + 12) / 7200, abs=1.5)
    assert len([shape for shape in drawing.shapes if isinstance(shape, Circle) and shape.radius == 8]) == 5, "five points, and the triangle of the sixth"
    assert any(isinstance(shape, Polygon) and shape.fill == "amber_fill" for shape in drawing.shapes)
    texts = {text.text: text.bold for text in drawing.texts()}
    assert texts["11:10"] is True, "the overdue one is bold, and its time is never left out"
    assert texts["12:30"] is False
    assert all(0 <= text.x <= 480 for text in drawing.texts())
    narrow = bar_drawing(one.span, at(NOW), 200)
    assert "11:10" in {text.text for text in narrow.texts()}
    assert not list(bar_drawing(one.span, at(NOW), 480, low=True).texts())


def test_missed_and_late_points_have_marks_of_their_own(library):
    day = checked_day(dose=28)
    day.devices("10:00")
    day.observe("10:22", sbp=130, dbp=80)
    drawing = row(library, day, "10:50").bar(at("10:50"), 480)
    assert {shape.kind for shape in drawing.shapes if isinstance(shape, Mark)} >= {"late", "not_met"}


def test_a_bar_is_longer_where_the_patient_stays_longer(library):
    day = checked_day(dose=28)
    day.devices("08:30")
    one = row(library, day, "11:08:00")
    assert one.call == "overdue"
    assert one.span.ends == at("11:05"), "an open point after two hours is on the bar, with its window"
    assert one.head(at("11:08:00")) == ("2:38:00", "since the last device, 08:30")


def test_the_badge_counts_each_session_once_by_its_worst(library):
    badge = board(library, red(), brennan(), amber()).badge
    assert (badge.call, badge.count, badge.words) == ("red", 1, "1 red")
    assert badge.tip == "1 red, 1 overdue, 1 amber. Enter shows them on Today."
    assert board(library, lindqvist()).badge is None
    assert board(library, brennan(), amber()).badge.words == "1 overdue"


def test_locked_nothing_of_a_patient_is_left(library):
    view = locked_view(board(library, red(), brennan(), varga(library), amber(), giving(), hallam()))
    assert view.to_come == ()
    for one in view.rows:
        said = one.spoken(at(NOW)) + one.name + one.facts + one.dose + one.foot + one.state.words
        for hidden in ("Brennan", "Lindqvist", "Varga", "TRD-", "pressure", "/98", "188", "mg", "signature", "years"):
            assert hidden not in said
        assert one.state.action == ""
    assert {one.name for one in view.rows} == {"Chair 1", "Chair 2", "Chair 3", "Chair 5"}
    assert {"Red alarm", "Amber alarm", "Overdue: 11:10"} <= {one.state.words for one in view.rows}


def test_the_step_says_what_calls_now(library):
    assert session_step(row(library, red())) == ("red", "Live, red alarm")
    assert session_step(row(library, brennan())) == ("overdue", "Live, overdue")
    assert session_step(row(library, amber())) == ("amber", "Live, 1 amber alarm")
    assert session_step(row(library, varga(library))) == ("ready", "Live, ready to leave")
    assert session_step(row(library, lindqvist())) == ("wait", "Live")


def test_more_than_four_sessions_are_low(library):
    days = [brennan(), lindqvist(), amber(), giving()]
    assert not board(library, *days).low
    assert board(library, *days, varga(library)).low


def test_the_words_of_a_clock_that_was_set():
    words = board_notices.apart_words(at("12:14:12"), at(NOW), at("11:02:03"))
    assert words.replace("\u00a0", " ") == (
        "The computer's clock says 12:14:12, 1 h ahead; the sessions go by 11:14:12. It was found set at 11:02:03, and elapsed times go on right."
    )
    assert "40\u00a0s behind" in board_notices.apart_words(at("11:13:32"), at(NOW), at(NOW))
    far = board_notices.apart_words(at(NOW).replace(year=2027), at(NOW), at(NOW))
    assert "17\u00a0Mar\u00a02027, 11:14:12" in far


def test_the_words_of_moments_that_do_not_fit():
    assert "recorded at 11:14" in board_notices.doubt_words("ahead", at(NOW), at("09:00"))
    assert "13\u00a0Mar\u00a02026, 11:14" in board_notices.doubt_words("far", at(NOW).replace(day=13), at(NOW))


def test_the_words_of_the_sound():
    assert board_notices.sound_words(found=True, heard="heard") == ""
    assert board_notices.sound_words(found=True, heard="not_tried") == "Sound not tried today."
    for found, heard in ((False, "heard"), (False, "not_tried"), (True, "not_heard")):
        assert board_notices.sound_words(found=found, heard=heard).startswith(board_notices.no_sound_words())
