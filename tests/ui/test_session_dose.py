"""The part Dose: plan and arithmetic through the real page, the blind second check, and what bad input is told."""

import time

import pytest
from dose_bench import SECOND, Bench, CheckTyped, Day, checked_day, iso, unchecked_day, words
from PySide6.QtCore import Qt

from trd_desk.ui.pages.session_dose_check import CheckDialog, Cover
from trd_desk.ui.widgets.labels import QuestionLink


@pytest.fixture
def bench(qtbot, theme, library, tmp_path):
    """Makes the bench of a day; each is closed after the test."""
    made = []

    def make(day, clock="10:10"):
        made.append(Bench(qtbot, theme, library, tmp_path, day, clock))
        return made[-1]

    yield make
    for one in made:
        one.close()


def weighed(kg, product, per_kg, *, sex="female", height=168, on="2026-03-16", **planned):
    day = Day(product, facts=[("patient", "sex", sex), ("patient", "birth_date", "1988-06-01"), ("licence_region", "", "uk")])
    for key, value in (("weight_kg", kg), ("weight_on", on), ("height_cm", height)):
        day.add("patient", key, value)
    plan = {"product": product, "indication": "trd", "on": "2026-03-17", "first": False, "planned": {"mg_per_kg": per_kg, **planned}}
    day.add("session", "s1", plan)
    return day


def worked(bench):
    return words(bench.tab.worked)


def banner(bench):
    return words(bench.tab.banner)


# ------------------------------------------------------------------------------------- the worked examples of part B, 2.4


def test_example_1_a_drip_by_actual_weight(bench):
    one = bench(weighed(68, "ketamine_iv", 0.5, bag_ml=50))
    text = worked(one)
    assert "34 mg in 40 minutes" in banner(one)
    for said in (
        "68 kg × 0.5 mg/kg = 34 mg.", "34 mg in 40 minutes = 51 mg/h, or 0.85 mg/min.", "50 mL in 40 minutes = 75 mL/h.",
        "51 mg/h, 0.85 mg/min", "75 mL/h", "1 mg/kg at most by this route",
    ):  # fmt: skip
        assert said in text, said
    assert "ideal" not in text


def test_example_2_a_high_bmi_shows_both_weights_and_asks_which(bench):
    one = bench(weighed(132, "ketamine_iv", 0.5, sex="male", height=175))
    text = worked(one)
    assert "66 mg in 40 minutes" in banner(one)
    assert "99 mg/h" in text
    assert "By ideal weight, 70.5 kg | 35 mg" in text
    assert "Ideal weight (Devine): 50 kg + 2.3 kg × 8.9 inches over 60 = 70.5 kg." in text
    assert "say whether actual or ideal weight is meant" in text
    assert "BMI 43.1. Before the dose: What does STOP-BANG give?" in text
    one.tab.plan.basis.answered.emit("ideal")
    assert one.value("session")["planned"]["basis"] == "ideal"
    assert "35 mg in 40 minutes" in banner(one)
    assert "70.5 kg × 0.5 mg/kg = 35.23 mg." in worked(one)
    assert "35.23 mg becomes 35 mg" in worked(one)


def test_example_3_an_older_patient_starts_with_one_device_and_may_go_up(bench):
    day = Day(dose=28, facts=[("patient", "birth_date", "1955-01-01"), ("licence_region", "", "uk")], first=True, number="TRD-1")
    one = bench(day)
    assert "28 mg, 1 device" in banner(one)
    assert "Label, United Kingdom: 65 and over, first session: 28 mg, not 56 or 84 mg" in worked(one)
    one.tab.plan.doses.answered.emit(56)
    assert "No dose: blocked" in banner(one)
    assert "From 65 years the EU and UK labels start with 28 mg." in worked(one)
    assert "28 mg would not be blocked." in worked(one)
    assert "Not checked yet" in one.tab._view.check.stated.word
    assert not one.tab.giving.check.button.isEnabled()


def test_example_3_the_next_session_may_rise_by_one_device(bench):
    day = Day(dose=56, facts=[("patient", "birth_date", "1955-01-01"), ("licence_region", "", "uk")], first=False)
    earlier = {"planned": {"dose_mg": 28}, "given": {"devices": ["09:00"]}}
    day.add("session", "s0", {"product": "esketamine_in", "indication": "trd", "on": "2026-03-13", "number": 1, **earlier})
    one = bench(day)
    assert "56 mg, 2 devices" in banner(one)
    assert "28 mg before" in worked(one)
    table = one.tab.history.table.model()
    row = [table.index(0, column).data().replace("\u00a0", " ") for column in range(5)]
    assert row == ["13 Mar 2026", "1", "28 mg, 1 device", "", "09:00"]
    one.tab.plan.doses.answered.emit(84)
    assert "It was 28 mg before, and 84 mg is planned." in worked(one)
    assert "28 or 56 mg would not be blocked." in worked(one)


def test_example_4_three_devices_with_their_rests(bench):
    one = bench(checked_day())
    text = worked(one)
    assert "84 mg ÷ 28 mg a device = 3 devices." in text
    assert "so the last one 10 minutes after the first at the earliest" in text
    assert "count from the last device" in text


@pytest.mark.parametrize(("per_kg", "mg"), [(0.5, "37.5 mg"), (0.6, "45 mg"), (0.75, "56 mg"), (0.9, "67.5 mg")])
def test_example_5_the_steps_under_the_skin(bench, per_kg, mg):
    one = bench(weighed(75, "ketamine_sc", per_kg))
    assert banner(one).startswith(mg)
    if per_kg == 0.75:
        assert "56.25 mg becomes 56 mg" in worked(one)


def test_example_6_by_mouth_with_its_warning(bench):
    one = bench(weighed(75, "ketamine_oral", 1.25))
    assert banner(one).startswith("95 mg")
    assert "75 kg × 1.25 mg/kg = 93.75 mg." in worked(one)
    assert "8 to 29 % reaches the blood; never compare it with the mg of a drip." in worked(one)
    assert not one.tab.plan._rows["bag_ml"].isVisibleTo(one.tab)


# -------------------------------------------------------------------------------------------------------------- the plan


def typed(qtbot, field, text):
    """Types into a field and leaves it."""
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClick(field.edit, Qt.Key.Key_Delete)
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    return field.sentence.text().replace("\u00a0", " ")


def test_a_comma_is_understood_and_the_plan_is_on_disk(bench, qtbot):
    one = bench(weighed(68, "ketamine_iv", 0.5))
    typed(qtbot, one.tab.plan.mg_per_kg, "0,7")
    assert one.value("session")["planned"] == {"mg_per_kg": 0.7}
    assert "needs a reason" in worked(one)
    assert one.tab.plan.reason.isVisibleTo(one.tab)
    typed(qtbot, one.tab.plan.reason, "no effect at 0.5 mg/kg twice")
    assert one.value("session")["planned"]["reason"] == "no effect at 0.5 mg/kg twice"
    assert "needs a reason:" not in worked(one)
    typed(qtbot, one.tab.plan.bag_ml, "100 mL")
    assert one.value("session")["planned"]["bag_ml"] == 100
    assert "150 mL/h" in worked(one)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("mg_per_kg", "0", "cancel the session with a reason"),
        ("dose_mg", "0", "cancel the session with a reason"),
        ("dose_mg", "0.5", "0.5 mg as the whole dose is implausible. If 0.5 mg/kg is meant, type it in the field for mg/kg."),
        ("dose_mg", "-34", "cancel the session with a reason"),
        ("dose_mg", "thirty", "Not a number"),
        ("mg_per_kg", "1200", "1200 does not fit"),
        ("bag_ml", "0", "A bag of 0 mL is none"),
    ],
)
def test_what_cannot_be_a_dose_is_refused_in_words_and_stays(bench, qtbot, field, text, said):
    one = bench(weighed(68, "ketamine_iv", 0.5))
    before = one.record.entry_count()
    control = getattr(one.tab.plan, field)
    assert said in typed(qtbot, control, text)
    assert control.text() == text
    assert control.is_fault()
    assert one.record.entry_count() == before
    one.at("10:11")
    assert control.text() == text


def test_1200_mg_and_34_mg_per_kg_are_kept_blocked_and_explained(bench, qtbot):
    one = bench(weighed(68, "ketamine_iv", None))
    typed(qtbot, one.tab.plan.dose_mg, "1200")
    assert one.value("session")["planned"] == {"dose_mg": 1200}
    assert "No dose: blocked" in banner(one)
    assert "Plan 1 mg/kg at most, here 68 mg." in worked(one)
    assert "1200 mg ÷ 68 kg = 17.65 mg/kg." in worked(one)
    typed(qtbot, one.tab.plan.dose_mg, "")
    said = typed(qtbot, one.tab.plan.mg_per_kg, "34")
    assert "If 34 mg in all is meant, type it in the field for mg." in said
    assert "No dose: blocked" in banner(one)


def test_mg_and_mg_per_kg_that_differ_are_blocked_until_one_is_emptied(bench, qtbot):
    one = bench(weighed(68, "ketamine_iv", 0.5))
    typed(qtbot, one.tab.plan.dose_mg, "40")
    assert "correct one of the two" in worked(one)
    assert "Empty one of the two fields" in worked(one)
    typed(qtbot, one.tab.plan.dose_mg, "")
    assert "34 mg in 40 minutes" in banner(one)


def test_a_missing_weight_is_asked_and_answered_in_place(bench, qtbot):
    day = weighed(68, "ketamine_iv", 0.5)
    day.add("patient", "weight_kg", None)
    one = bench(day)
    assert "Dose cannot be told" in banner(one)
    assert "What is the weight?" in banner(one)
    (link,) = one.tab.worked.findChildren(QuestionLink)
    link.click()
    assert one.tab.plan.weight.edit.hasFocus()
    typed(qtbot, one.tab.plan.weight, "72")
    assert one.desk.patient.value("patient", "weight_on") == "2026-03-17"
    assert "36 mg in 40 minutes" in banner(one)


def test_an_old_weight_blocks_until_it_is_said_to_be_the_same_today(bench):
    one = bench(weighed(68, "ketamine_iv", 0.5, on="2026-03-01"))
    assert "The weight is 16 days old" in worked(one)
    assert "A weight of today, entered beside, unblocks it." in worked(one)
    assert one.tab.plan.same_weight.isVisibleTo(one.tab)
    one.tab.plan.same_weight.click()
    assert one.desk.patient.value("patient", "weight_on") == "2026-03-17"
    assert "34 mg in 40 minutes" in banner(one)
    assert not one.tab.plan.same_weight.isVisibleTo(one.tab)


def test_a_missing_height_asks_for_it_where_ideal_weight_is_meant(bench, qtbot):
    day = weighed(68, "ketamine_iv", 0.5, basis="ideal")
    day.add("patient", "height_cm", None)
    one = bench(day)
    assert "What is the height?" in worked(one)
    typed(qtbot, one.tab.plan.stature, "168")
    assert "30 mg in 40 minutes" in banner(one)


@pytest.mark.parametrize(
    ("name", "title"),
    [("sublingual", "Ketamine under the tongue"), ("ketamine_in", "Racemic ketamine in the nose"), ("arketamine", "Arketamine")],
)
def test_what_is_never_worked_out_is_explained_and_never_stored(bench, library, name, title):
    one = bench(checked_day())
    before = one.record.entry_count()
    box = one.tab.plan.product
    place = next(index for index in range(box.count()) if box.itemData(index) == name)
    assert box.itemText(place) == title
    box.setCurrentIndex(place)
    box.activated.emit(place)
    said = one.tab.plan.never.text()
    assert said.startswith(f"{title}: ")
    assert next(rule.says for rule in library.conduct.never if rule.id == name) in said
    assert "The plan is unchanged: Esketamine spray." in said
    assert box.currentText() == "Esketamine spray"
    assert one.record.entry_count() == before
    one.tab.plan.doses.answered.emit(56)
    assert one.tab.plan.never.text() == ""


def test_another_product_takes_the_dose_away_and_shows_its_own_fields(bench):
    one = bench(checked_day())
    one.tab.plan.product.answered.emit("ketamine_iv")
    assert "planned" not in one.value("session")
    assert one.tab.plan.doses is None
    assert one.tab.plan.mg_per_kg.isVisibleTo(one.tab)
    assert "Which dose is planned?" in banner(one)
    assert "Off label" in words(one.tab.plan)
    assert "names the off-label use" in words(one.tab.plan)


def test_the_label_that_is_followed_is_said_with_its_standing(bench):
    one = bench(checked_day())
    assert "Licensed use" in words(one.tab.plan)
    assert "with an SSRI or SNRI" in words(one.tab.plan)
    one.tab.plan.region.answered.emit("other")
    assert "Label not known here" in words(one.tab.plan)
    one.tab.plan.region.answered.emit(None)
    assert "Choose whose label the sessions follow." in words(one.tab.plan)


def test_the_plan_is_closed_once_something_was_given(bench):
    day = checked_day()
    day.devices("10:05")
    one = bench(day)
    assert not one.tab.plan.product.isEnabled()
    assert "The first part was given at 10:05" in words(one.tab.plan)
    assert not one.tab.plan.cancel.isVisibleTo(one.tab)


def test_what_is_typed_stays_while_the_session_is_shown_again(bench, qtbot):
    one = bench(weighed(68, "ketamine_iv", 0.5))
    field = one.tab.plan.mg_per_kg
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "0.6")
    one.at("10:11")
    one.desk.answer("predose", "s1/heart_rate", 70)
    assert field.text() == "0.6"
    assert field.edit.hasFocus()


def test_a_disk_that_refuses_leaves_what_was_typed(bench, qtbot):
    one = bench(weighed(68, "ketamine_iv", 0.5))
    one.record.close()
    assert "Not saved" in typed(qtbot, one.tab.plan.mg_per_kg, "0.6")
    assert one.tab.plan.mg_per_kg.text() == "0.6"
    assert one.failed
    one.tab.plan.basis.answered.emit("ideal")
    assert one.tab.plan.basis.chosen() is None


# ------------------------------------------------------------------------------------------------------ the second check


def test_a_second_person_who_comes_to_the_same_dose(bench):
    one = bench(checked_day())
    one.check()
    assert one.value("second_check") == {
        "by": SECOND, "role": "nurse", "at": iso("10:10"), "product": "esketamine_in", "dose_mg": 84.0, "devices": 3, "agrees": True,
    }  # fmt: skip
    assert one.desk.patient.answers["second_check", "s1"].by == SECOND
    assert "Second check: agrees" in words(one.tab.giving)
    act, exclude = one.acts[0]
    assert act.kind == "second_check"
    assert "84 mg, 3 devices" in act.says.replace("\u00a0", " ")
    assert set(exclude) == {"Dr K. Osei", "J. Marsh"}


def test_one_who_comes_to_another_dose_blocks_the_giving_and_both_are_shown(bench):
    one = bench(checked_day())
    one.batch()
    one.check(56, 2)
    assert one.value("second_check")["agrees"] is False
    text = words(one.tab.giving)
    assert "Second check: does not agree" in text
    assert "came to 56 mg, 2 devices at 10:10; the plan gives 84 mg, 3 devices." in text
    assert not one.tab.giving.give.isEnabled()
    one.check(84, 3)
    assert "Second check: agrees" in words(one.tab.giving)
    assert one.tab.giving.give.isEnabled()
    assert [entry.value["agrees"] for entry in one.desk.history("second_check", "s1")] == [False, True]


def test_a_wrong_number_of_devices_does_not_agree(bench):
    one = bench(checked_day())
    one.check(84, 2)
    assert one.value("second_check")["agrees"] is False


def test_a_changed_plan_or_weight_makes_the_check_void_and_says_so(bench, qtbot):
    one = bench(weighed(68, "ketamine_iv", 0.5))
    one.check(34, None)
    assert "Second check: agrees" in words(one.tab.giving)
    typed(qtbot, one.tab.plan.weight, "72")
    assert "Second check: no longer counts" in words(one.tab.giving)
    assert "checked 34 mg at 10:10. The plan or the weight has changed since: it gives 36 mg now" in words(one.tab.giving)


def test_nothing_is_written_when_it_is_given_up_or_not_signed(bench):
    one = bench(checked_day())
    one.tab.ask_check = lambda _question: None
    one.tab.giving.check.button.click()
    assert one.acts == []
    one.signer = None
    one.check()
    assert len(one.acts) == 1
    assert one.value("second_check") is None
    assert not one.tab.window().findChildren(Cover)


@pytest.mark.parametrize(("day", "hidden", "shown"), [
    (lambda: checked_day(), ("84", "3 devices"), ("Esketamine spray", "28 mg", "37 years", "United Kingdom")),
    (lambda: weighed(68, "ketamine_iv", 0.5), ("34",), ("Ketamine drip", "68 kg", "0.5 mg/kg", "actual weight", "0.5 mg, ties down")),
])  # fmt: skip
def test_the_second_person_sees_everything_but_the_result(bench, theme, qtbot, day, hidden, shown):
    one = bench(day())
    dialog = CheckDialog(theme, one.tab._view.check.question)
    qtbot.addWidget(dialog)
    text = words(dialog)
    assert all(each in text for each in shown), text
    assert not any(each in text for each in hidden), text
    covered = []
    one.tab.ask_check = lambda _question: covered.append(one.tab.window().findChild(Cover)) or None
    one.tab.giving.check.button.click()
    assert covered[0] is not None
    assert not one.tab.window().findChildren(Cover)


def test_the_dialog_says_what_is_missing_and_keeps_what_was_typed(bench, theme, qtbot):
    one = bench(checked_day())
    dialog = CheckDialog(theme, one.tab._view.check.question)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.compare()
    assert "type the milligrams that you worked out" in dialog.message.text()
    qtbot.keyClicks(dialog.mg.edit, "84")
    qtbot.keyClick(dialog.mg.edit, Qt.Key.Key_Return)
    assert "how many devices" in dialog.message.text()
    qtbot.keyClicks(dialog.devices.edit, "2.5")
    dialog.compare()
    assert "whole number" in dialog.message.text()
    dialog.devices.edit.setText("3")
    dialog.compare()
    assert dialog.typed == CheckTyped(84.0, 3)
    assert not dialog.isVisible()


def test_everything_unchecked_is_explained_at_once(bench):
    one = bench(unchecked_day())
    text = words(one.tab.giving)
    assert "The check before the dose is not complete" in text
    assert "No second person has worked the dose out yet." in text
    assert "The batch number is missing" in text
    assert "3 things to do first" in banner(one)
    before = one.record.entry_count()
    one.tab.give()
    assert "is not complete" in one.tab.message.text()
    assert one.record.entry_count() == before


def test_showing_it_again_is_fast(bench):
    one = bench(checked_day())
    live = one.page.live
    began = time.perf_counter()
    for _ in range(20):
        one.tab.show_live(live)
    each = (time.perf_counter() - began) / 20
    assert each < 0.03, each


def test_controls_have_names_and_nothing_is_cut(bench, theme, qtbot):
    from walk import cut, overlaps, unnamed

    one = bench(checked_day())
    assert unnamed(one.tab) == []
    for width in (1180, 900, 640):
        one.page.resize(width, 1400)
        qtbot.wait(20)
        assert cut(one.tab) == []
        assert overlaps(one.tab) == []


@pytest.mark.parametrize("product", ["esketamine_in", "ketamine_iv"])
def test_large_letters_cut_nothing(bench, theme, qtbot, product):
    from walk import cut, outside, overlaps

    theme.use(text_percent=150)
    one = bench(checked_day(product, 84 if product == "esketamine_in" else 0.75))
    one.page.resize(1112, 2600)
    qtbot.wait(20)
    assert one.page.horizontalScrollBar().maximum() == 0
    assert cut(one.tab) == []
    assert overlaps(one.tab) == []
    assert outside(one.tab) == []


def test_a_question_from_another_page_finds_its_control(bench):
    one = bench(weighed(68, "ketamine_iv", None))
    assert one.page.focus_field("sessions.s1.planned")
    assert one.tab.plan.mg_per_kg.edit.hasFocus()
    assert one.page.focus_field("sessions.s1.planned.bag_ml")
    assert one.tab.plan.bag_ml.edit.hasFocus()
    assert one.tab.focus_field("sessions.s1.indication")
    assert one.tab.plan.indication.hasFocus()
    assert not one.tab.focus_field("patient.birth_date")


def test_tab_goes_through_the_part_as_it_is_read(bench):
    one = bench(weighed(68, "ketamine_iv", 0.5))
    order, widget = [], one.tab.plan.product
    while True:
        if one.tab.isAncestorOf(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(one.tab) and widget.isEnabled():
            order.append(widget)
        widget = widget.nextInFocusChain()
        if widget is one.tab.plan.product:
            break
    names = [each.objectName() for each in order]
    wanted = [
        "planned.product", "planned.mg_per_kg:edit", "planned.dose_mg:edit", "planned.bag_ml:edit", "planned.basis", "patient.weight_kg:edit",
        "dose.same_weight", "patient.height_cm:edit", "indication", "licence_region", "dose.cancel", "dose.second_check", "given.batch:edit",
        "given.expires:edit",
    ]  # fmt: skip
    assert [name for name in names if name in wanted] == wanted
