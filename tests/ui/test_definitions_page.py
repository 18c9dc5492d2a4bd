"""The page Definitions with a real record: the table says what the view says, keys move and answer, links lead to the field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from walk import faults

from trd_desk.store.record import Record
from trd_desk.ui.pages.definitions import DefinitionsPage
from trd_desk.ui.widgets.labels import QuestionLink
from trd_desk.view.definitions import view_definitions

MIRTAZAPINE = "ask.answer:treatments.{}.adherent"


@pytest.fixture
def page(qtbot, desk, theme):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    made = DefinitionsPage(desk, theme)
    desk.patient_changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1286, 616)
    made.refresh()
    made.show()
    made.activateWindow()
    made.focus_first()
    qtbot.waitUntil(lambda: made.table.names.hasFocus())
    return made


def _verdicts(desk):
    return {item.id: item.verdict for item in desk.assessment.definitions}


def test_every_cell_is_the_views_word_and_sentence(page, desk):
    view = view_definitions(desk.library, desk.patient, desk.assessment)
    model = page.table.model
    assert model.rowCount() == len(view.rows)
    assert model.columnCount() == len(view.columns) + 4
    for row, shown in enumerate(view.rows):
        assert model.index(row, 0).data() == shown.name
        assert model.index(row, 1).data() == shown.asks_for
        assert model.index(row, model.verdict).data() == shown.verdict.word
        for cell in shown.cells:
            column = 2 + [trial.id for trial in view.columns].index(cell.trial)
            assert model.index(row, column).data() == cell.state.word
            assert model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) == cell.state.sentence
            spoken = model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
            assert shown.name in spoken
            assert cell.state.sentence in spoken


def test_the_headline_counts_and_the_first_open_definition_has_its_card(page, desk):
    view = view_definitions(desk.library, desk.patient, desk.assessment)
    assert [state.accessibleName() for state in page.headline.states] == [state.word for state in view.headline]
    assert page.table.current_id() == "delphi_trd"
    assert page.card.shown.id == "delphi_trd"


def test_the_card_follows_the_row_and_the_stages_follow_the_last_row(page, qtbot):
    qtbot.keyClick(page.table.names, Qt.Key.Key_Up)
    assert page.card.shown.id == page.table.current_id() == "refractory"
    qtbot.keyClick(page.table.names, Qt.Key.Key_PageDown)
    assert page.card.shown.id == "difficult_to_treat"
    assert page.card.shown.factors
    assert any(page.card.shown.factors[0].word in label.text() for label in page.card.findChildren(QLabel))
    qtbot.keyClick(page.table.names, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.stages.rows[0].hasFocus())
    assert page.card.shown.id == page.stages.rows[0].row.id
    qtbot.keyClick(page.stages.rows[0], Qt.Key.Key_Down)
    assert page.card.shown.id == page.stages.rows[1].row.id
    qtbot.keyClick(page.stages.rows[1], Qt.Key.Key_Up)
    qtbot.keyClick(page.stages.rows[0], Qt.Key.Key_Up)
    assert page.card.shown.id == "difficult_to_treat"


def test_enter_on_a_trial_leads_to_it_in_the_history(page, qtbot):
    for _step in range(2):
        qtbot.keyClick(page.table.part_of(page.table.current().column()), Qt.Key.Key_Right)
    assert page.table.trials.hasFocus()
    first = page.table.model.columns[0].id
    with qtbot.waitSignal(page.go_to) as followed:
        qtbot.keyClick(page.table.trials, Qt.Key.Key_Return)
    assert followed.args == [f"treatments.{first}"]


def test_a_question_leads_to_its_field(page, qtbot):
    qtbot.keyClick(page.table.names, Qt.Key.Key_Return)
    link = page.card.findChild(QuestionLink)
    qtbot.waitUntil(link.hasFocus)
    with qtbot.waitSignal(page.go_to) as followed:
        qtbot.keyClick(link, Qt.Key.Key_Return)
    assert followed.args == [page.card.shown.asks[0].field]
    assert followed.args[0].endswith(".adherent")
    qtbot.keyClick(link, Qt.Key.Key_Escape)
    assert page.table.focused


def test_an_answer_given_in_place_changes_the_verdict_and_is_on_disk(page, qtbot, desk):
    field = page.card.shown.asks[0].field
    outlook = page.card.shown.asks[0].outlook
    assert outlook
    assert _verdicts(desk)["delphi_trd"] == "cannot_tell"
    qtbot.keyClick(page.table.names, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: _verdicts(desk)["delphi_trd"] == "met")
    assert page.card.shown.verdict.mark == "met"
    assert page.table.current_id() == "delphi_trd"
    assert "cannot_tell" not in _verdicts(desk).values()
    treatment = field.split(".")[1]
    path, key = desk.record.path, desk.patient.key
    with Record.open_practice(path) as again:
        assert again.history(key, "treatment", treatment)[-1].value["adherent"] is True


def test_the_segments_of_the_card_answer_too(page, qtbot, desk):
    page.card.focus_first()
    field = page.card.shown.asks[0].field
    segments = page.card.findChild(type(page.card._asks[0].segments), f"ask.answer:{field}")
    segments.setFocus()
    qtbot.keyClick(segments, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: _verdicts(desk)["delphi_trd"] == "not_met")
    assert _verdicts(desk)["delphi_prd"] == "met"
    # Nothing is left to answer on the card: the keys go back to the table.
    qtbot.waitUntil(lambda: page.table.focused)


def test_the_stages_show_value_and_remark(page, desk):
    view = view_definitions(desk.library, desk.patient, desk.assessment)
    for row, shown in zip(page.stages.rows, view.stagings, strict=True):
        words = [label.text() for label in row.findChildren(QLabel)]
        assert shown.value in words
        assert shown.remark.text in words
        assert row.accessibleName() == f"{shown.name}: {shown.value}"


def test_many_trials_scroll_sideways_while_names_and_verdicts_stay(qtbot, desk, theme):
    from test_safety_page import open_case

    open_case(desk, "many", treatments=[
        {"id": f"t{place}", "kind": "antidepressant", "drug": drug, "doses": [{"mg": 400, "weeks": 8}], "improvement_percent": 5}
        for place, drug in enumerate(
            ("sertraline", "citalopram", "venlafaxine", "duloxetine", "mirtazapine", "bupropion", "agomelatine", "moclobemide", "imipramine")
        )
    ])
    page = DefinitionsPage(desk, theme)
    qtbot.addWidget(page)
    page.resize(1286, 616)
    page.refresh()
    page.show()
    page.focus_first()
    table = page.table
    qtbot.waitUntil(lambda: table.trials.horizontalScrollBar().maximum() > 0)
    assert table.names.horizontalScrollBar().maximum() == table.verdicts.horizontalScrollBar().maximum() == 0
    for _step in range(2 + len(table.model.columns) - 1):
        table.key_pressed(_key(Qt.Key.Key_Right))
    assert table.trials.horizontalScrollBar().value() == table.trials.horizontalScrollBar().maximum()


def _key(key):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def test_a_patient_without_treatments_is_told_what_to_do_first(qtbot, desk, theme):
    from test_safety_page import open_case

    open_case(desk, "new")
    page = DefinitionsPage(desk, theme)
    qtbot.addWidget(page)
    page.resize(1286, 616)
    page.refresh()
    page.show()
    assert page._empty.text() == view_definitions(desk.library, desk.patient, desk.assessment).empty
    assert page._empty.isVisible()


@pytest.mark.parametrize(("percent", "width"), [(100, 1200), (100, 1286), (125, 1200), (150, 1286), (200, 1200)])
def test_nothing_is_cut_at_any_text_size(page, theme, qtbot, qapp, percent, width):
    theme.use(text_percent=percent)
    page.resize(width, 616)
    qtbot.waitUntil(lambda: page._at_side == (percent == 100))
    for _round in range(3):
        qapp.processEvents()
    assert faults(page) == []
