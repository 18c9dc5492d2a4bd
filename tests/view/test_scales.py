"""Scales in words: totals, intervals and what is missing; the form and its licence; results, versions, and where they are told elsewhere."""

import datetime as dt
import json

import pytest

from trd_desk.content.wording import Wordings, read_wordings, wording_of
from trd_desk.engine.scales import score_state
from trd_desk.record.entries import Entry
from trd_desk.record.fold import fold
from trd_desk.view.safety_rows import known_from_record
from trd_desk.view.scale_form import view_form
from trd_desk.view.scale_results import items_total, open_entry, same_day, score_fault, score_versions, view_results, view_scales
from trd_desk.view.scales import (
    day_fault,
    entry_value,
    item_names,
    item_rows,
    missing_words,
    new_key,
    state_remarks,
    total_fault,
    total_words,
)

DAY = dt.date(2026, 3, 17)


def entry(seq, kind, key, value, *, by="Dr A", reason=None):
    return Entry(seq, f"e{seq}", "p", kind, key, value, f"2026-03-{10 + seq:02}T09:00:00+00:00", 0, by, "2026.12", reason)


def patient(*said):
    start = [("patient", "id", "X1"), ("patient", "birth_date", "1980-05-10")]
    return fold([entry(seq, *one) for seq, one in enumerate([*start, *said])])


def plain(text):
    return text.replace("\u00a0", " ")


def words(scale, items, total=None):
    return plain(total_words(scale, score_state(scale, items, total)).word)


# Totals


def test_a_total_is_told_with_its_band(library):
    assert words(library.scale("madrs"), [3] * 10) == "30, moderate"
    assert words(library.scale("cadss"), None, 12) == "12"


def test_without_a_total_the_interval_is_told_and_labelled(library):
    madrs = library.scale("madrs")
    assert words(madrs, [4] * 9) == "No total: 36 to 42 possible, severe"
    assert words(madrs, [2] * 5) == "No total: 10 to 40 possible, mild to severe"
    assert words(madrs, None) == "No answer yet"
    assert words(madrs, [None] * 10) == "No answer yet"


def test_missing_items_are_named_and_a_pair_is_one_question(library):
    qids, madrs = library.scale("qids_sr16"), library.scale("madrs")
    assert item_names(madrs, [9]) == "item 9"
    assert item_names(madrs, [2, 9]) == "items 2 and 9"
    assert item_names(madrs, [1, 3, 4, 5, 9]) == "items 1, 3 to 5 and 9"
    assert item_names(qids, [5, 6, 7, 10]) == "items 5, 6 or 7 and 10"
    assert item_names(qids, [6, 7]) == "item 6 or 7"
    assert item_names(qids, [7]) == "item 7"
    assert missing_words(madrs, score_state(madrs, [1] * 9)) == "Missing: item 10."
    assert missing_words(madrs, score_state(madrs, [1] * 10)) == ""
    assert missing_words(madrs, score_state(madrs, None)) == ""


def test_what_cannot_stand_and_what_the_pattern_tells_is_said(library):
    qids, phq9, moaas = library.scale("qids_sr16"), library.scale("phq9"), library.scale("moaas")
    items = [0] * 16
    items[8] = None
    both = state_remarks(qids, score_state(qids, items))
    assert "Items 6 and 7 are both answered" in both[0].text
    assert state_remarks(phq9, score_state(phq9, [9, *[1] * 8]))[0].text.startswith("Item 1 holds an answer that the scale does not have")
    assert state_remarks(phq9, score_state(phq9, [3] * 9))[0].bold == "Depressive syndrome by its pattern"
    assert state_remarks(moaas, score_state(moaas, None, 3))[0].mark == "amber"
    assert state_remarks(moaas, score_state(moaas, None, 4)) == ()
    assert "a HAM-D17 of 14 to 15" in plain(state_remarks(qids, score_state(qids, None, 11))[0].text)
    assert state_remarks(qids, score_state(qids, None, 12)) == ()


@pytest.mark.parametrize(
    ("scale", "total", "expected"),
    [
        ("phq9", 31, "31 does not fit: a total of the PHQ-9 is 0 to 27. Read it off the form again."),
        ("phq9", -1, "-1 does not fit"),
        ("phq9", 27, ""),
        ("madrs", 30.5, "The total of the MADRS is a whole number."),
        ("bprs_positive", 3, "3 does not fit: a total of the BPRS+ is 4 to 28."),
        ("cgi_s", 8, "8 does not fit: a total of the CGI-S is 1 to 7."),
    ],
)
def test_a_total_that_cannot_be_is_told_with_the_range(library, scale, total, expected):
    said = plain(total_fault(library.scale(scale), total))
    assert said.startswith(expected) if expected else said == ""


def test_a_day_before_the_birth_is_told():
    known = patient()
    assert plain(day_fault(known, dt.date(1979, 1, 1))) == "1 January 1979 lies before the birth date, 10 May 1980. Correct one of them."
    assert day_fault(known, DAY) == ""


# The form


def form(library, scale, said=(), key=None, value=None, wordings=None, wanted=None):
    found = library.scale(scale)
    shown = wording_of(found, wordings or Wordings())
    return view_form(patient(*said), found, key, value or {}, shown, DAY, wanted)


def test_the_form_of_numbers_shows_no_wording_and_says_why(library):
    madrs = form(library, "madrs")
    assert [row.words.text for row in madrs.rows] == [""] * 10
    assert madrs.licence.startswith("Numbers only: have the official form beside you.")
    assert (madrs.stem, madrs.credit, madrs.legend, madrs.patient_can) == ("", "", (), "")
    assert madrs.on == DAY
    assert [mode for mode, _words in madrs.modes] == ["items", "total"]


def test_the_form_of_the_phq9_shows_its_wording_with_credit_and_standing(library):
    phq9 = form(library, "phq9")
    assert phq9.rows[8].words.text == "Thoughts that you would be better off dead or of hurting yourself in some way"
    assert plain(phq9.legend_words) == "0 Not at all; 1 Several days; 2 More than half the days; 3 Nearly every day"
    assert "Pfizer" in phq9.credit
    assert "Standing of the wording: Provisional" in phq9.licence
    assert phq9.patient_can == "Let the patient fill it in"
    total = form(library, "phq9", wanted="total")
    assert (total.rows, total.credit, total.stem) == ((), "", "")


def test_the_question_about_difficulty_is_asked_once_something_was_answered_above_nought(library):
    assert form(library, "phq9").extra == ""
    assert form(library, "phq9", value={"items": [0] * 9}).extra == ""
    asked = form(library, "phq9", [("score_about", "s1", {"by": "clinician", "extra": 2})], "s1", {"items": [0] * 8 + [1]})
    assert asked.extra.startswith("If you checked off any problems")
    assert asked.extra_answer == 2


def test_an_item_whose_pair_is_answered_is_not_asked_for(library):
    items = [None] * 16
    items[5] = 2
    rows = form(library, "qids_sr16", value={"items": items}).rows
    assert (rows[6].closed, rows[6].spare) == (True, "not asked for")
    assert (rows[7].closed, rows[7].spare) == (False, "8 or 9")
    assert rows[5].spare == ""


def test_an_item_that_was_not_assessed_says_so(library):
    rows = item_rows(library.scale("hamd17"), None)
    assert rows[15].options[-1] == (3, "not assessed")
    assert plain(form(library, "hamd17").rows[15].said) == "3 not assessed"
    assert form(library, "hamd17").rows[0].said == ""


def test_levels_and_single_ratings_have_choices_instead_of_items(library):
    cssrs = form(library, "cssrs")
    assert (cssrs.mode, [word for _value, word in cssrs.choices]) == ("level", ["None", "Low", "Moderate", "High"])
    assert cssrs.rows == ()
    assert cssrs.state.word == "No level yet"
    moaas = form(library, "moaas", value={"total": 4})
    assert (moaas.mode, [value for value, _word in moaas.choices], moaas.state.word) == ("single", [5, 4, 3, 2, 1, 0], "4")
    assert "4\u00a0Answers to the name slowly" in moaas.legend_words.splitlines()
    assert form(library, "whodas12").mode == "total"


def test_a_recorded_total_that_the_items_do_not_make_is_told(library):
    said = form(library, "phq9", value={"items": [1] * 9, "total": 12})
    assert said.state.word == "12, moderate"
    assert "the items add up to 9" in said.remarks[-1].text
    assert form(library, "phq9", value={"items": [1] * 9, "total": 9}).remarks == ()


def test_an_older_way_of_counting_is_told(library):
    said = form(library, "bprs_positive", value={"total": 12, "metric": "0 to 6 an item"})
    assert "counted as 0 to 6 an item" in said.remarks[-1].text


def test_the_clinics_own_wording_says_to_whom_it_is_licensed(library, tmp_path):
    own = {
        "licensee": "Northfield Clinic",
        "licence": "agreement 17/2026",
        "title": "Ours",
        "stem": "In the past week",
        "items": [f"text {number}" for number in range(1, 11)],
    }
    options = {str(number): [f"{number}.{value}" for value in range(7)] for number in range(1, 11)}
    lines = [f"{name} = {json.dumps(value)}" for name, value in own.items()] + ["[item_options]"]
    lines += [f"{name} = {json.dumps(value)}" for name, value in options.items()]
    (tmp_path / "madrs.toml").write_text("\n".join(lines), encoding="utf-8")
    found = read_wordings(tmp_path, library.scales)
    assert found.faults == ()
    madrs = form(library, "madrs", wordings=found)
    assert madrs.licence == "The clinic's own wording, licensed to Northfield Clinic (agreement 17/2026)."
    assert madrs.rows[2].words.text == "text 3"
    assert plain(madrs.rows[2].said).startswith("0 3.0; 1 3.1")
    assert madrs.patient_can == ""  # a clinician's scale


# Results

MADRS_1 = ("score", "s1", {"scale": "madrs", "on": "2026-01-05", "total": 34})
MADRS_2 = ("score", "s2", {"scale": "madrs", "on": "2026-03-17", "items": [2] * 9 + [None]})
RISK = ("rating", "r1", {"scale": "cssrs", "on": "2026-03-02", "level": "moderate"})


def test_the_list_tells_the_latest_result_of_every_scale(library):
    rows = {row.id: row for row in view_scales(library, patient(MADRS_1, MADRS_2, RISK))}
    assert len(rows) == len(library.scales)
    assert plain(rows["madrs"].name) == "MADRS: No total: 18 to 24 possible, mild to moderate, 17 Mar 2026"
    assert (rows["cssrs"].last.word, plain(rows["cssrs"].day)) == ("Moderate", "2 Mar 2026")
    assert rows["phq9"].name == "PHQ-9, not recorded"


def test_results_are_the_newest_first_with_what_is_missing_and_who_gave_them(library):
    known = patient(MADRS_1, MADRS_2, ("score_about", "s1", {"by": "patient"}))
    first, second = view_results(known, library.scale("madrs"))
    assert (first.key, first.open, first.more) == ("s2", True, "Missing: item 10. By Dr A.")
    assert (second.result.word, second.more) == ("34, moderate", "Total only. Answered by the patient.")


def test_what_was_taken_back_or_cannot_be_read_is_no_result(library):
    known = patient(("score", "s1", None), ("score", "s2", {"scale": "madrs", "on": "tomorrow"}), ("rating", "r1", {"scale": "cadss"}))
    assert view_results(known, library.scale("madrs")) == ()
    assert view_results(known, library.scale("cadss")) == ()


def test_a_rating_tells_its_session_and_moment_and_sessions_tell_their_values(library):
    session = {
        "product": "esketamine_in",
        "on": "2026-03-17",
        "observations": [{"at": "10:00", "moaas": 5, "cadss": 3}, {"at": "10:40", "moaas": 3, "cadss": 21}],
    }
    rating = {"scale": "cadss", "on": "2026-03-17", "total": 24, "session": "v1", "phase": "at_40"}
    known = patient(("session", "v1", session), ("rating", "r1", rating))
    own, observed = view_results(known, library.scale("cadss"))
    assert own.more == "Total only. Session, Esketamine spray, At 40 minutes. By Dr A."
    assert (observed.result.word, observed.key) == ("highest 21", "")
    assert view_results(known, library.scale("moaas"))[0].result.word == "lowest 3"
    assert view_form(known, library.scale("cadss"), "r1", rating, None, DAY).sessions == (("v1", "Esketamine spray"),)


def test_a_second_entry_of_a_day_is_told_and_one_begun_today_is_gone_on_with(library):
    known, madrs = patient(MADRS_1, MADRS_2), library.scale("madrs")
    assert same_day(known, madrs, DAY, None).replace("\u00a0", " ").startswith("MADRS of 17 March 2026 is recorded already: No total")
    assert same_day(known, madrs, DAY, "s2") == ""
    assert open_entry(known, madrs, DAY) == "s2"
    assert open_entry(known, madrs, dt.date(2026, 1, 5)) is None
    assert new_key(known, madrs) == ("score", "s3")
    assert new_key(known, library.scale("cadss")) == ("rating", "r1")


def test_an_entry_keeps_only_what_was_said(library):
    assert entry_value(library.scale("madrs"), DAY, total=31.0) == {"scale": "madrs", "on": "2026-03-17", "total": 31}
    assert entry_value(library.scale("cssrs"), DAY, level="low") == {"scale": "cssrs", "on": "2026-03-17", "level": "low"}
    rating = entry_value(library.scale("cadss6"), DAY, items=[1] * 6, session="v1", phase="before")
    assert rating["metric"] == "6 items, 0 to 24"
    assert "total" not in rating


def test_every_version_tells_what_it_changed(library):
    madrs = library.scale("madrs")
    first = {"scale": "madrs", "on": "2026-03-17", "items": [2, *[None] * 9]}
    log = [
        entry(1, "score", "s1", first),
        entry(2, "score", "s1", {**first, "items": [2, 4, *[None] * 8]}),
        entry(3, "score", "s1", {**first, "items": [3, 4, *[None] * 8], "on": "2026-03-16"}, reason="typing mistake"),
        entry(4, "score", "s1", None, reason="taken back"),
    ]
    said = [(plain(one.said), one.reason, one.now) for one in score_versions(madrs, log)]
    assert said == [
        ("Taken back", "taken back", True),
        ("Day: 16 March 2026; item 1: 3", "typing mistake", False),
        ("Item 2: 4", "", False),
        ("Day: 17 March 2026; item 1: 2", "", False),
    ]


# Elsewhere


def test_a_score_by_items_is_known_where_the_work_up_asks_for_a_score(library):
    known = patient(("score", "s1", {"scale": "phq9", "on": "2026-03-02", "items": [2] * 9}), ("score", "s2", {**MADRS_2[2], "on": "2026-03-03"}))
    assert known_from_record(library, known, "depression_score", DAY)["result"] == "PHQ-9 18"


def test_the_history_tells_what_the_items_make_and_refuses_what_cannot_be(library):
    whole = items_total(library, {"scale": "phq9", "on": "2026-03-02", "items": [2] * 9})
    assert (whole.total, whole.sentence) == (18, "Worked out from its items, which stand under Outcomes, Scales.")
    begun = items_total(library, MADRS_2[2])
    assert begun.total is None
    assert plain(begun.sentence) == "No total: 18 to 24 possible, mild to moderate. Its items stand under Outcomes, Scales."
    assert items_total(library, MADRS_1[2]) is None
    assert score_fault(library, patient(), {"scale": "phq9", "total": 31}, "total").startswith("31 does not fit")
    assert score_fault(library, patient(), {"scale": "phq9", "total": 31}, "on") == ""
    assert "birth date" in score_fault(library, patient(), {"scale": "phq9", "on": "1979-01-01"}, "on")
