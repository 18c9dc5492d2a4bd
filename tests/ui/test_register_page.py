"""The page Register with a real record: receiving, counting, waste with a witness, a line taken back, and what is told in words."""

import datetime as dt

import pytest
from dose_bench import GIVER, SECOND, Bench, checked_day, iso, words
from PySide6.QtCore import Qt
from walk import cut, overlaps, unnamed

from trd_desk.record.people import find
from trd_desk.ui.pages.register import RegisterPage
from trd_desk.ui.widgets.sign import Signed


@pytest.fixture
def bench(qtbot, theme, library, tmp_path):
    """A record with one treatment day."""
    made = Bench(qtbot, theme, library, tmp_path, checked_day())
    yield made
    made.close()


@pytest.fixture
def page(bench, theme, qtbot):
    """The page, shown; the witness who signs is A. Lindgren."""
    made = RegisterPage(bench.desk, theme)
    qtbot.addWidget(made)
    made.resize(1286, 900)
    made.acts = []

    def sign(act, exclude):
        made.acts.append((act, tuple(exclude)))
        return None if bench.signer is None else Signed(find(bench.record.people(), bench.signer))

    made.ask_signature = sign
    made.refresh()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.hide()


def write(page, qtbot, kind, *, key=False, **typed):
    """Fills the form in as a person would and writes the line; gives what the form says then."""
    form = page.form
    form.kind.set_value(kind)
    form.show_kind(kind)
    for name, text in typed.items():
        if name == "stock":
            form.stock.show_value(text)
            form.stock.answered.emit(text)
            continue
        edit = getattr(form, name).edit
        edit.setFocus()
        edit.selectAll()
        qtbot.keyClick(edit, Qt.Key.Key_Delete)
        qtbot.keyClicks(edit, text)
    if key:
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    else:
        form.done.click()
    return form.message.text()


def table(view):
    model = view.model()
    return [[str(model.index(row, column).data()).replace("\u00a0", " ") for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_an_empty_register_says_what_to_do_first(page):
    assert "Nothing is in stock yet. Write down what was received." in words(page)
    assert not page.stock.isVisible()


def test_receiving_by_the_keyboard(page, bench, qtbot):
    assert write(page, qtbot, "received", key=True, batch="22AG417", expires="08/27", amount="12") == ""
    line = bench.desk.register().lines[0].line
    assert (line.movement, line.amount, line.unit, line.batch, line.expires) == ("received", 12, "devices", "22AG417", dt.date(2027, 8, 31))
    assert (line.by, line.role, line.product, line.form) == (GIVER, "nurse", "esketamine_in", "device 28 mg")
    assert table(page.stock) == [["Esketamine, device of 28 mg", "22AG417", "31 Aug 2027", "12 devices", "", "not counted today"]]
    assert table(page.lines)[0][:4] == ["17 Mar 2026 10:10", "Received", "+12 devices", "12 devices"]
    assert page.form.amount.text() == ""


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("received", {}, "Batch: read it from the pack."),
        ("received", {"batch": "B1"}, "Expires: read it from the pack"),
        ("received", {"batch": "B1", "expires": "01/2026"}, "This batch expired on 31 January 2026"),
        ("received", {"batch": "B1", "expires": "08/2027"}, "How many devices: type the number."),
        ("received", {"batch": "B1", "expires": "08/2027", "amount": "0"}, "0 is no movement."),
        ("received", {"batch": "B1", "expires": "08/2027", "amount": "1,5"}, "Devices are counted whole."),
        ("received", {"batch": "B1", "expires": "08/2027", "amount": "many"}, "Not a number."),
        ("returned", {"batch": "B1", "amount": "-2"}, "-2 does not fit"),
        ("wasted", {"batch": "B1", "amount": "1", "note": "gone"}, "The register knows no batch B1"),
        ("take_back", {"note": "a slip of the pen"}, "There is no line that could be taken back."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(page, bench, qtbot, kind, typed, said):
    assert said in write(page, qtbot, kind, **typed)
    assert all(getattr(page.form, name).text() == text for name, text in typed.items())
    assert bench.desk.register().lines == ()


def test_more_than_there_is_cannot_be_wasted_or_returned_and_no_witness_is_asked(page, bench, qtbot):
    bench.receive()
    page.refresh()
    for kind in ("wasted", "returned"):
        said = write(page, qtbot, kind, batch="22AG417", amount="13", note="dropped on the floor").replace("\u00a0", " ")
        assert said == "The register has 12 devices of batch 22AG417 left: count the stock, or write down what was received."
        assert page.form.amount.text() == "13"
    assert page.acts == []
    assert len(bench.desk.register().lines) == 1
    assert "Note: write 6 more letters" in write(page, qtbot, "wasted", batch="22AG417", amount="12", note="gone")


def test_a_count_that_differs_asks_for_a_note(page, bench, qtbot):
    bench.receive()
    page.refresh()
    said = write(page, qtbot, "counted", batch="22AG417", amount="11").replace("\u00a0", " ")
    assert said.startswith("The register expects 12 devices, which is 1 device more than was counted.")
    assert len(bench.desk.register().lines) == 1
    write(page, qtbot, "counted", batch="22AG417", amount="11", note="one seen broken in its box")
    assert bench.desk.register().balances[0].amount == 11
    row = table(page.lines)[0]
    assert row[1:4] == ["Counted", "11 devices", "11 devices"]
    assert row[7] == "1 device fewer than expected. One seen broken in its box."
    assert write(page, qtbot, "counted", batch="22AG417", amount="11") == ""
    assert table(page.stock)[0][4:] == ["17 Mar 2026 10:10", "counted today"]


def test_nothing_left_can_be_counted_too(page, bench, qtbot):
    bench.receive(amount=1)
    bench.receive(movement="given", amount=1)
    page.refresh()
    assert write(page, qtbot, "counted", batch="22AG417", amount="0") == ""
    assert bench.desk.register().balances[0].counted is not None


def test_waste_is_witnessed_by_another_person(page, bench, qtbot):
    bench.receive(product="ketamine_iv", form="ampoule", unit="mg", amount=100, batch="K7")
    page.refresh()
    bench.signer = None
    typed = {"stock": "ketamine_iv/ampoule", "batch": "K7", "amount": "66", "note": "rest of the ampoule"}
    write(page, qtbot, "wasted", **typed)
    assert len(bench.desk.register().lines) == 1
    assert page.form.note.text() == "rest of the ampoule"
    bench.signer = SECOND
    page.form.done.click()
    line = bench.desk.register().lines[-1].line
    assert (line.movement, line.amount, line.witness, line.witness_role) == ("wasted", 66, SECOND, "nurse")
    act, exclude = page.acts[-1]
    assert (act.kind, exclude) == ("witness", (GIVER,))
    assert "66 mg of batch K7 was wasted: rest of the ampoule." in act.says.replace("\u00a0", " ")
    assert "witness A. Lindgren, nurse" in table(page.lines)[0][6]


def test_a_wrong_line_is_taken_back_by_one_that_refers_to_it(page, bench, qtbot):
    write(page, qtbot, "received", batch="22AG417", expires="08/2027", amount="120")
    assert write(page, qtbot, "take_back", note="typed 120 for 12") == ""
    first, second = bench.desk.register().lines
    assert (first.line.amount, second.line.amount, second.line.movement) == (120, -120, "received")
    assert second.line.note == "Takes back the line of 2026-03-17 10:10: typed 120 for 12"
    assert bench.desk.register().balances[0].amount == 0
    assert page.form.line.count() == 1
    assert bench.record.check() == []


def test_waste_that_the_witness_takes_back_still_reads(page, bench, qtbot):
    bench.receive()
    page.refresh()
    write(page, qtbot, "wasted", batch="22AG417", amount="1", note="dropped on the floor")
    bench.desk.work_as(find(bench.record.people(), SECOND))
    wasted = bench.desk.register().lines[-1].id
    page.form.line.show_value(wasted)
    write(page, qtbot, "take_back", note="it was another batch")
    assert bench.desk.register().unreadable == ()
    assert bench.desk.register().balances[0].amount == 12


def test_a_patient_is_named_and_looked_up_once(page, bench):
    bench.receive()
    bench.receive(movement="given", amount=1, patient=bench.key, session="s1")
    bench.receive(movement="given", amount=1, patient="gone")
    page.refresh()
    assert [row[5] for row in table(page.lines)] == ["patient not in this record", "TRD-1", ""]


def test_a_row_of_the_stock_begins_its_count(page, bench, qtbot):
    bench.receive()
    page.refresh()
    page.stock.setFocus()
    page.stock.setCurrentIndex(page.stock.model().index(0, 0))
    qtbot.keyClick(page.stock, Qt.Key.Key_Return)
    assert page.form.kind.chosen() == "counted"
    assert page.form.batch.text() == "22AG417"
    assert page.form.amount.edit.hasFocus()


def test_a_disk_that_refuses_leaves_the_form_as_it_was(page, bench, qtbot):
    bench.record.close()
    assert "Not saved" in write(page, qtbot, "received", batch="22AG417", expires="08/2027", amount="12")
    assert page.form.batch.text() == "22AG417"
    assert page.form.amount.text() == "12"


def test_a_reader_changes_nothing(page, bench, qtbot):
    bench.desk.work_as(find(bench.record.people(), "M. Reed"))
    assert "Not saved" in write(page, qtbot, "received", batch="22AG417", expires="08/2027", amount="12")
    assert bench.desk.register().lines == ()
    assert "M. Reed is a reader" in bench.failed[-1]


def test_an_expired_batch_and_one_below_zero_are_marked(page, bench):
    bench.receive(expires="2026-02-28")
    bench.receive(movement="given", amount=1, batch="B9", expires=None)
    page.refresh()
    assert [(row[1], row[3], row[5]) for row in table(page.stock)] == [("22AG417", "12 devices", "expired"), ("B9", "−1 devices", "below zero")]


def test_everything_is_named_and_nothing_is_cut(page, bench, qtbot):
    bench.receive()
    page.refresh()
    assert unnamed(page) == []
    for width in (1286, 900, 700):
        page.resize(width, 1600)
        for kind in ("received", "take_back", "wasted"):
            page.form.show_kind(kind)
            qtbot.wait(10)
            assert cut(page) == []
            assert overlaps(page) == []
    assert iso("10:10") == bench.time.isoformat()
