"""The arguments on the page Pathways: opened by keyboard, side by side, with the questions that lead to their fields."""

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from walk import faults

from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.pathways import PathwaysPage
from trd_desk.ui.widgets.labels import QuestionLink


@pytest.fixture
def opened(qtbot, desk, theme):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    page = PathwaysPage(desk, theme)
    qtbot.addWidget(page)
    page.resize(1286, 700)
    page.show()
    page.refresh()
    qtbot.waitExposed(page)
    return page


def test_an_option_opens_and_closes_by_its_head(opened, qtbot):
    card = opened.options.cards["ect"]
    assert not card.is_open
    qtbot.keyClick(card.head, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.is_open)
    words = [label.text() for label in card.findChildren(QLabel)]
    assert "For" in words
    assert "Against" in words
    assert any("340 patients" in text for text in words)
    qtbot.keyClick(card.head, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.is_open)


def test_damaged_content_is_said_and_the_rest_of_the_page_is_shown(qtbot, practice_record, library, theme):
    files = tuple((name, place, b"nonsense" if place == "option/ect" else raw) for name, place, raw in library.shelf_files)
    broken = dataclasses.replace(library, shelf_files=files)
    desk = Desk(practice_record, library=lambda: broken)
    desk.open_patient(desk.record.find_number("TRD-0151"))
    page = PathwaysPage(desk, theme)
    qtbot.addWidget(page)
    page.refresh()
    assert "option/ect" in page.options.message.text()
    assert "Install the program again" in page.options.message.text()
    assert page.options.cards == {}
    assert page.side.findChildren(QLabel)


def test_the_whole_line_of_a_head_opens_and_closes_the_card(opened, qtbot):
    card = opened.options.cards["ect"]
    QTest.mouseClick(card.summary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.is_open)
    opened.ensureWidgetVisible(card)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() // 2, card.height() - 4))
    assert card.is_open, "only the head closes it"
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() // 2, card.head.geometry().center().y()))
    qtbot.waitUntil(lambda: not card.is_open)


def test_a_question_leads_to_its_field_and_the_library_is_one_step_away(opened, qtbot):
    opened.options.toggle("switch")
    card = opened.options.cards["switch"]
    wanted = []
    opened.go_to.connect(wanted.append)
    for link in card.findChildren(QuestionLink):
        link.click()
    assert "treatments.t6.improvement_percent" in wanted
    assert "library.treatments.switch" in wanted


def test_an_answer_changes_what_applies_and_what_is_open_stays_open(opened, qtbot):
    opened.options.toggle("ect")
    card = opened.options.cards["ect"]
    before = card.view
    opened.desk.answer("condition", "active_psychosis", value=True)
    opened.refresh()
    assert card.is_open
    assert card.view != before
    assert "psychosis" in [row.id for row in card.view.pro]


def test_another_patient_finds_every_option_closed(opened):
    opened.options.toggle("ect")
    opened.desk.open_patient(opened.desk.record.find_number("TRD-0147"))
    opened.refresh()
    assert not any(card.is_open for card in opened.options.cards.values())


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_cut_or_unnamed(opened, qtbot, theme, percent):
    theme.use(name="light", text_percent=percent)
    for name in opened.options.cards:
        opened.options.toggle(name)
    # The layout of so much text takes some turns of the loop.
    qtbot.waitUntil(lambda: faults(opened.options) == [], timeout=5_000)
    theme.use(name="light", text_percent=100)
