"""Downstaging by hand: the vignette after esketamine to the digit, what may never fall, and what cannot be told."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trd_desk.content.load import load_library
from trd_desk.engine.downstaging import downstaging
from trd_desk.engine.stage_before import snapshot_before_dose, stage_to_keep
from trd_desk.record.entries import Entry
from trd_desk.record.fold import fold, from_case
from trd_desk.record.models import Case

LIBRARY = load_library()
ALL = ["antidepressant", "augmentation", "combination", "psychotherapy", "ect", "rtms", "ketamine"]
FAILED = {"episode": "current", "improvement_percent": 10, "stop_reason": "no_effect"}
DRUG = {"kind": "antidepressant", "adherence_percent": 95, **FAILED}
# The treatments of the vignette: two first steps, a tricyclic and an MAO inhibitor, two augmentations, bilateral ECT, twenty sessions of CBT.
VIGNETTE = {
    "t1": {**DRUG, "drug": "escitalopram", "doses": [{"mg": 20, "weeks": 12}]},
    "t2": {**DRUG, "drug": "duloxetine", "doses": [{"mg": 120, "weeks": 10}]},
    "g1": {"kind": "augmentation", **FAILED, "drug": "quetiapine", "doses": [{"mg": 300, "weeks": 6}], "with": "t2"},
    "t3": {**DRUG, "drug": "clomipramine", "doses": [{"mg": 200, "weeks": 8}]},
    "g2": {
        "kind": "augmentation",
        **FAILED,
        "drug": "lithium",
        "doses": [{"mg": 800, "weeks": 6}],
        "with": "t3",
        "level_mmol_l": 0.7,
    },
    "t4": {**DRUG, "drug": "tranylcypromine", "doses": [{"mg": 60, "weeks": 8}]},
    "e1": {"kind": "ect", **FAILED, "status": "given", "placement": "bilateral", "sessions": 12},
    "p1": {"kind": "psychotherapy", **FAILED, "modality": "cbt", "sessions": 20, "weeks": 20},
}
EPISODE = {"diagnosis": "unipolar", "start": "2022-11-01", "personality_disorder": "diagnosed", "intensified_care": "inpatient"}
SEVERE = {"severity": "severe", "functional_impairment": "severe", "anxiety": "disorder", "psychosocial_stressor": True}
WELL = {"severity": "subsyndromal", "functional_impairment": "mild", "anxiety": "disorder", "psychosocial_stressor": True}
DOSE_1 = dt.date(2026, 3, 2)
TODAY = dt.date(2026, 5, 25)


class Log:
    """A record written entry by entry, each on a day of its own."""

    def __init__(self, episode=EPISODE, treatments=VIGNETTE, state=SEVERE, *, written="2026-02-20"):
        self.entries = []
        self.on(written)
        self.add("patient", "id", "A15")
        for name, value in {**episode, **state}.items():
            self.add("episode", name, value)
        for kind in ALL:
            self.add("asked", kind, True)
        for key, value in treatments.items():
            self.add("treatment", key, value)

    def on(self, day):
        self.day = day
        return self

    def add(self, kind, key, value):
        place = len(self.entries)
        self.entries.append(Entry(place, f"e{place}", "p", kind, key, value, f"{self.day}T09:00:00+00:00", 0, "Dr A", "2026.12"))
        return self

    def dose(self, day="2026-03-02", product="esketamine_in", key="k1"):
        return self.add("session", key, {"product": product, "on": day, "given": {"devices": ["10:00"]}})

    def review(self, day, **rated):
        return self.add("review", f"r{day}", {"on": day, **rated})

    def keep(self, day, **more):
        patient = fold(self.entries)
        kept = stage_to_keep(LIBRARY, patient, dt.date.fromisoformat(day), **more)
        return self.on(day).add("stage_baseline", "esketamine_in", kept.model_dump(mode="json", exclude_none=True))

    def found(self, today=TODAY, *, provisional=False):
        return downstaging(LIBRARY, fold(self.entries), today, provisional)

    def of(self, model, today=TODAY):
        found = self.found(today, provisional=True)
        assert found is not None
        return found.of(model)


def after_esketamine():
    return (
        Log()
        .dose()
        .on("2026-04-27")
        .review("2026-04-27", **WELL, care_step=3)
        .on("2026-05-25")
        .review("2026-05-25", **WELL, care_step=3)
    )


# --------------------------------------------------------------------------------------------------------- the vignette, by hand


@pytest.mark.parametrize("kept", [False, True], ids=["worked out afterwards", "kept"])
def test_the_vignette_after_esketamine_to_the_digit(kept):
    # History: 42 months 3, four drugs 2, augmentation 1, ECT 1 = 7. State: severe 4, then subsyndromal 1.
    log = Log()
    if kept:
        log.keep("2026-03-02")
    log.dose().review("2026-04-27", **WELL).review("2026-05-25", **WELL)
    found = log.found()
    assert found is not None
    assert (found.before.on, found.before.kept, found.before.afterwards) == (DOSE_1, kept, not kept)
    change = found.of("maudsley")
    assert (change.before.value, change.before.band, change.before.history, change.before.state) == (11, "severe", (7, 7), (4, 4))
    assert (change.now.value, change.now.band, change.now.history, change.now.state) == (8, "moderate", (7, 7), (1, 1))
    assert (change.total, change.history, change.state) == ((3, 3), (0, 0), (3, 3))
    assert change.code == "lower_band"
    assert change.held == (dt.date(2026, 4, 27), dt.date(2026, 5, 25))


def test_the_provisional_dutch_model_of_the_vignette():
    # History: duration 3, drugs 2, two augmentations 1, ECT 1, one psychotherapy 1, personality 1, inpatient 2 = 11.
    # State: severity 4 + function 3 + anxiety 1 + stressor 1 = 9, then 1 + 1 + 1 + 1 = 4. It has no bands.
    log = after_esketamine()
    assert "dm_trd" not in {one.id for one in log.found().models}
    change = log.of("dm_trd")
    assert (change.before.value, change.before.history, change.before.state) == (20, (11, 11), (9, 9))
    assert (change.now.value, change.now.history, change.now.state) == (15, (11, 11), (4, 4))
    assert (change.code, change.total, change.held) == ("lower_score_same_band", (5, 5), None)


@pytest.mark.parametrize(
    ("model", "value", "band"),
    [("thase_rush", 5, None), ("mgh_s", 10.5, None), ("athf_count", 4, None), ("european_staging", None, "trd3")],
)
def test_what_only_counts_stays(model, value, band):
    change = after_esketamine().of(model)
    assert change.before == change.now
    assert (change.now.value, change.now.band, change.code, change.total) == (value, band, "unchanged", (0, 0))


def test_the_shared_case_of_the_vignette_has_a_severity_of_now_that_is_none_of_before():
    path = Path(__file__).parents[2].parent / "shared" / "cases" / "a15.case.json"
    if not path.exists():
        pytest.skip("the clinical acceptance cases do not stand beside the checkout")
    found = downstaging(LIBRARY, from_case(Case.model_validate_json(path.read_text())), TODAY)
    assert found is not None
    assert found.begun == DOSE_1
    change = found.of("maudsley")
    assert (change.code, change.before.range, change.now.range) == ("cannot_tell", (8, 12), (8, 12))
    assert found.before.late == ("severity", "functional_impairment", "anxiety", "psychosocial_stressor")
    assert [question.code for question in change.questions] == ["severity_before", "review"]


def test_care_response_and_the_end_of_the_episode():
    log = after_esketamine()
    for place, (day, total) in enumerate((("2026-02-25", 36), ("2026-03-30", 10), ("2026-04-27", 9), ("2026-05-25", 9))):
        log.add("score", f"s{place}", {"scale": "madrs", "on": day, "total": total})
    log.review("2026-02-25", care_step=4)
    found = log.found()
    assert (found.care_before, found.care_now, found.care_on) == (4, 3, TODAY)
    assert (found.held_since.outcome, found.held_since.since) == ("remission", dt.date(2026, 3, 30))
    assert found.episode_ended is False
    log.add("episode", "remission_dates", ["2026-03-26", "2026-05-25"])
    assert log.found().episode_ended is False  # 60 days
    log.add("episode", "remission_dates", ["2026-03-25", "2026-05-25"])
    assert log.found().episode_ended is True


def test_remission_is_told_as_the_part_course_tells_it():
    """A newer score with open answers leaves it open, so that no older total stands for it."""
    log = after_esketamine()
    for place, (day, total) in enumerate((("2026-02-25", 36), ("2026-03-30", 10))):
        log.add("score", f"s{place}", {"scale": "madrs", "on": day, "total": total})
    assert log.found().held_since.since == dt.date(2026, 3, 30)
    log.add("score", "open", {"scale": "madrs", "on": "2026-04-27", "items": [1] * 8 + [None, None]})
    assert log.found().held_since is None


# ------------------------------------------------------------------------------------------------------------------- two visits


def test_one_visit_is_not_enough_and_the_day_is_told():
    change = Log().dose().review("2026-04-27", **WELL).of("maudsley")
    assert (change.code, change.counts_from, change.held) == (
        "lower_not_held_yet",
        dt.date(2026, 5, 25),
        (dt.date(2026, 4, 27),) * 2,
    )


def test_twenty_seven_days_are_not_enough():
    change = Log().dose().review("2026-04-28", **WELL).review("2026-05-25", **WELL).of("maudsley")
    assert (change.code, change.counts_from) == ("lower_not_held_yet", dt.date(2026, 5, 26))


def test_a_worse_visit_between_breaks_the_run():
    log = Log().dose().review("2026-03-20", **WELL).review("2026-04-10", severity="severe").review("2026-05-20", **WELL)
    assert (log.of("maudsley").code, log.of("maudsley").counts_from) == ("lower_not_held_yet", dt.date(2026, 6, 17))


def test_a_visit_that_rated_nothing_of_it_counts_for_neither():
    log = Log().dose().review("2026-04-20", **WELL).review("2026-05-01", care_step=3).review("2026-05-18", **WELL)
    assert log.of("maudsley").code == "lower_band"


def test_a_visit_before_the_first_dose_or_on_its_day_is_none_since():
    # The day of the first dose belongs to before, as for the baseline of scores (decision 50).
    log = Log(state={}).dose().review("2026-02-02", **WELL).review("2026-03-02", **SEVERE)
    change = log.of("maudsley")
    assert (change.code, change.visit, change.before.value) == ("cannot_tell", None, 11)


def test_a_lower_score_in_the_same_band_is_told_as_such():
    # Severe with psychotic symptoms 5, then severe 4: 12 to 11, both in the severe band.
    log = (
        Log(state={**SEVERE, "severity": "severe_psychotic"})
        .dose()
        .review("2026-04-27", severity="severe")
        .review("2026-05-25", severity="severe")
    )
    change = log.of("maudsley")
    assert (change.before.value, change.now.value, change.code, change.total) == (12, 11, "lower_score_same_band", (1, 1))


def test_unchanged_and_higher():
    assert Log().dose().review("2026-05-25", severity="severe").of("maudsley").code == "unchanged"
    change = Log().dose().review("2026-05-25", severity="severe_psychotic").of("maudsley")
    assert (change.code, change.total) == ("higher", (-1, -1))


# ------------------------------------------------------------------------------------------------------------------- the history


def test_a_trial_that_failed_since_is_added_and_splits_the_difference():
    log = after_esketamine()
    log.add(
        "treatment",
        "t5",
        {**DRUG, "drug": "vortioxetine", "doses": [{"mg": 20, "weeks": 8}], "start": "2026-03-05", "end": "2026-05-10"},
    )
    change = log.of("maudsley")
    assert (change.before.history, change.now.history, change.before.value, change.now.value) == ((7, 7), (8, 8), 11, 9)
    assert (change.total, change.history, change.state) == ((2, 2), (-1, -1), (3, 3))
    assert change.code == "lower_band"  # 9 is still in the moderate band
    assert (log.of("athf_count").code, log.of("athf_count").total) == ("higher", (-1, -1))
    assert log.of("european_staging").code == "higher"
    assert log.found().before.since == ("vortioxetine",)


def test_a_trial_that_ran_across_the_first_dose_had_no_known_effect_then():
    log = after_esketamine()
    log.add(
        "treatment",
        "t5",
        {**DRUG, "drug": "vortioxetine", "doses": [{"mg": 20, "weeks": 8}], "start": "2026-02-01", "end": "2026-04-10"},
    )
    change = log.of("athf_count")
    assert (change.before.range, change.now.range, change.code) == ((4, 5), (5, 5), "cannot_tell")
    assert log.found().before.running == ("vortioxetine",)


def test_time_alone_makes_the_stage_higher():
    # Eleven months at the first dose, thirteen at the end: 1 point, then 2.
    log = Log({**EPISODE, "start": "2025-04-10"}).dose().review("2026-05-25", severity="severe")
    change = log.of("maudsley")
    assert (change.before.value, change.now.value, change.code, change.history) == (9, 10, "higher", (-1, -1))


def test_a_correction_that_makes_the_history_smaller_is_told_and_the_snapshot_holds():
    log = Log().keep("2026-03-02").dose().review("2026-05-25", **WELL)
    log.add("treatment", "e1", None)
    change = log.of("maudsley")
    assert (change.before.history, change.now.history, change.corrected) == ((7, 7), (7, 7), True)
    assert log.of("thase_rush").now.value == 5
    assert log.of("mgh_s").now.value == 10.5


def test_what_is_unknown_of_the_history_alike_hides_no_difference():
    log = Log(treatments={**VIGNETTE, "e1": {"kind": "ect", "episode": "current", "status": "given"}})
    change = log.dose().review("2026-04-27", **WELL).review("2026-05-25", **WELL).of("maudsley")
    assert (change.before.history, change.now.history) == ((6, 7), (6, 7))
    assert (change.history, change.total) == ((0, 0), (3, 3))
    assert change.code == "lower_band_unknown"  # 10 to 11 before is moderate to severe


# --------------------------------------------------------------------------------------------------------------- what is unknown


def test_without_a_review_nothing_is_told_of_now():
    change = Log().dose().of("maudsley")
    assert (change.code, change.before.value, change.now.range, change.now.state) == ("cannot_tell", 11, (8, 12), (1, 5))
    assert [question.code for question in change.questions] == ["review"]
    assert Log().dose().of("thase_rush").code == "unchanged"


def test_severity_unknown_before_leaves_an_interval_and_the_question():
    state = {name: value for name, value in SEVERE.items() if name != "severity"}
    change = Log(state=state).dose().review("2026-05-25", **WELL).of("maudsley")
    assert (change.before.range, change.now.value, change.code, change.total) == ((8, 12), 8, "cannot_tell", (0, 4))
    assert [question.field for question in change.questions] == ["stage_baseline.severity"]


def test_a_severity_entered_after_the_first_dose_is_none_of_before():
    log = Log(state={}).dose().on("2026-05-25").add("episode", "severity", "subsyndromal")
    assert log.of("maudsley").before.range == (8, 12)
    assert log.found().before.late == ("severity",)


def test_a_review_before_the_first_dose_goes_before_the_record():
    log = Log(state={**SEVERE, "severity": "moderate"}).review("2026-02-25", severity="severe").dose()
    assert log.of("maudsley").before.value == 11
    assert log.found().before.state_on == dt.date(2026, 2, 25)


def test_no_failed_treatment_is_not_applicable():
    change = Log(treatments={}).dose().review("2026-05-25", **WELL).of("maudsley")
    assert (change.code, change.before.verdict) == ("not_applicable", "not_applicable")


def test_before_a_course_there_is_nothing_to_compare():
    assert Log().found() is None
    kept = Log().keep("2026-03-01").found()
    assert kept is not None
    assert (kept.begun, {one.code for one in kept.models}) == (None, {"not_begun"})


def test_a_snapshot_of_an_earlier_episode_is_none_of_this_one():
    log = Log().keep("2026-03-02").dose()
    log.add("episode", "start", "2026-04-01")
    assert log.found() is None


# ------------------------------------------------------------------------------------------------------------------ the snapshot


def test_the_snapshot_is_made_once_and_holds_every_model():
    log = Log()
    made = snapshot_before_dose(LIBRARY, fold(log.entries), "esketamine_in", DOSE_1, "k1")
    assert made is not None
    assert {one.id for one in made.stages} == {"maudsley", "mgh_s", "thase_rush", "european_staging", "athf_count", "dm_trd"}
    assert (made.on, made.session, made.severity, made.content_digest) == (DOSE_1, "k1", "severe", LIBRARY.digest)
    json.dumps(made.model_dump(mode="json"))
    log.keep("2026-03-02")
    assert snapshot_before_dose(LIBRARY, fold(log.entries), "esketamine_in", DOSE_1, "k1") is None
    given = Log().dose("2026-02-25")
    assert snapshot_before_dose(LIBRARY, fold(given.entries), "esketamine_in", DOSE_1, "k2") is None
    assert snapshot_before_dose(LIBRARY, fold(given.entries), "ketamine_iv", DOSE_1, "k2") is not None


def test_a_later_session_of_its_course_is_no_first_dose():
    log = Log()
    for number, expected in ((1, True), (12, False)):
        log.add("session", "k1", {"product": "esketamine_in", "on": "2026-03-02", "number": number})
        assert (snapshot_before_dose(LIBRARY, fold(log.entries), "esketamine_in", DOSE_1, "k1") is not None) is expected
    log.add("session", "k1", {"product": "esketamine_in", "on": "2026-03-02", "number": 12, "given": {"devices": ["10:00"]}})
    assert log.found().before.joined


def test_a_failed_course_of_ketamine_is_a_failed_treatment_without_points():
    log = after_esketamine()
    before = log.of("maudsley")
    course = {
        "kind": "ketamine",
        "product": "ketamine_iv",
        "sessions": 8,
        "weeks": 4,
        **FAILED,
        "start": "2026-01-02",
        "end": "2026-02-02",
    }
    log.add("treatment", "k0", course)
    found = log.found()
    assert found.ketamine_failed == ("ketamine_iv",)
    assert found.of("maudsley") == before


# ---------------------------------------------------------------------------------------------------------- what may never fall

RATED = st.fixed_dictionaries(
    {
        "severity": st.sampled_from([None, "subsyndromal", "mild", "moderate", "severe", "severe_psychotic"]),
        "functional_impairment": st.sampled_from([None, "none", "mild", "moderate", "severe"]),
        "anxiety": st.sampled_from([None, "none", "subthreshold", "disorder"]),
        "psychosocial_stressor": st.sampled_from([None, True, False]),
    }
)
REVIEWS = st.lists(st.tuples(st.integers(1, 800), RATED), max_size=6)
TREATED = st.lists(st.sampled_from(sorted(VIGNETTE)), unique=True)
LATER = st.lists(
    st.sampled_from(["vortioxetine", "mirtazapine", "sertraline", "nortriptyline", "phenelzine"]), unique=True, max_size=4
)


@given(reviews=REVIEWS, treated=TREATED, later=LATER, kept=st.booleans(), unasked=st.sets(st.sampled_from(ALL), max_size=2))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_sequence_of_reviews_and_no_later_trial_lowers_a_count_or_the_history(reviews, treated, later, kept, unasked):
    log = Log(treatments={key: VIGNETTE[key] for key in VIGNETTE if key in treated})
    for kind in unasked:
        log.add("asked", kind, None)
    if kept:
        log.keep("2026-03-02")
    log.dose()
    for place, (days, rated) in enumerate(reviews):
        on = (DOSE_1 + dt.timedelta(days=days)).isoformat()
        log.add("review", f"r{place}", {"on": on, **{name: value for name, value in rated.items() if value is not None}})
    for place, drug in enumerate(later):
        value = {**DRUG, "drug": drug, "doses": [{"mg": 300, "weeks": 8}], "start": "2026-06-01", "end": "2026-08-01"}
        log.add("treatment", f"n{place}", value)
    for today in (DOSE_1, dt.date(2026, 9, 1), dt.date(2028, 6, 1)):
        found = log.found(today, provisional=True)
        for change in found.models:
            if change.before.history is None or change.now.history is None:
                assert change.before.verdict == "not_applicable"
                continue
            assert change.now.history[0] >= change.before.history[0]
            assert change.now.history[1] is None or change.now.history[1] >= change.before.history[0]
            if change.history is not None:
                assert change.history[1] is not None
                assert change.history[1] <= 0
            if change.id in ("thase_rush", "european_staging", "mgh_s", "athf_count"):
                assert change.code in ("unchanged", "higher", "cannot_tell")
                assert change.total is None or change.total[1] <= 0
            if change.code == "lower_band":
                assert change.held is not None
                assert (change.held[1] - change.held[0]).days >= LIBRARY.downstaging.days_apart
