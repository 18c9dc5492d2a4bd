"""The kit of widgets: answers with one key, fields that say what they understood and keep what was typed."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from trd_desk.ui.widgets.dates import understand
from trd_desk.ui.widgets.fields import DateField, DrugField, NumberField, TextField
from trd_desk.ui.widgets.labels import Chip, QuestionLink, VerdictLabel
from trd_desk.ui.widgets.layout import FieldRows
from trd_desk.ui.widgets.painting import DrawingView
from trd_desk.ui.widgets.reason import ReasonPopover
from trd_desk.ui.widgets.segments import AnswerSegments, ChoiceSegments
from trd_desk.view.shapes import Child, Circle, Drawing, Line, Mark, Polygon, Rect, Text


@pytest.fixture
def segments(theme, qtbot):
    made = AnswerSegments(theme, "Taken as prescribed?")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(("key", "value"), [("y", True), ("n", False), ("u", None)])
def test_one_key_answers(segments, qtbot, key, value):
    with qtbot.waitSignal(segments.answered) as caught:
        qtbot.keyClicks(segments, key)
    assert caught.args == [value]
    assert segments.is_answered()


def test_not_asked_unknown_no_and_yes_look_different(segments):
    looks = []
    for value, asked in ((None, False), (None, True), (False, True), (True, True)):
        segments.set_answer(value, asked=asked)
        looks.append(segments.grab().toImage())
    for place, one in enumerate(looks):
        assert all(one != other for other in looks[place + 1 :])
    assert segments.accessibleName() == "Taken as prescribed?"
    assert segments.accessibleDescription() == "Yes"


def test_delete_takes_back(segments, qtbot):
    segments.set_answer(True, asked=True)
    with qtbot.waitSignal(segments.taken_back):
        qtbot.keyClick(segments, Qt.Key.Key_Delete)
    assert not segments.is_answered()
    assert segments.accessibleDescription() == "not asked"


def test_arrows_move_between_choices(theme, qtbot):
    choices = ChoiceSegments(theme, "Setting", [("out", "Outpatient"), ("in", "Inpatient")])
    qtbot.addWidget(choices)
    choices.show()
    qtbot.keyClick(choices, Qt.Key.Key_Right)
    assert choices.chosen() == "out"
    qtbot.keyClick(choices, Qt.Key.Key_Right)
    assert choices.chosen() == "in"
    choices.set_value(None)
    assert not choices.is_answered()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/2025", dt.date(2025, 3, 1)),
        ("Mar 2025", dt.date(2025, 3, 1)),
        ("march 2025", dt.date(2025, 3, 1)),
        ("2025-03", dt.date(2025, 3, 1)),
        ("2025", dt.date(2025, 1, 1)),
        ("2025-03-14", dt.date(2025, 3, 14)),
        ("14.3.2025", dt.date(2025, 3, 14)),
        ("14/03/2025", dt.date(2025, 3, 14)),
        ("14 Mar 2025", dt.date(2025, 3, 14)),
        ("Mar 14, 2025", dt.date(2025, 3, 14)),
        ("29 Feb 2024", dt.date(2024, 2, 29)),
    ],
)
def test_dates_as_people_write_them(typed, day):
    understood = understand(typed)
    assert understood.day == day
    assert not understood.fault
    assert str(day.year) in understood.sentence


@pytest.mark.parametrize(
    "typed", ["yesterday", "31.2.2025", "13/2025", "14.3.25", "0/2025", "29 Feb 2025", "1/1/0099", "99999", "٣/2025"]
)
def test_what_is_no_date_is_said_in_words(typed):
    understood = understand(typed)
    assert understood.fault or understood.day is not None
    assert understood.sentence
    if understood.fault:
        assert understood.day is None


def test_a_birth_date_needs_its_day_and_lies_in_the_past():
    assert understand("3/1980", whole_day=True).fault
    assert understand("14.3.2030", latest=dt.date(2026, 1, 1)).fault


def test_a_month_alone_is_kept_as_its_first_day_and_said(theme, qtbot):
    field = DateField(theme)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.edit, "Mar 2025")
    assert field.sentence.text() == "Only the month is known: kept as 1 March 2025."
    with qtbot.waitSignal(field.committed) as caught:
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert caught.args == [dt.date(2025, 3, 1)]
    assert "1 March 2025" in field.sentence.text()


def test_a_number_out_of_range_is_told_at_once_and_kept(theme, qtbot):
    field = NumberField(theme, "mg", low=1, high=450)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.edit, "600")
    assert field.sentence.isVisibleTo(field)
    assert "between 1 and 450 mg" in field.sentence.text()
    with qtbot.assertNotEmitted(field.committed):
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "600"
    field.edit.setText("150")
    with qtbot.waitSignal(field.committed) as caught:
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert caught.args == [150]


@pytest.mark.parametrize("typed", ["abc", "1e999", "nan", "1.5", "--3", "1 2", "∞"])
def test_what_is_no_whole_number_is_refused_in_words(theme, qtbot, typed):
    field = NumberField(theme, "mg")
    qtbot.addWidget(field)
    field.edit.setText(typed)
    value, sentence, fault = field._read(typed)
    assert fault and value is None and sentence.endswith(".")


def test_empty_is_never_zero(theme, qtbot):
    field = NumberField(theme, "mg")
    qtbot.addWidget(field)
    field.set_value(20)
    field.edit.setText("")
    with qtbot.waitSignal(field.committed) as caught:
        field.edit.left.emit()
    assert caught.args == [None]


def test_a_remark_is_not_a_refusal(theme, qtbot):
    field = NumberField(
        theme, "mg", remark=lambda value: "Above the known maximum. Keep it, or correct it." if value > 450 else ""
    )
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.edit, "600")
    assert "Keep it" in field.sentence.text()
    with qtbot.waitSignal(field.committed) as caught:
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert caught.args == [600]


DRUGS = [
    ("sertraline", "sertraline", "min. 50 mg"),
    ("Zoloft (sertraline)", "sertraline", "min. 50 mg"),
    ("venlafaxine", "venlafaxine", "min. 150 mg"),
]


def test_a_drug_by_brand_name(theme, qtbot):
    field = DrugField(theme, DRUGS)
    qtbot.addWidget(field)
    field.show()
    field.edit.setText("zoloft (sertraline)")
    with qtbot.waitSignal(field.committed) as caught:
        field.edit.left.emit()
    assert caught.args == ["sertraline"]
    assert field.text() == "sertraline"


def test_a_misspelt_drug_gets_the_nearest_name(theme, qtbot):
    field = DrugField(theme, DRUGS)
    qtbot.addWidget(field)
    field.edit.setText("venlafaxin e")
    field.edit.left.emit()
    assert "Did you mean venlafaxine?" in field.sentence.text()
    assert field.text() == "venlafaxin e"


def test_escape_keeps_what_was_typed(theme, qtbot):
    field = TextField(theme)
    qtbot.addWidget(field)
    field.show()
    field.set_value("kept")
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "typed over")
    with qtbot.waitSignal(field.committed) as caught:
        qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert caught.args == ["typed over"]
    assert field.text() == "typed over"


def test_escape_gives_up_what_cannot_be_kept_only_after_saying_so(theme, qtbot):
    field = NumberField(theme, "mg", low=1, high=600)
    qtbot.addWidget(field)
    field.show()
    field.set_value(150)
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "15O")
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.text() == "15O"
    assert "Esc again brings the old answer back" in field.sentence.text()
    field.set_value(150)
    assert field.text() == "15O", "a refresh of the page leaves it alone"
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.text() == "150"
    assert not field.is_fault()


def test_enter_tries_a_refused_answer_again(theme, qtbot):
    field = NumberField(theme, "mg")
    qtbot.addWidget(field)
    field.show()
    field.set_value(100)
    answers = []
    field.committed.connect(lambda value: (answers.append(value), field.mark_not_saved() if len(answers) < 3 else None))
    field.activateWindow()
    field.edit.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "150")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "150"
    assert field.value() == 100, "only what is on disk is its value"
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert answers == [150, 150]
    field.set_value(100)
    assert field.text() == "150", "a refresh of the page leaves it alone"
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert answers == [150, 150, 150]
    assert field.value() == 150
    assert not field.is_fault()


def test_escape_after_a_refused_answer_brings_the_old_one_back(theme, qtbot):
    field = TextField(theme)
    qtbot.addWidget(field)
    field.show()
    field.set_value("old")
    field.committed.connect(lambda _value: field.mark_not_saved())
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "new")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert "Esc brings the old answer back" in field.sentence.text()
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.text() == "old"


def test_a_row_names_its_field(theme, qtbot):
    rows = FieldRows(theme)
    qtbot.addWidget(rows)
    field = rows.row("Clinic", TextField(theme), "Printed at the head.", "settings.clinic")
    assert field.accessibleName() == "Clinic"
    assert rows.findChild(QWidget, "settings.clinic") is field


def test_links_and_chips_are_buttons(theme, qtbot):
    link = QuestionLink(theme, "Was it taken?", "treatments[t1].adherent")
    qtbot.addWidget(link)
    link.show()
    with qtbot.waitSignal(link.followed) as caught:
        qtbot.keyClick(link, Qt.Key.Key_Return)
    assert caught.args == ["treatments[t1].adherent"]
    assert link.heightForWidth(60) > link.heightForWidth(400)
    chip = Chip(theme, "ECT", "none", mark="tick", button=True)
    qtbot.addWidget(chip)
    chip.show()
    with qtbot.waitSignal(chip.clicked):
        qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert chip.accessibleName() == "ECT none"


def test_a_verdict_is_a_mark_and_a_word(theme, qtbot):
    label = VerdictLabel(theme, "met", "Met", sentence="Two trials counted.")
    qtbot.addWidget(label)
    assert label.accessibleName() == "Met"
    assert label.toolTip() == "Two trials counted."


def test_a_drawing_is_painted_and_can_be_walked(theme, qtbot):
    drawing = Drawing(
        200,
        120,
        (
            Rect(0, 0, 200, 120, fill="bg_surface", stroke="line"),
            Rect(10, 10, 80, 20, hatch="rising", hatch_colour="unknown", stroke="unknown", dash=(4, 3)),
            Rect(10, 10, 80, 20, hatch="level"),
            Rect(10, 10, 80, 20, hatch="falling"),
            Line(0, 60, 200, 60, dash=(3, 3)),
            Circle(20, 80, 6, fill="met"),
            Polygon(((100, 80), (120, 90), (100, 100)), fill="text"),
            Mark("met", 150, 80),
            Text(100, 50, "line 2", anchor="middle"),
        ),
        "A ladder",
        (Child(10, 10, 80, 20, "line 1, met", "rung", "because", "treatments"), Child(10, 70, 80, 20, "line 2, not met", "rung")),
    )
    view = DrawingView(theme, drawing)
    qtbot.addWidget(view)
    view.show()
    image = view.grab().toImage()
    assert image.pixelColor(20, 80).name() == theme.colour("met").name()
    first, second = view._spots
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert view.focusWidget() is second
    with qtbot.waitSignal(view.followed) as caught:
        qtbot.keyClick(first, Qt.Key.Key_Return)
    assert caught.args == ["treatments"]
    theme.use(text_percent=200)
    assert view.sizeHint().width() == 400


def test_a_reason_is_one_key(theme, qtbot):
    popover = ReasonPopover(theme, "Why is this answer changed?")
    qtbot.addWidget(popover)
    popover.show()
    popover.setFocus()
    qtbot.keyClick(popover, Qt.Key.Key_2)
    assert popover.reason == "new information"


def test_half_a_drug_name_is_doubted_once_and_kept_when_insisted_on(qtbot, theme):
    from PySide6.QtCore import Qt

    from trd_desk.ui.widgets.fields import DrugField

    field = DrugField(theme, [("diazepam", "diazepam", ""), ("Valium", "diazepam", "diazepam")], free=True)
    qtbot.addWidget(field)
    field.show()
    got = []
    field.committed.connect(got.append)
    field.edit.setFocus()
    field.edit.setText("diaz")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert got == []
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert got == ["diaz"]
    field.edit.setText("Valium")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert got[-1] == "diazepam"
    field.edit.setText("wholly unlike")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert got[-1] == "wholly unlike"
