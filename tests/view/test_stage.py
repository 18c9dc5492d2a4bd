"""The words and drawings of the part Stage: before and now, what may be named, and what is never claimed."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from trd_desk.content.load import load_library
from trd_desk.engine.downstaging import downstaging
from trd_desk.engine.stage_before import stage_to_keep
from trd_desk.interchange.case_file import read_case
from trd_desk.interchange.practice import practice_files
from trd_desk.record.entries import Entry
from trd_desk.record.fold import drafts_of, fold
from trd_desk.view.shapes import Rect
from trd_desk.view.stage import view_stage
from trd_desk.view.stage_words import verdict_words

LIBRARY = load_library()
TODAY = dt.date(2026, 6, 1)
HYPOTHESIS = "Hypothesis (Wilkowska & Cubala 2022). MSM severity is defined at baseline; re-scoring it is not validated."


class Told:
    """A shipped practice patient with more entries, all written on the first of June."""

    def __init__(self, number="0152", *, later=True):
        file = next(file for file in practice_files() if number in file.name)
        self.entries = []
        for draft in drafts_of(read_case(file.read_bytes(), LIBRARY), "p"):
            self.add(draft.kind, draft.key, draft.value)
        beside = file.parent / "later" / file.name
        if later and beside.exists():
            for one in json.loads(beside.read_bytes()):
                self.add(one["kind"], one["key"], one["value"])

    def add(self, kind, key, value):
        place = len(self.entries)
        self.entries.append(Entry(place, f"e{place}", "p", kind, key, value, "2026-06-01T08:00:00+00:00", 0, "Dr A", "2026.12"))
        return self

    def patient(self):
        return fold(self.entries)

    def view(self, today=TODAY, **how):
        return view_stage(LIBRARY, self.patient(), today, **how)


def row(view, model):
    return next(one for one in view.rows if one.id == model)


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_vignette_after_esketamine_in_words():
    view = Told().view()
    assert plain(view.title) == "Stage before and now: Esketamine spray, first dose on 2 March 2026"
    maudsley = row(view, "maudsley")
    assert (maudsley.before.value, maudsley.now.value, plain(maudsley.now.label)) == (
        "11, severe",
        "8, moderate",
        "Now, rated 25 May 2026",
    )
    assert plain(maudsley.difference) == "3 points lower: state 3 lower, history unchanged"
    assert plain(maudsley.verdict.text) == (
        "Lower stage band: severe before, moderate now. Rated so on 27 Apr 2026 and on 25 May 2026, 28 days apart."
    )
    said = {one.id: (one.before.value, one.now.value, one.verdict.text) for one in view.rows if one.id != "maudsley"}
    unchanged = "Unchanged. It only counts, so it cannot fall within the episode."
    assert said == {
        "mgh_s": ("10.5", "10.5", unchanged),
        "thase_rush": ("V of V", "V of V", unchanged),
        "european_staging": ("TRD 3", "TRD 3", unchanged),
        "athf_count": ("4", "4", unchanged),
    }
    provisional = row(Told().view(provisional=True), "dm_trd")
    assert (provisional.before.value, provisional.now.value, provisional.verdict.text) == (
        "20",
        "15",
        "Lower score. The model has no bands.",
    )
    assert plain(provisional.difference) == "5 points lower: state 5 lower, history unchanged"
    assert provisional.standing.mark == "provisional"


def test_the_bars_draw_history_solid_and_state_striped():
    maudsley = row(Told().view(), "maudsley")
    for bar, history, state in ((maudsley.before, 7, 4), (maudsley.now, 7, 1)):
        rects = [shape for shape in bar.drawing.shapes if isinstance(shape, Rect)]
        solid = next(shape for shape in rects if shape.fill == "figure_strong")
        striped = next(shape for shape in rects if shape.hatch == "level")
        assert solid.width == pytest.approx(history / 15 * 356 - 0.5)
        assert striped.width == pytest.approx(state / 15 * 356)
        assert not [shape for shape in rects if shape.hatch == "rising"]
    assert [word for _drawing, word in Told().view().legend] == ["history", "state now", "unknown"]


@pytest.mark.parametrize("number", ["0118", "0129", "0145", "0147", "0152"])
def test_the_hypothesis_stands_on_every_view(number):
    view = Told(number).view()
    assert view.hypothesis == HYPOTHESIS
    assert view.rows
    assert "outdated" in view.care.replaced


def test_a_lower_band_that_was_not_held_is_not_named():
    view = Told().add("review", "r2", None).view()
    maudsley = row(view, "maudsley")
    assert maudsley.now.value == "8"
    assert "moderate" not in maudsley.verdict.text
    assert plain(maudsley.verdict.text) == (
        "Lower score, not held yet. A lower band is told once it was rated at two visits at least 28 days apart. "
        "Another review counts from 22 Jun 2026."
    )


def test_a_band_that_is_one_of_two_is_named_as_such():
    told = Told()
    change = downstaging(LIBRARY, told.patient(), TODAY).of("maudsley")
    before = replace(change.before, band=None, band_range=("moderate", "severe"))
    said = verdict_words(LIBRARY, LIBRARY.staging("maudsley"), replace(change, code="lower_band", before=before))
    assert "moderate or severe before, moderate now" in plain(said.text)
    # All three are possible, not two of them.
    before = replace(change.before, band=None, band_range=("mild", "severe"))
    said = verdict_words(LIBRARY, LIBRARY.staging("maudsley"), replace(change, code="lower_band", before=before))
    assert "mild to severe before, moderate now" in plain(said.text)


def test_without_a_review_it_cannot_tell_and_asks():
    view = Told(later=False).view()
    maudsley = row(view, "maudsley")
    assert (maudsley.before.value, maudsley.now.value) == ("8 to 12, moderate or severe", "8 to 12, moderate or severe")
    assert maudsley.difference == ""
    assert maudsley.verdict.mark == "cannot_tell"
    assert [(ask.field, ask.text) for ask in maudsley.asks] == [
        ("stage_baseline.severity", "How severe was the episode before the first dose?"),
        ("review.new", "How is the patient now? Record a review."),
    ]
    late = view.before.notes[0]
    assert late.mark == "cannot_tell"
    assert late.text.startswith("The record tells severity only from an entry after the first dose")
    assert not view.reviews


def test_what_was_worked_out_afterwards_is_labelled_and_what_was_kept_is_too():
    assert plain(Told().view().before.says).startswith("Worked out afterwards, as at the first dose on 2 March 2026")
    told = Told()
    kept = stage_to_keep(LIBRARY, told.patient(), dt.date(2026, 3, 2), session="k1")
    told.add("stage_baseline", "esketamine_in", kept.model_dump(mode="json", exclude_none=True))
    assert (
        plain(told.view().before.says)
        == f"Kept with the first dose on 2 March 2026, under the rules of version {LIBRARY.version}."
    )
    assert row(told.view(), "maudsley").before.value == "11, severe"


def test_a_stage_can_be_kept_before_a_course():
    view = Told("0118").view()
    assert (view.state, view.before.button, view.before.product) == ("none", "Keep the stage as it is now", "")
    assert all(one.now is None for one in view.rows)
    assert {choice.value for choice in view.before.products} >= {"esketamine_in", "ketamine_iv"}


def test_a_correction_of_the_history_is_told():
    told = Told()
    kept = stage_to_keep(LIBRARY, told.patient(), dt.date(2026, 3, 2))
    told.add("stage_baseline", "esketamine_in", kept.model_dump(mode="json", exclude_none=True))
    ect = next(one.id for one in told.patient().case.treatments if one.kind == "ect")
    view = told.add("treatment", ect, None).view()
    assert any("less history than the stage that was kept" in note.text for note in view.before.notes)
    assert row(view, "thase_rush").now.value == "V of V"


def test_labels_stay_and_since_is_added():
    labels = Told().view().labels
    assert labels[0].startswith("Met, and they stay as statements about history: FDA / EMA")
    assert plain(labels[1]) == "In remission since 30 March 2026 (MADRS)."


def test_function_and_goals_stand_beside():
    told = Told()
    told.add("rating", "w1", {"scale": "whodas12", "on": "2026-02-25", "total": 31}).add(
        "rating", "w2", {"scale": "whodas12", "on": "2026-05-25", "total": 12}
    )
    told.add("goal", "g1", {"text": "walk the dog every day"})
    told.add("goal_rating", "g1/1", {"goal": "g1", "on": "2026-02-25", "rating": 2}).add(
        "goal_rating", "g1/2", {"goal": "g1", "on": "2026-05-25", "rating": 7}
    )
    function, goal = told.view().pairs
    assert (function.label, plain(function.says)) == (
        "Function, WHODAS 2.0 (0 to 48)",
        "12 on 25 May 2026, from 31 on 25 Feb 2026.",
    )
    assert (goal.label, plain(goal.says)) == (
        "Goal: walk the dog every day",
        "7 on 25 May 2026, from 2 on 25 Feb 2026, rated by the patient.",
    )


def test_severity_is_only_hinted_at():
    review = Told().view().reviews[-1]
    hint = plain(review.answers[0].help)
    assert hint.startswith("MADRS 36 of 25 Feb 2026 suggests severe. A hint only, by this clinic's convention")
    assert "There is no official map." in hint
    assert review.before_dose


def test_the_hint_takes_the_latest_score_also_where_its_total_is_that_of_its_items():
    told = Told().add("score", "new", {"scale": "madrs", "on": "2026-05-25", "items": [1] * 10}).add("review", "now", {"on": "2026-05-25"})
    now = next(row for row in told.view().reviews if row.key == "now")
    assert plain(now.answers[0].help).startswith("MADRS 10 of 25 May 2026 suggests mild.")


def test_a_goal_that_only_a_clinician_rated_is_not_said_to_be_unrated():
    told = Told().add("goal", "g9", {"text": "sleep"}).add("goal_rating", "g9/1", {"goal": "g9", "on": "2026-05-25", "rating": 2, "by": "clinician"})
    assert told.view().pairs[-1].says == "not rated by the patient yet."


def test_the_step_of_care_is_background():
    care = Told().view().care
    assert (care.before, plain(care.now), care.change) == ("step 4", "step 3, review of 25 May 2026", "A lower step.")
    assert [(one[0], one[3]) for one in care.rows] == [("1", ""), ("2", ""), ("3", "Now"), ("4", "Before")]
    assert care.standing.mark == "provisional"
    assert any("NG222" in warning and "2009" in warning for warning in care.warnings)
    assert len(care.gaps) == 4
    assert "178 patients" in care.gaps_title


def test_failed_ketamine_and_the_end_of_the_episode_are_told():
    failed = {"kind": "ketamine", "episode": "current", "product": "ketamine_iv", "start": "2026-01-05", "end": "2026-02-02",
              "improvement_percent": 10, "stop_reason": "no_effect"}  # fmt: skip
    view = Told().add("treatment", "k0", failed).add("episode", "remission_dates", ["2026-03-25", "2026-05-25"]).view()
    assert [remark.text for remark in view.remarks] == [
        "Ketamine drip: recorded as failed. Ketamine or esketamine that failed is recorded as a failed treatment; no staging model gives it points.",
        "The episode has ended. When the episode ends, the counts of this episode begin at 0 for a future episode; lifetime counts stay.",
    ]


def test_what_may_fall_is_told_for_every_component():
    found = {one[0]: one[1] for one in Told().view().components}
    assert (
        found["Severity"]
        == found["Functional impairment"]
        == found["Anxiety"]
        == found["Psychosocial stressor"]
        == "Yes, by a new rating"
    )
    never = (
        "Failed drugs, augmentations, ECT and psychotherapies",
        "Thase–Rush, European, MGH and ATHF counts",
        "Personality disorder and intensified care",
    )
    assert {found[name] for name in never} == {"Never within the episode"}
    assert found["Duration of the episode"] == "Only when the episode ends"
    assert found["Label of a definition of resistance"] == "No; since is added"
