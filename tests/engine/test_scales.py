"""Totals of rating scales against published worked examples, and the interval that is left while answers are missing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trd_desk.content.load import load_library
from trd_desk.content.scale_models import Scale
from trd_desk.engine.scales import score_state, total_of
from trd_desk.record.models import Score

LIBRARY = load_library()
SUMMED = [scale for scale in LIBRARY.scales if scale.items]


def scale(name: str) -> Scale:
    return LIBRARY.scale(name)


def score(name, items, total=None):
    return Score.model_validate_json(json.dumps({"scale": name, "on": "2026-03-03", "items": items, "total": total}))


# What the notes on the scales give as numbers


@pytest.mark.parametrize(
    ("name", "count", "low", "high"),
    [
        ("madrs", 10, 0, 60),
        ("qids_sr16", 16, 0, 27),
        ("hamd17", 17, 0, 52),
        ("phq9", 9, 0, 27),
        ("cadss", 23, 0, 92),
        ("cadss6", 6, 0, 24),
        ("bprs_positive", 4, 4, 28),
    ],
)
def test_the_ends_of_a_scale_are_those_of_its_items(name, count, low, high):
    found = scale(name)
    least = [item.low for item in found.items]
    greatest = [item.high for item in found.items]
    assert len(found.items) == count
    assert (found.low, found.high) == (low, high)
    assert score_state(found, least).total == low
    assert score_state(found, greatest).total == high
    assert (score_state(found, None).low, score_state(found, None).high) == (low, high)


@pytest.mark.parametrize(
    ("name", "edges"),
    [
        ("madrs", [(6, "none"), (7, "mild"), (19, "mild"), (20, "moderate"), (34, "moderate"), (35, "severe"), (60, "severe")]),
        ("qids_sr16", [(5, "none"), (6, "mild"), (10, "mild"), (11, "moderate"), (15, "moderate"), (16, "severe"), (20, "severe"), (21, "very_severe")]),
        ("hamd17", [(7, "none"), (8, "mild"), (13, "mild"), (14, "moderate"), (18, "moderate"), (19, "severe"), (22, "severe"), (23, "very_severe")]),
        (
            "phq9",
            [(4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"), (15, "moderately_severe"), (20, "severe")],
        ),
    ],
)
def test_bands_begin_and_end_where_they_are_published(name, edges):
    for total, band in edges:
        assert score_state(scale(name), None, total).band.id == band, total


def test_a_total_between_two_whole_numbers_has_one_band():
    assert score_state(scale("madrs"), None, 19.5).band.id == "mild"


def test_the_published_crosswalk_of_the_qids_agrees_with_both_cuts_of_remission_and_relapse():
    """5 beside 7 are the cuts of remission, 11 beside 14 those of relapse (IDS/QIDS page; STAR*D)."""
    walk = {point.own: (point.low, point.high) for point in scale("qids_sr16").crosswalk.points}
    assert walk == {5: (7, 7), 6: (8, 8), 10: (13, 13), 11: (14, 15), 15: (18, 19), 16: (20, 20), 20: (25, 25), 21: (26, 27)}
    assert walk[LIBRARY.number("remission_qids_sr16")][0] == LIBRARY.number("remission_hamd17")
    assert walk[scale("qids_sr16").relapse.at_least][0] == scale("hamd17").relapse.at_least
    for own, other in ((5, 7), (6, 8), (10, 13), (11, 14), (16, 20), (21, 26)):
        assert score_state(scale("qids_sr16"), None, own).band.id == score_state(scale("hamd17"), None, other).band.id


# QIDS-SR16: domains and pairs


def qids(**answers):
    items = [0] * 16
    items[6] = items[8] = None  # of 6 and 7, and of 8 and 9, one is answered
    for name, value in answers.items():
        items[int(name[1:]) - 1] = value
    return items


def test_the_highest_of_a_domain_counts_once():
    assert score_state(scale("qids_sr16"), qids(i1=2, i2=3, i3=1, i4=2)).total == 3
    assert score_state(scale("qids_sr16"), qids(i15=1, i16=3)).total == 3
    assert score_state(scale("qids_sr16"), qids(i6=2, i8=3)).total == 3
    assert score_state(scale("qids_sr16"), qids(i5=1, i10=2, i11=3, i12=1, i13=2, i14=3)).total == 12


def test_of_a_pair_one_answer_is_enough_and_two_are_told():
    weight_gain = qids(i6=None, i7=2)
    assert score_state(scale("qids_sr16"), weight_gain).total == 2
    neither = score_state(scale("qids_sr16"), qids(i6=None))
    assert neither.total is None
    assert neither.missing == (6, 7)
    both = score_state(scale("qids_sr16"), qids(i6=1, i7=3))
    assert both.both == ((6, 7),)
    assert both.total == 3


def test_a_domain_at_its_height_leaves_nothing_open_though_an_answer_is_missing():
    state = score_state(scale("qids_sr16"), qids(i1=3, i2=None))
    assert state.total is None  # any blank leaves no total
    assert (state.low, state.high) == (3, 3)
    assert state.missing == (2,)


# HAM-D17, PHQ-9: what never counts


def test_item_16_not_assessed_counts_nothing_and_leaves_a_total():
    items = [1] * 15 + [3, 1]
    state = score_state(scale("hamd17"), items)
    assert state.total == 16
    assert state.missing == ()
    assert score_state(scale("hamd17"), [1] * 15 + [None, 1]).missing == (16,)


def test_items_18_to_21_of_the_longer_form_are_never_added():
    assert score_state(scale("hamd17"), [1] * 17 + [2, 2, 2, 2]).total == 17
    assert score_state(scale("hamd17"), [1] * 22).total is None  # no form has 22


def test_the_question_about_difficulty_is_never_added():
    assert score_state(scale("phq9"), [1] * 9 + [3]).total == 9
    assert total_of(score("phq9", [1] * 9 + [3]), LIBRARY) == 9
    assert score_state(scale("phq9"), [1] * 11).total is None


def test_an_answer_that_the_scale_does_not_have_is_told_and_never_added():
    state = score_state(scale("phq9"), [5, *[1] * 8])
    assert state.total is None
    assert state.misfits == (1,)
    assert (state.low, state.high) == (8, 11)
    assert score_state(scale("bprs_positive"), [0, 1, 1, 1]).misfits == (4,)


# PHQ-9: the pattern


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([2, 0, 2, 2, 2, 2, 0, 0, 0], True),
        ([0, 2, 2, 2, 2, 2, 0, 0, 0], True),
        ([1, 1, 2, 2, 2, 2, 2, 2, 0], False),  # neither of the first two reaches 2
        ([2, 0, 2, 2, 2, 0, 0, 0, 0], False),  # four items
        ([2, 0, 2, 2, 2, 0, 0, 0, 1], True),  # item 9 counts from 1 on
        ([2, 0, 2, 2, 1, 0, 0, 0, 1], False),
        ([2, 2, 2, 2, None, None, None, None, None], None),
        ([2, 2, 2, 2, 2, None, None, None, None], True),  # whatever the others are
        ([0, 0, 2, 2, 2, None, None, None, None], False),
        ([None] * 9, None),
    ],
)
def test_the_pattern_of_a_depressive_syndrome(items, expected):
    assert score_state(scale("phq9"), items).flag is expected


def test_a_scale_without_a_pattern_tells_none():
    assert score_state(scale("madrs"), [6] * 10).flag is None


# MOAA/S, BPRS, totals as recorded


def test_moaas_alerts_at_three_or_less():
    assert [score_state(scale("moaas"), None, value).alert for value in (5, 4, 3, 2, 0)] == [False, False, True, True, True]
    assert score_state(scale("moaas"), None).alert is None
    assert score_state(scale("cadss"), None, 0).alert is None


def test_the_metric_of_the_bprs_is_one_to_seven():
    """Four items of 1 to 7 give 4 to 28; counted from 0 the same answers would give 0 to 24."""
    found = scale("bprs_positive")
    assert "1 to 7" in found.metric
    for value in range(1, 8):
        assert score_state(found, [value] * 4).total == 4 * value
        assert 4 * value - 4 == sum(each - 1 for each in [value] * 4)


def test_a_recorded_total_goes_before_the_items():
    state = score_state(scale("phq9"), [3] * 9, 12)
    assert (state.total, state.low, state.high, state.band.id) == (12, 12, 12, "moderate")
    assert total_of(score("phq9", [3] * 9, 12), LIBRARY) == 12
    assert total_of(score("phq9", None), LIBRARY) is None
    assert total_of(score("cgi_s", [4]), LIBRARY) is None
    assert total_of(score("cgi_s", None, 4), LIBRARY) == 4


def test_a_blank_leaves_no_total_but_the_totals_that_are_possible():
    state = score_state(scale("madrs"), [4, 4, 4, 4, 4, 4, 4, 4, None, 4])
    assert state.total is None
    assert (state.low, state.high, state.missing) == (36, 42, (9,))
    assert state.band.id == "severe"  # whatever item 9 is
    wide = score_state(scale("madrs"), [2] * 5)
    assert wide.missing == (6, 7, 8, 9, 10)
    assert [band.id for band in wide.bands] == ["mild", "moderate", "severe"]
    assert wide.band is None


# Any filling-in of any scale


@st.composite
def filled(draw):
    """A scale, all its answers as the form asks for them, and the same with some of them missing."""
    found = draw(st.sampled_from(SUMMED))
    whole = [draw(st.sampled_from(item.values)) for item in found.items]
    for first, second in found.one_of:
        whole[found.place(draw(st.sampled_from((first, second))))] = None
    gone = draw(st.sets(st.integers(0, len(whole) - 1)))
    return found, whole, [None if place in gone else answer for place, answer in enumerate(whole)]


@given(filled())
def test_a_total_lies_within_what_any_part_of_its_answers_leaves_open(case):
    found, whole, part = case
    full, partial = score_state(found, whole), score_state(found, part)
    assert full.total is not None
    assert full.low == full.total == full.high
    assert found.low <= partial.low <= full.total <= partial.high <= found.high
    assert set(full.bands) <= set(partial.bands)
    assert partial.flag in (None, full.flag)
    if partial.total is not None:
        assert partial.total == full.total
        assert partial.missing == ()
    else:
        assert partial.missing
    if found.bands:
        assert len(full.bands) == 1


@given(filled(), st.data())
def test_one_more_answer_never_widens_what_is_possible(case, data):
    found, whole, part = case
    open_places = [place for place, answer in enumerate(part) if answer is None and whole[place] is not None]
    if not open_places:
        return
    place = data.draw(st.sampled_from(open_places))
    before = score_state(found, part)
    after = score_state(found, [*part[:place], whole[place], *part[place + 1 :]])
    assert before.low <= after.low <= after.high <= before.high
    assert set(after.missing) < set(before.missing)
