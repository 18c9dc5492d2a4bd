"""The part Course: chart, cards and table of a real record, by keyboard, in every theme and size."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from walk import faults

from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.outcomes import OutcomesPage
from trd_desk.ui.theme import Theme
from trd_desk.view.outcomes import view_outcomes

NUMBER = "TRD-0152"


@pytest.fixture
def today_desk(qapp, practice_record, library):
    """A desk on the day on which the practice clinic was made, so that its scores are not of the future."""
    made = Desk(practice_record, clock=lambda: dt.datetime.now().astimezone(), library=lambda: library)
    made.ask_reason = lambda _title: "typing mistake"
    return made


class Opened:
    def __init__(self, qtbot, desk, theme, number=NUMBER, size=(1286, 700)):
        self.qtbot, self.desk, self.theme = qtbot, desk, theme
        desk.open_patient(desk.record.find_number(number))
        self.page = OutcomesPage(desk, theme)
        qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.page.activateWindow()
        self.page.refresh()
        desk.patient_changed.connect(self.page.refresh)
        qtbot.waitExposed(self.page)
        self.settle()

    def settle(self):
        """Until the chart has the width that the page gives it."""
        self.qtbot.waitUntil(lambda: not self.tab._later.isActive() and self.tab.chart.sizeHint().width() <= max(self.tab.width(), self.theme.scaled(480)))

    @property
    def tab(self):
        return self.page._tabs["scores"]

    @property
    def view(self):
        desk = self.desk
        return view_outcomes(desk.library, desk.patient, desk.today(), self.tab._scale or None, self.tab._width)

    def part(self, name):
        found = self.page.findChild(QWidget, name)
        assert found is not None, name
        return found


@pytest.fixture
def opened(qtbot, today_desk, theme):
    return Opened(qtbot, today_desk, theme)


def test_the_page_shows_what_the_view_says(opened):
    tab, view = opened.tab, opened.view
    assert (tab.headline.accessibleName(), tab.chart.accessibleName()) == ("Remission", view.drawing.name)
    assert [card.shown for card in tab.cards.cards.values()] == list(view.cards)
    assert tab.table.model().rowCount() == len(view.rows) == 7
    assert opened.page.summary.text().startswith("Remission since")


def test_another_scale_is_shown_by_keyboard(opened):
    choice = opened.part("outcomes.scores.scale")
    opened.page.focus_first()
    assert choice.hasFocus() or choice.isAncestorOf(opened.page.window().focusWidget())
    opened.qtbot.keyClick(opened.page.window().focusWidget(), Qt.Key.Key_Right)
    opened.qtbot.keyClick(opened.page.window().focusWidget(), Qt.Key.Key_Space)
    opened.qtbot.waitUntil(lambda: opened.tab._scale == "phq9")
    assert opened.tab.chart.accessibleName().startswith("PHQ-9")
    assert opened.tab.facts.isVisible()
    assert opened.tab.cards.cards["relapse"].shown.verdict.word == "Not defined for the PHQ-9"


def test_enter_on_a_score_leads_to_its_scale(opened):
    table = opened.tab.table
    table.setFocus()
    opened.qtbot.keyClick(table, Qt.Key.Key_Down)
    with opened.qtbot.waitSignal(opened.page.go_to) as caught:
        opened.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert caught.args == [f"scores.{opened.view.rows[1].scale}"]
    assert opened.page.focus_field(caught.args[0])
    assert opened.page.stack.currentWidget() is opened.page._tabs["scales"]


def test_a_new_score_changes_headline_chart_cards_and_table(opened):
    desk = opened.desk
    on = desk.today().isoformat()
    assert desk.answer("score", "new1", {"scale": "madrs", "on": on, "total": 24})
    assert opened.tab.headline.accessibleName() == "Loss of gain"
    assert desk.answer("score", "new1", {"scale": "madrs", "on": (desk.today() - dt.timedelta(days=2)).isoformat(), "total": 24})
    assert desk.answer("score", "new2", {"scale": "madrs", "on": on, "total": 25})
    assert opened.tab.headline.accessibleName() == "Relapse"
    assert opened.tab.cards.cards["relapse"].shown.verdict.mark == "caution"
    assert opened.tab.table.model().rowCount() == 9
    assert "25" in opened.tab.chart.accessibleName()


def test_a_score_without_its_answers_is_asked_for(opened):
    desk = opened.desk
    assert desk.answer("score", "new1", {"scale": "madrs", "on": desk.today().isoformat(), "items": [2] * 8 + [None, None]})
    assert opened.tab.headline.accessibleName() == "Cannot tell"
    link = opened.part("outcome.ask:response:scores.madrs")
    with opened.qtbot.waitSignal(opened.page.go_to) as caught:
        opened.qtbot.keyClick(link, Qt.Key.Key_Return)
    assert caught.args == ["scores.madrs"]
    assert "Answers are missing" in opened.page.summary.text()


def test_without_a_score_it_leads_to_the_scales(qtbot, today_desk, theme):
    opened = Opened(qtbot, today_desk, theme, "TRD-0129")
    button = opened.part("outcomes.scores.first")
    assert opened.tab.shown.isHidden()
    assert "No score is recorded yet" in opened.tab.empty.sentence.text()
    opened.page.focus_first()
    assert button.hasFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert opened.page.stack.currentWidget() is opened.page._tabs["scales"]
    opened.page.show_tab("scores")
    assert opened.desk.answer("score", "first", {"scale": "madrs", "on": opened.desk.today().isoformat(), "total": 33})
    assert (opened.tab.empty.isHidden(), opened.tab.headline.accessibleName()) == (True, "One score")


def test_another_patient_begins_with_the_chief_scale(opened):
    opened.tab._choose("phq9")
    opened.desk.open_patient(opened.desk.record.find_number("TRD-0147"))
    opened.page.refresh()
    assert opened.tab._scale == ""
    assert opened.tab.choice is None
    assert opened.tab.chart.accessibleName().startswith("MADRS")


@pytest.mark.parametrize(
    ("scheme", "percent", "size"),
    [
        ("light", 100, (1286, 700)),
        ("dark", 100, (1200, 640)),
        ("contrast", 125, (1286, 700)),
        ("light", 150, (1220, 700)),
        ("light", 200, (1180, 700)),
    ],
)
def test_everything_can_be_read_and_reached(qtbot, qapp, today_desk, theme, scheme, percent, size):
    del theme
    made = Theme(scheme, percent)
    made.apply(qapp)
    opened = Opened(qtbot, today_desk, made, size=size)
    assert opened.tab.width() <= size[0]
    assert opened.tab.chart.sizeHint().width() <= opened.tab.width() + 1
    assert faults(opened.page) == []
    assert not opened.page.horizontalScrollBar().isVisible()


def test_tab_goes_from_the_scale_to_the_table(opened):
    opened.page.focus_first()
    reached = []
    for _step in range(12):
        opened.qtbot.keyClick(opened.page.window().focusWidget(), Qt.Key.Key_Tab)
        focus = opened.page.window().focusWidget()
        reached.append(focus.objectName())
        if focus is opened.tab.table:
            break
    assert reached[-1] == "outcomes.scores.table"


def test_the_sheet_of_sources_names_the_works(opened, library):
    from trd_desk.view.part_sources import view_part_sources

    found = view_part_sources(library, "outcomes.scores", opened.desk.today())
    text = " ".join(line.text for one in found for line in one.sources)
    assert "CANMAT 2023" in text
    assert "STAR*D" in text
    assert any("ESCAPE-TRD" in warning for one in found for warning in one.warnings)
