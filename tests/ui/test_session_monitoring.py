"""The part Monitoring over a real record and a clock that the test turns: entered by keyboard alone, nothing lost, nothing refused in silence."""

import datetime as dt
import statistics
import time

import pytest
import walk
from days import Day, at, brennan_day, checked_day, iso
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from trd_desk.interchange.practice_people import add_people
from trd_desk.record.fold import fold
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.session_monitoring_strip import StripField
from trd_desk.ui.widgets.reason import ask_reason
from trd_desk.view.watch_strip import view_watch

FULL = {"hr": 80, "spo2": 97, "rr": 14, "moaas": 5, "dissociation": 0, "nausea": 0, "distress": 0}
PLAIN = ["128/80", "72", "98", "14", "5", "0", "0", "0"]


class Bench:
    """The window with one patient at the part Monitoring. `at` turns the clock as the seconds would, `type` presses keys where the focus is."""

    def __init__(self, qtbot, theme, library, folder, day, clock, size=(1366, 768)):
        self.qtbot, self.path = qtbot, folder / "clinic.trd"
        self.time = at("10:15")
        self.record = Record.create_practice(self.path, clock=lambda: self.time)
        add_people(self.record)
        self.key = day.write(self.record)
        self.time = at(clock)
        self.desk = Desk(self.record, clock=lambda: self.time, library=lambda: library)
        self.asked = []
        self.failed = []
        self.desk.save_failed.connect(self.failed.append)
        self.window = MainWindow(theme, practice=True)
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.attach(self.desk)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.window.open_patient(self.key)
        self.desk.ask_reason = self.reason
        self.window.show_step("sessions")
        self.page = self.window._pages["sessions"]
        self.page.show_tab("monitoring")
        self.tab = self.page._part("monitoring")
        QCoreApplication.processEvents()

    def reason(self, title):
        self.asked.append(title)
        return "typing mistake"

    def close(self):
        # Whatever is still typed is part of the test, not of the next one.
        for field in self.window.findChildren(StripField):
            field.give_up()
        self.window.close()
        self.desk.clock.stop()
        self.record.close()

    def at(self, clock):
        self.time = at(clock) if isinstance(clock, str) else clock
        self.desk.second_passed.emit(self.time)
        return self

    @property
    def focus(self):
        return QApplication.focusWidget()

    def where(self):
        return self.focus.objectName().removesuffix(":edit")

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.focus, key, modifier)
        return self

    def type(self, text, key=Qt.Key.Key_Return):
        self.qtbot.keyClicks(self.focus, text)
        return self if key is None else self.press(key)

    def enter(self, values):
        """Types the values of a column in order; a scale answers with its own key."""
        for value in values:
            row = self.where().partition(".")[2]
            self.type(value, None if row in ("moaas", "dissociation", "nausea", "distress") and value else Qt.Key.Key_Return)
        return self

    def on_disk(self):
        """The session as somebody finds it who opens the file now."""
        with Record.open_practice(self.path) as fresh:
            return fold(fresh.entries(self.key)).sessions["s1"]

    def seen(self):
        """The observations on disk: clock time and signs."""
        return [(self.clock(part.value.at), signs(part.value)) for part in self.on_disk().observations]

    @staticmethod
    def clock(moment):
        return f"{moment.astimezone(at('10:00').tzinfo):%H:%M}"

    def heads(self):
        return [(column.kind, column.head, column.foot) for column in self.tab.view.columns]

    def column(self, head):
        return next(place for place, column in enumerate(self.tab.view.columns) if column.head == head)

    def select(self, row, head):
        """Puts the focus on a value of the table."""
        rows = [one.id for one in self.tab.view.rows]
        self.tab.strip.table.setFocus()
        self.tab.strip.table.setCurrentIndex(self.tab.strip.model.index(rows.index(row), self.column(head)))
        return self

    def bars(self):
        return [widget.bar.title for widget in self.tab.bars.widgets if not widget.isHidden()]


def signs(value):
    names = ("sbp", "dbp", "hr", "spo2", "rr", "moaas", "dissociation", "cadss", "nausea", "distress")
    return {name: getattr(value, name) for name in names if getattr(value, name) is not None}


@pytest.fixture
def bench(qtbot, theme, library, tmp_path):
    made = []

    def make(day=None, clock="10:31", **how):
        made.append(Bench(qtbot, theme, library, tmp_path, day or quiet_day(), clock, **how))
        return made[-1]

    yield make
    for one in made:
        one.close()


def quiet_day():
    """Everything passed, two devices, the last at 10:30."""
    day = checked_day(dose=56)
    day.devices("10:25", "10:30")
    return day


def amber_day():
    """The mock-up: 164/98 at 11:14, to be repeated at 11:19."""
    day = brennan_day()
    day.observe("11:14", sbp=164, dbp=98, **FULL)
    return day


# ------------------------------------------------------------------------------------------------------------ by keyboard alone


def test_a_whole_session_is_entered_by_keyboard_alone(bench):
    one = bench()
    assert one.where() == "observations.pressure"
    one.at("10:45:10").enter(["13080", "72", "98", "14", "5", "1", "0", "0"])
    assert one.where() == "observations.pressure", "the next column has the focus"
    one.at("11:00:20").enter(["134 84", "76", "97", "14", "4", "2", "1", "0"])
    # At the key point the row of the whole scale is there by itself.
    one.at("11:10:05")
    assert "cadss" in [row.id for row in one.tab.view.rows]
    one.enter(["158"])
    assert (one.where(), one.focus.text()) == ("observations.pressure", "158/")
    one.enter(["90", "80", "97", "14", "4", "2", "12", "0", "0"])
    one.at("11:20:00").press(Qt.Key.Key_Insert)
    assert ("entry", "Extra", "extra") in one.heads()
    one.enter(["150/88", "", "97", "", "", "", "", "", ""])
    one.at("11:30:00").enter(["14886", "78", "98", "14", "5", "1", "4", "0", "0"])
    one.at("12:00:00").enter(["14080", "74", "98", "14", "5", "0", "", "0", "0"])
    one.at("12:30:00").enter(["13280", "72", "98", "14", "5", "0", "", "0", "0"])
    day = quiet_day()
    for clock, *values in (
        ("10:45", 130, 80, 72, 98, 14, 5, 1, 0, 0),
        ("11:00", 134, 84, 76, 97, 14, 4, 2, 1, 0),
        ("11:10", 158, 90, 80, 97, 14, 4, 2, 0, 0),
        ("11:20", 150, 88, None, 97),
        ("11:30", 148, 86, 78, 98, 14, 5, 1, 0, 0),
        ("12:00", 140, 80, 74, 98, 14, 5, 0, 0, 0),
        ("12:30", 132, 80, 72, 98, 14, 5, 0, 0, 0),
    ):
        names = ("sbp", "dbp", "hr", "spo2", "rr", "moaas", "dissociation", "nausea", "distress")
        day.observe(clock, **{name: value for name, value in zip(names, values, strict=False) if value is not None})
    wanted = [(one.clock(part.value.at), signs(part.value)) for part in day.patient().sessions["s1"].observations]
    wanted[2][1]["cadss"], wanted[4][1]["cadss"] = 12, 4
    assert one.seen() == wanted
    live = one.page.live
    assert [point.state for point in live.points if point.at <= one.time] == ["done"] * 6
    assert one.failed == []
    assert one.asked == []


def test_up_down_and_the_way_out_of_the_strip(bench):
    one = bench()
    one.press(Qt.Key.Key_Return)
    assert one.where() == "observations.hr", "Enter on an empty field goes on"
    one.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert one.where() == "observations.pressure"
    one.press(Qt.Key.Key_Up)
    assert one.where() == "observations.time"
    one.press(Qt.Key.Key_Down).press(Qt.Key.Key_Tab)
    assert one.where() == "event.chest_pain", "Tab leaves a column in which nothing was entered"
    one.tab.strip.focus_entry()
    one.press(Qt.Key.Key_Backtab)
    assert one.where() == "observations"
    one.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert one.where() == "observations.extra"


def test_tab_closes_a_column_that_was_begun_and_goes_to_the_next(bench):
    one = bench().at("10:45:10")
    one.type("13080", Qt.Key.Key_Tab)
    assert one.where() == "observations.pressure"
    assert one.focus.text() == ""
    assert [head for kind, head, _foot in one.heads() if kind == "entry"] == ["11:00"]
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80})]


def test_an_infusion_and_a_dose_by_mouth_are_entered_in_the_same_way(bench):
    day = checked_day("ketamine_iv", 0.5)
    day.part("given", "start", {"at": iso("10:20")})
    one = bench(day, "10:30:05")
    one.enter(PLAIN)
    assert one.seen() == [("10:30", {"sbp": 128, "dbp": 80, "hr": 72, "spo2": 98, "rr": 14, "moaas": 5, "dissociation": 0, "nausea": 0, "distress": 0})]
    assert ("seen", "10:30", "drip 10 min") in one.heads()


# ------------------------------------------------------------------------------------------------------------- nothing is lost


def test_what_a_left_cell_held_is_in_a_file_that_is_opened_now(bench):
    one = bench().at("10:45:10")
    one.type("130/80")
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80})]
    one.type("72")
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80, "hr": 72})]
    one.type("98", None)
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80, "hr": 72})], "what is being typed is not an answer yet"
    one.tab.extra_button.setFocus()
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80, "hr": 72, "spo2": 98})]
    (part,) = one.on_disk().observations
    assert one.clock(part.value.recorded) == "10:45"


def test_a_growing_observation_asks_for_no_reason_also_from_a_second_nurse(bench):
    one = bench().at("10:45:10")
    one.type("130/80")
    nurse = next(person for person in one.record.people() if person.role == "nurse")
    one.desk.work_as(nurse)
    one.at("10:46:00").type("72")
    assert one.asked == []
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80, "hr": 72})]


def test_what_is_typed_stays_while_an_alarm_is_raised(bench):
    one = bench(brennan_day(), "11:09:50")
    one.type("15", None)
    field, text = one.focus, "15"
    assert one.bars() == []
    one.at("11:10:00")
    assert one.bars() == ["Overdue: 11:10"]
    assert (one.focus, one.focus.text()) == (field, text)
    one.desk.answers_for(one.key, [("event", "s1/e1", {"at": iso("11:10"), "recorded": iso("11:10"), "kind": "collapse"})])
    assert one.bars()[0] == "Red: collapse at 11:10"
    assert (one.focus, one.focus.text()) == (field, text)
    one.type("090")
    assert one.seen()[-1] == ("11:10", {"sbp": 150, "dbp": 90})


def test_an_observation_closes_by_itself_so_that_a_later_value_is_a_new_one(bench):
    one = bench().at("10:45:10")
    one.type("130/80")
    one.at("10:48:00").type("72")
    one.at("10:52:00")
    assert not [head for kind, head, _foot in one.heads() if kind == "entry" and head == "10:45"]
    one.tab.strip.focus_entry()
    one.type("128/80")
    assert [clock for clock, _signs in one.seen()] == ["10:45", "10:52"]


def test_a_column_is_not_closed_over_something_that_cannot_be_kept(bench):
    one = bench().at("10:45:10")
    one.type("130/80").type("1200", None)
    one.at("10:55:00")
    assert one.focus.text() == "1200"
    assert [head for kind, head, _foot in one.heads() if kind == "entry"] == ["10:45"]
    one.press(Qt.Key.Key_Insert)
    assert (one.where(), one.focus.text()) == ("observations.hr", "1200")
    one.focus.selectAll()
    one.type("120")
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80, "hr": 120})]


def test_a_disk_that_refuses_keeps_what_was_typed(bench):
    one = bench().at("10:45:10")
    one.record._connection.execute("PRAGMA query_only = 1")
    one.type("130/80")
    assert one.failed
    assert (one.where(), one.focus.text()) == ("observations.pressure", "130/80")
    assert one.tab.strip.hint.text().startswith("Not saved.")
    one.record._connection.execute("PRAGMA query_only = 0")
    one.press(Qt.Key.Key_Return)
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80})]


def test_leaving_the_patient_keeps_what_is_typed(bench):
    one = bench().at("10:45:10")
    one.type("130/80", None)
    one.window.show_patients()
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80})]


# ---------------------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        ("pressure", "12o/8o", "Pressure: 12o/8o holds letters. Did you mean 120/80?"),
        ("pressure", "80/120", "Pressure: 80/120 has the lower number first. Did you mean 120/80?"),
        ("pressure", "1200", "1200 was read as 12/0. Systolic pressure: 12 does not fit;"),
        ("hr", "1200", "Pulse: 1200 does not fit; 20 to 300\u00a0a minute is plausible."),
        ("spo2", "970", "Oxygen: 970 does not fit; 30 to 100\u00a0% is plausible."),
        ("rr", "4o", "Breathing: 4o holds letters. Did you mean 40?"),
        ("moaas", "7", "MOAA/S: 7 does not fit; 0 to 5 is plausible."),
        ("nausea", "9", "Nausea: 9 does not fit; 0 to 3 is plausible."),
    ],
)
def test_bad_input_is_told_beside_the_field_and_stays(bench, row, text, said):
    one = bench().at("10:45:10")
    one.tab.strip.fields[row].edit.setFocus()
    one.type(text)
    assert one.tab.strip.hint.text().startswith(said)
    assert (one.where(), one.focus.text()) == (f"observations.{row}", text)
    assert one.tab.strip.fields[row].is_fault()
    assert one.tab.strip.fields[row].edit.accessibleDescription().startswith(said)
    assert one.seen() == []
    box, field = one.tab.strip.hint.geometry(), one.tab.strip.fields[row]
    assert not box.intersects(field.rect().translated(field.mapTo(one.tab.strip, field.rect().topLeft())))
    assert one.tab.strip.rect().contains(box)


def test_an_alarming_value_is_saved_and_raises_the_alarm_at_once(bench):
    one = bench().at("10:45:10")
    one.type("205/125")
    assert one.seen() == [("10:45", {"sbp": 205, "dbp": 125})]
    assert one.bars() == ["Red: pressure 205/125 at 10:45"]
    assert one.where() == "observations.hr"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("11:30", "Time: 11:30 has not come yet; it is 10:45."),
        ("10:05", "Time: 10:05 lies before the dose at 10:25."),
        ("2510", "Time: 2510 is no time of a clock."),
        ("1o:40", "Time: 1o:40 holds letters. Did you mean 10:40?"),
    ],
)
def test_a_time_that_cannot_be_is_told_and_stays(bench, text, said):
    one = bench().at("10:45:10")
    one.press(Qt.Key.Key_Up).type(text)
    assert one.tab.strip.hint.text().startswith(said)
    assert (one.where(), one.focus.text()) == ("observations.time", text)


def test_two_observations_in_one_minute_are_explained_with_the_remedy(bench):
    one = bench().at("10:45:10")
    one.type("130/80", Qt.Key.Key_Tab)
    one.at("10:45:50").type("132/82")
    assert one.tab.strip.hint.text().startswith("There is an observation at 10:45 already")
    assert "press F2 on its value" in one.tab.strip.hint.text()
    assert one.focus.text() == "132/82"
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80})]
    one.at("10:46:00").press(Qt.Key.Key_Return)
    assert one.seen()[-1] == ("10:46", {"sbp": 132, "dbp": 82})
    one.at("10:47:00").press(Qt.Key.Key_Insert).press(Qt.Key.Key_Up).type("10:46")
    assert one.tab.strip.hint.text().startswith("There is an observation at 10:46 already")


def test_a_systolic_alone_is_kept_on_leaving_and_the_point_stays_due(bench):
    one = bench().at("10:45:10")
    one.type("158", Qt.Key.Key_Down)
    assert one.seen() == [("10:45", {"sbp": 158})]
    assert one.tab.strip.fields["pressure"].text() == "158/?"
    assert next(point.state for point in one.page.live.points) == "overdue"
    one.press(Qt.Key.Key_Up).type("158/90")
    assert one.seen() == [("10:45", {"sbp": 158, "dbp": 90})]


# ------------------------------------------------------------------------------------------------------------ times and late


def test_the_time_can_be_typed_before_and_after_the_first_value(bench):
    one = bench().at("10:52:10")
    one.press(Qt.Key.Key_Up).type("1046").type("130/80")
    assert one.seen() == [("10:46", {"sbp": 130, "dbp": 80})]
    one.press(Qt.Key.Key_Up).press(Qt.Key.Key_Up)
    assert one.where() == "observations.time"
    one.focus.selectAll()
    one.type("10.47")
    assert one.seen() == [("10:47", {"sbp": 130, "dbp": 80})]
    (part,) = one.on_disk().observations
    assert one.clock(part.value.recorded) == "10:52"


def test_a_missed_point_is_entered_late_with_its_time_and_says_so(bench):
    one = bench().at("11:31:00")
    assert ("missed", "10:45", "missed") in one.heads()
    one.select("pressure", "10:45").press(Qt.Key.Key_Return)
    assert one.where() == "observations.pressure"
    assert one.tab.strip.time.text() == "10:45"
    one.type("130/80", Qt.Key.Key_Tab)
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80})]
    column = one.tab.view.columns[one.column("10:45")]
    assert (column.mark, column.foot) == ("late", "entered 46 min later")


def test_an_ended_session_takes_a_late_observation_with_its_time_only(bench):
    day = quiet_day()
    day.observe("10:45", sbp=130, dbp=80)
    day.part("session_end", "", {"state": "left", "at": iso("12:35")})
    one = bench(day, "13:00")
    assert one.tab.message.text().startswith("The session is over.")
    assert not any(button.isVisible() for button in one.tab.events.buttons.values())
    assert one.tab.events.none.isVisible()
    one.tab.extra_button.click()
    assert one.where() == "observations.time"
    one.press(Qt.Key.Key_Down).type("128/80")
    assert one.tab.strip.hint.text().startswith("The session is over, so the time comes first")
    one.press(Qt.Key.Key_Escape).press(Qt.Key.Key_Escape)
    one.tab.strip.time.edit.setFocus()
    one.type("12:50")
    assert "lies after the end of the session at 12:35" in one.tab.strip.hint.text()
    one.focus.selectAll()
    one.type("11:31").type("128/80")
    assert one.seen()[-1] == ("11:31", {"sbp": 128, "dbp": 80})


def test_a_signed_session_is_closed(bench):
    day = quiet_day()
    day.observe("10:45", sbp=130, dbp=80)
    day.part("signature", "", {"by": "J. Marsh", "role": "nurse", "at": iso("12:35")})
    day.part("session_end", "", {"state": "left", "at": iso("12:35")})
    one = bench(day, "13:00")
    assert not one.tab.extra_button.isEnabled()
    one.select("pressure", "10:45").press(Qt.Key.Key_F2)
    assert one.tab.strip.editor is None
    assert one.tab.message.text().startswith("The session is signed.")


def test_before_the_dose_the_way_leads_to_the_dose(bench):
    one = bench(checked_day(), "10:06")
    assert one.tab.empty.isVisible()
    assert not one.tab.content.isVisible()
    one.tab.empty.button.click()
    assert one.page._tab == "dose"


# ---------------------------------------------------------------------------------------------------------------- corrections


def test_a_correction_asks_for_its_reason_keeps_the_old_value_and_shows_it_struck_through(bench):
    one = bench().at("10:45:10")
    one.enter(PLAIN)
    one.at("11:05:00").select("pressure", "10:45").press(Qt.Key.Key_F2)
    assert one.focus.text() == "128/80"
    one.focus.selectAll()
    one.type("148/80")
    assert one.asked == ["Why is this answer changed?"]
    assert one.seen()[0][1]["sbp"] == 148
    history = one.desk.history("observation", f"s1/{one.on_disk().observations[0].name}")
    assert [entry.value["sbp"] for entry in history][-2:] == [128, 148]
    assert history[-1].reason == "typing mistake"
    index = one.tab.strip.model.index(0, one.column("10:45"))
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("<s>128/80</s>, changed 11:05 by ")
    assert tip.endswith(": typing mistake")
    assert "Was 128/80" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert one.where() == "observations", "the focus is back on the table"


@pytest.mark.parametrize(("key", "stored"), [(Qt.Key.Key_1, 148), (Qt.Key.Key_Escape, 128)])
def test_a_correction_stands_while_the_question_for_its_reason_has_the_focus(bench, theme, key, stored):
    one = bench().at("10:45:10")
    one.enter(PLAIN)
    one.desk.ask_reason = lambda title: ask_reason(theme, one.window, title)
    one.at("11:05:00").select("pressure", "10:45").press(Qt.Key.Key_F2)
    one.focus.selectAll()

    def answer():
        QTest.qWait(50)  # the question is shown and takes the focus, and what that sets off is done
        QTest.keyClick(QApplication.focusWidget(), key)

    QTimer.singleShot(0, answer)
    one.type("148/80")
    QTest.qWait(50)
    assert one.seen()[0][1]["sbp"] == stored
    if stored == 148:
        assert one.window.focusWidget() is one.tab.strip.table
    else:
        assert one.tab.strip.editor.text() == "148/80"


def test_a_correction_without_a_reason_changes_nothing_and_keeps_what_was_typed(bench):
    one = bench().at("10:45:10")
    one.enter(PLAIN)
    one.desk.ask_reason = lambda _title: None
    one.at("11:05:00").select("hr", "10:45").press(Qt.Key.Key_Return)
    one.focus.selectAll()
    one.type("27")
    assert one.tab.strip.editor.text() == "27"
    assert one.seen()[0][1]["hr"] == 72
    one.press(Qt.Key.Key_Escape)
    assert one.tab.strip.editor.text() == "72"


def test_filling_an_empty_cell_later_is_no_correction(bench):
    one = bench().at("10:45:10")
    one.type("130/80", Qt.Key.Key_Tab)
    one.at("11:05:00").select("nausea", "10:45").press(Qt.Key.Key_F2)
    one.type("1", None)
    assert one.asked == []
    assert one.seen()[0] == ("10:45", {"sbp": 130, "dbp": 80, "nausea": 1})


def test_bad_input_in_a_correction_is_told_and_stays(bench):
    one = bench().at("10:45:10")
    one.enter(PLAIN)
    one.select("hr", "10:45").press(Qt.Key.Key_F2)
    one.focus.selectAll()
    one.type("1200")
    assert one.tab.strip.hint.text().startswith("Pulse: 1200 does not fit")
    assert one.tab.strip.editor.text() == "1200"
    assert one.seen()[0][1]["hr"] == 72


def test_the_time_of_an_earlier_observation_is_corrected_with_t(bench):
    one = bench().at("10:45:10")
    one.enter(PLAIN)
    one.at("11:05:00").select("hr", "10:45").press(Qt.Key.Key_T)
    one.focus.selectAll()
    one.type("10:44")
    assert one.asked
    assert one.seen()[0][0] == "10:44"
    assert one.tab.view.columns[one.column("10:44")].old_times[0].text == "10:45"


def test_emptying_the_only_value_takes_the_observation_back(bench):
    one = bench().at("10:45:10")
    one.type("130/80", Qt.Key.Key_Tab)
    one.select("pressure", "10:45").press(Qt.Key.Key_F2)
    one.focus.selectAll()
    one.press(Qt.Key.Key_Delete).press(Qt.Key.Key_Return)
    assert one.seen() == []
    one.window.undo()
    assert one.seen() == [("10:45", {"sbp": 130, "dbp": 80})]


def test_undo_of_the_first_value_leaves_an_empty_column(bench):
    one = bench().at("10:45:10")
    one.type("130/80")
    one.window.undo()
    assert one.seen() == []
    assert [head for kind, head, _foot in one.heads() if kind == "entry"] == ["10:45"]
    assert one.tab.strip.fields["pressure"].text() == ""


def test_a_point_that_is_ahead_and_the_reading_before_the_dose_say_where_to_go(bench):
    one = bench()
    one.select("pressure", "11:30").press(Qt.Key.Key_Return)
    assert one.tab.message.text() == "This observation is not due yet. Ins adds one between."
    one.select("pressure", "09:58").press(Qt.Key.Key_Return)
    assert one.page._tab == "checks"


# --------------------------------------------------------------------------------------------------------------------- alarms


def test_the_bar_counts_down_and_is_answered_by_two_buttons(bench):
    one = bench(amber_day(), "11:16:40")
    (bar,) = one.tab.bars.widgets
    assert (bar._title.text(), bar._clock_words.text(), bar._clock.text()) == (
        "Amber: pressure 164/98 at 11:14",
        "Measure again at 11:19, in",
        "02:20",
    )
    one.at("11:16:41")
    assert bar._clock.text() == "02:19"
    bar.sound.click()
    assert one.on_disk().alarm("blood_pressure/11:14:00").done == "acknowledged"
    assert bar.sound.isHidden()
    assert "Sound off until 11:18:41." in bar._note.text()
    one.at("11:18:41")
    assert not bar.sound.isHidden(), "the sound is never off for good"
    bar.prescriber.click()
    assert one.on_disk().alarm("blood_pressure/11:14:00").done == "prescriber_here"
    assert bar.prescriber.isHidden()
    one.at("11:21:00")
    bar.sound.click()
    assert one.on_disk().alarm("blood_pressure/11:14:00").done == "prescriber_here", "turning the sound off does not send anybody away"
    assert one.asked == []


def test_the_steps_and_their_source_open_below_the_bar(bench):
    one = bench(amber_day(), "11:16:40")
    (bar,) = one.tab.bars.widgets
    bar.steps.setFocus()
    one.press(Qt.Key.Key_Space)
    words = [label.text() for label in bar.panel.findChildren(type(bar._title))]
    assert words[0] == "1.  Call the prescriber."
    assert words[-1].startswith("Set by this clinic. Manufacturer: antihypertensives")


def test_an_alarm_outlives_other_parts_other_pages_and_a_restart(bench):
    one = bench(amber_day(), "11:16:40")
    for part in ("course", "checks", "dose", "leaving"):
        one.page.show_tab(part)
        assert [widget.bar.title for widget in one.page.alarms.widgets if widget.isVisibleTo(one.window)] == ["Amber: pressure 164/98 at 11:14"]
    one.page.alarms.widgets[0].sound.click()
    assert one.on_disk().alarm("blood_pressure/11:14:00").done == "acknowledged"
    one.window.show_step("history")
    one.window.show_step("sessions")
    one.page.show_tab("monitoring")
    assert one.bars() == ["Amber: pressure 164/98 at 11:14"]
    assert one.page.alarms.isHidden()


def test_a_red_alarm_comes_on_top_and_never_under_a_finger(bench):
    one = bench(amber_day(), "11:16:40")
    (amber,) = one.tab.bars.widgets
    amber.prescriber.setFocus()
    one.desk.answer("event", "s1/e1", {"at": iso("11:16"), "recorded": iso("11:16"), "kind": "seizure"})
    assert one.bars() == ["Red: seizure at 11:16", "Amber: pressure 164/98 at 11:14"]
    assert one.focus is amber.prescriber
    assert one.tab.bars.widgets[1] is amber
    red = one.tab.bars.widgets[0]
    assert red.y() < amber.y()
    assert (red._call.text(), red._clock_words.text()) == ("Call the emergency number", "Its number is not filled in: Settings.")


def test_the_number_of_the_clinic_is_on_the_bar_and_over_the_events(bench):
    one = bench(amber_day(), "11:16:40")
    one.desk.preferences = one.desk.preferences.with_changes(red_call="2222")
    one.tab.events.buttons["collapse"].click()
    red = one.tab.bars.widgets[0]
    assert red._clock.text() == "Call 2222"
    assert one.tab.events.red_title.text() == "Any of these: red, call 2222"
    assert one.tab.events.red_hint.isHidden()


def test_more_than_two_bars_are_told_in_words(bench):
    day = amber_day()
    day.observe("11:16", sbp=205, dbp=125, hr=140, spo2=88, rr=6, moaas=2)
    one = bench(day, "11:16:40")
    assert len(one.bars()) == 2
    more = one.tab.bars.widgets[1].more
    assert more.text() == "and 3 more"
    more.click()
    assert len(one.bars()) == 5
    one.tab.bars.widgets[-1].more.click()
    assert len(one.bars()) == 2


def test_enter_now_on_an_overdue_bar_leads_into_the_column(bench):
    one = bench(brennan_day(), "11:14:12")
    (bar,) = one.tab.bars.widgets
    bar.enter.setFocus()
    one.press(Qt.Key.Key_Space)
    assert one.where() == "observations.pressure"


# --------------------------------------------------------------------------------------------------------------------- events


def test_an_event_is_noted_by_one_press_and_taken_back_by_another(bench):
    one = bench(brennan_day(), "11:05:00")
    one.tab.events.buttons["chest_pain"].setFocus()
    one.press(Qt.Key.Key_Space)
    (event,) = one.on_disk().events
    assert (event.value.kind, one.clock(event.value.at)) == ("chest_pain", "11:05")
    assert one.bars()[0] == "Red: chest pain at 11:05"
    box = one.tab._undo_box
    assert (box.isVisible(), box.button.text()) == (True, "Undo, 10 s")
    one.press(Qt.Key.Key_Tab)
    assert one.focus is box.button
    one.at("11:05:04")
    assert box.button.text() == "Undo, 6 s"
    one.press(Qt.Key.Key_Space)
    assert one.on_disk().events == ()
    assert one.bars() == []
    assert not box.isVisible()


def test_after_its_seconds_an_event_is_taken_back_only_in_its_own_panel(bench):
    one = bench(brennan_day(), "11:05:00")
    one.tab.events.buttons["vomiting"].click()
    one.at("11:05:10")
    assert not one.tab._undo_box.isVisible()
    (row,) = [row for row in one.tab.events.rows if not row.isHidden()]
    row.open.click()
    one.at("11:25:00")
    one.tab.events.write_up.remove.click()
    assert one.asked == ["Why is this answer taken back?"]
    assert one.on_disk().events == ()
    assert one.tab.events.stack.currentIndex() == 0


def test_a_press_that_bounces_is_one_event_and_a_second_one_is_two(bench):
    one = bench(brennan_day(), "11:05:00")
    for _press in range(2):
        one.tab.events.buttons["vomiting"].click()
    assert len(one.on_disk().events) == 1
    one.at("11:05:30")
    one.tab.events.buttons["vomiting"].click()
    assert len(one.on_disk().events) == 2
    assert one.bars() == ["Amber: vomiting at 11:05"]


def test_a_serious_event_is_written_up_without_holding_anything_up(bench):
    one = bench(brennan_day(), "11:05:00")
    one.tab.events.buttons["chest_pain"].click()
    row = one.tab.events.rows[0]
    assert row.asks.text() == "To be written up: what was done, the outcome and whether a report is due."
    assert QApplication.activeModalWidget() is None
    row.open.click()
    panel = one.tab.events.write_up
    assert one.where() == "event.done"
    one.type("ECG, call 2222", Qt.Key.Key_Tab).type("gone by 11:20", Qt.Key.Key_Tab)
    panel.note.edit.setFocus()
    one.type("pressing, left arm")
    panel.time.edit.setFocus()
    panel.time.edit.selectAll()
    one.type("11:03")
    panel.report.setFocus()
    one.press(Qt.Key.Key_Right)
    (event,) = one.on_disk().events
    value = event.value
    assert (value.note, value.done, value.outcome, value.report) == ("pressing, left arm", "ECG, call 2222", "gone by 11:20", "due")
    assert (one.clock(value.at), one.clock(value.recorded)) == ("11:03", "11:05")
    panel.back.click()
    assert one.tab.events.rows[0].asks.text() == "pressing, left arm"
    assert "Done: ECG, call 2222." in view_watch(one.desk.library, one.page.live).events[0].text


def test_an_event_in_the_future_is_told_and_stays(bench):
    one = bench(brennan_day(), "11:05:00")
    one.tab.events.buttons["fall"].click()
    one.tab.events.rows[0].open.click()
    panel = one.tab.events.write_up
    panel.time.edit.setFocus()
    panel.time.edit.selectAll()
    one.type("11:30")
    assert panel._time_says.text().startswith("Time: 11:30 has not come yet")
    assert panel.time.text() == "11:30"
    panel.back.click()
    assert one.tab.events.stack.currentWidget() is panel, "not left while something typed cannot be kept"
    assert one.clock(one.on_disk().events[0].value.at) == "11:05"


def test_the_door_is_named_and_leads_to_its_part(bench):
    one = bench(amber_day(), "11:16:40")
    assert one.tab.events.leaving_title.text() == "Leaving, 12:30 at the earliest"
    one.tab.events.leaving_link.click()
    assert one.page._tab == "leaving"


# ------------------------------------------------------------------------------------------------------------ speed and looks


def long_day():
    """Twenty observations, so that the strip is as full as it gets."""
    day = quiet_day()
    for place in range(20):
        moment = at("10:36") + dt.timedelta(minutes=5 * place)
        day.observe(f"{moment:%H:%M}", sbp=130 + place % 7, dbp=80, **FULL)
    return day


def test_the_line_of_now_moves_without_the_chart_being_drawn_again(bench):
    one = bench(amber_day(), "11:16:01")
    chart = one.tab.chart
    one.at("11:16:02")
    for _round in range(5):
        QCoreApplication.processEvents()
    chart.repaint()
    drawn, moved = chart.drawn, chart._moving
    for second in range(3, 50):
        one.at(f"11:16:{second:02d}")
        QCoreApplication.processEvents()
    assert chart._moving != moved
    assert chart.drawn == drawn
    one.at("11:17:00")
    one.tab.strip.focus_entry()
    one.type("150/90")
    chart.repaint()
    assert chart.drawn == drawn + 1


def test_showing_a_full_session_takes_less_than_thirty_milliseconds(bench):
    one = bench(long_day(), "12:16:30")
    assert len(one.page.live.observations) == 20
    taken = []
    for second in range(12):
        one.time = at(f"12:16:{31 + second}")
        one.page._work_out()
        start = time.perf_counter()
        one.tab.show_live(one.page.live)
        taken.append((time.perf_counter() - start) * 1000)
    # The goal is 30 ms; the machine of the tests may be busy with others.
    assert statistics.median(taken) < 60, taken


@pytest.mark.parametrize(("size", "percent"), [((1366, 768), 100), ((1280, 720), 100), ((1366, 768), 150), ((1280, 720), 150), ((1920, 1080), 100)])
def test_nothing_is_cut_unnamed_or_laid_over_something_else(bench, theme, qapp, size, percent):
    day = amber_day()
    day.observe("11:16", sbp=205, dbp=125, hr=140, spo2=88, rr=6, moaas=2)
    day.part("event", "e1", {"at": iso("11:12"), "kind": "chest_pain"})
    theme.use(text_percent=percent)
    one = bench(day, "11:16:40", size=size)
    for _round in range(4):
        QCoreApplication.processEvents()
    assert one.window.size().toTuple() == size
    assert walk.faults(one.page) == []
    one.tab.events.rows[0].open.click()
    one.tab.bars.widgets[0].steps.setChecked(True)
    for _round in range(4):
        QCoreApplication.processEvents()
    assert walk.faults(one.page) == []


def test_rows_grow_to_forty_first_and_then_the_chart(bench):
    one = bench(amber_day(), "11:16:40")
    low = (one.tab.strip.row_height, one.tab.chart.height())
    one.window.resize(1366, 850)
    QCoreApplication.processEvents()
    middle = (one.tab.strip.row_height, one.tab.chart.height())
    one.window.resize(1366, 1080)
    QCoreApplication.processEvents()
    high = (one.tab.strip.row_height, one.tab.chart.height())
    assert low[0] == 25
    assert 25 < middle[0] < 40
    assert high[0] == 40
    assert high[1] > middle[1] >= low[1]
    assert not one.page.verticalScrollBar().isVisible()


def test_each_column_hangs_on_its_time_and_follows_sideways_scrolling(bench):
    one = bench(long_day(), "12:16:30")
    bar = one.tab.strip.table.horizontalScrollBar()
    assert bar.maximum() > 0
    field = one.tab.strip.fields["pressure"]
    before, lines = field.mapTo(one.tab.strip, field.rect().topLeft()).x(), one.tab.leaders._leaders
    assert one.tab.strip.rect().contains(field.mapTo(one.tab.strip, field.rect().center())), "the entry is in view by itself"
    bar.setValue(bar.value() - 100)
    assert field.mapTo(one.tab.strip, field.rect().topLeft()).x() == before + 100
    assert one.tab.leaders._leaders != lines


def test_a_value_that_is_scrolled_out_in_part_is_never_read_without_its_first_digit(bench):
    one = bench(long_day(), "12:16:30")
    table = one.tab.strip.table

    def seen(row, column):
        place = table.visualRect(table.model().index(row, column)) & table.viewport().rect()
        return table.viewport().grab(place).toImage()

    bar = table.horizontalScrollBar()
    bar.setValue(0)
    assert seen(0, 0) != seen(1, 0)
    bar.setValue(table.columnWidth(0) // 2)
    # Pressure and pulse before the dose are different numbers; cut in half, each is only said to be there.
    assert seen(0, 0) == seen(1, 0)
    assert seen(0, 1) != seen(1, 1)


def test_every_control_can_be_reached_and_has_a_name(bench):
    one = bench(amber_day(), "11:16:40")
    for button in one.tab.findChildren(QPushButton):
        if button.isVisibleTo(one.tab):
            assert button.accessibleName() or button.text()
    field = one.tab.strip.fields["moaas"]
    assert field.edit.accessibleName() == "MOAA/S, 11:19, repeat, due now"
    field.edit.setFocus()
    assert one.tab.strip.hint.text().splitlines()[0] == "5  ready answer to the name"
    one.tab.strip.fields["hr"].edit.setFocus()
    assert one.tab.strip.hint.text() == ""


def test_the_themes_are_taken_at_once(bench, theme):
    one = bench(amber_day(), "11:16:40")
    drawn = one.tab.chart.drawn
    theme.use(name="dark")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.PaletteChange.value)
    one.tab.chart.repaint()
    assert one.tab.chart.drawn > drawn
    theme.use(name="light")


def test_another_session_of_the_patient_starts_afresh(bench):
    day = quiet_day()
    day.add("session", "s2", {"product": "esketamine_in", "indication": "trd", "on": "2026-03-13", "planned": {"dose_mg": 56}})
    one = bench(day).at("10:45:10")
    one.type("130/80")
    one.page.show_session("s2", "monitoring")
    assert one.tab.empty.isVisible()
    one.page.show_session("s1", "monitoring")
    assert [head for kind, head, _foot in one.heads() if kind == "entry"] == ["11:00"]


def test_a_day_of_the_tests_and_the_same_day_typed_are_judged_alike(bench, library):
    one = bench().at("10:45:10")
    one.enter(["168/98", "72", "93", "9", "3", "0", "0", "2"])
    day = quiet_day()
    day.observe("10:45", sbp=168, dbp=98, hr=72, spo2=93, rr=9, moaas=3, dissociation=0, nausea=0, distress=2)
    wanted = {(alarm.level, alarm.sign) for alarm in day.live(library, "10:46").active_alarms}
    assert {(alarm.level, alarm.sign) for alarm in one.page.live.active_alarms} == wanted
    assert isinstance(day, Day)


def test_a_serious_event_is_written_up_after_the_session_until_it_is_signed(bench):
    day = quiet_day()
    day.part("event", "e1", {"at": iso("11:12"), "recorded": iso("11:12"), "kind": "chest_pain"})
    day.part("session_end", "", {"state": "left", "at": iso("12:35")})
    one = bench(day, "13:00")
    one.tab.events.rows[0].open.click()
    one.type("ECG, call 2222")
    assert one.on_disk().events[0].value.done == "ECG, call 2222"
