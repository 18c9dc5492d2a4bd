"""Every figure of the library is traced to its place in a paper, every row and error of the evidence notes is there, nothing is invented."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from source_texts import CLINICAL, SEEDS, near, notes, numbers, papers, place_of, plain, rows, section

from trd_desk.content.evidence_models import EvidenceFile, Result, SourceError
from trd_desk.content.library import Library
from trd_desk.content.load import load_library
from trd_desk.content.sentences import citations

LIBRARY = load_library()
SHELF = LIBRARY.shelf
RESULTS = [pytest.param(file, result, id=result.id) for file in SHELF.evidence for result in file.result]
TRACED = [pytest.param(entry, id=entry.id) for entry in (*SHELF.prognosis.figure, *SHELF.prognosis.risk) if entry.seed]
READINGS = [
    pytest.param(paragraph, id=f"{reading.id}-{index}")
    for reading in SHELF.readings
    for index, paragraph in enumerate(paragraph for part in reading.section for paragraph in part.paragraph)
]
beside = pytest.mark.skipif(not (CLINICAL / "papers").is_dir(), reason="no source papers beside this checkout")


@pytest.fixture(scope="module")
def library() -> Library:
    return LIBRARY


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _strings(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)


def _figures(result: Result, origin: str) -> set[float]:
    ends = {
        abs(end)
        for one in result.figures
        if one.origin == origin
        for end in (one.value, one.to, one.low, one.high)
        if end is not None
    }
    return ends | ({float(result.n)} if result.n and result.n_origin == origin else set())


def _lines_on(*names: str) -> str:
    """The lines of the evidence notes that share a word of three letters or more with one of the names."""
    keys = {word.lower() for word in re.findall(r"[A-Za-zÀ-ž*]{3,}", " ".join(names).replace("_", " "))}
    lines = [plain(line) for text in notes().values() for line in text.splitlines()]
    return " ".join(line for line in lines if any(key in line.lower() for key in keys))


def _names(works: Iterable[str]) -> str:
    return " ".join(f"{LIBRARY.sources[work].short} {work}" for work in works)


def _checked_numbers(result: Result) -> set[float]:
    """The numbers of the evidence notes in lines on the study or on what it was checked with."""
    works = {cited.source for cited in result.checked} | ({result.work} if result.work else set())
    return numbers(_lines_on(result.study, result.result, _names(works)), words=True)


def _notes_numbers() -> set[float]:
    return numbers(" ".join(notes().values()), words=True)


# ------------------------------------------------------------------------------------------------------------ traces to the papers


@beside
@pytest.mark.parametrize(("file", "result"), RESULTS)
def test_a_result_stands_in_its_paper_with_its_numbers(file: EvidenceFile, result: Result) -> None:
    assert papers()[file.seed].count(plain(result.locator)) == 1, "the locator must stand in the paper once"
    there = numbers(near(file.seed, result.locator), words=True)
    assert _figures(result, "paper") <= there
    said = numbers(f"{result.result} {result.population} {result.n_says} {result.comparator}")
    assert said <= there | _figures(result, "check"), "the sentence has a number that the paper does not have here"
    assert numbers(result.interval) <= there | _figures(result, "check") | _checked_numbers(result)


@beside
@pytest.mark.parametrize(("file", "result"), [param for param in RESULTS if param.values[1].check])
def test_what_was_checked_outside_stands_in_the_evidence_notes(file: EvidenceFile, result: Result) -> None:
    assert _figures(result, "check") | numbers(result.check) <= _checked_numbers(result)
    assert _figures(result, "arithmetic") <= _notes_numbers()


@beside
@pytest.mark.parametrize("entry", TRACED)
def test_a_prognostic_figure_or_risk_factor_stands_in_its_paper(entry: Any) -> None:
    assert papers()[entry.seed].count(plain(entry.locator)) == 1
    there = numbers(near(entry.seed, entry.locator), words=True)
    assert numbers(getattr(entry, "value", "")) <= there
    assert numbers(entry.caveat) <= there | _notes_numbers()


@beside
def test_every_place_in_a_paper_that_the_library_cites_stands_there_word_for_word() -> None:
    parts = (*SHELF.evidence, SHELF.errors, SHELF.routes, SHELF.prognosis, *SHELF.readings)
    cited = {(one.source, one.locator) for part in parts for one in citations(part) if one.source in SEEDS.values() and one.locator}
    assert len(cited) > 60
    assert [place for place in sorted(cited) if place_of(*place) is None] == []


@beside
@pytest.mark.parametrize("paragraph", READINGS)
def test_a_paragraph_of_a_reading_is_traced_and_has_no_number_of_its_own(paragraph: Any) -> None:
    seeds = [one for one in paragraph.sources if one.source in SEEDS.values()]
    assert all(one.locator and place_of(one.source, one.locator) for one in seeds)
    there = numbers(" ".join(near(one.source, one.locator) for one in seeds), words=True)
    assert numbers(f"{paragraph.text} {paragraph.warning}") <= there | _notes_numbers()


@beside
@pytest.mark.parametrize("error", [pytest.param(error, id=error.id) for error in SHELF.errors.error])
def test_the_numbers_of_an_error_stand_where_it_was_found_or_in_the_evidence_notes(error: SourceError) -> None:
    listed = section(notes()["pathways-and-sessions.md"], "## 8.2", "# 9.")
    item = re.search(rf"^{error.number}\. .+$", listed, re.MULTILINE)
    there = numbers(" ".join(near(one.source, one.locator) for one in error.found), words=True)
    there |= numbers(item.group() if item else "", words=True)
    lines = _lines_on(error.says, _names({one.source for one in error.sources} - {"program_memory"}))
    there |= numbers(lines, words=True) | {float(number) for number in re.findall(r"\[(\d+)\]", lines)}
    assert numbers(f"{error.says} {error.right}") <= there


@beside
def test_the_numbers_of_the_routes_stand_in_the_section_on_routes_or_near_their_places() -> None:
    known = numbers(section(notes()["pathways-and-sessions.md"], "## 2.1 Route table", "# 3."), words=True)
    known |= numbers(_lines_on("KADS", "canmat_2023", "TA854"), words=True)
    for route in SHELF.routes.route:
        columns = (route.dose, route.time, route.frequency, route.bioavailability, route.evidence, route.pro, route.con)
        assert numbers(" ".join(columns)) <= known, route.id
    assert numbers(" ".join(SHELF.routes.notes)) <= known


# ------------------------------------------------------------------------------------------------- nothing of the notes is missing


def _table_rows() -> list[tuple[str, list[str], str]]:
    """Paper, cells and locator of every row of the table of evidence (part B, 8.1)."""
    text = section(notes()["pathways-and-sessions.md"], "## 8.1", "## 8.2")
    found = []
    for number, part in re.findall(r"### Seed (\d{3})\n(.*?)(?=### Seed|\Z)", text, re.DOTALL):
        found += [(SEEDS[number], cells, re.findall("“([^”]+)”", " | ".join(cells))[-1]) for cells in rows(part)]
    return found


@beside
def test_every_row_of_the_table_of_evidence_is_there_with_every_number() -> None:
    table = _table_rows()
    assert len(table) == 52, "the table of the evidence notes has changed: look at its rows again"
    missing = []
    for seed, cells, locator in table:
        file = next(file for file in SHELF.evidence if file.seed == seed)
        mine = [result for result in file.result if plain(locator).lower() in plain(result.locator).lower()]
        if not mine:
            missing.append(f"{seed}: no result for “{locator}”")
            continue
        group = [one for one in file.result if one.study.partition(",")[0] in {result.study.partition(",")[0] for result in mine}]
        said = numbers(" ".join(text for result in group for text in _strings(result)), words=True)
        said |= {end for result in group for origin in ("paper", "check", "arithmetic") for end in _figures(result, origin)}
        # 2024 is the year of a work and 8.2 #5 a place in the notes; S36 and the like are not read as numbers.
        bare = re.sub(r"8\.2 #\d+|\b(19|20)\d\d(–\d\d)?\b|“[^”]*”", " ", " ".join(cells))
        lost = numbers(bare, words=False) - said
        missing += [f"{seed} “{locator}”: {sorted(lost)}"] if lost else []
    assert missing == []


@beside
def test_every_numbered_error_of_the_notes_is_there_and_names_its_papers() -> None:
    text = notes()["pathways-and-sessions.md"]
    listed = dict(re.findall(r"^(\d+)\. (.+)$", section(text, "## 8.2", "# 9."), re.MULTILINE))
    assert sorted(map(int, listed)) == list(range(1, 27))
    errors = {error.number: error for error in SHELF.errors.error if error.number is not None}
    assert sorted(errors) == list(range(1, 27))
    for number, words in listed.items():
        named = {SEEDS[seed] for seed in re.findall(r"\b00[0-3]\b", words)}
        assert set(errors[int(number)].papers) == named, number


def test_every_error_shows_where_the_paper_says_it() -> None:
    for error in SHELF.errors.error:
        assert {one.source for one in error.found} == set(error.papers), error.id
        assert all(one.locator for one in error.found)


def test_the_slips_of_part_a_are_there() -> None:
    numbered = {error.id for error in SHELF.errors.error if error.number}
    others = {error.id for error in SHELF.errors.error} - numbered
    assert others >= {"dutch_measure_reference", "duplicate_reference_87", "ninety_percent_resistant", "star_d_no_dropout"}
    assert {"ali_viqar_method", "ema_dates", "escape_trd_relapse", "wilkowska_references"} <= numbered


@beside
def test_every_figure_and_risk_factor_of_part_a_is_there() -> None:
    text = notes()["definitions-and-staging.md"]
    kept = [(one.seed, one.locator) for one in (*SHELF.prognosis.figure, *SHELF.prognosis.risk) if one.seed]
    kept += [(one.source, one.locator) for one in citations(SHELF.prognosis) if one.source in SEEDS.values() and one.locator]
    spans = [(seed, place) for seed, locator in kept if (place := place_of(seed, locator))]
    part = section(text, "### 7.1 Risk factors", "Seed slips to avoid copying")
    quoted = re.findall(r'\[seed (\d{3}) "([^"]+)"', part)
    assert len(quoted) > 15
    lost = []
    for number, phrase in quoted:
        place = place_of(SEEDS[number], phrase)
        assert place is not None, phrase
        if not any(seed == SEEDS[number] and begin <= place[1] and end >= place[0] for seed, (begin, end) in spans):
            lost.append(phrase)
    assert lost == []


@beside
def test_every_route_of_the_notes_is_there_with_its_numbers() -> None:
    table = rows(section(notes()["pathways-and-sessions.md"], "## 2.1 Route table", "Ketamine half-life"))
    assert len(table) == len(SHELF.routes.route) == 11
    names = {
        "IV racemic": "ketamine_iv",
        "IN esketamine": "esketamine_in",
        "IN racemic": "ketamine_in",
        "Oral racemic (IR)": "ketamine_oral",
        "Oral esketamine": "esketamine_oral",
        "Oral extended release R-107": "r107",
        "Oral KET01": "ket01",
        "Sublingual": "ketamine_sublingual",
        "SC racemic": "ketamine_sc",
        "IM racemic": "ketamine_im",
        "Arketamine": "arketamine",
    }
    by_id = {route.id: route for route in SHELF.routes.route}
    for cells in table:
        route = by_id[names[cells[0].strip("*")]]
        bare = re.sub(r"`\[.*?\]`|ref \d+|CANMAT Level.*?repeated|Level 3–4|2021", " ", " ".join(cells))
        lost = numbers(bare) - numbers(" ".join(_strings(route)), words=True)
        assert lost <= {2.2}, f"{route.id}: {sorted(lost)}"  # 2.2 is the section on the schedule of the spray


# ----------------------------------------------------------------------------------------------------------- rules that do not bend


def test_the_claim_of_rank_is_nowhere_in_the_library() -> None:
    for head in SHELF.heads:
        for text in _strings(head):
            assert not re.search("may be the most effective|most effective trd", plain(text).lower()), f"{head.id}: {text}"


def test_escape_trd_is_told_as_remission_that_was_kept_and_never_as_relapses() -> None:
    result = SHELF.results["escape_trd_remission_kept"]
    assert (result.grade, result.measure, result.is_evidence) == ("corrected", "relapse_free", True)
    assert {figure.value for figure in result.figures if figure.origin == "paper"} == {21.7, 14.1}
    for head in (*SHELF.evidence, SHELF.prognosis, *SHELF.options, *SHELF.readings):
        for part in _models(head):
            words = " ".join(
                text for name in type(part).model_fields if isinstance(text := getattr(part, name), str) if name != "locator"
            )
            if "21.7" in words:
                assert "no relapse to week 32" in words, f"{head.id}: {words}"


def _models(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from _models(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _models(item)


def test_the_theoretical_remission_of_star_d_never_stands_without_the_reanalysis() -> None:
    figures = {figure.id: figure for figure in SHELF.prognosis.figure}
    for figure in figures.values():
        if figure.value == "67%":
            assert figure.pair is not None and "35%" in figures[figure.pair].value and figures[figure.pair].shown
    for result in SHELF.results.values():
        values = {figure.value for figure in result.figures}
        assert (67 in values) <= (35 in values), result.id
        assert bool(re.search(r"(?<![\d.])67%", result.result)) <= ("35%" in result.result), result.id


def test_the_meta_analysis_told_wrongly_carries_its_correction() -> None:
    wrong, right = SHELF.results["rhee_no_difference"], SHELF.results["rhee"]
    assert (wrong.grade, wrong.is_evidence, wrong.drawn) == ("wrong", False, ())
    assert "−0.69" in wrong.check and "rhee_direction" in wrong.errors
    assert right.grade == "checked" and right.n == 340


def test_unverified_pools_are_listed_with_their_error_and_are_no_evidence() -> None:
    file = next(file for file in SHELF.evidence if file.seed == "ali_viqar_2024")
    assert {result.grade for result in file.result} == {"unverified", "wrong"}
    for result in file.result:
        assert result.shown and not result.is_evidence and result.errors
    assert len([result for result in file.result if result.drawn]) == 6
    assert [figure.shown for figure in SHELF.prognosis.figure if figure.seed == "ali_viqar_2024"] == [False, False]


def test_only_the_ninety_percent_is_kept_back_and_says_why() -> None:
    kept = [result for result in SHELF.results.values() if not result.shown]
    assert [result.id for result in kept] == ["star_d_ninety_percent"]
    assert kept[0].not_shown_because and not kept[0].drawn


def test_the_interval_of_r107_is_shown_with_a_sign_that_fits_and_says_so() -> None:
    result = SHELF.results["r107_depression"]
    (drawn,) = result.drawn
    assert (drawn.value, drawn.low, drawn.high) == (6.1, 1.0, 11.16)
    assert "minus sign" in result.check


# Which number belongs to which arm cannot be traced by its place: these are read by hand from the papers.
ARMS = {
    "escape_trd_remission": {"esketamine spray": 27.1, "quetiapine extended release": 17.6},
    "elekt_d_response": {
        "ketamine by infusion": 55.4,
        "ECT": 41.2,
        "ketamine by infusion, by MADRS": 50.8,
        "ECT, by MADRS": 41.1,
    },
    "star_d_steps": {"first step": 36.8, "second step": 30.6, "third step": 13.7, "fourth step": 13.0},
    "european_cohort_history": {"two failures": 55, "three failures": 30},
    "european_cohort_one_year": {"remission at 1 year": 19.2, "no response at 1 year": 69, "remission of month 6 lost": 33},
    "european_cohort_changes": {"treatment changed": 40, "same medicine": 60},
    "rhee": {"people given ECT": 162, "people given ketamine": 178, "ketamine against ECT": -0.69},
    "r107_relapse": {"180 mg twice a week": 42.9, "placebo": 70.6},
    "sustain_3": {"remission at the end of induction": 35.6, "remission at the end of maintenance": 49.6},
    "calder_nnt": {"racemic ketamine, 4 hours": 7, "racemic ketamine, 1 day to 1 week": 3, "racemic ketamine, 4 weeks": 9},
    "trials_by_route": {"racemic ketamine by infusion": 250, "esketamine spray": 25},
    "trial_registry_scan": {"anaesthesia": 22, "pain": 28, "resistant depression, esketamine": 29},
    "ali_viqar_ketamine_harms": {"dissociation": 35.1, "dizziness": 23.4, "headache": 20.5},
    "ali_viqar_tms_harms": {"headache": 24.5, "scalp discomfort": 17.3, "fatigue": 14.5},
    "ali_viqar_psychedelic_harms": {"anxiety": 30.5, "headache": 23.1, "nausea": 17.4},
}


@pytest.mark.parametrize("name", ARMS)
def test_each_number_belongs_to_its_arm(name: str) -> None:
    shown = {figure.arm: figure.value for figure in SHELF.results[name].figures}
    assert shown.items() >= ARMS[name].items()


INTERVALS = {
    "ali_viqar_ketamine_response": (54.2, 46.1, 62.3),
    "ali_viqar_ketamine_remission": (34.5, 27.4, 41.6),
    "ali_viqar_tms_response": (41.9, 34.5, 49.3),
    "ali_viqar_tms_remission": (26.3, 20.5, 32.1),
    "ali_viqar_psychedelic_response": (63.2, 54.3, 71.9),
    "ali_viqar_psychedelic_remission": (45.1, 36.4, 53.8),
    "elekt_d_response": (14.2, 3.9, 24.2),
    "r107_depression": (6.1, 1.0, 11.16),
}


def test_every_interval_of_the_sources_is_there_and_no_other() -> None:
    drawn = {result.id: (one.value, one.low, one.high) for result in SHELF.results.values() for one in result.drawn}
    assert drawn == INTERVALS


def test_arithmetic_is_right() -> None:
    assert SHELF.results["ali_viqar_studies"].n == 1432 + 1011 + 541
    assert pytest.approx(10.5, abs=0.05) == 1 / (0.271 - 0.176)
    assert pytest.approx(80.2, abs=0.05) == 100 * 73 / 91
    assert pytest.approx(80.0) == 100 * 48 / 60
    assert pytest.approx(0.671, abs=0.0005) == 1 - 0.632 * 0.694 * 0.863 * 0.870
    assert pytest.approx(14.2) == 55.4 - 41.2


def test_routes_without_a_calculator_say_so_and_arketamine_is_not_offered() -> None:
    routes = {route.id: route for route in SHELF.routes.route}
    assert {name for name, route in routes.items() if not route.offered} == {
        "ketamine_in",
        "ketamine_sublingual",
        "arketamine",
        "r107",
        "ket01",
    }
    assert "Do not offer" in routes["arketamine"].con
    assert "one infusion Level 1, repeated infusions Level 2" in routes["ketamine_iv"].evidence
    assert all(
        "Level 3" in routes[name].evidence
        for name in ("ketamine_in", "ketamine_oral", "ketamine_sublingual", "ketamine_sc", "ketamine_im")
    )
    assert any("never converted" in note for note in SHELF.routes.notes)
    assert any("unresolved" in note for note in SHELF.routes.notes)


def test_no_risk_factor_is_scored_and_every_marker_says_that_it_is_research() -> None:
    assert not any(name in type(factor).model_fields for factor in SHELF.prognosis.risk for name in ("points", "weight", "score"))
    for factor in SHELF.prognosis.risk:
        assert (factor.group == "research") == factor.caveat.startswith("Research only: never scored")
    assert len([factor for factor in SHELF.prognosis.risk if factor.group == "gsrd_core"]) == 4


def test_every_work_that_is_named_is_in_the_bibliography(library: Library) -> None:
    named = {cited.source for head in SHELF.heads for cited in citations(head)} | {
        result.work for result in SHELF.results.values() if result.work
    }
    assert named <= set(library.sources)


def test_every_treatment_with_evidence_has_its_own() -> None:
    covered = {modality for result in SHELF.results.values() if result.is_evidence for modality in result.modalities}
    assert covered >= {
        "ketamine_iv",
        "ketamine_other",
        "esketamine",
        "arketamine",
        "ect",
        "tms",
        "psychedelic",
        "augmentation",
        "usual_care",
    }
