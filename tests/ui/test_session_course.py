"""The part Course: seen, planned, changed and cancelled by keyboard, on a real record; nothing typed is lost, nothing is moved by itself."""

import datetime as dt
import json
import statistics
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from walk import faults

from trd_desk.record.fold import drafts_of
from trd_desk.record.models import Case
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.sessions import SessionsPage
from trd_desk.view.course_position import view_course_position

ZONE = dt.timezone(dt.timedelta(hours=1))
NOW = dt.datetime(2026, 3, 3, 9, 30, tzinfo=ZONE)
INDUCTION = ("02-03", "02-06", "02-10", "02-13", "02-17", "02-20", "02-24", "02-27")
CONTROL = Qt.KeyboardModifier.ControlModifier


def given(name, on, mg=56, product="esketamine_in", **more):
    return {"id": name, "product": product, "indication": "trd", "on": f"2026-{on}", "given": {"dose_mg": mg}, **more}


def planned(name, on, mg=56, product="esketamine_in", **more):
    return {"id": name, "product": product, "indication": "trd", "on": f"2026-{on}", "planned": {"dose_mg": mg}, **more}


def induction(mg=56):
    return [given(f"s{place}", on, mg, number=place) for place, on in enumerate(INDUCTION, 1)]


def open_case(desk, number, *sessions, **facts):
    body = {
        "format": "trd-desk-case/1",
        "patient": {"id": number, "name": f"Test {number}", "birth_date": "1980-05-10"},
        "licence_region": "eu",
        "asked": ["ketamine"],
        "sessions": list(sessions),
        **facts,
    }
    case = Case.model_validate_json(json.dumps(body))
    key = desk.record.new_patient(number, case.patient.name, case.patient.birth_date, None, by=desk.by, content_version="2026.11")
    drafts = [draft for draft in drafts_of(case, key) if draft.kind != "patient"]
    desk.record.append(drafts, by=desk.by, content_version="2026.11")
    desk.open_patient(key)
    return key


class Opened:
    """The page on one patient, with what a person does to it."""

    def __init__(self, qtbot, desk, theme, *, size=(1238, 900)):
        self.qtbot, self.desk = qtbot, desk
        self.page = SessionsPage(desk, theme)
        qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.page.activateWindow()
        self.page.refresh()
        self.page.show_tab("course")
        desk.patient_changed.connect(self.page.refresh)
        self.tab = self.page._part("course")
        qtbot.waitExposed(self.page)
        self.wanted = []
        self.tab.session_wanted.connect(self.wanted.append)
        QApplication.processEvents()

    @property
    def form(self):
        return self.tab.form

    def focused(self):
        return QApplication.focusWidget()

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.focused(), key, modifier)

    def write(self, name, text):
        field = self.form.fields[name]
        field.edit.setFocus()
        field.edit.selectAll()
        self.qtbot.keyClicks(field.edit, text)

    def said(self):
        return self.form.why.text()

    def warned(self):
        QApplication.processEvents()  # what was added just now is shown with the next event
        return " ".join(label.text() for label in self.form.findChildren(QLabel) if label.isVisibleTo(self.form)).replace("\u00a0", " ")


@pytest.fixture
def desk(qapp, practice_record, library):
    made = Desk(practice_record, clock=lambda: NOW, library=lambda: library)
    made.ask_reason = lambda _title: "typing mistake"
    return made


@pytest.fixture
def opened(qtbot, desk, theme):
    """Eight sessions in four weeks, 56 mg each; today is the first day of week 5."""
    open_case(desk, "course", *induction())
    return Opened(qtbot, desk, theme)


@pytest.fixture
def empty(qtbot, desk, theme):
    """A patient of whom it is known that no ketamine was given before."""
    open_case(desk, "nobody")
    return Opened(qtbot, desk, theme)


def stored(desk, kind, key):
    """What is on disk, read by another connection."""
    with Record.open_practice(desk.record.path) as again:
        return [entry.value for entry in again.history(desk.patient.key, kind, key)]


def plain_text(widget):
    QApplication.processEvents()
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)).replace("\u00a0", " ")


# ------------------------------------------------------------------------------------------------------------ what is shown


def test_the_page_shows_what_the_view_says(opened, desk):
    view = view_course_position(desk.library, desk.patient, desk.assessment, NOW)
    assert opened.tab.stands.headline.text() == view.headline == "Week 5 of the course: weekly (weeks 5 to 8)."
    assert opened.tab.stands.facts.text() == " ".join(view.facts)
    assert list(opened.tab.list.lines) == [row.id for row in view.rows] == ["s8", "s7", "s6", "s5", "s4", "s3", "s2", "s1"]
    assert "As reported." in plain_text(opened.tab.stands)
    assert opened.tab.stands.line.accessibleName() == "The line of the course: 8 sessions given"
    assert opened.tab.permits.isVisible()


def test_without_a_session_it_says_what_to_do_first_and_the_keyboard_is_there(empty):
    assert empty.tab.stands.empty.text().startswith("No session yet. Plan the first one in the form")
    assert not empty.tab.stands.line.isVisible()
    empty.tab.focus_first()
    assert empty.focused() is empty.form.indication


def test_the_line_is_as_wide_as_its_column(opened, qtbot):
    qtbot.waitUntil(lambda: opened.tab.stands.line.width() == opened.tab.columns.left_width() // 16 * 16)
    opened.page.resize(1100, 900)
    qtbot.waitUntil(lambda: opened.tab.stands.line.width() <= opened.tab.columns.left_width())
    opened.page.resize(760, 900)
    qtbot.waitUntil(lambda: opened.tab.columns.right.y() > opened.tab.columns.left.y())


def test_it_is_shown_again_in_a_moment_and_what_is_typed_stays(opened, desk):
    opened.write("chair", "4")
    opened.write("day", "31 feb")
    took = []
    for _time in range(25):
        began = time.perf_counter()
        opened.tab.show_live(opened.page.live)
        took.append((time.perf_counter() - began) * 1000)
    assert statistics.median(took) < 30
    assert opened.focused() is opened.form.day.edit
    assert (opened.form.day.text(), opened.form.chair.text()) == ("31 feb", "4")
    desk.answer("criterion", "1", True)
    assert (opened.form.day.text(), opened.form.chair.text()) == ("31 feb", "4")


# ------------------------------------------------------------------------------------------------------------------- the list


def test_rows_are_walked_and_opened_by_keys(opened):
    opened.tab.focus_first()
    assert opened.focused() is opened.tab.list.lines["s8"]
    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Up)
    assert opened.focused() is opened.tab.list.lines["s7"]
    opened.key(Qt.Key.Key_Return)
    assert opened.wanted == ["s7"]
    assert opened.page.live.id == "s7"


def test_ins_goes_from_the_list_to_the_plan(opened):
    opened.tab.focus_first()
    opened.key(Qt.Key.Key_Insert)
    assert opened.focused() is opened.form.day.edit


def test_a_row_is_opened_by_a_click_and_has_its_name(opened, qtbot):
    line = opened.tab.list.lines["s3"]
    assert line.accessibleName().replace("\u00a0", " ").startswith("Session 3, Tue 10 Feb 2026, week 2, Esketamine spray 56 mg, given")
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert opened.wanted == ["s3"]


def test_a_long_course_shows_the_newest_and_the_rest_on_demand(qtbot, desk, theme):
    days = [(dt.date(2025, 9, 2) + dt.timedelta(days=7 * week)).isoformat() for week in range(26)]
    sessions = [{**given(f"w{week}", "01-01"), "on": on} for week, on in enumerate(days)]
    open_case(desk, "long", *sessions)
    opened = Opened(qtbot, desk, theme)
    assert len(opened.tab.list.lines) == 12
    assert opened.tab.list.more.text() == "Show all 26 sessions"
    qtbot.mouseClick(opened.tab.list.more, Qt.MouseButton.LeftButton)
    assert len(opened.tab.list.lines) == 26
    assert opened.focused() is opened.tab.list.lines["w13"]


def test_another_course_is_chosen_above(qtbot, desk, theme):
    open_case(desk, "two", given("s1", "02-03"), given("k1", "02-10", 35, "ketamine_iv"))
    opened = Opened(qtbot, desk, theme)
    assert list(opened.tab.list.lines) == ["k1"]
    opened.tab.stands.choice.setFocus()
    opened.key(Qt.Key.Key_Right)
    assert list(opened.tab.list.lines) == ["s1"]
    assert opened.tab.stands.title.text() == "Esketamine spray: resistant depression"


# ------------------------------------------------------------------------------------------------------------------- planning


def test_the_first_session_is_planned_with_keys_alone_and_opened(empty, desk):
    empty.tab.focus_first()
    empty.key(Qt.Key.Key_Right)  # resistant depression
    empty.key(Qt.Key.Key_Tab)
    assert empty.focused() is empty.form.day.edit
    empty.qtbot.keyClicks(empty.focused(), "today")
    empty.key(Qt.Key.Key_Tab)
    empty.qtbot.keyClicks(empty.focused(), "1015")
    empty.key(Qt.Key.Key_Tab)
    empty.qtbot.keyClicks(empty.focused(), "2")
    empty.key(Qt.Key.Key_Tab)
    assert empty.focused() is empty.form.doses
    empty.key(Qt.Key.Key_Right)
    empty.key(Qt.Key.Key_Right)
    assert empty.form.doses.chosen() == 56
    empty.key(Qt.Key.Key_Tab)
    assert empty.focused() is empty.form.number.edit
    assert empty.form.summary.text() == "Week 1 of the course, twice a week. Session 1."
    assert empty.form.first_says.text() == "The first session ever with esketamine spray."
    assert empty.said() == ""
    empty.key(Qt.Key.Key_Return, CONTROL)
    (name,) = desk.patient.sessions
    assert stored(desk, "session", name) == [
        {
            "product": "esketamine_in", "indication": "trd", "on": "2026-03-03", "week": 1, "number": 1, "first": True,
            "planned": {"dose_mg": 56},
        }
    ]
    assert stored(desk, "booking", name) == [{"time": "10:15", "chair": "2"}]
    assert empty.wanted == [name]
    assert empty.page.live.id == name
    assert desk.undo_last()
    assert not desk.patient.sessions


def test_tab_goes_as_it_is_read_after_another_product_was_chosen_too(empty):
    form = empty.form
    for product in ("ketamine_iv", "esketamine_in", "ketamine_iv"):
        form.product.show_value(product)
        form._product_chosen(product)
        QApplication.processEvents()
        dose = form.dose.edit if form.doses is None else form.doses
        assert (form.doses is None) == (product == "ketamine_iv")
        form.chair.edit.setFocus()
        seen = []
        for _stop in range(4):
            empty.key(Qt.Key.Key_Tab)
            seen.append(empty.focused())
        assert seen[:3] == [dose, form.number.edit, form.week.edit]
        assert form.isAncestorOf(seen[3]) and seen[3] not in seen[:3]


def test_a_later_session_is_planned_and_the_part_stays(opened, desk):
    opened.write("day", "5 mar")
    assert "Thu 5 Mar 2026." in opened.warned()
    assert "Last time 56 mg, 27 Feb 2026: confirm or change it." in opened.warned()
    opened.form.doses.setFocus()
    opened.key(Qt.Key.Key_Right)
    opened.key(Qt.Key.Key_Right)
    opened.key(Qt.Key.Key_Return, CONTROL)
    (name,) = set(desk.patient.sessions) - {f"s{n}" for n in range(1, 9)}
    assert stored(desk, "session", name)[0] == {
        "product": "esketamine_in", "indication": "trd", "on": "2026-03-05", "week": 5, "number": 9, "first": False,
        "planned": {"dose_mg": 56},
    }
    assert opened.wanted == []
    assert next(iter(opened.tab.list.lines)) == name
    assert opened.tab.message.text().replace("\u00a0", " ").startswith("Planned: Thu 5 Mar 2026.")
    assert (opened.form.day.text(), opened.form.doses.is_answered()) == ("", False)
    assert opened.focused() is opened.form.day.edit


def test_nothing_is_chosen_for_a_person(opened):
    assert not opened.form.doses.is_answered()
    opened.write("day", "5 mar")
    assert "No dose chosen yet" in opened.warned()
    assert opened.form.done.isEnabled()


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("day", "31 feb", "There is no such day in the calendar. Check day and month."),
        ("day", "31 Feb 2026", "There is no such day in the calendar. Check day and month."),
        ("day", "whenever", "Not understood as a date."),
        ("time", "25:00", "There is no such time of day. Write hours and minutes, such as 0930 or 10:15."),
        ("number", "9.5", "Write a whole number."),
        ("week", "0", "0 does not fit: between 1 and 520 is expected."),
    ],
)
def test_what_cannot_be_meant_is_said_at_once_and_what_was_typed_is_kept(opened, desk, name, typed, words):
    opened.write("day", "5 mar")
    opened.write(name, typed)
    assert words in opened.warned()
    before = dict(desk.patient.sessions)
    opened.key(Qt.Key.Key_Return, CONTROL)
    assert dict(desk.patient.sessions) == before
    assert opened.form.message.text().startswith(f"{opened.form.fields[name].accessibleName()}: {words}")
    assert opened.focused() is opened.form.fields[name].edit
    assert opened.form.fields[name].text() == typed


def test_a_dose_that_cannot_be_is_refused_in_words(empty, desk):
    empty.form.indication.choose("trd")
    empty.write("day", "5 mar")
    empty.form.doses.setFocus()
    for _dose in range(3):
        empty.key(Qt.Key.Key_Right)
    assert empty.form.doses.chosen() == 84
    assert empty.said() == "Not planned with this dose: The EU and UK labels start with 56 mg; 84 mg comes later at the earliest."
    assert not empty.form.done.isEnabled()
    empty.key(Qt.Key.Key_Return, CONTROL)
    assert not desk.patient.sessions


def test_a_dose_by_weight_is_typed_and_its_limit_said(empty, desk):
    empty.form.product.setCurrentIndex(1)
    empty.form.product.activated.emit(1)
    assert empty.form.doses is None
    assert "Off label" in empty.warned()
    assert "0.5 mg/kg over 40 minutes is usual." in empty.warned()
    empty.form.indication.choose("trd")
    empty.write("day", "5 mar")
    empty.write("dose", "12o")
    assert "Not a number" in empty.warned()
    empty.write("dose", "1.2")
    assert empty.said() == "Not planned with this dose: More than 1.0 mg/kg by infusion lies outside what was studied."
    empty.write("dose", "0.5")
    assert empty.said() == ""
    empty.key(Qt.Key.Key_Return, CONTROL)
    (name,) = desk.patient.sessions
    assert stored(desk, "session", name)[0]["planned"] == {"mg_per_kg": 0.5}


def test_a_day_that_has_passed_needs_a_reason_and_then_the_session_is_opened(opened, desk):
    opened.write("day", "2 mar")
    assert opened.said().replace("\u00a0", " ").startswith("Mon 2 Mar 2026 has passed. Say why it is entered afterwards")
    assert opened.form.reason.isVisible()
    opened.write("reason", "from the downtime form")
    opened.key(Qt.Key.Key_Return, CONTROL)
    (name,) = set(desk.patient.sessions) - {f"s{n}" for n in range(1, 9)}
    with Record.open_practice(desk.record.path) as again:
        (entry,) = again.history(desk.patient.key, "session", name)
    assert (entry.value["on"], entry.value["week"], entry.reason) == ("2026-03-02", 4, "from the downtime form")
    assert opened.wanted == [name]


def test_a_session_given_already_is_entered_with_its_dose(empty, desk):
    empty.form.mode.setFocus()
    empty.key(Qt.Key.Key_Right)
    assert empty.form.mode.chosen() == "given"
    assert not empty.form.time.isVisible()
    empty.form.indication.choose("trd")
    empty.write("day", "today")
    assert "days before today" in empty.said()
    empty.write("day", "24 feb")
    assert empty.said() == "Which dose was given?"
    empty.form.doses.setFocus()
    empty.key(Qt.Key.Key_Right)
    empty.key(Qt.Key.Key_Right)
    empty.key(Qt.Key.Key_Return, CONTROL)
    (name,) = desk.patient.sessions
    assert stored(desk, "session", name)[0]["given"] == {"dose_mg": 56}
    assert stored(desk, "booking", name) == []
    assert empty.tab.stands.headline.text() == "Week 2 of the course: twice a week (weeks 1 to 4)."
    assert empty.tab.message.text().replace("\u00a0", " ") == "Entered as given: Tue 24 Feb 2026."


def test_what_does_not_fit_is_said_and_does_not_stop(opened, desk):
    opened.write("day", "today")
    assert opened.form.done.isEnabled()
    opened.write("day", "28 feb")
    assert "No full day lies between this day and the session of 27 February 2026; 2 are planned at least." in opened.warned()
    assert "3 spray sessions in 7 days with this one; 2 at most are planned." in opened.warned()
    opened.write("day", "10 mar")
    assert "Later than the phase asks for: weekly, so by 9 March 2026." in opened.warned()


def test_a_second_session_on_one_day_is_warned_of(qtbot, desk, theme):
    open_case(desk, "same", *induction(), planned("p1", "03-05"))
    opened = Opened(qtbot, desk, theme)
    opened.write("day", "5 mar")
    assert "There is another session on 5 March 2026." in opened.warned()
    assert opened.form.done.isEnabled()


def test_number_week_and_first_can_be_corrected(opened, desk):
    opened.write("day", "17 mar")
    assert opened.form.number.edit.placeholderText() == "9"
    opened.write("week", "6")
    assert "is recorded as week 6; counted from 3 February 2026 it is week 7" in opened.warned()
    opened.qtbot.mouseClick(opened.form.correct, Qt.MouseButton.LeftButton)
    assert opened.focused() is opened.form.first
    opened.key(Qt.Key.Key_U)
    assert opened.form.first_says.text() == "As you said."
    opened.key(Qt.Key.Key_Return, CONTROL)
    (name,) = set(desk.patient.sessions) - {f"s{n}" for n in range(1, 9)}
    value = stored(desk, "session", name)[0]
    assert (value["week"], value["number"], "first" in value) == (6, 9, False)


def test_first_ever_that_cannot_be_told_is_asked(qtbot, desk, theme):
    open_case(desk, "unasked", asked=[])
    opened = Opened(qtbot, desk, theme)
    assert opened.form.first.isVisible()
    assert not opened.form.first.is_answered()
    assert "cannot be told" in opened.form.first_says.text()
    opened.form.first.setFocus()
    opened.key(Qt.Key.Key_Y)
    assert opened.form.draft().first is True


def test_a_disk_that_refuses_keeps_what_was_typed(opened, desk, qtbot):
    opened.write("day", "5 mar")
    opened.write("chair", "2")
    desk.record.close()
    with qtbot.waitSignal(desk.save_failed):
        opened.key(Qt.Key.Key_Return, CONTROL)
    assert opened.form.message.text() == "Not saved. What you typed is still here."
    assert (opened.form.day.text(), opened.form.chair.text()) == ("5 mar", "2")
    assert len(desk.patient.sessions) == 8


def test_what_is_typed_waits_with_its_patient(opened, desk):
    key = desk.patient.key
    opened.write("day", "31 feb")
    opened.write("chair", "2")
    open_case(desk, "somebody")
    assert (opened.form.day.text(), opened.form.chair.text()) == ("", "")
    opened.write("chair", "7")
    desk.open_patient(key)
    opened.page.show_tab("course")
    assert (opened.form.day.text(), opened.form.chair.text()) == ("31 feb", "2")


# -------------------------------------------------------------------------------------------------------- change and cancel


@pytest.fixture
def ahead(qtbot, desk, theme):
    """Two sessions planned after the eight."""
    plans = (planned("p1", "03-05", number=9, week=5, first=False), planned("p2", "03-10", number=10, week=6, first=False))
    open_case(desk, "ahead", *induction(), *plans)
    return Opened(qtbot, desk, theme)


def test_a_plan_is_changed_with_a_reason_and_the_others_are_counted_again(ahead, desk):
    ahead.tab.list.lines["p1"].setFocus()
    ahead.key(Qt.Key.Key_C)
    assert ahead.focused() is ahead.form.day.edit
    assert ahead.form.day.text() == "5 Mar 2026"
    ahead.write("day", "12 mar")
    assert ahead.said() == "Say why the plan is changed, in 10 letters or more."
    ahead.write("reason", "the patient asked for it")
    ahead.key(Qt.Key.Key_Return, CONTROL)
    with Record.open_practice(desk.record.path) as again:
        changed = again.history(desk.patient.key, "session", "p1")[-1]
    assert (changed.value["on"], changed.value["number"], changed.value["week"]) == ("2026-03-12", 10, 6)
    assert changed.reason == "the patient asked for it"
    assert stored(desk, "session", "p2")[-1]["number"] == 9
    assert stored(desk, "session", "p2")[-1]["on"] == "2026-03-10"
    assert list(ahead.tab.list.lines)[:2] == ["p1", "p2"]


def test_a_session_planned_before_others_counts_them_again_without_asking_why(ahead, desk):
    desk.ask_reason = lambda _title: pytest.fail("nobody has changed an answer")
    # Another person, so that every change of what stands there already needs a reason.
    desk.work_as(next(person for person in desk.record.people() if person.name != desk.by and person.role == "prescriber"))
    assert desk.needs_reason("session", "p1")
    ahead.write("day", "today")
    ahead.key(Qt.Key.Key_Return, CONTROL)
    numbers = {f"{log.plan.on:%m-%d}": (log.plan.number, log.plan.week) for log in desk.patient.sessions.values() if log.plan.given is None}
    assert numbers == {"03-03": (9, 5), "03-05": (10, 5), "03-10": (11, 6)}


def test_esc_leaves_a_change_and_nothing_is_written(ahead, desk):
    ahead.tab.list.lines["p1"].setFocus()
    ahead.key(Qt.Key.Key_C)
    ahead.write("day", "12 mar")
    ahead.key(Qt.Key.Key_Escape)
    assert not ahead.form.leave.isVisible()
    assert ahead.form.day.text() == ""
    assert len(stored(desk, "session", "p1")) == 1


def test_a_plan_is_cancelled_with_a_reason_and_stays_in_the_list(ahead, desk):
    ahead.tab.list.lines["p1"].setFocus()
    ahead.key(Qt.Key.Key_Delete)
    form = ahead.tab.list.form
    assert form.isVisible()
    ahead.qtbot.keyClicks(ahead.focused(), "ill")
    ahead.qtbot.mouseClick(form.done, Qt.MouseButton.LeftButton)
    assert form.message.text().startswith("Reason: write 7 more letters")
    assert desk.patient.sessions["p1"].end is None
    ahead.qtbot.keyClicks(form.fields["reason"].edit, " since yesterday")
    ahead.qtbot.mouseClick(form.done, Qt.MouseButton.LeftButton)
    assert desk.patient.sessions["p1"].end.state == "cancelled"
    assert stored(desk, "session_end", "p1")[0]["reason"] == "ill since yesterday"
    assert stored(desk, "session", "p2")[-1]["number"] == 9
    line = ahead.tab.list.lines["p1"]
    assert line.result.accessibleName() == "cancelled: ill since yesterday"
    assert not line.change.isVisible()
    assert not form.isVisible()


def test_esc_leaves_the_plan_as_it_is(ahead, desk):
    ahead.tab.list.lines["p2"].setFocus()
    ahead.key(Qt.Key.Key_Delete)
    ahead.key(Qt.Key.Key_Escape)
    assert not ahead.tab.list.form.isVisible()
    assert ahead.focused() is ahead.tab.list.lines["p2"]
    assert desk.patient.sessions["p2"].end is None


def test_a_question_about_a_session_leads_to_its_change(qtbot, desk, theme):
    open_case(desk, "asks", *induction(), planned("p1", "03-02"), licence_region=None)
    opened = Opened(qtbot, desk, theme)
    paths = []
    opened.tab.go_to.connect(paths.append)
    links = {link.path: link for link in opened.tab.stands.findChildren(QWidget) if hasattr(link, "path")}
    links["sessions.p1.given"].setFocus()
    opened.key(Qt.Key.Key_Return)
    assert opened.form.draft().session == "p1"
    links["licence_region"].setFocus()
    opened.key(Qt.Key.Key_Return)
    assert paths == ["licence_region"]


# ------------------------------------------------------------------------------------------------------------------ templates


def choose_template(opened, name):
    place = next(place for place in range(opened.form.template.count()) if opened.form.template.itemData(place) == name)
    opened.form.template.setCurrentIndex(place)
    opened.form.template.activated.emit(place)


def test_a_template_shows_its_days_and_writes_only_what_is_confirmed(opened, desk):
    opened.form.doses.choose(56)
    opened.write("time", "1015")
    choose_template(opened, "spray_weekly")
    panel = opened.tab.panel
    assert panel.isVisible() and not opened.form.isVisible()
    assert opened.focused() is panel.lines[0].day.edit
    assert "By the label." in plain_text(panel)
    assert "As reported." in plain_text(panel)
    assert [line.day.text() for line in panel.lines] == ["3 Mar 2026", "10 Mar 2026", "17 Mar 2026", "24 Mar 2026"]
    assert len(desk.patient.sessions) == 8
    opened.qtbot.mouseClick(panel.lines[3].out, Qt.MouseButton.LeftButton)
    panel.lines[1].day.edit.setFocus()
    panel.lines[1].day.edit.selectAll()
    opened.qtbot.keyClicks(panel.lines[1].day.edit, "31 feb")
    assert "no such day" in plain_text(panel)
    opened.key(Qt.Key.Key_Return, CONTROL)
    assert panel.message.text().startswith("Day 2: There is no such day")
    assert len(desk.patient.sessions) == 8
    panel.lines[1].day.edit.selectAll()
    opened.qtbot.keyClicks(panel.lines[1].day.edit, "11 mar")
    assert panel.done.text() == "Plan these 3 sessions"
    opened.key(Qt.Key.Key_Return, CONTROL)
    made = [log for log in desk.patient.sessions.values() if log.booking is not None]
    assert [(f"{log.plan.on:%m-%d}", log.plan.number, log.plan.week, log.plan.planned.dose_mg) for log in made] == [
        ("03-03", 9, 5, 56),
        ("03-11", 10, 6, 56),
        ("03-17", 11, 7, 56),
    ]
    assert {(log.booking.time, log.booking.template) for log in made} == {("10:15", "spray_weekly")}
    assert not panel.isVisible()
    assert "Weeks 5 to 8: weekly (by the label)" in plain_text(opened.tab.list)
    assert desk.undo_last()
    assert len(desk.patient.sessions) == 8


def test_esc_leaves_a_template_and_plans_nothing(opened, desk):
    choose_template(opened, "spray_two_weeks")
    opened.key(Qt.Key.Key_Escape)
    assert not opened.tab.panel.isVisible()
    assert opened.form.isVisible()
    assert len(desk.patient.sessions) == 8


def test_what_rests_on_analogy_says_so_before_and_after(empty, desk):
    empty.form.product.setCurrentIndex(1)
    empty.form.product.activated.emit(1)
    empty.form.indication.choose("trd")
    choose_template(empty, "iv_weekly_by_analogy")
    assert "By analogy with the spray; not evidence-based." in plain_text(empty.tab.panel)
    assert "Set by this clinic." in plain_text(empty.tab.panel)
    empty.key(Qt.Key.Key_Return, CONTROL)
    assert len(desk.patient.sessions) == 4
    assert "by analogy with the spray; not evidence-based" in plain_text(empty.tab.list)


def test_a_route_without_templates_offers_none(empty):
    place = next(place for place in range(empty.form.product.count()) if empty.form.product.itemData(place) == "ketamine_oral")
    empty.form.product.setCurrentIndex(place)
    empty.form.product.activated.emit(place)
    assert not empty.form.template.isVisible()


# ------------------------------------------------------------------------------------------------------------------ the look


def settled(qtbot, page):
    """Waits until everything is laid out, and tells what is wrong then."""
    for _time in range(40):
        qtbot.wait(20)
        if not faults(page):
            return
    assert faults(page) == []


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("name", ["light", "contrast"])
def test_nothing_is_cut_or_unnamed(qtbot, desk, theme, name, percent):
    open_case(desk, "look", *induction(), planned("p1", "03-05", number=9, week=5), planned("p2", "03-02"), licence_region=None)
    theme.use(name=name, text_percent=percent)
    opened = Opened(qtbot, desk, theme, size=(1280 - 80, 560))
    opened.write("day", "4 mar")
    opened.write("time", "25:00")
    settled(qtbot, opened.page)
    opened.tab.list.ask_cancel("p1")
    choose_template(opened, "spray_weekly")
    settled(qtbot, opened.page)
    theme.use(name="light", text_percent=100)
