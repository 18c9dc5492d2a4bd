"""The first dose of a course puts the stages of before on disk with it, in one transaction."""

import pytest
from dose_bench import Bench, CheckTyped, checked_day

TREATED = (
    ("episode", "diagnosis", "unipolar"),
    ("episode", "start", "2024-01-10"),
    ("episode", "severity", "severe"),
    ("treatment", "t1", {"kind": "antidepressant", "episode": "current", "drug": "sertraline", "doses": [{"mg": 100, "weeks": 8}], "adherent": True,
                         "improvement_percent": 10, "stop_reason": "no_effect"}),
    *(("asked", kind, True) for kind in ("antidepressant", "augmentation", "combination", "psychotherapy", "ect", "rtms", "ketamine")),
)  # fmt: skip


@pytest.fixture
def first(qtbot, theme, library, tmp_path):
    """The bench of a first session, ready to be given."""
    made = []

    def make(product="esketamine_in", dose=56, mg=56, devices=2, more=(), **plan):
        day = checked_day(product, dose, **{"first": True, "week": 1, **plan})
        for kind, key, value in (*TREATED, *more):
            day.add(kind, key, value)
        one = Bench(qtbot, theme, library, tmp_path, day)
        made.append(one)
        one.receive()
        one.tab.ask_check = lambda _question: CheckTyped(mg, devices)
        one.tab.giving.check.button.click()
        one.batch()
        return one

    yield make
    for one in made:
        one.close()


def kept(one, product="esketamine_in"):
    return one.desk.patient.value("stage_baseline", product)


def test_the_first_device_keeps_the_stages_of_before(first, library):
    one = first()
    assert kept(one) is None
    one.tab.giving.give.click()
    assert one.value("given", "device/1") is not None
    snapshot = kept(one)
    assert (snapshot["on"], snapshot["session"], snapshot["severity"], snapshot["afterwards"]) == (
        "2026-03-17",
        "s1",
        "severe",
        False,
    )
    assert (snapshot["content_version"], snapshot["content_digest"]) == (library.version, library.digest)
    # 26 months 3, severe 4, one drug 1.
    maudsley = next(stage for stage in snapshot["stages"] if stage["id"] == "maudsley")
    assert (maudsley["low"], maudsley["high"], maudsley["history"], maudsley["state"], maudsley["band"]) == (
        8,
        8,
        [4, 4],
        [4, 4],
        "moderate",
    )
    # One act: snapshot and dose were written together.
    entries = [entry for entry in one.record.entries(one.key) if entry.kind in ("given", "stage_baseline")]
    assert len({entry.at for entry in entries[-2:]}) == 1
    before = len(one.desk.history("stage_baseline", "esketamine_in"))
    one.at("10:15")
    one.tab.giving.give.click()
    assert one.value("given", "device/2") is not None
    assert len(one.desk.history("stage_baseline", "esketamine_in")) == before == 1


def test_undo_takes_the_snapshot_back_with_the_dose(first):
    one = first()
    one.tab.giving.give.click()
    assert one.desk.undo_last()
    assert kept(one) is None
    one.tab.giving.give.click()
    assert kept(one)["session"] == "s1"


def test_a_dose_not_given_after_all_takes_its_snapshot_back(first, qtbot):
    one = first()
    one.tab.giving.give.click()
    one.desk._steps.clear()
    one.at("10:40")
    one.tab.giving.take_back.click()
    form = one.tab.giving.back_form
    qtbot.keyClicks(form.fields["reason"].edit, "pressed too early")
    form.done.click()
    assert one.value("given", "device/1") is None
    assert kept(one) is None
    assert [entry.value is None for entry in one.desk.history("stage_baseline", "esketamine_in")] == [False, True]


def test_what_was_kept_before_is_not_written_over(first, library):
    one = first()
    told = {
        "on": "2026-03-10",
        "content_version": library.version,
        "content_digest": library.digest,
        "severity": "moderate",
        "stages": [],
    }
    one.desk.answer("stage_baseline", "esketamine_in", told)
    one.tab.giving.give.click()
    assert one.value("given", "device/1") is not None
    assert kept(one) == told


def test_a_later_session_and_one_of_a_course_begun_keep_nothing(first):
    one = first(week=5, first=False)
    one.tab.giving.give.click()
    assert one.value("given", "device/1") is not None
    assert kept(one) is None


def test_the_snapshot_of_an_earlier_episode_gives_way_with_its_reason(first, library):
    old = {
        "on": "2023-05-02",
        "content_version": library.version,
        "content_digest": library.digest,
        "severity": "mild",
        "stages": [],
    }
    one = first(more=[("stage_baseline", "esketamine_in", old)])
    one.desk.ask_reason = None
    one.tab.giving.give.click()
    assert one.value("given", "device/1") is not None
    assert kept(one)["on"] == "2026-03-17"
    assert [entry.reason for entry in one.desk.history("stage_baseline", "esketamine_in")] == [None, "a new episode"]


def test_an_injection_keeps_them_too(first):
    one = first("ketamine_im", 0.5, 34, None)
    one.tab.giving.give.click()
    assert one.value("given", "start") is not None
    assert kept(one, "ketamine_im")["session"] == "s1"
