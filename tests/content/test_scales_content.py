"""Each scale walked: what may be shipped of it, where its numbers come from, and faults of its file and of a clinic's wording in words."""

import shutil
import typing
from pathlib import Path

import pytest

from trd_desk.content.load import content_folder, load_library
from trd_desk.content.wording import read_wordings, wording_of
from trd_desk.errors import ContentError
from trd_desk.record.fact import ScaleName

LIBRARY = load_library()
CASE_SCALES = set(typing.get_args(ScaleName))


def one(name):
    return LIBRARY.scale(name)


def test_the_scales_of_the_issue_are_there_in_a_fixed_order():
    assert [scale.id for scale in LIBRARY.scales] == [
        "madrs", "phq9", "qids_sr16", "hamd17", "cgi_s", "cssrs", "cadss", "cadss6", "moaas", "bprs_positive", "whodas12",
    ]


@pytest.mark.parametrize("scale", LIBRARY.scales, ids=lambda scale: scale.id)
def test_each_scale_says_where_it_comes_from_and_what_may_be_shown(scale):
    assert scale.entry == ("score" if scale.id in CASE_SCALES else "rating")
    assert scale.says and scale.missing and scale.licence.says
    for cited in (*scale.sources, *scale.licence.sources):
        assert cited.source in LIBRARY.sources
        assert cited.locator, cited
    if any(cited.source == "program_memory" for cited in scale.sources):
        assert scale.status in ("provisional", "site"), "what is remembered is never called reported"
    if any(cited.source == "program_memory" for cited in scale.licence.sources):
        assert scale.licence.status == "provisional"
    for rule in (scale.flag, scale.alert, scale.relapse, scale.crosswalk):
        if rule is not None and rule.sources[0].source == "clinic_setting":
            assert rule.status == "site"


@pytest.mark.parametrize("scale", LIBRARY.scales, ids=lambda scale: scale.id)
def test_only_the_phq9_ships_wording(scale):
    assert (scale.wording is not None) == (scale.id == "phq9")
    assert (scale.licence.verdict == "text") == (scale.id == "phq9")
    if scale.id not in ("hamd17", "bprs_positive"):
        assert not any(item.label for item in scale.items)


def test_the_verdicts_on_licences_are_those_of_the_notes():
    verdicts = {scale.id: scale.licence.verdict for scale in LIBRARY.scales}
    assert {name for name, verdict in verdicts.items() if verdict == "level"} == {"cssrs"}
    assert {name for name, verdict in verdicts.items() if verdict == "total"} == {"whodas12"}
    assert one("cssrs").items == ()
    assert [level.id for level in one("cssrs").levels] == ["none", "low", "moderate", "high"]
    assert one("whodas12").items == ()


def test_the_phq9_stands_whole_with_its_credit_and_says_how_it_was_typed():
    scale = one("phq9")
    assert "Pfizer" in scale.licence.credit
    assert len(scale.wording.items) == 9
    assert scale.wording.options == ("Not at all", "Several days", "More than half the days", "Nearly every day")
    assert scale.wording.extra.startswith("If you checked off any problems, how difficult")
    assert scale.wording.status == "provisional"
    assert any("typed from memory" in warning for warning in scale.warnings)
    assert scale.codes["total"] == "44261-6"
    assert [scale.codes[f"item_{number}"] for number in (1, 6)] == ["44250-9", "44258-2"]


def test_self_harm_items_are_items_of_their_scales_and_any_answer_above_zero_counts():
    named = {scale.id: (scale.self_harm, scale.self_harm_from) for scale in LIBRARY.scales if scale.self_harm}
    assert named == {"madrs": (10, 1), "phq9": (9, 1), "qids_sr16": (12, 1), "hamd17": (3, 1)}


def test_remission_stands_in_the_settings_and_relapse_in_the_scale():
    cuts = {scale.id: LIBRARY.number(scale.remission_setting) for scale in LIBRARY.scales if scale.remission_setting}
    assert cuts == {"madrs": 10, "phq9": 4, "qids_sr16": 5, "hamd17": 7}
    relapse = {scale.id: (scale.relapse.at_least, scale.relapse.visits) for scale in LIBRARY.scales if scale.relapse}
    assert relapse == {"madrs": (22, 2), "qids_sr16": (11, 1), "hamd17": (14, 1)}


def test_items_of_the_hamd_reach_two_or_four_as_published():
    short = {item.number for item in one("hamd17").items if item.high == 2}
    assert short == {4, 5, 6, 12, 13, 14, 16, 17}
    assert {item.high for item in one("hamd17").items} == {2, 4}
    assert [item.number for item in one("hamd17").items if item.not_scored is not None] == [16]


def test_the_six_items_of_the_cadss6_are_those_of_the_paper():
    assert [item.number for item in one("cadss6").items] == [1, 2, 6, 7, 15, 22]
    assert [item.number for item in one("bprs_positive").items] == [4, 11, 12, 15]


def test_the_levels_of_the_moaas_agree_with_those_of_monitoring():
    assert [level.value for level in one("moaas").levels] == [5, 4, 3, 2, 1, 0]


# Faults of a scale's file


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(content_folder(), tmp_path / "content"))


@pytest.mark.parametrize(
    ("scale", "old", "new", "expected"),
    [
        ("madrs", "high = 60\nitems", "high = 54\nitems", "low and high: are not the least and the greatest sum of the items"),
        ("madrs", "low = 7, high = 19", "low = 8, high = 19", "bands: must follow one another without a gap"),
        ("madrs", "low = 35, high = 60", "low = 35, high = 59", "bands: must follow one another without a gap"),
        ("madrs", "self_harm = 10", "self_harm = 11", "self_harm: is no item of the scale"),
        ("madrs", 'scoring = "sum"', 'scoring = "total"', "items: belong to a scale that adds them up"),
        ("madrs", 'scoring = "sum"', 'scoring = "mean"', "scoring: must be 'sum', 'domains', 'single', 'total' or 'level'"),
        ("madrs", '"remission_madrs"', '"remission_madsr"', "remission_setting: no setting 'remission_madsr'; did you mean 'remission_madrs'?"),
        ("madrs", "number = 10", "number = 9", "items: a number is there twice"),
        ("madrs", "missing =", "mising =", "mising: is not a known key; did you mean 'missing'?"),
        ("madrs", "[licence]", '[wording]\ntitle = "x"\nstem = "x"\nitems = ["x"]\n\n[licence]', "the licence of this scale does not allow it"),
        ("qids_sr16", "[5], ", "", "domains: must hold each item once"),
        ("qids_sr16", "one_of = [[6, 7]", "one_of = [[5, 7]", "one_of: both items of a pair must lie in one domain"),
        ("qids_sr16", "one_of = [[6, 7]", "one_of = [[6, 17]", "one_of: must name items of the scale, each once"),
        ("qids_sr16", 'scale = "hamd17"', 'scale = "hamd71"', "crosswalk.scale: no scale 'hamd71'; did you mean 'hamd17'?"),
        ("qids_sr16", "{range}", "so much", "crosswalk.says: must hold {range}"),
        ("phq9", "core = [1, 2]", "core = [1, 12]", "flag: names an item that the scale does not have"),
        ("phq9", '    "Poor appetite or overeating",\n', "", "wording.items: must be 9, as many as the scale has; there are 8"),
        ("phq9", '"Several days", ', "", "wording.options: item 1 has 4 answers, 3 are written"),
        (
            "phq9",
            'source = "camcops", locator = "tasks/phq9.py: the syndrome"',
            'source = "camcop"',
            "source 'camcop' is not in sources/works; did you mean 'camcops'?",
        ),
        ("cssrs", 'scoring = "level"', 'scoring = "sum"', "items: are missing; a sum needs them"),
        ("hamd17", "not_scored = 3", "not_scored = 2", "not_scored: must lie outside low to high"),
        ("cgi_s", "low = 1", "low = 7", "high: must be larger than low"),
    ],
)
def test_a_faulty_scale_is_refused_in_words(content, scale, old, new, expected):
    file = content / "scale" / scale / "2026.12.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_library(content)
    assert any(expected in line for line in caught.value.faults), caught.value.faults
    assert all(scale in line for line in caught.value.faults), caught.value.faults


# A clinic's own wording


OWN = """licensee = "Northfield Clinic"
licence = "agreement 17/2026"
title = "MADRS, our translation"
stem = "In the past week"
items = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
options = ["0", "1", "2", "3", "4", "5", "6"]
"""


def written(tmp_path, name, text):
    folder = tmp_path / "wording"
    folder.mkdir(exist_ok=True)
    data = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(data)
    return read_wordings(folder, LIBRARY.scales)


def test_a_clinic_without_a_folder_has_the_shipped_wording_only(tmp_path):
    found = read_wordings(tmp_path / "nothing", LIBRARY.scales)
    assert found.faults == ()
    assert wording_of(one("madrs"), found) is None
    shown = wording_of(one("phq9"), found)
    assert shown.source == "shipped"
    assert "Pfizer" in shown.credit


@pytest.mark.parametrize("text", [OWN, b"\xef\xbb\xbf" + OWN.encode(), OWN.replace("\n", "\r\n")], ids=["plain", "with a mark", "of Windows"])
def test_a_licensed_wording_is_used_and_says_to_whom_it_is_licensed(tmp_path, text):
    found = written(tmp_path, "madrs.toml", text)
    assert found.faults == ()
    shown = wording_of(one("madrs"), found)
    assert (shown.licensee, shown.source) == ("Northfield Clinic", "site: agreement 17/2026")
    assert shown.wording.items[9] == "ten"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("madsr.toml", OWN, "wording/madsr.toml: no scale has this name; did you mean 'madrs'?"),
        ("zzz.toml", OWN, "wording/zzz.toml: no scale has this name; name the file after one"),
        ("madrs.toml", OWN.replace('"ten"', '"ten", "eleven"'), "items: must be 10, as many as the scale has; there are 11"),
        ("madrs.toml", OWN.replace('"ten"', '""'), "items: holds an empty text"),
        ("madrs.toml", OWN.replace('licensee = "Northfield Clinic"\n', ""), "licensee: is missing; write it"),
        ("madrs.toml", OWN.replace('"Northfield Clinic"', '""'), "licensee"),
        ("madrs.toml", OWN + 'versoin = "2"\n', "versoin: is not a known key"),
        ("madrs.toml", OWN.replace('"5", "6"]', '"5"]'), "options: item 1 has 7 answers, 6 are written"),
        ("madrs.toml", OWN.replace('options = ["0", "1", "2", "3", "4", "5", "6"]\n', ""), "options: are missing for item 1"),
        ("madrs.toml", OWN + 'status = "verified"\n', "status: is the program's to say"),
        ("madrs.toml", OWN + "[item_options]\n11 = []\n", "item_options: the scale has no item 11"),
        ("madrs.toml", OWN + 'extra = "And?"\n', "extra_options: are missing"),
        ("madrs.toml", "title = ", "is not valid TOML"),
        ("madrs.toml", b"\xff\xfe", "is not UTF-8 text; save it again as UTF-8"),
        ("madrs.toml", "x" * 300_000, "is far too long"),
        ("cssrs.toml", OWN, "wording/cssrs.toml: is not used: electronic versions of the C-SSRS are licensed only through Clario"),
        ("whodas12.toml", OWN, "is not used: only the total of the WHODAS"),
        ("cgi_s.toml", OWN, "is not used: CGI-S has no items"),
    ],
)
def test_a_faulty_wording_is_left_out_and_told(tmp_path, name, text, expected):
    found = written(tmp_path, name, text)
    assert len(found.faults) == 1
    assert expected in found.faults[0]
    assert found.by_scale == {}


def test_a_faulty_file_does_not_keep_the_others_from_being_used(tmp_path):
    written(tmp_path, "cssrs.toml", OWN)
    (tmp_path / "wording" / "notes.txt").write_text("not a wording", encoding="utf-8")
    found = written(tmp_path, "madrs.toml", OWN)
    assert set(found.by_scale) == {"madrs"}
    assert len(found.faults) == 1
