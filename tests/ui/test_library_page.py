"""The place Library in a real window: parts by key, filters, cards with errors beside figures, the plot, routes, readings, and Find."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel
from walk import faults

from trd_desk.ui.desk import Desk
from trd_desk.ui.finder import Action, Finder, _offer_library
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.library import PARTS, LibraryPage
from trd_desk.ui.pages.library_card import CorrectionNote
from trd_desk.ui.widgets.labels import QuestionLink
from trd_desk.view.library_evidence import shown_results
from trd_desk.view.library_words import LIBRARY_PARTS, grade_word


@pytest.fixture
def page(qtbot, desk, theme):
    made = LibraryPage(desk, theme)
    qtbot.addWidget(made)
    made.resize(1286, 696)
    made.refresh()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.is_ready and made.stack.currentWidget() is not None)
    return made


@pytest.fixture
def evidence(page, qtbot):
    page.show_part("evidence")
    part = page.stack.currentWidget()
    part.focus_first()
    qtbot.waitUntil(part.table.hasFocus)
    return part


def part(page, name):
    page.show_part(name)
    return page.stack.currentWidget()


def words(widget):
    """What a widget says; labels made just now are shown with the next event only."""
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


def key(qtbot, name, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), name, modifier)


# Opening


def test_the_library_is_read_away_from_the_drawing_thread_and_then_shown(qtbot, practice_record, library, theme):
    fresh = dataclasses.replace(library)
    desk = Desk(practice_record, library=lambda: fresh)
    assert desk.library is fresh
    page = LibraryPage(desk, theme)
    qtbot.addWidget(page)
    page.show_part("readings", "imaging")
    page.refresh()
    page.show()
    assert not page.reading.isHidden()
    qtbot.waitUntil(lambda: page.is_ready and page.stack.currentWidget() is not None)
    assert page.reading.isHidden()
    assert page.stack.currentWidget().list.current_id() == "imaging"


def test_damaged_content_is_said_with_its_remedy(qtbot, practice_record, library, theme):
    files = tuple((name, place, b"nonsense" if place == "evidence/belge_2024" else raw) for name, place, raw in library.shelf_files)
    assert files != library.shelf_files
    broken = dataclasses.replace(library, shelf_files=files)
    desk = Desk(practice_record, library=lambda: broken)
    assert desk.library is broken
    page = LibraryPage(desk, theme)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.message.text()))
    assert "Install the program again" in page.message.text()
    assert "belge_2024" in page.message.text()
    page.show_part("routes")
    page.refresh()
    assert "belge_2024" in page.message.text()


def test_alt_and_a_digit_show_each_part_and_its_list_takes_the_keys(page, qtbot):
    for place, name in enumerate(PARTS, 1):
        qtbot.keyClick(page, getattr(Qt.Key, f"Key_{place}"), Qt.KeyboardModifier.AltModifier)
        assert page.stack.currentWidget().objectName() == f"library.part.{name}"
        assert page.choice.chosen() == name
        qtbot.waitUntil(lambda: page.stack.currentWidget().isAncestorOf(QApplication.focusWidget() or page))
    assert list(PARTS) == list(LIBRARY_PARTS)


def test_an_unknown_part_or_item_changes_nothing_and_fails_nowhere(page):
    page.show_part("nowhere", "nothing")
    assert page.stack.currentWidget().objectName() == "library.part.evidence"
    for name in PARTS:
        page.show_part(name, "no_such_item")


# Evidence


def test_the_table_has_every_shown_result_in_the_order_of_the_alphabet(evidence, desk):
    results = shown_results(desk.library)
    rows = evidence.table.rows
    assert [rows.row_at(number).id for number in range(rows.rowCount())] == [result.id for result in results]
    assert "order is that of the alphabet" in words(evidence)


def test_down_changes_the_card_and_enter_goes_into_it_and_escape_back(evidence, qtbot, desk):
    results = shown_results(desk.library)
    assert evidence.table.current_id() == results[0].id
    key(qtbot, Qt.Key.Key_Down)
    assert evidence.table.current_id() == results[1].id
    assert results[1].study in words(evidence.card)
    assert f"“{results[1].locator}”" in words(evidence.card)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(evidence.card.area.hasFocus)
    bar = evidence.card.area.verticalScrollBar()
    if bar.maximum():
        key(qtbot, Qt.Key.Key_End)
        assert bar.value() == bar.maximum()
    key(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(evidence.table.hasFocus)


def test_a_known_error_stands_in_the_card_of_the_figure_it_concerns(page, desk):
    for result in shown_results(desk.library):
        if not result.errors:
            continue
        page.show_part("evidence", result.id)
        card = page.stack.currentWidget().card
        notes = card.findChildren(CorrectionNote)
        assert [note.objectName() for note in notes] == [f"library.error.{name}" for name in result.errors]
        for note, name in zip(notes, result.errors, strict=True):
            error = desk.library.shelf.errors_by_id[name]
            assert error.says in words(note)
            assert error.right in words(note)
        assert grade_word(result.grade).word in words(card)


def test_words_filter_as_they_are_typed_and_clear_takes_every_filter_back(evidence, qtbot, desk):
    everything = len(shown_results(desk.library))
    qtbot.keyClick(evidence, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(evidence.filters.words.hasFocus)
    qtbot.keyClicks(evidence.filters.words, "rhee")
    count = evidence.table.rows.rowCount()
    assert 0 < count < everything
    assert evidence.found.text() == f"{count} of {everything} results"
    assert evidence.filters.clear.isEnabled()
    evidence.filters.clear.click()
    assert evidence.table.rows.rowCount() == everything
    assert evidence.filters.words.text() == ""
    assert not evidence.filters.clear.isEnabled()


@pytest.mark.parametrize("name", ["treatment", "measure", "paper", "grade"])
def test_each_list_filters(evidence, desk, name):
    chosen = getattr(evidence.filters, name)
    assert chosen.count() > 2
    everything = len(shown_results(desk.library))
    for place in range(1, chosen.count()):
        chosen.setCurrentIndex(place)
        assert 0 < evidence.table.rows.rowCount() < everything
    chosen.setCurrentIndex(0)
    assert evidence.table.rows.rowCount() == everything


def test_only_with_an_interval_is_one_key(evidence, qtbot, desk):
    evidence.filters.interval.setFocus()
    key(qtbot, Qt.Key.Key_Right)
    drawn = [result.id for result in shown_results(desk.library) if result.drawn]
    assert [evidence.table.rows.row_at(number).id for number in range(evidence.table.rows.rowCount())] == drawn
    key(qtbot, Qt.Key.Key_Delete)
    assert evidence.table.rows.rowCount() == len(shown_results(desk.library))


def test_where_nothing_passes_the_page_says_what_to_do(evidence, qtbot):
    evidence.filters.words.setText("no such thing anywhere")
    assert evidence.left.currentWidget() is evidence.nothing
    assert "clear them all" in words(evidence)
    evidence.nothing.button.click()
    assert evidence.left.currentWidget() is evidence.table


def test_an_item_that_the_filters_leave_out_takes_them_back(page, desk):
    evidence = part(page, "evidence")
    evidence.filters.words.setText("rhee")
    other = next(result for result in shown_results(desk.library) if "rhee" not in result.study.casefold())
    page.show_part("evidence", other.id)
    assert evidence.filters.words.text() == ""
    assert evidence.table.current_id() == other.id


# The plot


def test_the_plot_shows_one_measure_and_its_rows_lead_to_their_cards(evidence, qtbot, desk):
    evidence.manner.setFocus()
    key(qtbot, Qt.Key.Key_Right)
    assert evidence.shows_forest
    assert evidence.left.currentWidget() is evidence.plot
    assert "unverified" not in evidence.plot.chosen.currentText()
    for place in range(evidence.plot.chosen.count()):
        evidence.plot.chosen.setCurrentIndex(place)
        spots = [child for child in evidence.plot.drawing.children() if hasattr(child, "child")]
        spots = [spot for spot in spots if not spot.isHidden()]
        assert spots
        for spot in spots:
            assert spot.accessibleName() == spot.child.name
            assert spot.focusPolicy() & Qt.FocusPolicy.TabFocus
        spots[-1].setFocus()
        qtbot.keyClick(spots[-1], Qt.Key.Key_Return)
        name = spots[-1].child.link.rpartition(".")[2]
        assert evidence.table.current_id() == name
        assert desk.library.shelf.results[name].study in words(evidence.card)
    assert "Nothing is pooled" in words(evidence.plot)


def test_without_an_interval_the_plot_says_so(evidence):
    evidence.manner.set_value("forest")
    evidence.manner.answered.emit("forest")
    evidence.filters.words.setText("rhee")
    assert not evidence.plot.none.isHidden()
    assert evidence.plot.chosen.isHidden()


# The other parts


def test_a_treatment_shows_its_own_evidence_and_leads_to_it(page, qtbot, desk):
    treatments = part(page, "treatments")
    assert treatments.list.choose("esketamine")
    sheet = treatments.sheet
    said = words(sheet)
    option = next(one for one in desk.library.shelf.options if one.id == "esketamine")
    assert option.says in said
    assert option.evidence_says in said
    for argument in option.argument:
        assert argument.text in said.replace("&#x27;", "'")
    assert "Licence and funding" in said
    shown = [sheet.evidence.rows.row_at(number).id for number in range(sheet.evidence.rows.rowCount())]
    assert shown == [result.id for result in shown_results(desk.library) if "esketamine" in result.modalities]
    sheet.evidence.setFocus()
    qtbot.keyClick(sheet.evidence, Qt.Key.Key_Return)
    assert page.stack.currentWidget().objectName() == "library.part.evidence"
    assert page.stack.currentWidget().table.current_id() == shown[0]


def test_research_only_is_said_in_words(page):
    treatments = part(page, "treatments")
    assert treatments.list.choose("psychedelic")
    assert "Research only" in words(treatments.sheet)


def test_routes_are_walked_by_arrows_while_the_questions_stay(page, qtbot, desk):
    routes = part(page, "routes")
    table = routes.table
    qtbot.waitUntil(table.routes.hasFocus)
    last = len(desk.library.shelf.routes.route)
    left = table.asked.geometry()
    for _step in range(last + 2):
        key(qtbot, Qt.Key.Key_Right)
    assert table.place == (0, last)
    assert table.routes.horizontalScrollBar().value() > 0
    assert table.asked.geometry() == left
    assert table.asked.isColumnHidden(1)
    assert table.routes.isColumnHidden(0)
    key(qtbot, Qt.Key.Key_Down)
    route = desk.library.shelf.routes.route[-1]
    assert route.label in words(routes.card)
    assert table.asked.verticalScrollBar().value() == table.routes.verticalScrollBar().value()
    assert [table.asked.rowHeight(row) for row in range(8)] == [table.routes.rowHeight(row) for row in range(8)]
    tip = table.model.data(table.model.index(0, 1), Qt.ItemDataRole.ToolTipRole)
    assert desk.library.shelf.routes.route[0].dose in tip
    key(qtbot, Qt.Key.Key_PageDown)
    assert table.place[0] == table.model.rowCount() - 1
    page.show_part("routes", desk.library.shelf.routes.route[2].id)
    assert table.place[1] == 3


def test_figures_and_risk_factors_have_their_cards(page, desk):
    figures = part(page, "figures")
    shown = [one for one in desk.library.shelf.prognosis.figure if one.shown]
    for one in shown:
        assert figures.figures.choose(one.id)
        assert one.caveat in words(figures.card)
    page.show_part("figures", f"risk.{desk.library.shelf.prognosis.risk[-1].id}")
    assert desk.library.shelf.prognosis.risk[-1].label in words(figures.card)
    assert "Never scored" in words(figures)


def test_arrows_step_over_the_headings_of_groups(page, qtbot):
    figures = part(page, "figures")
    figures.focus_first()
    qtbot.waitUntil(figures.figures.hasFocus)
    rows = figures.figures.rows
    seen = []
    for _step in range(rows.rowCount()):
        seen.append(figures.figures.current_id())
        key(qtbot, Qt.Key.Key_Down)
    assert not any(name.startswith("group.") for name in seen)
    wanted = [rows.row_at(number).id for number in range(rows.rowCount()) if not rows.row_at(number).heading]
    assert list(dict.fromkeys(seen)) == wanted


def test_an_error_leads_to_the_results_it_concerns(page, qtbot, desk):
    errors = part(page, "errors")
    error = next(one for one in desk.library.shelf.errors.error if any(one.id in each.errors for each in shown_results(desk.library)))
    assert errors.table.choose(error.id)
    link = errors.card.findChild(QuestionLink)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    evidence = page.stack.currentWidget()
    assert evidence.objectName() == "library.part.evidence"
    assert error.id in desk.library.shelf.results[evidence.table.current_id()].errors


def test_a_reading_can_be_scrolled_by_keys_selected_and_copied(page, qtbot, desk):
    readings = part(page, "readings")
    page.show_part("readings", "imaging")
    reading = next(one for one in desk.library.shelf.readings if one.id == "imaging")
    text = readings.text
    plain = text.toPlainText().replace("\u00a0", " ")
    for section in reading.section:
        assert section.title in plain
        for paragraph in section.paragraph:
            assert paragraph.text in plain
            assert paragraph.warning in plain
            assert all(cited.locator in plain for cited in paragraph.sources)
    assert plain.count(reading.section[0].paragraph[0].text) == 1
    qtbot.keyClick(readings.list, Qt.Key.Key_Return)
    qtbot.waitUntil(text.hasFocus)
    bar = text.verticalScrollBar()
    assert bar.maximum() > 0
    for pressed, at in ((Qt.Key.Key_Down, bar.singleStep()), (Qt.Key.Key_End, bar.maximum()), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Space, bar.pageStep())):
        key(qtbot, pressed)
        assert bar.value() == min(at, bar.maximum())
    key(qtbot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert reading.section[0].paragraph[0].text in text.textCursor().selectedText().replace("\u00a0", " ")
    key(qtbot, Qt.Key.Key_Tab)
    assert not text.hasFocus()


def test_what_each_part_rests_on_is_one_key_away(page, qtbot):
    from PySide6.QtCore import QTimer

    from trd_desk.ui.pages.session_sources import SourcesSheet

    for name in PARTS:
        page.show_part(name)
        shown = []

        def read(shown=shown):
            for sheet in QApplication.topLevelWidgets():
                if isinstance(sheet, SourcesSheet) and sheet.isVisible():
                    shown.append(words(sheet))
                    sheet.reject()

        qtbot.waitUntil(page.isActiveWindow)
        look = QTimer()
        look.timeout.connect(read)
        look.start(20)
        qtbot.keyClick(page, Qt.Key.Key_F3)
        look.stop()
        assert LIBRARY_PARTS[name] in shown[0]
        assert "2026." in shown[0]


def test_an_item_that_was_asked_for_is_in_view(page, qtbot, desk):
    last = {
        "evidence": shown_results(desk.library)[-1].id,
        "treatments": "switch",
        "figures": [one.id for one in desk.library.shelf.prognosis.figure if one.shown][-1],
        "readings": desk.library.shelf.readings[-1].id,
        "errors": desk.library.shelf.errors.error[-1].id,
    }
    for name, item in last.items():
        page.show_part(name, item)
        shown = page.stack.currentWidget()
        table = getattr(shown, "figures" if name == "figures" else "table" if hasattr(shown, "table") else "list")
        assert table.current_id() == item
        qtbot.waitUntil(lambda table=table: table.viewport().rect().contains(table.visualRect(table.currentIndex()).center()))


# In the window


@pytest.fixture
def window(theme, desk, qtbot):
    made = MainWindow(theme, practice=True)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.first_painted):
        made.show()
    with qtbot.waitSignal(made.usable):
        made.attach(desk)
    qtbot.waitUntil(lambda: made.status is not None)
    return made


def test_any_page_leads_to_a_result_and_the_patient_stays_open(window, desk, qtbot):
    patient = desk.record.find_number("TRD-0147")
    window.open_patient(patient)
    result = next(one for one in shown_results(desk.library) if one.errors)
    window.go_to(f"library.evidence.{result.id}")
    page = window.stack.currentWidget()
    assert isinstance(page, LibraryPage)
    qtbot.waitUntil(lambda: page.is_ready and page.stack.currentWidget() is not None)
    evidence = page.stack.currentWidget()
    assert evidence.table.current_id() == result.id
    assert result.study in words(evidence.card)
    assert desk.patient.key == patient
    assert not window.header.isVisible()


def test_find_leads_to_studies_readings_and_routes(window, desk, qtbot):
    went = []
    finder = Finder(window.theme, desk.record, [Action("Settings", "", lambda: None)], window)
    qtbot.addWidget(finder)
    window.go_to = went.append
    _offer_library(finder, window, desk)
    for typed, path in (("rhee 2022", "library.evidence."), ("reading imaging", "library.readings.imaging"), ("route nasal", "library.routes.")):
        finder.edit.setText(typed)
        qtbot.waitUntil(lambda: finder.list.count() > 0)
        qtbot.keyClick(finder.edit, Qt.Key.Key_Return)
        assert went.pop().startswith(path)


# What cannot be read or reached


def settled_faults(page, qtbot):
    """The faults that are left once every height has followed from its width."""
    for _turn in range(25):
        qtbot.wait(20)
        found = faults(page)
        if not found:
            return []
    return found


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("size", [(1286, 696), (1200, 648)])
def test_nothing_is_cut_overlaps_or_lacks_a_name(page, theme, qtbot, percent, size):
    page.resize(*size)
    theme.use(text_percent=percent)
    found = []
    for name in PARTS:
        page.show_part(name)
        found += [f"{name}: {fault}" for fault in settled_faults(page, qtbot)]
    evidence = part(page, "evidence")
    evidence.manner.answered.emit("forest")
    found += [f"forest: {fault}" for fault in settled_faults(page, qtbot)]
    assert not found


@pytest.mark.parametrize("percent", [100, 200])
def test_no_word_of_a_table_is_wider_than_its_column(page, theme, qtbot, percent):
    theme.use(text_percent=percent)
    for name, attribute in (("evidence", "table"), ("figures", "figures"), ("errors", "table"), ("treatments", "list"), ("readings", "list")):
        table = getattr(part(page, name), attribute)
        qtbot.wait(20)
        rows = table.rows.table
        for number, row in enumerate(rows.rows):
            if row.heading:
                continue
            for column, cell in enumerate(row.cells):
                wide = table.columnWidth(column)
                assert table.itemDelegate().least(cell, column) <= wide, cell.text
                assert table.itemDelegate().height(cell, column, wide, row) <= table.rowHeight(number), cell.text


def test_a_screen_reader_hears_each_cell_with_its_head(evidence):
    model = evidence.table.rows
    heard = model.data(model.index(0, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith(f"{model.table.heads[2]}: ")
    reader = QAccessible.queryAccessibleInterface(evidence.table)
    assert reader.text(QAccessible.Text.Name) == "Results"


def test_themes_and_sizes_change_in_place(page, theme, qtbot):
    for name in PARTS:
        page.show_part(name)
    for look, percent in (("dark", 200), ("contrast", 150), ("light", 100)):
        theme.use(name=look, text_percent=percent)
        for name in PARTS:
            page.show_part(name)
            qtbot.wait(10)
            assert not page.grab().isNull()
    assert page.choice.isVisibleTo(page)
    page.resize(1100, 696)
    theme.use(text_percent=200)
    qtbot.wait(10)
    assert page.list.isVisibleTo(page)
    assert not page.choice.isVisibleTo(page)
    page.list.setCurrentIndex(page.list.findData("routes"))
    page.list.activated.emit(page.list.currentIndex())
    assert page.stack.currentWidget().objectName() == "library.part.routes"
