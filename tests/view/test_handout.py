"""The patient's handout in words: times from the appointment and the content, numbers filled in, and nothing printed half filled."""

import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest

from trd_desk.content.handout_models import PARTS, together
from trd_desk.content.load import load_library
from trd_desk.content.session_models import Product
from trd_desk.errors import UserError
from trd_desk.view.handout import ClinicLines, view_handout

ROUTES = get_args(Product)
TEN = dt.datetime(2026, 3, 24, 10, 0)
CLINIC = ClinicLines("Example Clinic", "020 7946 0112", "999")


@pytest.fixture(scope="module")
def library():
    return load_library()


def seen(library, product, **more):
    given = {"patient_name": "Mirela Dobre", "number": "TRD-0158", "appointment": TEN, "clinic": CLINIC, "clinician": "J. Marsh"}
    return view_handout(library, product, **given | more)


def lines(view):
    return [f"{line.when}: {line.says}" for line in view.visit]


def part(view, name):
    found = next(one for one in (*view.first_page, *view.second_page) if one.id == name)
    return found.title, [sentence.text for sentence in found.sentences]


def test_the_visit_of_the_spray_is_worked_out_from_the_appointment(library):
    view = seen(library, "esketamine_in")
    assert view.visit_title.replace("\u00a0", " ") == "Your visit: Tuesday 24 March, 10:00"
    assert lines(view) == [
        "The day before: No alcohol or street drugs. None on the day.",
        "Until 08:00: You can eat. After 08:00, no food.",
        "Until 09:00: You can use your other nose sprays.",
        "Until 09:30: You can drink water. After 09:30, no drinks.",
        "About 12:30: You go home with your adult. It may be later.",
    ]


@pytest.mark.parametrize(
    ("product", "clocks"),
    [
        ("ketamine_iv", ["After 08:00", "About 13:00"]),
        ("ketamine_sc", ["After 08:00", "About 12:20"]),
        ("ketamine_im", ["After 08:00", "About 12:20"]),
        ("ketamine_oral", ["About 12:20", "About 13:20"]),
        ("esketamine_oral", ["About 12:20", "About 13:20"]),
    ],
)
def test_the_visits_of_the_other_routes(library, product, clocks):
    assert [line.when for line in seen(library, product).visit] == ["The day before", *clocks]


def test_a_drip_or_an_injection_follows_the_eating_rules_of_the_clinic(library):
    for product in ("ketamine_iv", "ketamine_sc", "ketamine_im"):
        assert any("Follow the eating rules we give you." in line for line in lines(seen(library, product)))
    assert not any("food" in line for line in lines(seen(library, "ketamine_oral")))


def test_the_times_follow_the_numbers_of_the_content(library):
    items = tuple(item.model_copy(update={"wait_minutes": 360}) if item.id == "food" else item for item in library.predose.item)
    changed = replace(
        library,
        predose=library.predose.model_copy(update={"item": items}),
        monitoring=library.monitoring.model_copy(update={"two_hours": 180}),
        handouts=tuple(one.model_copy(update={"preparation_minutes": 45}) for one in library.handouts),
    )
    view = seen(changed, "esketamine_in")
    assert "Until 04:00: You can eat. After 04:00, no food." in lines(view)
    assert view.visit[-1].when == "About 13:55"
    assert "Stay at least three hours, or longer if we are not happy." in part(view, "afterwards")[1]


def test_a_time_of_another_day_names_it(library):
    early = seen(library, "esketamine_in", appointment=dt.datetime(2026, 3, 24, 1, 30))
    assert early.visit[1].when == "Until 23:30 on Monday"
    late = seen(library, "ketamine_iv", appointment=dt.datetime(2026, 3, 24, 22, 0))
    assert late.visit[-1].when == "About 01:00 on Wednesday"


@pytest.mark.parametrize("product", ROUTES)
def test_every_sentence_of_the_content_is_there_with_its_places_filled(library, product):
    view, handout = seen(library, product), library.handout(product)
    shown = {
        "intro": [sentence.text for sentence in view.intro],
        **{one.id: [sentence.text for sentence in one.sentences] for one in (*view.first_page, *view.second_page)},
    }
    assert set(shown) == set(PARTS)
    for name, texts in shown.items():
        for text, raw in zip(texts, together(library.handout_common, handout, name), strict=True):
            assert not set("{}*") & set(text)
            if "{" not in raw:
                assert text == raw.replace("*", "")
    assert view.title == handout.title and view.after_title == handout.after_title
    assert part(view, "call_us")[0].replace("\u00a0", " ") == "Call us on 020 7946 0112 if"
    assert part(view, "emergency")[0] == "Call 999 at once for"
    assert [box.number.replace("\u00a0", " ") for box in view.phones] == ["Clinic 020 7946 0112", "Emergency 999"]


def test_a_stretch_between_asterisks_is_bold(library):
    (warned,) = [one for one in seen(library, "ketamine_sc").first_page[1].sentences if one.bold]
    assert (warned.bold, warned.text[:29]) == ("Tell us at once", "Tell us at once if you have c")


def test_driving_waits_until_the_next_day_and_24_hours_after_a_drip(library):
    for product in ROUTES:
        title, said = part(seen(library, product), "afterwards")
        assert "after a good sleep" in title
        assert ("24 hours" in title) == (product == "ketamine_iv")
        assert "Do not drive or ride a bike." in said


def test_what_it_is_not_and_the_licence_are_said(library):
    for product in ROUTES:
        said = [sentence.text for sentence in seen(library, product).intro]
        assert "It does not replace hospital care if you are not safe." in said
        assert ("It is not licensed for depression." in " ".join(said)) == (product != "esketamine_in")
    for product in ("ketamine_oral", "esketamine_oral"):
        assert "Take it only as we tell you. Lock it away. Never share it." in part(seen(library, product), "before")[1]


def test_the_foot_says_whose_it_is_and_which_text(library):
    view = seen(library, "esketamine_in")
    whose, text = (line.replace("\u00a0", " ") for line in view.foot)
    assert whose == "For Mirela Dobre, TRD-0158. Nose spray, 24 March 2026."
    assert text == "Text version 2026.11, review by November 2027. For information; ask us if anything is not clear."
    assert (view.clinician, view.clinic) == ("J. Marsh", "Example Clinic")
    newer = library.handout_common.model_copy(update={"version": "2027.02", "review_by": dt.date(2027, 3, 1)})
    mixed = seen(replace(library, handout_common=newer), "esketamine_in").foot[1].replace("\u00a0", " ")
    assert mixed.startswith("Text version 2026.11 and 2027.02, review by March 2027.")
    assert seen(library, "ketamine_im", patient_name="", number="").foot[0].startswith("Injection, 24")


@pytest.mark.parametrize(
    ("clinic", "named", "unnamed"),
    [
        (ClinicLines("C", "", "999"), "“Clinic, for patients”", "“Emergency”"),
        (ClinicLines("C", "020 7946 0112", "  "), "“Emergency”", "“Clinic, for patients”"),
        (ClinicLines("C", "ask at the desk", "999"), "“Clinic, for patients”", "“Emergency”"),
        (ClinicLines("C", "0" * 30, "999"), "“Clinic, for patients”", "“Emergency”"),
        (ClinicLines("C", "020 7946 0112", "9"), "“Emergency”", "“Clinic, for patients”"),
        (ClinicLines("C"), "“Clinic, for patients” and “Emergency”", "appointment"),
    ],
)
def test_a_missing_number_blocks_the_handout_and_names_the_setting(library, clinic, named, unnamed):
    with pytest.raises(UserError) as told:
        seen(library, "esketamine_in", clinic=clinic)
    assert named in str(told.value) and "Settings, Telephone numbers" in str(told.value)
    assert unnamed not in str(told.value) and "Mirela" not in str(told.value)


def test_a_missing_appointment_blocks_the_handout(library):
    with pytest.raises(UserError, match="day and time of the visit are missing.*give the appointment"):
        seen(library, "esketamine_in", appointment=None)
