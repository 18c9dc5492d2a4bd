"""The list of patients with a real record: search, keys, a new patient, duplicates refused in words."""

import datetime as dt

import pytest
from PySide6.QtCore import QRect, Qt

from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.patients import PatientsPage
from trd_desk.ui.patient_model import NAME, WINDOW, PatientModel


@pytest.fixture
def page(theme, desk, qtbot):
    made = PatientsPage(desk, theme)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_list_is_filled_by_name(page, desk):
    names = [page.model.row(place).name for place in range(page.model.rowCount())]
    assert len(names) == desk.record.count() >= 12
    assert names == sorted(names)
    assert page.count.text() == str(len(names))


def test_typing_finds_and_enter_opens(page, desk, qtbot):
    qtbot.keyClicks(page.search, "okaf")
    assert page.model.rowCount() == 1
    assert page.count.text() == f"1 of {desk.record.count()}"
    with qtbot.waitSignal(page.opened) as caught:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert caught.args == [desk.record.find_number("TRD-0151")]


def test_arrows_in_the_search_move_through_the_list(page, qtbot):
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 2
    with qtbot.waitSignal(page.opened) as caught:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert caught.args == [page.model.row(2).patient]


def test_by_number_and_birth_date(page, desk, qtbot):
    row = page.model.row(0)
    born = dt.date.fromisoformat(row.birth_date)
    for query in (row.number, row.birth_date, f"{born.day}.{born.month}.{born.year}"):
        page.search.setText(query)
        assert row.patient in [page.model.row(place).patient for place in range(page.model.rowCount())]


def test_nothing_found_says_what_to_try(page, qtbot):
    qtbot.keyClicks(page.search, "zzzz")
    assert page.model.rowCount() == 0
    assert "Try the beginning of a name" in page._nothing.sentence.text()
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert page.model.rowCount() > 1


def fill(page, number, name, born="", sex=None):
    form = page.form
    form.number.edit.setText(number)
    form.name.edit.setText(name)
    form.born.edit.setText(born)
    if sex:
        form.sex.set_value(sex)
    form.add.click()
    return form.message.text()


def test_a_new_patient_is_added_and_opened(page, desk, qtbot):
    page.add.click()
    with qtbot.waitSignal(page.opened) as caught:
        fill(page, "TRD-0999", "Żaneta Łuczak", "14.3.1980", "female")
    assert caught.args == [desk.record.find_number("TRD-0999")]
    (row,) = desk.record.patient_rows(desk.record.patient_ids("luczak"))
    assert (row.number, row.birth_date, row.sex) == ("TRD-0999", "1980-03-14", "female")
    assert page.form.number.text() == ""


def test_a_number_that_is_taken_is_refused_with_field_and_remedy(page, desk):
    before = desk.record.count()
    page.add.click()
    said = fill(page, "trd-0151", "Somebody Else")
    assert said.startswith("Record number:")
    assert "Open that patient, or give another number" in said
    assert page.form.open.isVisibleTo(page)
    assert desk.record.count() == before
    assert page.form.name.text() == "Somebody Else"


def test_the_same_name_and_birth_date_are_asked_about_once(page, desk):
    known = page.model.row(0)
    before = desk.record.count()
    page.add.click()
    said = fill(page, "TRD-2000", known.name, known.birth_date)
    assert said.startswith("Name and birth date:")
    assert desk.record.count() == before
    page.form.add.click()
    assert desk.record.count() == before + 1


@pytest.mark.parametrize(("number", "born", "starts"), [("", "", "Record number:"), ("X-1", "14.3.2080", "Birth date:"), ("X-1", "3/1980", "Birth date:")])
def test_what_is_missing_or_wrong_is_named(page, desk, number, born, starts):
    before = desk.record.count()
    page.add.click()
    assert fill(page, number, "A Name", born).startswith(starts)
    assert desk.record.count() == before


def test_what_was_searched_in_vain_becomes_the_name(page, qtbot):
    qtbot.keyClicks(page.search, "Nobody Yet")
    page.add.click()
    assert page.form.name.text() == "Nobody Yet"


def test_an_empty_record_says_what_to_do_first(theme, qtbot, tmp_path, library):
    with Record.create_practice(tmp_path / "empty.trd") as record:
        page = PatientsPage(Desk(record, library=lambda: library), theme)
        qtbot.addWidget(page)
        page.show()
        assert "Add the first one" in page._empty.sentence.text()


def test_only_a_window_of_rows_is_read(qapp, tmp_path):
    from trd_desk.record.entries import Draft, new_id

    drafts = []
    for number in range(1000):
        key = new_id()
        drafts += [Draft(key, "patient", "id", f"N{number:05}"), Draft(key, "patient", "name", f"Name {number:05}")]
    with Record.create_practice(tmp_path / "many.trd") as record:
        record.append(drafts, by="test", content_version="test")
        model = PatientModel(record, dt.date(2026, 1, 1))
        assert model.search("") == 1000
        for place in (0, 999, 500, 0):
            assert model.data(model.index(place, NAME)) == f"Name {place:05}"
            assert len(model._rows) <= WINDOW


def test_nothing_is_cut_or_unnamed(page, theme, qtbot):
    from walk import faults

    page.add.click()
    for percent in (100, 150, 200):
        theme.use(text_percent=percent)
        page.resize(1286, 720)
        qtbot.wait(50)
        assert faults(page) == []


def left_edge(image, area, ground):
    """The first column of an area that shows anything but its ground."""
    for x in range(area.left(), area.right()):
        if any(image.pixelColor(x, y) != ground for y in range(area.top(), area.bottom())):
            return x
    return None


def test_heads_stand_above_the_words_of_their_column(page, theme):
    table = page.table
    table.clearSelection()
    table.setCurrentIndex(table.model().index(3, 0))
    image = table.viewport().grab().toImage()
    head = table.horizontalHeader().viewport().grab().toImage()
    high = table.rowHeight(0)
    for column in range(5):
        x, wide = table.columnViewportPosition(column), table.columnWidth(column)
        words = left_edge(image, QRect(x, 6, wide, high - 12), theme.colour("bg_surface"))
        title = left_edge(head, QRect(x, 6, wide, table.horizontalHeader().height() - 12), theme.colour("bg_surface"))
        assert abs(words - title) <= 2, (column, words - x, title - x)
