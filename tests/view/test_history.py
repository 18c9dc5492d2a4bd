from trd_desk.record.models import DoseStep
from trd_desk.view.criteria import view_criteria
from trd_desk.view.dose_drawing import BASE, HEIGHT, MINIMUM_HEIGHT, WIDTH, dose_drawing
from trd_desk.view.history import view_history
from trd_desk.view.plain import NBSP
from trd_desk.view.settle import answered, open_questions
from trd_desk.view.shapes import Line, Rect


def clear(text):
    return text.replace(NBSP, " ")


def test_rows_show_dose_weeks_and_why_a_trial_counts(library, okafor):
    rows = {row.name: row for row in view_history(library, *okafor).rows}
    sertraline = rows["sertraline"]
    assert (sertraline.group, clear(sertraline.weeks), clear(sertraline.minimum)) == ("SSRI", "14 weeks", "min. 50 mg")
    assert (sertraline.at_six.mark, sertraline.at_six.word) == ("met", "Counts")
    assert clear(rows["escitalopram"].at_six.word) == "2 weeks"
    assert rows["amitriptyline"].at_six.word == "Low dose"
    assert (rows["mirtazapine"].at_four.mark, rows["mirtazapine"].at_four.word) == ("cannot_tell", "Taken?")
    assert rows["mirtazapine"].taken.word == "Unknown"
    assert "MGH-ATRQ" in sertraline.minimum_source
    assert clear(rows["venlafaxine"].better) == "35 %"
    assert rows["escitalopram"].stopped == "Side effects"


def test_added_treatment_stands_under_its_antidepressant(library, okafor):
    rows = view_history(library, *okafor).rows
    names = [row.name for row in rows]
    lithium = rows[names.index("lithium")]
    assert names.index("lithium") == names.index("venlafaxine") + 1
    assert lithium.under == rows[names.index("venlafaxine")].id
    assert lithium.drawing is None
    assert lithium.at_six.mark == "cannot_tell"
    assert lithium.at_six.word == "Level?"


def test_chips_tell_listed_from_none_from_not_asked(library, okafor):
    chips = {chip.kind: chip for chip in view_history(library, *okafor).asked}
    assert (chips["antidepressant"].state, chips["antidepressant"].count) == ("listed", "6")
    assert (chips["ect"].state, chips["ect"].count, chips["ect"].locked) == ("none", "none", "")
    assert chips["rtms"].state == "not_asked"
    assert "remove them" in chips["augmentation"].locked


def test_missing_answers_say_what_they_settle(library, okafor):
    view = view_history(library, *okafor)
    assert view.missing_title == "2 answers missing"
    first, second = view.missing
    assert clear(first.text) == "Was mirtazapine taken as prescribed, 80 % or more?"
    assert first.settles_words == "Settles Delphi TRD, Delphi partial and ATHF count"
    assert second.text == "What was the lithium level?"
    assert second.settles_words == "Settles Maudsley and MGH. Bears on NICE as reported"


def test_what_may_not_be_resistance_is_said_with_the_drug_in_bold(library, okafor):
    remarks = view_history(library, *okafor).pseudo
    low = next(remark for remark in remarks if remark.text.startswith("Amitriptyline"))
    assert low.bold == "Amitriptyline"
    assert "150 mg" in clear(low.text)


def test_adherence_warning_never_names_the_improvement_as_adherence(library, judge):
    doses = [{"mg": 100, "weeks": 8}]
    trial = {
        "id": "t",
        "kind": "antidepressant",
        "drug": "sertraline",
        "doses": doses,
        "adherent": False,
        "improvement_percent": 5,
    }
    patient, assessment = judge({"format": "trd-desk-case/1", "patient": {"id": "X"}, "treatments": [trial]})
    texts = [clear(remark.text) for remark in view_history(library, patient, assessment).pseudo]
    warning = next(text for text in texts if "taken as prescribed" in text)
    assert warning.startswith("Sertraline")
    assert "5 %" not in warning


def test_subtitle_names_the_episode(library, okafor):
    assert clear(view_history(library, *okafor).subtitle) == "in the episode since 10 January 2025, 14 months, moderate"


def test_dose_columns_stand_on_one_scale_and_fill_from_the_minimum():
    steps = (DoseStep(mg=50, weeks=2), DoseStep(mg=25, weeks=2), DoseStep(mg=500, weeks=4))
    drawing = dose_drawing("sertraline", steps, 50, "mg", 10)
    assert (drawing.width, drawing.height) == (WIDTH, HEIGHT)
    columns = [shape for shape in drawing.shapes if isinstance(shape, Rect)]
    assert [column.width for column in columns] == [28, 28, 56]
    assert [column.height for column in columns] == [13, 6.5, 39]
    assert [column.fill for column in columns] == ["figure", "bg_surface", "figure"]
    dashed = next(shape for shape in drawing.shapes if isinstance(shape, Line) and shape.dash)
    assert dashed.y1 == BASE - MINIMUM_HEIGHT
    assert clear(drawing.name) == "sertraline: 50 mg for 2 weeks, 25 mg for 2 weeks, 500 mg for 4 weeks; minimum 50 mg"
    long = dose_drawing("sertraline", steps, 50, "mg", 28)
    assert next(shape for shape in long.shapes if isinstance(shape, Rect)).width == 14


def test_unknown_dose_and_unknown_weeks_carry_a_question_mark():
    unknown = dose_drawing("x", (DoseStep(weeks=4),), 50, "mg", 4)
    assert next(shape for shape in unknown.shapes if isinstance(shape, Rect)).hatch == "rising"
    assert [text.text for text in unknown.texts()] == ["?"]
    open_end = dose_drawing("x", (DoseStep(mg=50),), 50, "mg", 4)
    assert [text.text for text in open_end.texts()] == ["50?"]
    assert any(isinstance(shape, Line) and shape.stroke == "unknown" for shape in open_end.shapes)
    nothing = dose_drawing("x", (), None, "mg", 4)
    assert nothing.name == "x: doses not recorded; minimum not known"


def test_criteria_are_counted_with_their_unknowns(library):
    symptoms = {str(number): True for number in range(1, 6)}
    rest = {str(number): False for number in range(6, 10)}
    requirements = {str(number): True for number in range(10, 15)}
    assert view_criteria(library, {}).result.mark == "not_asked"
    assert view_criteria(library, symptoms).result.word == "Not answered yet"
    assert view_criteria(library, symptoms | rest | requirements).result.word == "Criteria met"
    no_core = symptoms | {"1": False, "2": False, "6": True, "7": True} | requirements
    assert view_criteria(library, no_core).result.word == "Criteria not met"
    assert view_criteria(library, symptoms | requirements | {"14": False}).result.mark == "not_met"


def test_an_answer_tried_out_is_the_answer_that_would_be_saved(okafor):
    patient, _ = okafor
    missing = next(item for item in patient.case.treatments if getattr(item, "drug", "") == "mirtazapine")
    after = answered(patient.case, f"treatments.{missing.id}.adherent", True)
    assert next(item for item in after.treatments if item.id == missing.id).adherent is True
    assert answered(patient.case, "asked.rtms", True).was_asked("rtms")
    assert answered(patient.case, "conditions.pregnancy", False).conditions["pregnancy"] is False
    assert answered(patient.case, "episode.severity", "severe").episode.severity == "severe"


def test_every_open_question_names_a_field_of_the_case(library, okafor, nobody):
    for patient, assessment in (okafor, nobody):
        ids = {item.id for item in patient.case.treatments}
        for ask in open_questions(library, assessment):
            head, *rest = ask.field.split(".")
            assert head in {"patient", "episode", "treatments", "asked", "scores", "conditions"}
            assert head != "treatments" or rest[0] in ids
