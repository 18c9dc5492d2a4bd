"""The checklist before a dose in words: one result, rows with their thresholds and sources, what the record knows, and the tiers."""

import datetime as dt
import re
import tomllib
from dataclasses import replace

import pytest
from days import ON, PASSING, PERSON, Day, at, checked_day, iso

from trd_desk.content.conduct_models import ConductRules, conduct_faults
from trd_desk.content.load import content_folder
from trd_desk.content.session_models import PREDOSE_ITEMS
from trd_desk.record.session_models import Predose
from trd_desk.record.session_parts import PREDOSE_TIMES
from trd_desk.view.checklist import view_checklist
from trd_desk.view.clock_times import countdown, understand_clock
from trd_desk.view.pressure_tiers import Reading, view_pressure_tiers
from trd_desk.view.shapes import Polygon, Rect
from trd_desk.view.typed_numbers import understand_number, understand_pressure


def view_of(library, day, clock="10:05"):
    return view_checklist(library, day.patient(), day.live(library, clock))


def empty_day(product="esketamine_in", dose=84, facts=PERSON, **plan):
    return Day(product, dose, facts=facts, **{"first": False, "week": 6, **plan})


def mock_up_day():
    """The state of the mock-up: two items wait, two answers are missing, the pressure is overridden."""
    day = checked_day()
    day.part("predose", "nasal_spray_used", True)
    day.part("predose", "nasal_spray_at", iso("09:20"))
    day.part("predose", "food_at", iso("08:10"))
    for name in ("escort_named", "emergency_kit_checked"):
        day.part("predose", name, None, reason="taken back")
    day.part("predose", "pressure/1", {"at": iso("09:48"), "sbp": 146, "dbp": 88})
    day.part("predose", "pressure/2", {"at": iso("09:58"), "sbp": 144, "dbp": 86})
    reason = "Usual pressure for her at rest 142; eight sessions without a rise above 160."
    day.part("override", "blood_pressure", {"by": "Dr K. Osei", "role": "prescriber", "reason": reason, "at": iso("10:00")})
    return day


# ------------------------------------------------------------------------------------------------------------------ all items


def test_every_item_of_the_content_is_a_row_with_its_words_threshold_and_source(library):
    view = view_of(library, empty_day())
    assert sorted(row.id for row in view.rows) == sorted(PREDOSE_ITEMS)
    rules = {item.id: item for item in library.predose.item}
    for row in view.rows:
        assert row.name == library.conduct.words_of(row.id).name
        assert row.threshold
        assert "{" not in row.threshold
        assert row.threshold in row.about
        assert row.source.status
        assert all(library.source(cited.source).short in " ".join(row.about_in_full) for cited in rules[row.id].sources)
        assert row.questions or row.state == "pass"


def test_every_question_is_kept_in_a_field_that_the_record_knows(library):
    known = {*Predose.model_fields, *PREDOSE_TIMES, "weight_kg", "height_cm"}
    for words in library.conduct.words:
        for ask in words.asks:
            assert ask.field in known or ask.field == "pressure", (words.item, ask.field)
            assert ask.when is None or ask.when in Predose.model_fields


def test_a_changed_setting_changes_the_words_of_the_threshold(library):
    changed = {
        "heart_rate": {"normal": (55, 95), "tolerated": (45, 125)},
        "food": {"wait_minutes": 180},
        "fluid": {"wait_minutes": 45},
        "blood_pressure": {"numbers": {**_rule(library, "blood_pressure").numbers, "pass_systolic": 135, "pass_diastolic": 85, "repeat_minutes": 5}},
        "sedative": {"numbers": {"hours": 10, "daily_mg": 6}},
    }
    items = tuple(item.model_copy(update=changed.get(item.id, {})) for item in library.predose.item)
    other = replace(library, predose=library.predose.model_copy(update={"item": items}))
    day = empty_day()
    day.part("predose", "food_at", iso("08:10"))
    view = view_of(other, day)
    assert view.row("heart_rate").threshold == "55 to 95 a minute"
    assert "45 to under 55 or over 95 to 125" in view.row("heart_rate").otherwise
    assert view.row("food").threshold == "none for 3\u00a0hours"
    assert view.row("food").says == "Ate 08:10, 1\u00a0h\u00a055\u00a0min ago. Needs 3\u00a0hours."
    assert view.row("food").until == at("11:10")
    assert view.row("fluid").threshold == "none for 45\u00a0minutes"
    assert view.row("blood_pressure").threshold.startswith("135/85 or less")
    assert "after 5 minutes" in view.row("blood_pressure").threshold
    assert view.row("sedative").threshold == "none in 10 hours, 6 mg diazepam equivalent a day or less, not drowsy"
    assert {"to 135", "to 85", "136–159"} <= {text.text for text in view.tiers.texts()}


def _rule(library, item):
    return next(one for one in library.predose.item if one.id == item)


def test_a_threshold_that_names_a_number_its_rule_lacks_is_refused(library):
    file = max((content_folder() / "session" / "conduct").glob("*.toml"))
    body = tomllib.loads(file.read_text(encoding="utf-8"))
    next(one for one in body["words"] if one["item"] == "food")["threshold"] = "none for {hours}"
    next(one for one in body["words"] if one["item"] == "pregnancy")["asks"][1]["when"] = "pregnant"
    del next(one for one in body["words"] if one["item"] == "suicide_risk")["asks"]
    faults = conduct_faults(ConductRules.model_validate(body), library.predose, library.dosing.weight)
    assert faults == [
        "conduct: words food: threshold: the rule has no number 'hours'",
        "conduct: words pregnancy: asks pregnancy_test: when: 'pregnant' is not asked there",
        "conduct: words suicide_risk: asks: is missing; the item is not answered with yes or no alone",
    ]


# ------------------------------------------------------------------------------------------------------------------ the result


def test_the_mock_up_word_for_word(library):
    view = view_of(library, mock_up_day(), "10:01")
    result = view.result
    assert (result.kind, result.mark, result.words, result.until) == ("wait", "wait", "Wait until 10:20", at("10:20"))
    assert result.left(at("10:01")) == "19:00 left."
    assert result.reason == "Nasal spray and food clear by themselves; then two answers are missing."
    assert result.more == "Pressure is overridden and stays as a note. Nothing says stop."
    assert result.counts == ("4 need you", "1 note, 28 pass")
    told = [(row.name, row.says.replace("\u00a0", " "), row.word) for row in view.needs]
    assert told == [
        ("Nasal spray", "Used 09:20, 41 minutes ago. Needs 1 hour.", "Hold until 10:20"),
        ("Food", "Ate 08:10, 1 h 51 min ago. Needs 2 hours.", "Wait until 10:10"),
        ("Escort", "", "Missing"),
        ("Emergency kit", "", "Missing"),
        ("Pressure", "144/86 on repeat. Override signed.", "Note"),
    ]
    assert [card.title for card in view.overrides] == ["Pressure: override by Dr K. Osei, prescriber, 10:00."]
    assert view.overrides[0].prints == "Prints on the session record."
    assert (view.give.words, view.give.usable, view.give.beside.replace("\u00a0", " ")) == ("Give first device", False, "opens at 10:20, with 2 answers")
    assert sum(len(group.rows) for group in view.passed) == 28
    assert [group.title for group in view.passed] == [group.title for group in library.conduct.group]


def _stop():
    day = checked_day()
    day.part("predose", "pressure/1", {"at": iso("09:58"), "sbp": 184, "dbp": 96})
    return day


def _hold():
    day = checked_day()
    day.part("predose", "escort_named", False)
    return day


def _wait():
    day = checked_day()
    day.part("predose", "fluid_at", iso("09:50"))
    return day


def _missing():
    day = checked_day()
    day.part("predose", "drowsy", None)
    day.part("predose", "identity_confirmed", None)
    return day


def _override():
    day = checked_day()
    day.part("predose", "nose_clear", False)
    return day


def _notes():
    day = checked_day()
    day.part("predose", "suicide_risk", "moderate")
    day.part("predose", "antihypertensive_taken", False)
    return day


RESULTS = {
    "stop": (_stop, "Stop for today", "Pressure: 184/96 at 09:58.", "not today"),
    "hold": (_hold, "Hold", "Escort: no escort is named.", "on hold"),
    "wait": (_wait, "Wait until 10:20", "Drink clears by itself; then nothing is in the way.", "opens at 10:20"),
    "missing": (_missing, "2 answers missing", "Still to answer: Identity and sedatives.", "opens with 2\u00a0answers"),
    "override": (_override, "Override needed", "Nose: the nose is not clear. A prescriber may override it, with a reason.", "opens with 1\u00a0override"),
    "note": (_notes, "Ready, with 2 notes", "Pressure tablet: the usual antihypertensive was not taken. Suicide risk: the suicide risk is moderate.", ""),
    "ready": (checked_day, "Ready", "All 33 items are in order.", ""),
}


@pytest.mark.parametrize("kind", RESULTS)
def test_each_of_the_seven_results(library, kind):
    make, words, reason, beside = RESULTS[kind]
    view = view_of(library, make())
    assert (view.result.kind, view.result.words, view.result.reason) == (kind, words, reason)
    if kind in ("note", "ready"):
        # What is left is done in the part Dose, so the way there is open; it is not the dose itself.
        assert (view.give.words, view.give.usable) == ("Go to the dose", True)
        assert view.give.beside == "still to do: second check and batch"
    else:
        assert (view.give.words, view.give.usable, view.give.beside) == ("Give first device", False, beside)
        assert view.give.sentence
    assert re.fullmatch(r"\d+ needs? you", view.result.counts[0])


def test_the_worst_decides_and_the_list_stands_in_its_order(library):
    day = checked_day()
    day.part("predose", "pressure/1", {"at": iso("09:58"), "sbp": 184, "dbp": 96})
    day.part("predose", "escort_named", False)
    day.part("predose", "fluid_at", iso("09:50"))
    day.part("predose", "identity_confirmed", None)
    day.part("predose", "nose_clear", False)
    day.part("predose", "suicide_risk", "moderate")
    view = view_of(library, day)
    assert view.result.kind == "stop"
    assert [row.state for row in view.needs] == ["stop", "hold", "wait", "incomplete", "override", "note"]
    assert "Nothing says stop" not in view.result.more


def test_nothing_is_said_of_a_stop_while_what_can_stop_is_not_answered(library):
    assert "stop" not in view_of(library, empty_day()).result.more
    day = checked_day()
    day.part("predose", "stop_list_asked", None)
    assert "Nothing says stop" not in view_of(library, day).result.more
    assert "Nothing says stop" in view_of(library, _missing()).result.more


def test_a_wait_turns_at_its_second_and_not_before(library):
    day = _wait()
    assert day.live(library, "10:19:59").result.predose.result == "override"
    assert view_of(library, day, "10:19:59").result.kind == "wait"
    assert view_of(library, day, "10:20:00").result.kind == "ready"
    assert day.live(library, "10:19:10").changes_at <= at("10:20:00")


def test_signs_that_are_too_old_are_checked_again_and_no_dose_is_offered(library):
    view = view_of(library, checked_day(), "10:31")
    assert (view.result.kind, view.result.words) == ("again", "Check again")
    assert view.stale == "The signs are from 09:58, more than 30\u00a0minutes ago."
    assert [row.id for row in view.needs] == ["blood_pressure", "heart_rate", "spo2", "respiratory_rate"]
    assert all(row.again and row.asking for row in view.needs)
    assert view.row("heart_rate").says == "76 at 10:00, 31\u00a0minutes ago."
    assert not view.give.usable
    assert view.give.beside == "opens with fresh signs"
    day = checked_day()
    day.part("predose", "reviewed", iso("10:31"), when=at("10:31"))
    assert view_of(library, day, "10:32").result.kind == "ready"
    assert view_of(library, day, "11:02").result.kind == "again"


def test_who_checked_the_dose_is_told_on_the_button_that_somebody_else_gives_it(library):
    day = checked_day(dose=84)
    day.part("given", "batch", {"batch": "K7", "expires": "2027-08-31"})
    check = {"by": "K. Osei", "role": "prescriber", "at": iso("10:02"), "product": "esketamine_in", "dose_mg": 84, "devices": 3, "agrees": True}
    day.part("second_check", "", check, by="K. Osei")
    live = day.live(library, "10:05")
    for by in ("", "J. Marsh"):
        assert view_checklist(library, day.patient(), live, by=by).give.words == "Give first device"
    give = view_checklist(library, day.patient(), live, by="k. osei").give
    assert (give.words, give.beside) == ("Go to the dose", "still to do: same person")
    assert "somebody else gives the dose" in give.sentence


def test_after_the_dose_it_is_told_as_it_was_judged(library):
    day = _wait()
    day.devices("10:12", "10:17", "10:22")
    view = view_of(library, day, "10:40")
    assert view.result.kind == "override"
    assert view.row("fluid").until is None
    assert "Judged when the dose began, at 10:12." in view.result.more
    assert view.row("fluid").signatures == 0
    assert view.give.words == ""


# -------------------------------------------------------------------------------------------------------- rows and overrides


def test_a_single_raised_reading_is_repeated_with_a_countdown(library):
    day = checked_day()
    day.part("predose", "pressure/1", {"at": iso("09:58"), "sbp": 146, "dbp": 88})
    row = view_of(library, day, "10:01").row("blood_pressure")
    assert (row.state, row.says, row.word, row.repeat_at) == ("incomplete", "146/88 at 09:58, measured once.", "Repeat at 10:08", at("10:08"))
    assert row.word_at(at("10:01")) == "Repeat at 10:08, in 07:00"
    assert row.word_at(at("10:08")) == "Repeat now"
    assert at("10:08") in view_of(library, day, "10:01").moments
    day.part("predose", "pressure/2", {"at": iso("10:02"), "sbp": 144, "dbp": 86})
    row = view_of(library, day).row("blood_pressure")
    assert (row.state, row.says) == ("override", "144/86 on repeat, after 4\u00a0minutes; 10\u00a0minutes are asked.")
    assert [question.said for question in row.questions] == ["146/88 at 09:58", "144/86 at 10:02", ""]
    assert row.questions[-1].field == "pressure/3"


@pytest.mark.parametrize(
    ("field", "value", "item", "signatures", "why"),
    [
        ("nose_clear", False, "nose", 1, ""),
        ("escort_named", False, "escort", 2, ""),
        ("consent_confirmed", False, "consent", 0, "This cannot be overridden: it is to be put right before the dose."),
        ("suicide_risk", None, "suicide_risk", 0, "A missing answer cannot be overridden: it is to be given."),
        ("pressure/1", {"at": iso("09:58"), "sbp": 184, "dbp": 96}, "blood_pressure", 0, "A stop cannot be overridden: the dose waits for another day."),
    ],
)
def test_how_many_sign_an_override_and_why_none_is_offered(library, field, value, item, signatures, why):
    day = checked_day()
    day.part("predose", field, value)
    row = view_of(library, day).row(item)
    assert (row.signatures, row.why_no_override) == (signatures, why)
    assert not why or why in row.about_in_full


def test_a_hold_shows_both_signatures(library):
    day = _hold()
    one = {"by": "Dr K. Osei", "role": "prescriber", "reason": "Her sister comes at noon and takes her home.", "at": iso("10:03")}
    day.part("override", "escort", one)
    assert view_of(library, day).row("escort").state == "hold"
    day.part("override", "escort", {**one, "second_by": "J. Marsh", "second_role": "nurse"})
    view = view_of(library, day)
    assert view.result.words == "Ready, with 1 note"
    assert view.row("escort").says == "No escort is named. Override signed."
    assert view.overrides[0].second == "Second signature: J. Marsh, nurse."


def test_unknown_is_said_and_stays_missing(library):
    day = checked_day()
    day.part("predose", "escort_named", None)
    row = view_of(library, day).row("escort")
    assert (row.state, row.says) == ("incomplete", "Not known; it stays missing.")
    assert row.questions[0].asked
    day.part("predose", "escort_named", None, reason="taken back")
    row = view_of(library, day).row("escort")
    assert (row.says, row.questions[0].asked) == ("", False)


def test_questions_of_several_answers_appear_as_they_are_needed(library):
    day = empty_day()
    fields = lambda item: [question.field for question in view_of(library, day).row(item).questions]  # noqa: E731
    assert fields("pregnancy") == ["pregnancy_possible"]
    assert fields("nasal_spray") == ["nasal_spray_used"]
    assert fields("sedative") == ["sedative_used", "daily_diazepam_equivalent_mg", "drowsy"]
    assert fields("alcohol_and_drugs") == ["alcohol_today", "intoxicated"]
    for name in ("pregnancy_possible", "nasal_spray_used", "sedative_used"):
        day.part("predose", name, True)
    assert fields("pregnancy") == ["pregnancy_possible", "pregnancy_test"]
    assert fields("nasal_spray") == ["nasal_spray_used", "nasal_spray_at"]
    assert fields("sedative") == ["sedative_used", "sedative_at", "daily_diazepam_equivalent_mg", "drowsy"]


def test_the_airway_asks_for_what_the_bmi_lacks(library):
    facts = tuple(fact for fact in PERSON if fact[1] != "height_cm")
    assert [q.field for q in view_of(library, empty_day(facts=facts)).row("airway").questions] == ["height_cm"]
    heavy = (*(fact for fact in PERSON if fact[1] != "weight_kg"), ("patient", "weight_kg", 120))
    assert [q.field for q in view_of(library, empty_day(facts=heavy)).row("airway").questions] == ["stop_bang"]
    assert view_of(library, empty_day()).row("airway").answer == "BMI 24.1"


# --------------------------------------------------------------------------------------------------------- what is known


def _known(library, item, *, facts=(), clock="10:05", field=None, day=None):
    made = day or empty_day(facts=(*PERSON, *facts))
    row = view_of(library, made, clock).row(item)
    question = next(q for q in row.questions if field is None or q.field == field)
    return row, question.suggestion


def test_a_suggestion_is_never_an_answer_by_itself(library):
    scores = [("score", name, {"scale": "madrs", "on": on, "total": total}) for name, on, total in (("a", "2026-01-30", 34), ("b", ON, 14))]
    day = empty_day(facts=(*PERSON, *scores, ("medications_reviewed", "", True)))
    view = view_of(library, day)
    offered = {q.field: q.suggestion.value for row in view.rows for q in row.questions if q.suggestion is not None and q.suggestion.value is not None}
    assert offered == {"score_recorded": True, "sedative_used": False, "daily_diazepam_equivalent_mg": 0}
    assert all(row.state == "incomplete" for row in view.rows if any(q.field in offered for q in row.questions))


def test_the_score_of_today_counts_on_the_scale_of_before(library):
    before = ("score", "a", {"scale": "madrs", "on": "2026-01-30", "total": 34})
    _row, known = _known(library, "depression_score", facts=[before, ("score", "b", {"scale": "madrs", "on": ON, "total": 14})])
    assert (known.value, known.sentence.replace("\u00a0", " ")) == (True, "From the record (scores): MADRS 14 today, 34 on 30 Jan 2026.")
    _row, known = _known(library, "depression_score", facts=[before, ("score", "b", {"scale": "phq9", "on": ON, "total": 9})])
    assert (known.value, known.words.replace("\u00a0", " ")) == (None, "PHQ-9 9 today, and the scores before are on MADRS")
    _row, known = _known(library, "depression_score", facts=[before])
    assert known is None


def test_a_score_by_items_counts_once_every_item_is_answered(library):
    before = ("score", "a", {"scale": "phq9", "on": "2026-01-30", "total": 20})
    _row, known = _known(library, "depression_score", facts=[before, ("score", "b", {"scale": "phq9", "on": ON, "items": [2] * 9})])
    assert (known.value, known.words.replace("\u00a0", " ")) == (True, "PHQ-9 18 today, 20 on 30 Jan 2026")
    _row, known = _known(library, "depression_score", facts=[before, ("score", "b", {"scale": "phq9", "on": ON, "items": [*[2] * 8, None]})])
    assert known is None


def test_the_level_of_the_official_form_is_read_out_and_never_taken_for_the_answer(library):
    level = ("rating", "r1", {"scale": "cssrs", "on": ON, "level": "moderate"})
    _row, known = _known(library, "suicide_risk", facts=[level])
    assert (known.value, known.sentence) == (None, "From the record (scales): C-SSRS of today: moderate.")
    _row, known = _known(library, "suicide_risk", facts=[("rating", "r1", {**level[2], "on": "2026-01-30"})])
    assert known is None


def test_sedatives_come_from_the_complete_list_and_are_called_provisional(library):
    lorazepam = ("medication", "m1", {"drug": "lorazepam", "daily_mg": 1})
    _row, known = _known(library, "sedative", facts=[lorazepam], field="daily_diazepam_equivalent_mg")
    assert known is None
    reviewed = ("medications_reviewed", "", True)
    _row, known = _known(library, "sedative", facts=[lorazepam, reviewed], field="daily_diazepam_equivalent_mg")
    assert known.value == 10
    assert "provisional equivalents" in known.words
    _row, known = _known(library, "sedative", facts=[lorazepam, reviewed], field="sedative_used")
    assert (known.value, known.words) == (None, "lorazepam on the list")
    _row, known = _known(library, "sedative", facts=[("medication", "m1", {"drug": "lorazepam"}), reviewed], field="daily_diazepam_equivalent_mg")
    assert (known.value, known.words) == (None, "the dose or the equivalent of lorazepam is missing")
    _row, known = _known(library, "sedative", facts=[("medication", "m1", {"drug": "somethingol"}), reviewed], field="daily_diazepam_equivalent_mg")
    assert known.value is None


def test_what_the_engine_passes_by_the_record_says_why(library):
    male = (*(fact for fact in PERSON if fact[1] != "sex"), ("patient", "sex", "male"), ("medications_reviewed", "", True))
    view = view_of(library, empty_day(facts=male))
    assert (view.row("pregnancy").state, view.row("pregnancy").answer) == ("pass", "not possible")
    assert view.row("pregnancy").known == "From the record: male, so pregnancy is not possible."
    assert (view.row("antihypertensive").state, view.row("antihypertensive").answer) == ("pass", "none prescribed")
    assert view.row("antihypertensive").known in view.row("antihypertensive").about
    assert view.row("airway").known == "From the record: BMI 24.1."
    view = view_of(library, empty_day(facts=(*PERSON, ("medication", "m1", {"drug": "ramipril", "daily_mg": 5}), ("medications_reviewed", "", True))))
    assert view.row("antihypertensive").questions[0].suggestion.words == "ramipril on the list"


def _with_last_session(**last):
    """A day with a session a week before, which may have had its troubles."""
    day = empty_day()
    given = {"devices": ["10:00"], "dose_mg": 84}
    seen = [{"at": "10:40", "sbp": 132, "dbp": 80}]
    body = {"product": "esketamine_in", "on": "2026-03-10", "given": given, "observations": seen, "leaving": {"at": "12:40"}, **last}
    day.add("session", "s0", body)
    return day


def test_the_last_session_is_told_and_confirmed_only_if_nothing_happened(library):
    _row, known = _known(library, "last_session", day=_with_last_session())
    assert (known.value, known.words.replace("\u00a0", " ")) == (True, "on 10 Mar 2026 no alarm, no event, left 12:40")
    _row, known = _known(library, "interval", day=_with_last_session())
    assert known.value is True
    assert known.words.replace("\u00a0", " ") == "7 days since the session of 10 Mar 2026, 1 session in 7 days with this one"
    raised = _with_last_session(observations=[{"at": "10:40", "sbp": 172, "dbp": 96}], events=[{"at": "11:02", "kind": "vomiting"}])
    _row, known = _known(library, "last_session", day=raised)
    assert known.value is None
    assert "172/96" in known.words
    assert "vomiting at 11:02" in known.words
    _row, known = _known(library, "last_session", day=_with_last_session(observations=[]))
    assert (known.value, known.words.replace("\u00a0", " ")) == (None, "on 10 Mar 2026: nothing recorded after the dose")
    _row, known = _known(library, "last_session")
    assert (known.value, known.words) == (None, "no earlier session is recorded here")
    _row, known = _known(library, "last_session", day=empty_day(first=True))
    assert (known.value, known.words) == (True, "the first session")


def test_too_many_sessions_in_a_week_are_said_and_not_confirmed(library):
    day = empty_day()
    for name, on in (("s8", "2026-03-12"), ("s9", "2026-03-14")):
        day.add("session", name, {"product": "esketamine_in", "on": on, "given": {"devices": ["10:00"], "dose_mg": 84}})
    row, known = _known(library, "interval", day=day)
    assert known.value is None
    assert "3\u00a0sessions in 7\u00a0days with this one" in known.words
    day.part("predose", "interval_ok", True)
    row = view_of(library, day).row("interval")
    assert row.state == "override"
    assert row.says.startswith("3 spray sessions in 7 days with this one")


def test_consent_and_enrolment_of_before_are_read_and_not_taken_over(library):
    day = _with_last_session(predose={"consent_confirmed": True, "site_and_enrolment_ok": True})
    for item in ("consent", "site"):
        row, known = _known(library, item, day=day)
        assert row.state == "incomplete"
        assert known.value is None
        assert "last confirmed 10\u00a0Mar\u00a02026" in known.words


def test_the_consent_row_tells_what_is_on_record_and_leads_there(library):
    row, known = _known(library, "consent", day=empty_day())
    assert (known.value, known.words) == (None, "no signed consent is recorded")
    assert row.link == ("Record the signed consent", "sessions.s1.consent.signed_on")
    day = empty_day()
    day.add("consent", "esketamine_in", {"signed_on": "2026-01-10", "taken_by": "Dr K. Osei"})
    row, known = _known(library, "consent", day=day)
    assert (row.state, known.value, known.words.replace("\u00a0", " ")) == ("incomplete", None, "signed 10 Jan 2026")
    assert row.link == ("See the consent", "sessions.s1.consent.signed_on")
    day.part("predose", "consent_confirmed", value=True)
    row = view_of(library, day).row("consent")
    assert (row.state, row.link, row.answer.replace("\u00a0", " ")) == ("pass", None, "signed 10 Jan 2026")


def test_liver_tests_are_told_with_their_day(library):
    day = Day("ketamine_oral", 1.0, facts=(*PERSON, ("workup", "liver_tests", {"done_on": "2026-03-03", "result": "ALT 30"})))
    row, known = _known(library, "liver", day=day)
    assert (row.state, known.value, known.words.replace("\u00a0", " ")) == ("incomplete", None, "tests of 3 Mar 2026: ALT 30")
    day.add("workup", "liver_tests", {"done_on": "2025-10-03"})
    assert "older than 90\u00a0days" in _known(library, "liver", day=day)[1].words


def test_the_weight_says_its_day(library):
    row = view_of(library, empty_day("ketamine_iv", 0.5)).row("weight")
    assert (row.state, row.answer.replace("\u00a0", " ")) == ("pass", "68 kg, 16 Mar 2026")
    assert row.known.replace("\u00a0", " ") == "From the record: 68 kg, 16 Mar 2026."
    old = (*(fact for fact in PERSON if fact[1] != "weight_on"), ("patient", "weight_on", "2026-03-01"))
    row = view_of(library, empty_day("ketamine_iv", 0.5, facts=old)).row("weight")
    assert (row.state, row.says) == ("hold", "Measured 16 days ago; 7 days at most are asked.")


# ---------------------------------------------------------------------------------------------------------- typed times, numbers

NOW = at("10:01")


@pytest.mark.parametrize(
    ("typed", "moment", "says"),
    [
        ("0810", at("08:10"), "Understood as 08:10, 1 h 51 min ago."),
        ("810", at("08:10"), "Understood as 08:10, 1 h 51 min ago."),
        ("8:10", at("08:10"), "Understood as 08:10, 1 h 51 min ago."),
        ("8.10", at("08:10"), "Understood as 08:10, 1 h 51 min ago."),
        ("yesterday 22:00", at("22:00") - dt.timedelta(days=1), "Understood as yesterday 22:00, 12 h 1 min ago."),
        ("22:00", at("22:00") - dt.timedelta(days=1), "Understood as yesterday 22:00, 12 h 1 min ago."),
        ("10:01", at("10:01"), "Understood as 10:01, just now."),
        ("", None, ""),
    ],
)
def test_clock_times_are_understood_and_said(typed, moment, says):
    found = understand_clock(typed, NOW)
    assert (found.moment, found.sentence.replace("\u00a0", " "), found.fault) == (moment, says, False)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("10:30", "10:30 has not come yet, it is 10:01. Correct it, or write yesterday 10:30 if that is meant."),
        ("today 22:00", "22:00 has not come yet, it is 10:01. Correct it, or write yesterday 22:00 if that is meant."),
        ("25:00", "There is no such time of day. Write hours and minutes, such as 0810 or 22:00."),
        ("8o10", "Not understood as a time. Write 0810, 8:10 or yesterday 22:00."),
        ("90", "Not understood as a time. Write 0810, 8:10 or yesterday 22:00."),
    ],
)
def test_a_time_that_cannot_be_is_explained(typed, says):
    found = understand_clock(typed, NOW)
    assert (found.moment, found.sentence, found.fault) == (None, says, True)


def test_a_countdown_ends_at_its_second():
    assert countdown(at("10:20"), at("10:01")) == "19:00"
    assert countdown(at("11:20"), at("10:01")) == "1:19:00"
    assert countdown(at("10:20"), at("10:19:59")) == "00:01"
    assert countdown(at("10:20"), at("10:20")) == ""


@pytest.mark.parametrize(
    ("typed", "reading"),
    [("158/90", (158, 90)), ("15890", (158, 90)), ("158 90", (158, 90)), ("9060", (90, 60)), ("200110", (200, 110)), ("128/80 mmHg", (128, 80))],
)
def test_a_blood_pressure_is_understood(library, typed, reading):
    found = understand_pressure(typed, NOW, library.conduct)
    assert ((found.sbp, found.dbp), found.at, found.fault) == (reading, None, False)


def test_a_blood_pressure_may_have_been_taken_before_and_may_be_half_typed(library):
    found = understand_pressure("158/90 at 09:48", NOW, library.conduct)
    assert (found.sbp, found.at) == (158, at("09:48"))
    half = understand_pressure("158", NOW, library.conduct)
    assert (half.sbp, half.half) == (158, True)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("12o/8o", "Not a blood pressure. Write digits only, such as 158/90 or 15890."),
        ("80/120", "The second number, 120, must be below the first, 80."),
        ("310/90", "Systolic pressure: 310 cannot be right"),
        ("158/9", "Diastolic pressure: 9 cannot be right"),
        ("158/90 10:30", "10:30 has not come yet"),
        ("158/90 14:00", "says nothing of today"),
    ],
)
def test_a_blood_pressure_that_cannot_be_is_explained(library, typed, part):
    found = understand_pressure(typed, NOW, library.conduct)
    assert found.fault
    assert part in found.sentence


@pytest.mark.parametrize(("sign", "typed", "value"), [("spo2", "98 %", 98), ("spo2", "98%", 98), ("hr", "76 a minute", 76), ("hr", "76/min", 76),
                                                      ("weight_kg", "68,5 kg", 68.5), ("daily_diazepam_equivalent_mg", "5 mg", 5)])  # fmt: skip
def test_a_number_is_taken_with_its_unit(library, sign, typed, value):
    assert understand_number(typed, library.conduct.limits_of(sign)).value == value


@pytest.mark.parametrize(("sign", "typed", "part"), [("hr", "1200", "Pulse: 1200 cannot be right"), ("weight_kg", "680", "Weight: 680 cannot be right"),
                                                     ("hr", "7o", "Not a number."), ("rr", "14.5", "Write a whole number.")])  # fmt: skip
def test_a_number_that_cannot_be_is_explained(library, sign, typed, part):
    found = understand_number(typed, library.conduct.limits_of(sign))
    assert found.fault
    assert part in found.sentence


# ---------------------------------------------------------------------------------------------------------------- the tiers


def test_the_tiers_are_those_of_the_rule_and_the_last_reading_fills_its_own(library):
    rule = _rule(library, "blood_pressure")
    drawing = view_pressure_tiers(rule, [Reading(146, 88, at("09:48")), Reading(144, 86, at("09:58"))])
    texts = {text.text: text for text in drawing.texts()}
    assert [text for text in texts if text in ("< 90", "to 140", "141–159", "160–179", "180 +", "to 90", "91–99", "100–109", "110 +")] == [
        "< 90", "to 140", "141–159", "160–179", "180 +", "to 90", "91–99", "100–109", "110 +",
    ]  # fmt: skip
    assert [text.text for text in texts.values() if text.bold and text.size == "body"] == ["Hold", "Pass", "Override", "Stop", "141–159", "to 90"]
    filled = [shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.fill == "bg_selected"]
    assert len(filled) == 2
    markers = [shape for shape in drawing.shapes if isinstance(shape, Polygon)]
    assert [marker.fill for marker in markers] == ["bg_window", "text", "bg_window", "text"]
    assert texts["144 at 09:58"].bold
    assert not texts["146 at 09:48"].bold
    assert drawing.name == "Blood pressure 144/86 at 09:58. Systolic 144: Override. Diastolic 86: Pass. First reading 146/88 at 09:48."


@pytest.mark.parametrize(
    "readings",
    [[], [(70, 40)], [(250, 140)], [(88, 50), (250, 140)], [(250, 140), (88, 50)], [(60, 30), (62, 31)], [(215, 149), (219, 148)]],
)
def test_no_text_of_the_tiers_leaves_the_drawing(library, readings):
    from trd_desk.view.metrics import text_width

    drawing = view_pressure_tiers(_rule(library, "blood_pressure"), [Reading(*one, at("09:48")) for one in readings])
    for text in drawing.texts():
        wide = text_width(text.text, text.size, bold=text.bold)
        left = {"start": text.x, "middle": text.x - wide / 2, "end": text.x - wide}[text.anchor]
        assert left >= 0, text
        assert left + wide <= drawing.width, text


def _written(case):
    """The case as the log of a record would have it."""
    from trd_desk.record.entries import Entry, new_id
    from trd_desk.record.fold import drafts_of, fold

    drafts = enumerate(drafts_of(case, "p"), 1)
    return fold([Entry(place, new_id(), "p", one.kind, one.key, one.value, "2026-03-01T09:00:00.000Z", 60, "J. Marsh", "2026.11") for place, one in drafts])


def test_every_session_of_a_case_file_has_its_checklist(library, shared_cases):
    from trd_desk.engine.live import live_session

    seen = 0
    for case in shared_cases:
        patient = _written(case)
        for name in patient.sessions:
            live = live_session(library, patient, name, at("10:05"))
            view = view_checklist(library, patient, live)
            results = {item.id: item.result for item in live.result.predose.items}
            assert {row.id: row.state if row.state != "wait" else results[row.id] for row in view.rows} == results
            assert view.result.words
            assert all(row.about and row.word for row in view.rows)
            seen += 1
    assert seen


def test_passing_answers_of_the_tests_cover_the_checklist():
    assert set(PASSING) <= set(Predose.model_fields)


def test_the_register_is_read_out_beside_the_stock_and_confirmed_only_when_it_was_counted(library):
    from trd_desk.record.register import read_register

    day = checked_day()
    day.part("predose", "stock_matches", None)
    received = {"product": "esketamine_in", "form": "device 28 mg", "unit": "devices", "batch": "22AG417", "by": "J. Marsh", "role": "nurse"}

    def told(*lines):
        entries = [replace(day.entries[0], seq=place, kind="register", key=f"r{place}", value=value) for place, value in enumerate(lines, 1)]
        view = view_checklist(library, day.patient(), day.live(library, "10:05"), register=read_register(entries))
        row = view.row("stock")
        assert row.state == "incomplete"
        return row.questions[0].suggestion

    came = {**received, "at": iso("08:00"), "movement": "received", "amount": 6}
    uncounted = told(came)
    assert uncounted.value is None
    assert "not counted today" in uncounted.words
    counted = told(came, {**received, "at": iso("09:30"), "movement": "counted", "amount": 6})
    assert counted.value is True
    assert "controlled-drug register" in counted.sentence
    assert told(came, {**received, "at": iso("09:30"), "movement": "counted", "amount": 5, "note": "one dropped"}).value is None
