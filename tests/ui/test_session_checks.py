"""The part Before the dose with a real desk and record: answered by keys, counted down, overridden by people, checked again."""


import pytest
from days import PASSING, PERSON, Day, at, iso
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from walk import faults

from trd_desk.content.session_models import PREDOSE_ITEMS
from trd_desk.interchange.practice_people import PEOPLE, add_people
from trd_desk.record.people import find
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.session_checks_fields import CheckField
from trd_desk.ui.pages.sessions import SessionsPage
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.sign import Signed

OSEI, MARSH, LINDGREN = (find(PEOPLE, name) for name in ("Dr K. Osei", "J. Marsh", "A. Lindgren"))
NAMED = (*PERSON, ("patient", "name", "Aoife Brennan"))


class Ward:
    """A treatment day at one moment, which a test moves on: record, desk and page by one clock, and the keys pressed so far."""

    def __init__(self, folder, library, theme, qtbot):
        self.now = at("10:00")
        self.theme, self.qtbot = theme, qtbot
        self.record = Record.create_practice(folder / "clinic.trd", clock=lambda: self.now)
        add_people(self.record)
        self.desk = Desk(self.record, clock=lambda: self.now, library=lambda: library)
        self.desk.work_as(MARSH)
        self.asked = []
        self.desk.ask_reason = lambda title: self.asked.append(title) or "typing mistake"
        self.refused = []
        self.desk.save_failed.connect(self.refused.append)
        self.keys = 0
        self.rings = 0

    def open(self, day, clock="10:01"):
        """Opens a day written with days.py; the entries are of one minute before."""
        self.now = at("10:00")
        key = day.write(self.record)
        self.now = at(clock)
        self.desk.open_patient(key)
        self.page = SessionsPage(self.desk, self.theme)
        self.qtbot.addWidget(self.page)
        self.desk.patient_changed.connect(self.page.refresh)
        self.page.resize(1286, 616)
        self.page.refresh()
        self.page.show_tab("checks")
        self.tab = self.page._tabs["checks"]
        self.tab.ring = self._ring
        self.page.show()
        self.page.activateWindow()
        self.tab.complete()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.page)
        self.tab.focus_first()
        return self

    def _ring(self):
        self.rings += 1

    # What a person does

    def press(self, *keys):
        for key in keys:
            self.keys += 1
            QTest.keyClick(QApplication.focusWidget(), key)

    def type(self, text):
        for letter in text:
            self.keys += 1
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return if letter == "\n" else letter)

    def go(self, field):
        """Puts the focus on a question, opening its row where it is folded."""
        assert self.tab.focus_field(field), field
        return QApplication.focusWidget()

    def seconds_pass(self, clock):
        """Time goes on to this moment; the page hears of the second as the program's clock tells it."""
        self.now = at(clock)
        self.desk.second_passed.emit(self.now)

    # What is seen

    @property
    def view(self):
        return self.tab._view

    @property
    def words(self):
        return self.tab.banner._words.text()

    @property
    def order(self):
        return list(self.tab.list._order)

    def row(self, item):
        return self.tab.list.item(item)

    def field(self, name):
        return next(field for field in self.tab.findChildren(CheckField) if field.objectName() == f"predose.{name}")

    def stored(self, kind, part):
        """Every value of an answer as another reader of the file finds it."""
        with Record.open_practice(self.record.path) as again:
            return [entry.value for entry in again.history(self.desk.patient.key, kind, part)]

    def answers(self, name):
        return self.stored("predose", f"s1/{name}")


@pytest.fixture
def ward(tmp_path, library, theme, qtbot):
    made = Ward(tmp_path, library, theme, qtbot)
    yield made
    made.record.close()


def passing_day(facts=NAMED, pressure=(128, 80), **changed):
    """A day on which everything passes, except what is changed; None leaves an answer out."""
    day = Day(facts=facts, first=False, week=6)
    times = {"food_at": iso("07:30"), "fluid_at": iso("09:00"), "pressure/1": {"at": iso("09:58"), "sbp": pressure[0], "dbp": pressure[1]}}
    for name, value in {**PASSING, **times, **changed}.items():
        if value is not None:
            day.part("predose", name, value)
    return day


def empty_day(product="esketamine_in", dose=84, facts=NAMED, **plan):
    return Day(product, dose, facts=facts, **{"first": False, "week": 6, **plan})


# ----------------------------------------------------------------------------------------- from empty to ready, keys alone

TYPED = {
    "pressure/1": "15890\n", "pressure/2": "13280\n", "heart_rate": "76\n", "spo2": "98 %\n", "respiratory_rate": "14\n",
    "food_at": "0730\n", "fluid_at": "9:15\n", "nasal_spray_at": "yesterday 22:00\n", "sedative_at": "2200\n",
    "daily_diazepam_equivalent_mg": "5\n", "weight_kg": "68,5\n", "height_cm": "168\n",
}  # fmt: skip
KEYS = {
    "new_psychosis_mania_delirium": "n", "unwell_today": "n", "alcohol_today": "n", "intoxicated": "n", "drowsy": "n", "suicide_risk": "l",
    "urinary_symptoms": "n", "substance_screen": "n", "pregnancy_test": "n", "stop_bang": "l",
}  # fmt: skip


def answer_everything(ward):
    """Answers whatever has the focus and goes down, as a nurse with one hand on the keys does; the fields in their order."""
    fields = []
    for _turn in range(80):
        focus = QApplication.focusWidget()
        field = focus.objectName().removeprefix("predose.").removesuffix(":edit")
        if ward.view.result.kind not in ("missing", "wait", "hold"):
            break
        if field in TYPED:
            ward.type(TYPED[field])
        elif focus.objectName().startswith("predose."):
            ward.type(KEYS.get(field, "y"))
            ward.press(Qt.Key.Key_Down)
        else:
            break
        fields.append(field)
    return fields


def test_from_empty_to_ready_by_keys_alone(ward):
    heavy = (*(fact for fact in NAMED if fact[1] not in ("weight_kg", "weight_on")), ("patient", "weight_kg", 104), ("patient", "weight_on", "2026-03-16"))
    ward.open(empty_day(facts=heavy))
    assert ward.view.result.kind == "missing"
    fields = answer_everything(ward)
    # The pressure was raised once, and is measured again ten minutes later.
    assert ward.words == "1 answer missing"
    assert ward.row("blood_pressure").word.text() == "Repeat at 10:11, in 10:00"
    ward.seconds_pass("10:11:00")
    assert ward.row("blood_pressure").word.text() == "Repeat now"
    ward.go("pressure/2")
    fields += answer_everything(ward)
    assert ward.words == "Ready"
    for field in fields:
        assert ward.answers(field), field
    assert ward.answers("nasal_spray_at") == ["2026-03-16T22:00:00+01:00"]
    assert ward.answers("food_at") == ["2026-03-17T07:30:00+01:00"]
    assert ward.answers("spo2") == [98]
    assert ward.answers("pressure/2") == [{"at": "2026-03-17T10:11:00+01:00", "sbp": 132, "dbp": 80}]
    assert len(fields) == 38
    # A key and Down for each question that takes a key; figures and Enter for the rest.
    assert ward.keys == 112
    assert not ward.asked


def test_an_oral_route_asks_for_weight_and_liver(ward):
    ward.open(empty_day("ketamine_oral", 1.0, facts=tuple(fact for fact in NAMED if fact[1] not in ("weight_kg", "weight_on"))))
    fields = answer_everything(ward)
    assert {"weight_kg", "liver_tests_ok"} <= set(fields)
    assert not {"food_at", "fluid_at", "nose_clear", "nasal_spray_used"} & set(fields)
    assert ward.stored("patient", "weight_kg") == [68.5]
    assert ward.stored("patient", "weight_on") == ["2026-03-17"]
    assert ward.view.row("weight").answer.replace("\u00a0", " ") == "68.5 kg, 17 Mar 2026"


def test_every_item_stands_somewhere_at_any_time(ward):
    ward.open(empty_day())
    assert sorted([*ward.order, *(item.row.id for item in ward.tab.passed.items())]) == sorted(PREDOSE_ITEMS)
    ward.type("y")
    ward.press(Qt.Key.Key_Down)
    assert sorted([*ward.order, *(item.row.id for item in ward.tab.passed.items())]) == sorted(PREDOSE_ITEMS)
    assert ward.tab.passed.item("identity") is not None


# ------------------------------------------------------------------------------------------------------ answers and their rows


def test_u_is_unknown_delete_takes_back_and_neither_passes(ward):
    ward.open(passing_day(escort_named=None))
    assert QApplication.focusWidget().objectName() == "predose.escort_named"
    ward.type("u")
    assert ward.answers("escort_named") == [None]
    assert ward.row("escort").says.text() == "Not known; it stays missing."
    assert ward.words == "1 answer missing"
    ward.type("y")
    assert ward.words == "Ready"
    ward.press(Qt.Key.Key_Delete)
    assert ward.answers("escort_named") == [None, True, None]
    assert ward.words == "1 answer missing"
    assert ward.row("escort").says.text() == ""


def test_the_order_changes_only_when_the_focus_leaves_a_row(ward):
    ward.open(passing_day(identity_confirmed=None, escort_named=None, emergency_kit_checked=None))
    assert ward.order == ["identity", "escort", "emergency_kit"]
    ward.press(Qt.Key.Key_Down)
    ward.type("n")
    assert ward.words == "Hold"
    assert ward.order == ["identity", "escort", "emergency_kit"]
    assert not ward.row("escort").override.isHidden()
    ward.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget().objectName() == "predose.emergency_kit_checked"
    assert ward.order == ["escort", "identity", "emergency_kit"]
    ward.type("y")
    assert ward.order == ["escort", "identity", "emergency_kit"]
    ward.press(Qt.Key.Key_Up)
    assert ward.order == ["escort", "identity"]
    assert QApplication.focusWidget().objectName() == "predose.identity_confirmed"


def test_a_click_is_an_answer_of_its_row_which_stays_under_the_pointer(ward):
    ward.open(passing_day(identity_confirmed=None, escort_named=None))
    segments = ward.row("escort").lines["escort_named"].control
    ward.qtbot.mouseClick(segments._buttons[0], Qt.MouseButton.LeftButton)
    assert ward.answers("escort_named") == [True]
    assert segments.hasFocus()
    assert ward.order == ["identity", "escort"]


def test_an_item_that_passed_opens_for_correction(ward):
    ward.open(passing_day())
    assert ward.words == "Ready"
    assert ward.tab.list.is_empty()
    assert ward.tab.list.message() == "Nothing needs anybody: every item is in order."
    item = ward.tab.passed.item("heart_rate")
    item.setFocus()
    ward.press(Qt.Key.Key_Return)
    field = ward.field("heart_rate")
    assert field.edit.hasFocus()
    assert field.text() == "76"
    assert ward.tab.passed.item("heart_rate") is None
    field.edit.selectAll()
    ward.type("112\n")
    assert ward.answers("heart_rate") == [76, 112]
    assert ward.words == "Override needed"
    assert ward.view.row("heart_rate").says.replace("\u00a0", " ") == "112 a minute. Needs 50 to 100."


def test_a_late_correction_asks_why(ward):
    ward.open(passing_day(), "10:20")
    ward.go("escort_named")
    ward.type("n")
    assert ward.asked == ["Why is this answer changed?"]
    assert ward.answers("escort_named") == [True, False]


def test_arrows_go_through_what_passed_and_back_to_the_rows(ward):
    ward.open(passing_day(escort_named=None))
    ward.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget().row.id == "identity"
    ward.press(Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert QApplication.focusWidget().row.id == "heart_rate"
    ward.press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert QApplication.focusWidget().objectName() == "predose.escort_named"
    ward.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert ward.tab.passed.current() is not QApplication.focusWidget()


def test_questions_come_in_place_when_an_answer_asks_for_them(ward):
    ward.open(passing_day(pregnancy_possible=None, sedative_used=None, daily_diazepam_equivalent_mg=None, drowsy=None))
    ward.go("pregnancy_possible")
    ward.type("y")
    ward.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget().objectName() == "predose.pregnancy_test"
    ward.type("r")
    assert ward.view.row("pregnancy").state == "override"
    ward.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget().objectName() == "predose.sedative_used"
    ward.type("y")
    ward.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget().objectName() == "predose.sedative_at:edit"
    ward.type("0500\n12\nn")
    assert ward.answers("sedative_at") == ["2026-03-17T05:00:00+01:00"]
    assert ward.answers("daily_diazepam_equivalent_mg") == [12]
    assert ward.view.row("sedative").state == "note"


def test_enter_confirms_what_the_record_says_and_nothing_counts_before(ward):
    scores = [("score", name, {"scale": "madrs", "on": on, "total": total}) for name, on, total in (("a", "2026-01-30", 34), ("b", "2026-03-17", 14))]
    changed = {"score_recorded": None, "sedative_used": None, "daily_diazepam_equivalent_mg": None, "interval_ok": None, "last_session_reviewed": None}
    ward.open(passing_day(facts=(*NAMED, *scores, ("medications_reviewed", "", True)), **changed))
    assert ward.words == "4 answers missing"
    line = ward.row("depression_score").lines["score_recorded"]
    assert line.known.text().replace("\u00a0", " ") == "From the record (scores): MADRS 14 today, 34 on 30 Jan 2026."
    assert not ward.answers("score_recorded")
    ward.go("score_recorded")
    ward.press(Qt.Key.Key_Return)
    assert ward.answers("score_recorded") == [True]
    assert ward.tab.passed.item("depression_score") is not None
    ward.go("sedative_used")
    ward.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "predose.daily_diazepam_equivalent_mg:edit"
    ward.press(Qt.Key.Key_Return)
    assert ward.answers("sedative_used") == [False]
    assert ward.answers("daily_diazepam_equivalent_mg") == [0]
    # No earlier session is recorded here, so there is nothing to take over: Enter answers nothing.
    ward.go("last_session_reviewed")
    ward.press(Qt.Key.Key_Return)
    assert not ward.answers("last_session_reviewed")
    assert ward.words == "2 answers missing"


def test_the_confirm_button_does_the_same(ward):
    ward.open(passing_day(facts=(*NAMED, ("score", "b", {"scale": "madrs", "on": "2026-03-17", "total": 14})), score_recorded=None))
    line = ward.row("depression_score").lines["score_recorded"]
    ward.qtbot.mouseClick(line.confirm._buttons[0], Qt.MouseButton.LeftButton)
    assert ward.answers("score_recorded") == [True]


# --------------------------------------------------------------------------------------------------- what is typed, good and bad


def test_158_enter_90_is_one_reading_in_two_steps(ward):
    ward.open(passing_day(**{"pressure/1": None}))
    ward.go("pressure/1")
    ward.type("158\n")
    field = ward.field("pressure/1")
    assert field.text() == "158/"
    assert field.sentence.text() == "Now the second number."
    assert not ward.answers("pressure/1")
    ward.type("90\n")
    assert ward.answers("pressure/1") == [{"at": "2026-03-17T10:01:00+01:00", "sbp": 158, "dbp": 90}]
    assert ward.row("blood_pressure").says.text() == "158/90 at 10:01, measured once."


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("pressure/2", "12o/8o", "Not a blood pressure."),
        ("pressure/2", "300/200", "Systolic pressure: 300 cannot be right, 50 to 280"),
        ("pressure/2", "80/120", "must be below the first"),
        ("heart_rate", "1200", "1200 cannot be right"),
        ("food_at", "10:30", "10:30 has not come yet"),
        ("food_at", "25:00", "There is no such time of day"),
    ],
)
def test_bad_input_is_explained_at_once_and_kept(ward, field, typed, says):
    ward.open(passing_day())
    edit = ward.go(field)
    edit.selectAll()
    before = ward.answers(field)
    ward.type(typed)
    shown = ward.field(field)
    assert says in shown.sentence.text()
    assert shown.is_fault()
    ward.press(Qt.Key.Key_Return)
    assert shown.text() == typed
    assert edit.hasFocus()
    ward.press(Qt.Key.Key_Down)
    assert shown.text() == typed
    assert shown.holds_unsaved()
    assert ward.answers(field) == before


def test_a_weight_of_680_is_explained_and_a_real_one_kept_with_its_day(ward):
    ward.open(empty_day("ketamine_iv", 0.5, facts=(*(fact for fact in NAMED if fact[1] != "weight_on"), ("patient", "weight_on", "2026-03-01"))))
    assert ward.view.row("weight").state == "hold"
    edit = ward.go("weight_kg")
    edit.selectAll()
    ward.type("680\n")
    assert "Weight: 680 cannot be right" in ward.field("weight_kg").sentence.text()
    edit.selectAll()
    ward.type("69\n")
    assert ward.view.row("weight").state == "pass"
    assert ward.stored("patient", "weight_on") == ["2026-03-01", "2026-03-17"]
    assert not ward.asked  # weighing again is no correction


def test_nothing_is_rebuilt_while_somebody_types(ward):
    ward.open(passing_day(food_at=None, escort_named=None))
    edit = ward.go("food_at")
    widgets = {name: id(row) for name, row in ward.tab.list._rows.items()}
    ward.type("081")
    ward.seconds_pass("10:02:00")
    ward.tab.show_live(ward.page.live)
    assert edit.hasFocus()
    assert edit.text() == "081"
    assert {name: id(row) for name, row in ward.tab.list._rows.items()} == widgets
    ward.type("0\n")
    assert ward.answers("food_at") == ["2026-03-17T08:10:00+01:00"]


def test_what_the_disk_refuses_stays_and_is_said(ward, monkeypatch):
    ward.open(passing_day(food_at=None, escort_named=None))
    ward.desk.may = lambda _act: "M. Reed is a reader, who sees everything and changes nothing."
    ward.go("food_at")
    ward.type("0810\n")
    assert ward.field("food_at").text() == "08:10"
    assert ward.field("food_at").sentence.text().startswith("Not saved.")
    segments = ward.go("escort_named")
    ward.type("y")
    assert not segments.is_answered()
    assert ward.refused


def test_a_correction_of_a_reading_keeps_its_time(ward):
    ward.open(passing_day(pressure=(146, 88)))
    edit = ward.go("pressure/1")
    assert QApplication.focusWidget().objectName() == "predose.pressure/2:edit"
    edit = ward.field("pressure/1").edit
    edit.setFocus()
    assert edit.text() == "146/88 at 09:58"
    edit.selectAll()
    ward.type("126/88\n")
    assert ward.answers("pressure/1")[-1] == {"at": "2026-03-17T09:58:00+01:00", "sbp": 126, "dbp": 88}
    assert ward.words == "Ready"


# -------------------------------------------------------------------------------------------------------------- waiting, sound


def test_a_wait_counts_down_turns_by_itself_and_sounds_once(ward):
    ward.open(passing_day(fluid_at=iso("09:50")))
    assert ward.words == "Wait until 10:20"
    assert ward.tab.banner._reason.accessibleName().startswith("19:00 left. Drink clears by itself")
    ward.seconds_pass("10:01:01")
    assert ward.tab.banner._reason.accessibleName().startswith("18:59 left.")
    ward.seconds_pass("10:19:59")
    assert ward.words == "Wait until 10:20"
    assert ward.rings == 0
    ward.seconds_pass("10:20:00")
    assert ward.words == "Ready"
    assert ward.rings == 1
    ward.seconds_pass("10:20:01")
    ward.seconds_pass("10:21:00")
    assert ward.rings == 1


def test_a_raised_reading_calls_once_when_it_is_to_be_repeated(ward):
    ward.open(passing_day(pressure=(146, 88)))
    assert ward.row("blood_pressure").word.text() == "Repeat at 10:08, in 07:00"
    ward.seconds_pass("10:07:59")
    assert ward.row("blood_pressure").word.text() == "Repeat at 10:08, in 00:01"
    ward.seconds_pass("10:08:00")
    ward.seconds_pass("10:08:01")
    assert ward.row("blood_pressure").word.text() == "Repeat now"
    assert ward.rings == 1


def test_a_wait_that_is_overridden_does_not_sound(ward):
    ward.open(passing_day(fluid_at=iso("09:50")))
    ward.tab.ask_signature = lambda _act, exclude=(): Signed(OSEI, "She only wetted her lips.")
    ward.tab.sign_override("fluid")
    assert ward.words == "Ready, with 1 note"
    ward.seconds_pass("10:20:00")
    assert ward.rings == 0


# ------------------------------------------------------------------------------------------------------------------- overrides


class Signatures:
    """Who signs what is asked, in order; None gives up."""

    def __init__(self, *signed):
        self.signed = list(signed)
        self.acts = []

    def __call__(self, act, exclude=()):
        self.acts.append((act, exclude))
        return self.signed.pop(0)


def test_an_override_needs_a_prescriber_and_its_reason(ward):
    ward.open(passing_day(nose_clear=False))
    signatures = ward.tab.ask_signature = Signatures(Signed(OSEI, "Slightly blocked, sprays well."))
    row = ward.row("nose")
    row.setFocus()
    ward.type("o")
    (act, exclude), *more = signatures.acts
    assert not more
    assert (act.kind, act.needs_reason, act.least_reason, exclude) == ("override", True, ward.desk.library.conduct.reason_letters, ())
    assert ward.stored("override", "s1/nose") == [
        {"by": "Dr K. Osei", "role": "prescriber", "reason": "Slightly blocked, sprays well.", "at": "2026-03-17T10:01:00+01:00"}
    ]
    assert ward.words == "Ready, with 1 note"
    texts = " ".join(label.accessibleName() for label in ward.tab.side.findChildren(QLabel))
    assert "Nose: override by Dr K. Osei, prescriber, 10:01. “Slightly blocked, sprays well.” Prints on the session record." in texts


def test_a_hold_needs_a_second_person_and_without_them_nothing_is_kept(ward):
    ward.open(passing_day(escort_named=False))
    reason = "Her sister comes at noon and takes her home."
    signatures = ward.tab.ask_signature = Signatures(Signed(OSEI, reason), None)
    ward.row("escort").override.click()
    assert [act.kind for act, _exclude in signatures.acts] == ["override", "second_override"]
    assert signatures.acts[1][1] == (OSEI,)
    assert not ward.stored("override", "s1/escort")
    assert ward.refused[-1] == "Not overridden: a hold needs the second signature too. Nothing was saved."
    again = ward.tab.ask_signature = Signatures(Signed(OSEI, reason), Signed(LINDGREN))
    ward.record._connection.execute("PRAGMA query_only = ON")
    ward.row("escort").override.click()
    ward.record._connection.execute("PRAGMA query_only = OFF")
    assert not ward.stored("override", "s1/escort")
    # Neither who gave up nor a disk that refused made the reason be written again.
    third = ward.tab.ask_signature = Signatures(Signed(OSEI, reason), Signed(LINDGREN))
    ward.row("escort").override.click()
    assert [act.reason for each in (signatures, again, third) for act, _exclude in each.acts if act.kind == "override"] == ["", reason, reason]
    value = ward.stored("override", "s1/escort")[-1]
    assert (value["by"], value["second_by"], value["second_role"]) == ("Dr K. Osei", "A. Lindgren", "nurse")
    assert ward.words == "Ready, with 1 note"


@pytest.mark.parametrize(
    ("changed", "item", "why"),
    [
        ({"consent_confirmed": False}, "consent", "This cannot be overridden: it is to be put right before the dose."),
        ({"pressure": (190, 100)}, "blood_pressure", "A stop cannot be overridden: the dose waits for another day."),
        ({"escort_named": None}, "escort", "A missing answer cannot be overridden: it is to be given."),
    ],
)
def test_where_no_override_is_offered_it_is_said_why(ward, changed, item, why):
    ward.open(passing_day(**changed))
    ward.tab.ask_signature = Signatures()
    row = ward.row(item)
    assert row.override.isHidden()
    row.first_target().setFocus()
    ward.type("o")
    assert ward.tab.about.words.accessibleName() == why
    assert not ward.tab.ask_signature.acts


def test_the_button_of_an_override_stays_under_the_hand_that_presses_it(ward):
    ward.open(passing_day(pressure=(146, 88), unwell_today=None))
    ward.go("pressure/2")
    ward.type("14488\n")
    ward.go("unwell_today")
    QApplication.processEvents()
    button = ward.row("blood_pressure").override
    before = button.mapTo(ward.page, button.rect().center())
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert QApplication.focusWidget() is button
    assert button.mapTo(ward.page, button.rect().center()) == before
    signatures = ward.tab.ask_signature = Signatures(Signed(OSEI, "Usual pressure for her at rest."))
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert len(signatures.acts) == 1


def test_an_override_ends_with_the_answer_it_was_for(ward):
    day = passing_day(pressure=(146, 88))
    day.part("predose", "pressure/2", {"at": iso("09:59"), "sbp": 144, "dbp": 86})
    ward.open(day)
    ward.tab.ask_signature = Signatures(Signed(OSEI, "Usual pressure for her at rest."))
    ward.tab.sign_override("blood_pressure")
    assert ward.words == "Ready, with 1 note"
    ward.go("pressure/3")
    ward.type("15296\n")
    assert ward.stored("override", "s1/blood_pressure")[-1] is None
    assert ward.words == "Override needed"


# ------------------------------------------------------------------------------------------------------- old signs, to the dose


def test_old_signs_are_measured_again_or_confirmed(ward):
    ward.open(passing_day())
    ward.seconds_pass("10:28:00")
    assert ward.words == "Check again"
    assert not ward.tab.again.isHidden()
    assert not ward.tab.head.button.isEnabled()
    assert ward.order == ["blood_pressure"]
    assert ward.row("blood_pressure").says.text().replace("\u00a0", " ") == "128/80 at 09:58, 30 minutes ago."
    assert not ward.row("blood_pressure")._told.isHidden()
    ward.seconds_pass("10:30:00")
    assert ward.order == ["blood_pressure", "heart_rate", "spo2", "respiratory_rate"]
    ward.tab.focus_first()
    ward.type("12680\n")
    for same in ("76\n", "98\n", "14\n"):
        ward.type(same)
    assert ward.words == "Ready"
    assert ward.answers("heart_rate") == [76, 76]
    assert not ward.asked
    ward.seconds_pass("11:01:00")
    assert ward.words == "Check again"
    ward.tab.again.button.click()
    assert ward.answers("reviewed") == ["2026-03-17T11:01:00+01:00"]
    assert ward.words == "Ready"
    assert ward.tab.again.isHidden()


def test_the_dose_opens_only_when_nothing_stands_in_the_way(ward):
    ward.open(passing_day(escort_named=None))
    wanted = []
    ward.tab.tab_wanted.disconnect(ward.page.show_tab)
    ward.tab.tab_wanted.connect(wanted.append)
    assert (ward.tab.head.button.text(), ward.tab.head.button.isEnabled()) == ("Give first device", False)
    assert ward.tab.head.why_not.text().replace("\u00a0", " ") == "opens with 1 answer"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not wanted
    ward.type("y")
    assert (ward.tab.head.button.text(), ward.tab.head.button.isEnabled()) == ("Go to the dose", True)
    assert ward.tab.head.why_not.text() == "still to do: second check and batch"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wanted == ["dose"]
    check = {"by": "A. Lindgren", "role": "nurse", "at": iso("10:01"), "product": "esketamine_in", "dose_mg": 84, "devices": 3, "agrees": True}
    ward.desk.answers([("second_check", "s1", check), ("given", "s1/batch", {"batch": "B1", "expires": "2027-01-31"})])
    assert (ward.tab.head.button.text(), ward.tab.head.button.isEnabled(), ward.tab.head.why_not.text()) == ("Give first device", True, "")


def test_f2_says_where_a_rule_comes_from(ward):
    ward.open(passing_day(food_at=None))
    about = ward.tab.about
    assert about.words.accessibleName() == "Food: none for 2\u00a0hours. Verified: US label (Spravato), no food for two hours."
    assert about.more.isHidden()
    ward.press(Qt.Key.Key_F2)
    assert "EU patient leaflet (Spravato), before the spray" in about.more.text()
    assert "Until then: override." in about.more.text()
    ward.press(Qt.Key.Key_F2)
    assert about.more.isHidden()
    assert "none for 2\u00a0hours" in ward.row("food").toolTip()
    assert "US label" in ward.row("food").accessibleDescription()


def test_a_question_is_found_by_its_path(ward):
    ward.open(passing_day())
    assert ward.page.focus_field("sessions.s1.predose.escort_named")
    assert QApplication.focusWidget().objectName() == "predose.escort_named"
    assert ward.page.focus_field("sessions.s1.predose.minutes_since_food")
    assert QApplication.focusWidget().objectName() == "predose.food_at:edit"


def test_the_consent_row_leads_to_the_consent_on_record(ward):
    ward.open(passing_day(consent_confirmed=None))
    assert ward.page.focus_field("sessions.s1.consent.signed_on")
    assert ward.page._tab == "course"
    assert QApplication.focusWidget().objectName() == "consent.signed_on:edit"


def test_a_signed_session_is_only_read(ward):
    day = passing_day(escort_named=False)
    day.devices("10:00")
    day.part("signature", "", {"by": "J. Marsh", "role": "nurse", "at": iso("10:01")})
    day.part("session_end", "", {"state": "left", "at": iso("10:01")})
    ward.open(day)
    assert ward.view.closed
    assert not any(row.lines for row in ward.tab.list._rows.values())
    ward.tab.open_item("escort")
    assert not ward.row("escort").lines


# ---------------------------------------------------------------------------------------------------------------- the look


@pytest.mark.parametrize(("name", "percent", "size"), [("light", 100, (1286, 616)), ("dark", 100, (1200, 568)), ("contrast", 150, (1200, 616))])
def test_nothing_is_cut_and_everything_has_a_name(ward, theme, name, percent, size, qapp):
    theme.use(name=name, text_percent=percent)
    day = passing_day(escort_named=False, nose_clear=False, sedative_used=True, suicide_risk=None, pressure=(146, 88), emergency_kit_checked=None)
    ward.open(day)
    ward.page.resize(*size)
    for _turn in range(5):
        qapp.processEvents()
    assert faults(ward.tab) == []


def test_the_theme_of_the_tests_is_a_theme():
    assert Theme("dark", 150).text_percent == 150


# ------------------------------------------------------------------------------------------------- a hold of the follow-up


def test_a_hold_of_the_follow_up_stands_in_its_row_and_at_the_head_and_leads_to_the_check(ward):
    day = passing_day()
    day.add("session", "s2", {"product": "esketamine_in", "indication": "trd", "on": "2026-03-13", "given": {"dose_mg": 84}})
    day.add("follow_up", "f1", {"domain": "bladder", "on": "2026-03-16", "nothing_found": False, "triggers": ["blood_or_pain"]})
    ward.open(day)
    assert ward.words == "Ready, but the follow-up says hold"
    row = ward.row("urinary")
    assert row is not None
    assert row.word.text() == "Pass; follow-up holds"
    told = " ".join(label.text() for label in row.findChildren(QLabel)).replace("\u00a0", " ")
    assert "blood in the urine, or pain. Hold treatment, urine culture, refer to urology." in told.replace("<b>", "").replace("</b>", "")
    assert "blood in the urine" in row.accessibleDescription()
    (link,) = row._beside.links
    with ward.qtbot.waitSignal(ward.tab.go_to) as went:
        QTest.keyClick(link, Qt.Key.Key_Space)
    assert went.args == ["follow_up.bladder"]
    ward.qtbot.waitUntil(lambda: faults(ward.page) == [])
