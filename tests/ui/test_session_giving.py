"""Giving through the real page: batch, devices and their rest, infusion, injection, times, waste, cancelling, and the register beside it."""

import datetime as dt

import pytest
from dose_bench import GIVER, SECOND, Bench, at, checked_day, iso, words
from PySide6.QtCore import Qt

from trd_desk.record.entries import CLINIC


@pytest.fixture
def bench(qtbot, theme, library, tmp_path):
    """Makes the bench of a day; each is closed after the test."""
    made = []

    def make(day=None, clock="10:10"):
        made.append(Bench(qtbot, theme, library, tmp_path, checked_day() if day is None else day, clock))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def ready(bench):
    """Checked, with a batch of which the register has twelve devices."""

    def make(product="esketamine_in", dose=84, mg=84, devices=3, **plan):
        one = bench(checked_day(product, dose, **plan))
        if product == "esketamine_in":
            one.receive()
        else:
            one.receive(product="ketamine_iv", form="ampoule", unit="mg", amount=1000, batch="K7", expires="2027-05-31")
        one.check(mg, devices)
        one.batch("22AG417" if product == "esketamine_in" else "K7")
        return one

    return make


def give(one):
    one.tab.giving.give.click()


# ------------------------------------------------------------------------------------------------------------- the batch


def test_a_batch_of_the_register_brings_its_expiry(bench, qtbot):
    one = bench()
    one.receive()
    one.receive(batch="23BX001", expires="2026-12-31", amount=4)
    one.tab.show_live(one.page.live)
    field = one.tab.giving.batch
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "22AG417")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert one.value("given", "batch") == {"batch": "22AG417", "expires": "2027-08-31"}
    assert "Good until 31 August 2027." in words(one.tab.giving)


def test_a_number_that_is_nearly_one_in_stock_is_doubted_before_it_is_kept(bench, qtbot):
    one = bench()
    one.receive()
    one.tab.show_live(one.page.live)
    field = one.tab.giving.batch
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "22AG471")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert "Did you mean 22AG417?" in field.sentence.text()
    assert one.value("given", "batch") is None
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert one.value("given", "batch") == {"batch": "22AG471"}
    assert "The register knows no batch 22AG471" in words(one.tab.giving)
    assert not one.tab.giving.give.isEnabled()


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("08/2027", "2027-08-31", ""),
        ("02/28", "2028-02-29", ""),
        ("31.12.2026", "2026-12-31", ""),
        ("02/2026", None, "This batch expired on 28 February 2026. Use another one, or correct the date."),
        ("2027", None, "The month is missing"),
        ("soon", None, "Not understood as a date"),
        ("08/2072", None, "too far ahead"),
    ],
)
def test_an_expiry_as_it_is_printed(bench, qtbot, text, day, said):
    one = bench()
    one.batch("22AG417", None)
    field = one.tab.giving.expires
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    if day is None:
        assert said in field.sentence.text()
        assert field.text() == text
        assert one.value("given", "batch") == {"batch": "22AG417"}
    else:
        assert one.value("given", "batch") == {"batch": "22AG417", "expires": day}


# --------------------------------------------------------------------------------------------------------------- devices


def test_three_devices_with_their_rest_their_batch_and_their_lines(ready):
    one = ready()
    assert one.tab.giving.give.text() == "Device 1 of 3, now"
    give(one)
    first = one.value("given", "device/1")
    assert (first["at"], first["batch"], first["expires"]) == (iso("10:10"), "22AG417", "2027-08-31")
    assert first["steady"] == pytest.approx(at("10:10").timestamp())
    assert one.lines() == [("received", 12, "22AG417"), ("given", 1, "22AG417")]
    line = one.desk.register().lines[-1].line
    assert (line.patient, line.session, line.by, line.role) == (one.key, "s1", GIVER, "nurse")
    assert not one.tab.giving.give.isEnabled()
    assert one.wanted == []
    one.at("10:12:30")
    assert one.tab.giving.clock.text() == "02:30"
    assert "1 of 3 devices given" in words(one.tab.banner)
    assert "02:30" in words(one.tab.banner)
    # A press that gets through all the same is refused in words, and nothing is written.
    before = one.record.entry_count()
    one.tab.give()
    assert "Device 2 at 10:15 at the earliest" in one.tab.message.text().replace("\u00a0", " ")
    assert one.record.entry_count() == before
    one.at("10:15")
    assert one.tab.giving.give.isEnabled()
    give(one)
    assert one.tab.message.text() == ""
    # The third device is from another pack.
    one.at("10:20")
    assert "Batch of device 3" in words(one.tab.giving)
    one.batch("23BX001")
    give(one)
    assert one.value("given", "device/3")["batch"] == "23BX001"
    assert one.value("given", "device/2")["batch"] == "22AG417"
    assert one.wanted == ["monitoring"]
    assert [line[2] for line in one.lines()] == ["22AG417", "22AG417", "22AG417", "23BX001"]
    assert "84 mg given" in words(one.tab.banner)
    assert "84 mg in 3 devices: 10:10, 10:15, 10:20." in words(one.tab.banner)
    assert "The two hours end at 12:20." in words(one.tab.banner)
    assert one.record.check() == []


def test_the_rest_ends_at_its_second(ready):
    one = ready()
    one.at("10:10:20")
    give(one)
    one.at("10:15:19")
    assert one.tab.giving.clock.text() == "00:01"
    assert not one.tab.giving.give.isEnabled()
    one.at("10:15:20")
    assert one.tab.giving.give.isEnabled()
    assert not one.tab.giving.clock.isVisibleTo(one.tab)


def test_the_key_gives_when_it_may(ready, qtbot):
    one = ready()
    qtbot.keyClick(one.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert one.value("given", "device/1") is not None
    qtbot.keyClick(one.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert one.value("given", "device/2") is None


def test_nothing_is_shown_as_given_that_is_not_on_disk(ready):
    one = ready()
    one.record.close()
    give(one)
    assert one.failed
    assert one.value("given", "device/1") is None
    assert "Ready: 84 mg" in words(one.tab.banner)
    assert one.wanted == []


def test_undoing_a_device_gives_it_back_to_the_register(ready):
    one = ready()
    give(one)
    one.at("10:11")
    assert one.desk.undo_last()
    assert one.value("given", "device/1") is None
    assert one.lines() == [("received", 12, "22AG417"), ("given", 1, "22AG417"), ("given", -1, "22AG417")]
    assert one.desk.register().balances[0].amount == 12
    assert "not given" in one.desk.register().lines[-1].line.note
    assert one.tab.giving.give.text() == "Device 1 of 3, now"


def test_what_was_not_given_after_all_is_taken_back_with_a_reason_hours_later(ready, qtbot):
    one = ready()
    give(one)
    one.at("10:15")
    give(one)
    one.desk._steps.clear()
    one.at("10:40")
    one.tab.giving.take_back.click()
    form = one.tab.giving.back_form
    qtbot.keyClicks(form.fields["reason"].edit, "pressed twice")
    form.done.click()
    assert one.value("given", "device/2") is None
    assert one.value("given", "device/1") is not None
    assert one.desk.history("given", "s1/device/2")[-1].reason == "taken back: pressed twice"
    assert one.lines()[-1] == ("given", -1, "22AG417")
    assert one.desk.register().balances[0].amount == 11
    assert one.tab.giving.give.text() == "Device 2 of 3, now"
    assert not form.isVisibleTo(one.tab)


def test_an_injection_that_was_not_given_leaves_nothing_behind(ready, qtbot):
    one = ready("ketamine_im", 0.5, 34, None)
    give(one)
    one.page.show_tab("dose")
    one.tab.giving.take_back.click()
    qtbot.keyClicks(one.tab.giving.back_form.fields["reason"].edit, "wrong patient opened")
    one.tab.giving.back_form.done.click()
    assert one.log.start is None
    assert one.value("given", "amount") is None
    assert one.desk.register().balances[0].amount == 1000
    assert one.tab.giving.give.isEnabled()


def test_a_minute_ago_and_a_typed_time(ready, qtbot):
    one = ready()
    one.tab.giving.minute_ago.click()
    # The check was complete at 10:10, so a minute before it is refused.
    assert "lies before the check of the dose" in one.tab.message.text()
    one.at("10:13")
    one.tab.giving.minute_ago.click()
    assert one.value("given", "device/1")["at"] == iso("10:12")
    one.at("10:25")
    field = one.tab.giving.at

    def typed(text):
        field.edit.setFocus()
        field.edit.selectAll()
        qtbot.keyClick(field.edit, Qt.Key.Key_Delete)
        qtbot.keyClicks(field.edit, text)
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
        return field.sentence.text().replace("\u00a0", " ")

    assert "10:30 has not come yet" in typed("10:30")
    assert field.text() == "10:30"
    assert field.sentence.isVisibleTo(one.tab)
    assert field.sentence.width() > 2 * field.width()
    assert "Device 2 at 10:17 at the earliest" in typed("10:14")
    assert "Not understood as a time" in typed("ten")
    assert "no such time of day" in typed("2570")
    assert one.value("given", "device/2") is None
    typed("1019")
    assert one.value("given", "device/2")["at"] == iso("10:19")


def test_a_time_is_corrected_in_order_and_a_short_rest_is_said(ready, qtbot):
    one = ready()
    give(one)
    one.at("10:16")
    give(one)
    field = one.tab.giving._lines["device/1"].time

    def typed(text):
        field.edit.setFocus()
        field.edit.selectAll()
        qtbot.keyClick(field.edit, Qt.Key.Key_Delete)
        qtbot.keyClicks(field.edit, text)
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
        return field.sentence.text()

    assert "out of order: it comes before 10:16" in typed("10:16") or one.value("given", "device/1")["at"] == iso("10:16")
    assert "has not come yet" in typed("10:17")
    typed("10:12")
    assert one.value("given", "device/1")["at"] == iso("10:12")
    assert one.value("given", "device/1")["batch"] == "22AG417"
    assert "Less than 5 minutes lie between two devices" in one.tab.message.text().replace("\u00a0", " ")
    assert len(one.desk.history("given", "s1/device/1")) >= 2


def test_the_same_minute_typed_again_corrects_nothing(ready, qtbot):
    one = ready()
    one.at("10:10:42")
    give(one)
    one.at("10:40")
    field = one.tab.giving._lines["device/1"].time
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "1")
    assert field.sentence.text() == ""
    qtbot.keyClicks(field.edit, "010")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "10:10"
    assert one.value("given", "device/1")["at"] == iso("10:10:42")
    assert len(one.desk.history("given", "s1/device/1")) == 1


def test_stopping_with_fewer_devices_needs_a_reason_and_writes_what_was_given(ready, qtbot):
    one = ready()
    give(one)
    one.at("10:16")
    one.tab.giving.stop.click()
    form = one.tab.giving.stop_form
    assert form.isVisibleTo(one.tab)
    qtbot.keyClicks(form.fields["reason"].edit, "sick")
    form.done.click()
    assert "write 6 more letters at least" in form.message.text()
    assert one.value("given", "amount") is None
    qtbot.keyClicks(form.fields["reason"].edit, " after the first one")
    form.done.click()
    assert one.value("given", "amount") == 28
    assert one.desk.patient.answers["given", "s1/amount"].reason == "sick after the first one"
    assert one.wanted == ["monitoring"]
    assert "28 mg in 1 device of 3 planned: 10:10." in words(one.tab.banner)
    assert not form.isVisibleTo(one.tab)


def test_a_red_alarm_ends_the_giving(ready):
    one = ready()
    give(one)
    one.desk.answer("observation", "s1/o1", {"at": iso("10:12"), "recorded": iso("10:12"), "sbp": 210, "dbp": 110})
    one.at("10:20")
    assert "A red alarm was raised at 10:12: nothing further is given." in words(one.tab.giving)
    assert not one.tab.giving.give.isEnabled()
    assert one.tab.giving.stop.isVisibleTo(one.tab)


def test_the_giver_cannot_have_made_the_second_check(ready):
    from trd_desk.record.people import find

    one = ready()
    one.desk.work_as(find(one.record.people(), SECOND))
    one.page.refresh()
    assert "A. Lindgren made the second check" in words(one.tab.giving)
    assert not one.tab.giving.give.isEnabled()


def test_a_device_that_the_register_does_not_have_is_said(ready):
    one = ready()
    for _ in range(12):
        one.receive(movement="returned", amount=1)
    one.tab.show_live(one.page.live)
    assert "The register has 0 devices of batch 22AG417 left" in words(one.tab.giving)


# -------------------------------------------------------------------------------------------------- infusion and injection


def test_an_infusion_runs_its_time(ready):
    one = ready("ketamine_iv", 0.5, 34, None, planned={"mg_per_kg": 0.5, "bag_ml": 50})
    assert one.tab.giving.give.text().replace("\u00a0", " ") == "Start the infusion of 34 mg, now"
    give(one)
    assert one.value("given", "start")["at"] == iso("10:10")
    assert one.lines()[-1] == ("given", 34, "K7")
    assert one.wanted == []
    one.at("10:22:34")
    assert one.tab.giving.clock.text() == "12:34"
    assert "27:26 left, until 10:50. 51 mg/h, 75 mL/h" in words(one.tab.giving)
    assert "Infusion running" in words(one.tab.banner)
    one.at("10:50")
    assert "Its planned time is over." in words(one.tab.giving)
    give(one)
    assert one.value("given", "end")["at"] == iso("10:50")
    assert one.value("given", "amount") == 34
    assert one.wanted == ["monitoring"]
    assert "34 mg from 10:10 to 10:50." in words(one.tab.banner)
    assert one.desk.register().balances[0].amount == 966


def test_an_early_end_asks_what_was_given_and_wastes_the_rest_with_a_witness(ready, qtbot):
    one = ready("ketamine_iv", 0.5, 34, None)
    give(one)
    one.at("10:30")
    give(one)
    assert one.value("given", "end") is None
    assert "planned until 10:50" in one.tab.message.text()
    form = one.tab.giving.early_form
    assert form.isVisibleTo(one.tab)
    form.done.click()
    assert "Type the milligrams" in form.message.text()
    qtbot.keyClicks(form.fields["amount"].edit, "40")
    form.done.click()
    assert "more than the 34 mg" in form.message.text()
    form.fields["amount"].edit.clear()
    qtbot.keyClicks(form.fields["amount"].edit, "17,5")
    qtbot.keyClicks(form.fields["reason"].edit, "pressure 182/100 twice")
    form.done.click()
    assert one.value("given", "amount") == 17.5
    assert one.value("given", "end")["at"] == iso("10:30")
    assert one.desk.patient.answers["given", "s1/end"].reason == "pressure 182/100 twice"
    assert one.lines()[-2:] == [("given", 34, "K7"), ("given", -16.5, "K7")]
    waste = one.tab.giving.waste_form
    assert waste.isVisibleTo(one.tab)
    assert waste.fields["amount"].text() == "16.5"
    one.signer = None
    qtbot.keyClicks(waste.fields["reason"].edit, "rest of the bag")
    waste.done.click()
    assert waste.fields["reason"].text() == "rest of the bag"
    assert one.lines()[-1] == ("given", -16.5, "K7")
    one.signer = SECOND
    waste.done.click()
    assert one.lines()[-1] == ("wasted", 16.5, "K7")
    line = one.desk.register().lines[-1].line
    assert (line.by, line.witness, line.witness_role, line.note) == (GIVER, SECOND, "nurse", "rest of the bag")
    assert one.desk.register().balances[0].amount == 966
    act, exclude = one.acts[-1]
    assert act.kind == "witness"
    assert exclude == (GIVER,)
    assert one.wanted == ["monitoring"]


@pytest.mark.parametrize(("product", "dose", "mg"), [("ketamine_sc", 0.5, 34), ("ketamine_im", 0.5, 34)])
def test_an_injection_is_one_moment(ready, product, dose, mg):
    one = ready(product, dose, mg, None)
    assert one.tab.giving.give.text().replace("\u00a0", " ") == "34 mg given, now"
    give(one)
    assert one.value("given", "start")["at"] == iso("10:10")
    assert one.value("given", "amount") == mg
    assert one.value("given", "end") is None
    assert one.wanted == ["monitoring"]
    assert one.lines()[-1] == ("given", 34, "K7")


def test_a_dose_by_mouth_is_one_moment(bench):
    one = bench(checked_day("ketamine_oral", 1.0))
    one.check(70, None)
    one.batch("B55")
    give(one)
    assert one.value("given", "amount") == 70
    line = one.desk.register().lines[-1].line
    assert (line.form, line.unit, line.amount, line.batch) == ("bottle", "mg", 70, "B55")


# ------------------------------------------------------------------------------------------------------ waste, cancelling


def test_a_dropped_device_is_wasted_with_a_witness(ready, qtbot):
    one = ready()
    one.tab.giving.waste.click()
    form = one.tab.giving.waste_form
    qtbot.keyClicks(form.fields["amount"].edit, "0.5")
    qtbot.keyClicks(form.fields["reason"].edit, "dropped on the floor")
    form.done.click()
    assert "counted whole" in form.message.text()
    form.fields["amount"].edit.clear()
    qtbot.keyClicks(form.fields["amount"].edit, "1")
    form.done.click()
    assert one.lines()[-1] == ("wasted", 1, "22AG417")
    assert "1 device of batch 22AG417 was wasted: dropped on the floor." in one.acts[-1][0].says.replace("\u00a0", " ")
    assert not form.isVisibleTo(one.tab)


def test_cancelling_needs_a_reason_and_ends_the_session(bench, qtbot):
    one = bench()
    one.tab.plan.cancel.click()
    form = one.tab.giving.cancel_form
    qtbot.keyClicks(form.fields["reason"].edit, "patient has a fever")
    form.done.click()
    assert one.value("session_end") == {"state": "cancelled", "at": iso("10:10"), "reason": "patient has a fever"}
    assert "Cancelled" in words(one.tab.banner)
    assert "patient has a fever" in words(one.tab.banner)
    assert not one.tab.giving.give.isVisibleTo(one.tab)
    assert not one.tab.plan.product.isEnabled()


def test_escape_closes_a_form_and_what_was_typed_stays(ready, qtbot):
    one = ready()
    one.tab.giving.waste.click()
    form = one.tab.giving.waste_form
    qtbot.keyClicks(form.fields["reason"].edit, "dropped")
    qtbot.keyClick(form.fields["reason"].edit, Qt.Key.Key_Escape)
    assert not form.isVisibleTo(one.tab)
    one.tab.giving.waste.click()
    assert form.fields["reason"].text() == "dropped"


def test_the_register_is_one_step_away(bench):
    one = bench()
    wanted = []
    one.page.go_to.connect(wanted.append)
    one.tab.giving.register.click()
    assert wanted == ["register"]


def test_every_step_is_on_disk_when_the_record_is_opened_again(ready):
    one = ready()
    give(one)
    entries = one.record.entries(one.key)
    kinds = {(entry.kind, entry.key) for entry in entries}
    assert {("second_check", "s1"), ("given", "s1/batch"), ("given", "s1/device/1")} <= kinds
    lines = one.record.entries_of_kind(CLINIC, "register")
    assert lines[-1].seq == max(entry.seq for entry in entries) + 1
    assert lines[-1].at == next(entry.at for entry in entries if entry.key == "s1/device/1")
    assert one.time - dt.timedelta(0) == at("10:10")
