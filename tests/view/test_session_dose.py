"""The part Dose in words: the label rows, what unblocks, the standing of a use, and sentences that are whole."""


import pytest
from days import PERSON, Day, at, checked_day, iso

from trd_desk.view.session_dose import view_session_dose

PRODUCTS = ("esketamine_in", "ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral", "esketamine_oral")


def seen(library, day, clock="10:10", by=""):
    live = day.live(library, clock)
    return view_session_dose(library, day.patient(), live, None, by)


def clear(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("region", ["eu", "uk", "us", "ca", "other", None])
@pytest.mark.parametrize("indication", ["trd", "emergency", None])
def test_every_use_has_a_standing_and_every_sentence_is_whole(library, product, region, indication):
    day = Day(product, 56 if product == "esketamine_in" else 0.5, facts=PERSON, first=False)
    day.add("licence_region", "", region)
    plan = {"product": product, "on": "2026-03-17", "first": False, "planned": {"dose_mg": 56} if product == "esketamine_in" else {"mg_per_kg": 0.5}}
    day.add("session", "s1", plan if indication is None else {**plan, "indication": indication})
    view = seen(library, day)
    plan_view = view.plan
    assert plan_view.standing.word
    assert plan_view.standing_says
    sentences = [*plan_view.standing_says, *view.steps, *view.unblocks, *(remark.text for remark in view.remarks), *view.giving.why_not]
    for sentence in sentences:
        assert sentence.endswith((".", "?")), sentence
        assert sentence[:1] == sentence[:1].upper()
        assert "None" not in sentence
        assert "{" not in sentence
    # No tick: the licence of the use says nothing of this patient, and the sentence says so.
    assert plan_view.standing.mark in ("note", "caution", "cannot_tell")
    licensed = plan_view.standing.word == "Licensed use"
    assert licensed == (plan_view.standing.mark == "note")
    assert licensed == ("Whether this patient meets its terms is told by the pathways." in plan_view.standing_says)
    assert not licensed or product == "esketamine_in"
    if product.startswith("ketamine") and region is not None:
        assert plan_view.standing.word == "Off label"
    assert all(limit.source.text and limit.state.word for limit in view.limits)
    assert [choice.value for choice in plan_view.products if choice.never] == ["sublingual", "ketamine_in", "arketamine"]


def test_an_unknown_age_shows_both_rows_of_the_label_and_asks(library):
    day = Day(dose=56, facts=[("licence_region", "", "uk")], first=True, number="TRD-1")
    view = seen(library, day)
    labels = [clear(limit.text) for limit in view.limits if limit.text.startswith("Label")]
    assert labels == [
        "Label, United Kingdom: under 65, first session: 56 mg, 28 mg with a warning, not 84 mg",
        "Label, United Kingdom: 65 and over, first session: 28 mg, not 56 or 84 mg",
    ]
    assert [limit.state.word for limit in view.limits][2:] == ["cannot tell", "cannot tell"]
    assert view.mark == "cannot_tell"
    assert "patient.birth_date" in [ask.field for ask in view.asks]


def test_doses_that_a_block_leaves_are_found_by_asking_again(library):
    emergency = Day(dose=28, facts=PERSON, first=True)
    emergency.add("session", "s1", {"product": "esketamine_in", "indication": "emergency", "on": "2026-03-17", "first": True, "planned": {"dose_mg": 28}})
    assert [clear(one) for one in seen(library, emergency).unblocks] == ["56 or 84 mg would not be blocked."]
    other = Day(dose=50, facts=PERSON, first=False)
    assert [clear(one) for one in seen(library, other).unblocks] == ["28, 56 or 84 mg would not be blocked."]


def test_a_cancelled_session_is_no_dose_before(library):
    day = checked_day()
    day.add("session", "s0", {"product": "esketamine_in", "on": "2026-03-10", "number": 4, "planned": {"dose_mg": 84}})
    assert len(seen(library, day).history) == 1
    day.add("session_end", "s0", {"state": "cancelled", "at": "2026-03-10T10:00:00+01:00", "reason": "fever"})
    assert seen(library, day).history == ()


def test_the_history_says_what_changed(library):
    day = checked_day()
    for number, (on, dose) in enumerate((("2026-02-10", 56), ("2026-02-13", 84), ("2026-02-17", 84), ("2026-02-20", 56)), 1):
        day.add("session", f"e{number}", {"product": "esketamine_in", "on": on, "number": number, "planned": {"dose_mg": dose}, "given": {"dose_mg": dose}})
    day.add("session", "iv", {"product": "ketamine_iv", "on": "2026-02-22", "planned": {"mg_per_kg": 0.5}})
    rows = [(clear(row.day), clear(row.dose), clear(row.change)) for row in seen(library, day).history]
    assert rows == [
        ("20 Feb 2026", "56 mg, 2 devices", "−28 mg"),
        ("17 Feb 2026", "84 mg, 3 devices", "same"),
        ("13 Feb 2026", "84 mg, 3 devices", "+28 mg"),
        ("10 Feb 2026", "56 mg, 2 devices", ""),
    ]


def test_the_one_result_follows_the_giving(library):
    day = checked_day()
    assert (seen(library, day).mark, clear(seen(library, day).headline)) == ("wait", "84 mg, 3 devices")
    check = {"by": "A. Lindgren", "role": "nurse", "at": iso("10:05"), "product": "esketamine_in"}
    day.part("second_check", "", {**check, "dose_mg": 84, "devices": 3, "agrees": True})
    day.part("given", "batch", {"batch": "B1", "expires": "2027-08-31"})
    assert clear(seen(library, day).headline) == "Ready: 84 mg, 3 devices"
    assert seen(library, day, by="A. Lindgren").mark == "wait"
    for number, clock in enumerate(("10:10", "10:15"), 1):
        day.part("given", f"device/{number}", {"at": iso(clock)})
    view = seen(library, day, "10:17")
    assert view.headline == "2 of 3 devices given"
    assert view.giving.opens_at == at("10:20")
    assert seen(library, day, "10:20").mark == "ready"
    day.part("given", "device/3", {"at": iso("10:20")})
    done = seen(library, day, "10:21")
    assert (clear(done.headline), done.giving.button) == ("84 mg given", "")
    assert done.more == "The two hours end at 12:20."


def test_a_session_of_a_case_file_is_shown_as_given(library):
    day = Day(dose=56, facts=PERSON, first=False, given={"dose_mg": 56, "devices": ["09:00", "09:05"]})
    view = seen(library, day)
    assert view.headline == "Given"
    assert view.plan.locked
    assert view.giving.button == ""
