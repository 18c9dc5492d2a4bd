"""Decision points, the long-term schedule and the templates of courses: refused where they contradict themselves, labelled as what they are."""

import shutil
from pathlib import Path

import pytest

from trd_desk.content.load import content_folder, load_library
from trd_desk.errors import ContentError

LIBRARY = load_library()
POINTS, SCHEDULE = "followup/points/2026.12.toml", "followup/schedule/2026.12.toml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the shipped content."""
    return Path(shutil.copytree(content_folder(), tmp_path / "content"))


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (POINTS, 'id = "weeks_5_to_8"\n', 'id = "induction_end"\n', "an id is there twice"),
        (POINTS, "week = 4\nasks_benefit", "week = 4\nmonths = 1\nasks_benefit", "give either week or months"),
        (POINTS, "week = 8\nopens_week = 8", "week = 8\nopens_week = 9", "needs a week that is not before it"),
        (POINTS, "months = 6\nsources", "sources", "is needed where the caution counts from the response"),
        (SCHEDULE, 'workup = ["liver_tests"]', 'workup = ["liver_test"]', "no examination 'liver_test' in the work-up"),
        (SCHEDULE, 'session_item = "urinary"', 'session_item = "bladder"', "no item 'bladder' in the checklist"),
        (SCHEDULE, "older_from_age = 65\n", "", "is needed with older_every_months"),
        (SCHEDULE, 'unit = "points"\n', "", "workup_value: needs a unit"),
        (SCHEDULE, "times = 2\n", "", "high_scores needs scale, at_least and times"),
    ],
)
def test_what_contradicts_itself_is_refused_in_a_sentence(content: Path, file: str, old: str, new: str, sentence: str) -> None:
    text = (content / file).read_text(encoding="utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as fault:
        load_library(content)
    assert sentence in str(fault.value)


def test_the_domains_are_those_of_the_schedule() -> None:
    assert [one.id for one in LIBRARY.follow_up.domain] == ["bladder", "misuse", "cognition", "pressure", "liver", "mood", "suicide_risk", "general"]
    assert all(one.why and one.baseline and one.says for one in LIBRARY.follow_up.domain)
    assert all(trigger.action for one in LIBRARY.follow_up.domain for trigger in one.trigger)


def test_the_caution_names_the_paper_and_the_place() -> None:
    caution = LIBRARY.decision_points.caution[0]
    assert [(one.source, one.locator) for one in caution.sources] == [("rosenhagen_2024", "required more ketamine or S-ketamine treatments")]


def test_each_template_of_a_course_says_what_it_is() -> None:
    """Part B 2.1: by the label, as in one trial, or by analogy and not evidence-based; none for the routes without a schedule."""
    standing = {one.id: (one.product, one.standing, one.status) for one in LIBRARY.course.template}
    assert standing == {
        "spray_induction": ("esketamine_in", "by the label, days as in the trials", "reported"),
        "spray_weekly": ("esketamine_in", "by the label", "reported"),
        "spray_two_weeks": ("esketamine_in", "by the label", "verified"),
        "elekt_d": ("ketamine_iv", "as in one trial, ELEKT-D", "verified"),
        "australian_veterans": ("ketamine_iv", "as in one trial, Australian veterans", "reported"),
        "iv_weekly_by_analogy": ("ketamine_iv", "by analogy with the spray; not evidence-based", "site"),
        "iv_later_by_analogy": ("ketamine_iv", "by analogy with the spray; not evidence-based", "site"),
        "kads": ("ketamine_sc", "as in one trial, KADS", "reported"),
    }
