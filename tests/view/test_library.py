"""The evidence library in words: filters, the order of the alphabet, errors beside what they concern, and nothing ranked or scored."""

import dataclasses
import datetime as dt
from typing import get_args

import pytest

from trd_desk.content.evidence_models import Figure, Grade, Measure, Modality, PrognosticFigure, RiskFactor, TreatmentOption
from trd_desk.view.library_errors import error_card, view_errors
from trd_desk.view.library_evidence import (
    EvidenceFilter,
    count_words,
    evidence_card,
    evidence_choices,
    evidence_table,
    interval_words,
    shown_results,
    view_evidence,
)
from trd_desk.view.library_figures import figure_card, view_figures
from trd_desk.view.library_head import library_sources, library_ways
from trd_desk.view.library_parts import kept
from trd_desk.view.library_readings import reading_list, reading_page
from trd_desk.view.library_routes import route_card, route_tip, view_routes
from trd_desk.view.library_treatments import treatment_list, treatment_page
from trd_desk.view.library_words import (
    FIGURE_GROUPS,
    GRADES,
    LIBRARY_PARTS,
    MEASURES,
    NO_TREATMENT,
    OPTION_KINDS,
    RISK_GROUPS,
    TREATMENTS,
    figure_words,
    grade_word,
)

DAY = dt.date(2026, 12, 1)


def words_of(card):
    """Everything that a card says."""
    found = [card.over, card.title, card.lead]
    if card.state is not None:
        found += [card.state.word, card.state.sentence]
    for block in card.blocks:
        found += [block.title, *block.texts]
        found += [part for fact in block.facts for part in (fact.label, fact.text, fact.below)]
        found += [remark.text for remark in block.remarks]
        found += [part for one in block.corrections for part in (one.who_says, one.says, one.right, one.standing.word)]
        found += [source.text for one in block.corrections for source in one.sources]
        found += [part for quote in block.quotes for part in (quote.words, quote.where, quote.doi)]
        found += [part for source in block.sources for part in (source.status, source.text, source.doi)]
        found += [way.text for way in block.ways]
    return " | ".join(found)


# The vocabulary


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (TREATMENTS, Modality),
        (MEASURES, Measure),
        (GRADES, Grade),
        (OPTION_KINDS, TreatmentOption.model_fields["kind"].annotation),
        (FIGURE_GROUPS, PrognosticFigure.model_fields["group"].annotation),
        (RISK_GROUPS, RiskFactor.model_fields["group"].annotation),
    ],
)
def test_everything_that_content_may_say_has_a_word(table, kind):
    assert set(table) == set(get_args(kind))


def test_no_two_grades_share_a_mark_or_a_word():
    stated = [grade_word(grade) for grade in GRADES]
    assert len({one.mark for one in stated}) == len({one.word for one in stated}) == len(stated)
    assert all(one.sentence.endswith(".") for one in stated)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure(arm="", value=54.2, low=46.1, high=62.3), "54.2\u00a0% (46.1 to 62.3)"),
        (Figure(arm="", value=-0.69, unit=""), "−0.69"),
        (Figure(arm="", value=15, to=25), "15 to 25\u00a0%"),
        (Figure(arm="", value=10, unit="", bound="below"), "below 10"),
        (Figure(arm="", value=48, bound="about"), "about 48\u00a0%"),
    ],
)
def test_a_figure_is_printed_with_its_unit_and_interval(figure, words):
    assert figure_words(figure) == words


def test_a_line_never_ends_within_a_number_and_its_unit():
    said = kept("0.5 to 1.0 mg/kg over 40 minutes, 45% or 45 %")
    assert "1.0\u00a0mg\u2060/\u2060kg" in said
    assert "40\u00a0minutes" in said
    assert "45\u00a0%" in said
    assert said.replace("\u00a0", " ").replace("\u2060", "") == "0.5 to 1.0 mg/kg over 40 minutes, 45% or 45 %"


# Evidence


def test_the_order_is_the_alphabets_and_the_page_says_so(library):
    view = view_evidence(library, EvidenceFilter())
    studies = [result.study.casefold() for result in view.results]
    assert studies == sorted(studies)
    assert len(studies) > 60
    assert view.order == "The order is that of the alphabet: the studies compare different people, comparators and measures."
    assert view.found == f"{len(studies)} results"


def test_what_is_not_shown_stands_under_errors_only(library):
    hidden = [result for result in library.shelf.results.values() if not result.shown]
    assert hidden
    listed = {row.id for row in view_errors(library).table.rows}
    for result in hidden:
        assert result not in shown_results(library)
        assert f"result.{result.id}" in listed
        assert result.not_shown_because in words_of(error_card(library, f"result.{result.id}"))
        assert not any(way.path.endswith(result.id) for way in library_ways(library))


@pytest.mark.parametrize("field", ["treatment", "measure", "paper", "grade"])
def test_each_filter_lets_through_what_it_names_and_nothing_else(library, field):
    choices = evidence_choices(library)
    pairs = {"treatment": choices.treatments, "measure": choices.measures, "paper": choices.papers, "grade": choices.grades}[field]
    papers = {result.id: file.seed for file in library.shelf.evidence for result in file.result}
    seen = set()
    for value, _words in pairs:
        found = view_evidence(library, EvidenceFilter(**{field: value})).results
        assert found
        seen |= {result.id for result in found}
        for result in found:
            own = {"treatment": result.modalities, "measure": (result.measure,), "paper": (papers[result.id],), "grade": (result.grade,)}[field]
            assert value in own
    assert seen == {result.id for result in shown_results(library)}


def test_words_must_all_occur_wherever_they_stand(library):
    found = view_evidence(library, EvidenceFilter(words="ECT anand")).results
    assert found
    assert all("anand" in result.study.casefold() for result in found)
    assert len(found) < len(view_evidence(library, EvidenceFilter(words="ect")).results)
    assert not view_evidence(library, EvidenceFilter(words="ect zzz")).results
    # The words of the paper itself are searched too.
    assert view_evidence(library, EvidenceFilter(words="six clinical trials comprising 340")).results


def test_only_with_an_interval_leaves_what_can_be_drawn(library):
    found = view_evidence(library, EvidenceFilter(with_interval=True))
    assert found.results
    assert all(result.drawn for result in found.results)
    assert found.found == f"{len(found.results)} of {len(shown_results(library))} results"


def test_filters_join(library):
    found = view_evidence(library, EvidenceFilter(treatment="ect", measure="response", paper="belge_2024")).results
    assert found
    for result in found:
        assert "ect" in result.modalities
        assert result.measure == "response"


@pytest.mark.parametrize("columns", [3, 6, 8])
def test_a_narrow_table_says_all_that_a_wide_one_does(library, columns):
    results = shown_results(library)
    table = evidence_table(library, results, columns=columns)
    papers = {result.id: library.source(file.seed).short for file in library.shelf.evidence for result in file.result}
    assert [row.id for row in table.rows] == [result.id for result in results]
    for row, result in zip(table.rows, results, strict=True):
        assert len(row.cells) == len(table.heads) == len(table.shares)
        said = " | ".join(cell.spoken for cell in row.cells)
        expected = [result.study, TREATMENTS[result.modality], result.result.rstrip("."), result.comparator, interval_words(result)]
        expected += [grade_word(result.grade).word, papers[result.id], count_words(result) if result.n or result.n_says else ""]
        for words in expected:
            assert words.rstrip(".") in said


def test_what_cannot_be_leaned_on_shows_it_in_mark_word_and_edge(library):
    results = shown_results(library)
    rows = evidence_table(library, results).rows
    grades = {result.grade for result in results}
    assert {"wrong", "unverified", "disputed"} <= grades
    for row, result in zip(rows, results, strict=True):
        stated = next(cell for cell in row.cells if cell.mark is not None)
        assert (stated.mark, stated.text) == (grade_word(result.grade).mark, grade_word(result.grade).word)
        assert row.doubtful == (result.grade in ("wrong", "unverified", "disputed"))
        result_cell = row.cells[3]
        assert bool(result_cell.below) == bool(result.errors)
        if result.errors:
            assert "known error" in result_cell.below[-1]


def test_a_card_has_the_place_as_a_quotation_and_every_error_beside_the_figure(library):
    papers = {result.id: file.seed for file in library.shelf.evidence for result in file.result}
    for result in library.shelf.results.values():
        card = evidence_card(library, result.id)
        quotes = [quote for block in card.blocks for quote in block.quotes]
        assert [quote.words for quote in quotes] == [result.locator]
        assert quotes[0].where == library.source(papers[result.id]).short
        corrections = [one for block in card.blocks for one in block.corrections]
        assert [(one.says, one.right) for one in corrections] == [
            (library.shelf.errors_by_id[name].says, library.shelf.errors_by_id[name].right) for name in result.errors
        ]
        assert all(one.sources for one in corrections)
        said = words_of(card)
        for figure in result.figures:
            assert figure_words(figure) in said
        if result.check:
            assert result.check in said
            assert all(library.source(cited.source).short in said for cited in result.checked)
        if corrections and result.figures:
            titles = [block.title for block in card.blocks]
            assert titles.index("Known errors") == titles.index("Figures") + 1


def test_numbers_of_the_outside_check_say_so(library):
    result = next(one for one in shown_results(library) if any(figure.origin == "check" for figure in one.figures))
    assert "from the outside check" in words_of(evidence_card(library, result.id))


def test_escape_trd_stands_with_its_correction(library):
    """Section 8.2, item 1: 21.7 and 14.1 per cent are never printed as relapses."""
    result = next(one for one in shown_results(library) if "21.7" in one.result)
    said = words_of(evidence_card(library, result.id))
    assert "mislabelled" in said
    assert result.measure != "relapse"


# Errors


def test_every_known_error_is_listed_with_what_is_right_and_what_it_concerns(library):
    table = view_errors(library).table
    ids = [row.id for row in table.rows]
    for error in library.shelf.errors.error:
        row = table.rows[ids.index(error.id)]
        assert (row.cells[0].text, row.cells[1].text) == (error.says, error.right)
        card = error_card(library, error.id)
        concerned = {one.id for one in library.shelf.results.values() if one.shown and error.id in one.errors}
        assert {way.path.rpartition(".")[2] for block in card.blocks for way in block.ways} == concerned
        assert all(place.locator in words_of(card) for place in error.found)
    assert error_card(library, "not_shown") is None


# Figures and risks


def test_every_figure_is_shown_with_its_caveat_or_listed_with_the_reason(library):
    view, hidden = view_figures(library), {row.id for row in view_errors(library).table.rows}
    shown = {row.id: row for row in view.figures.rows if not row.heading}
    for figure in library.shelf.prognosis.figure:
        if figure.shown:
            assert [cell.text for cell in shown[figure.id].cells[:3]] == [figure.label, figure.value, figure.caveat]
            assert figure.caveat in words_of(figure_card(library, figure.id))
        else:
            assert f"figure.{figure.id}" in hidden
            assert figure.id not in shown
            assert figure.not_shown_because in words_of(error_card(library, f"figure.{figure.id}"))


def test_a_pair_is_one_below_the_other_and_joined(library):
    rows = view_figures(library).figures.rows
    ids = [row.id for row in rows]
    pairs = [(figure.id, figure.pair) for figure in library.shelf.prognosis.figure if figure.pair and figure.shown]
    assert pairs
    by_id = {figure.id: figure for figure in library.shelf.prognosis.figure}
    for one, other in pairs:
        if not by_id[other].shown or by_id[other].group != by_id[one].group:
            continue
        first, last = sorted((ids.index(one), ids.index(other)))
        assert all(row.joined for row in rows[first + 1 : last + 1])
        assert by_id[other].value in words_of(figure_card(library, one))


def test_risk_factors_stand_in_groups_and_are_never_scored(library):
    view = view_figures(library)
    assert "Never scored" in view.risks_say
    assert {row.id for row in view.risks.rows if not row.heading} == {f"risk.{one.id}" for one in library.shelf.prognosis.risk}
    for factor in library.shelf.prognosis.risk:
        card = figure_card(library, f"risk.{factor.id}")
        assert "never scored" in card.over
        assert factor.locator in words_of(card)
    assert figure_card(library, "group.gsrd") is None


# Routes


def test_routes_answer_every_question_and_say_where_no_dose_is_worked_out(library):
    view = view_routes(library)
    assert [route.id for route in view.routes] == [route.id for route in library.shelf.routes.route]
    for number, (column, route) in enumerate(zip(view.routes, library.shelf.routes.route, strict=True)):
        assert all(column.cells)
        assert column.cells[0] == route.dose
        here = column.cells[-1]
        assert ("No dose is worked out" in here) is not route.offered
        assert route.not_offered_because in here
        assert column.sources
        tip = route_tip(view, number, 0)
        assert all(part in tip for part in (route.label, route.dose, column.standing.word, column.sources[0].text))
        assert all(cell in words_of(route_card(library, route.id)) for cell in column.cells)
    assert any(not route.offered for route in view.routes)


# Treatments


def test_treatments_are_in_the_order_of_the_alphabet_with_their_own_evidence(library):
    names = [row.cells[0].text.casefold() for row in treatment_list(library).rows]
    assert names == sorted(names)
    reached = set()
    for row in treatment_list(library).rows:
        page = treatment_page(library, row.id)
        option = next((one for one in library.shelf.options if one.id == row.id), None)
        modality = option.modality if option else row.id
        shown = {line.id for line in page.evidence.rows}
        assert shown == {result.id for result in shown_results(library) if modality in result.modalities}
        reached |= shown
        assert page.evidence_says
        if option is not None:
            assert len(page.arguments_for) + len(page.arguments_against) == len(option.argument)
            assert all(argued.rests_on for argued in (*page.arguments_for, *page.arguments_against, *page.places))
            assert len(page.places) == len(option.place)
    general = {result.id for result in shown_results(library) if set(result.modalities) <= set(NO_TREATMENT)}
    assert reached | general == {result.id for result in shown_results(library)}


def test_psychedelics_are_labelled_as_research(library):
    ids = [row.id for row in treatment_list(library).rows if "sychedelic" in row.cells[0].text]
    assert ids
    assert all(treatment_page(library, name).research.startswith("Research only") for name in ids)
    assert not treatment_page(library, "esketamine").research


def test_licence_and_funding_of_every_country_stand_with_a_treatment(library):
    said = set()
    for row in treatment_list(library).rows:
        said |= {licence.where for licence in treatment_page(library, row.id).licences}
    assert said == {f"{row.country}: {row.product}" for row in library.countries.country}


def test_a_library_without_options_still_shows_each_treatment_with_its_results(library):
    bare = dataclasses.replace(library, shelf_files=tuple(file for file in library.shelf_files if not file[1].startswith("option/")))
    assert not bare.shelf.options
    ids = {row.id for row in treatment_list(bare).rows}
    assert {"ketamine_iv", "esketamine", "ect", "tms", "psychedelic"} <= ids
    page = treatment_page(bare, "ect")
    assert page.title == "ECT"
    assert page.evidence.rows
    assert "none of it ranks treatments" in page.evidence_says


# Readings


def test_every_paragraph_names_its_sources_with_the_words_of_the_paper(library):
    seeds = {file.seed for file in library.shelf.evidence}
    rows = reading_list(library).rows
    assert len(rows) >= 8
    for row in rows:
        reading = next(one for one in library.shelf.readings if one.id == row.id)
        page = reading_page(library, row.id, DAY)
        for section, shown in zip(reading.section, page.sections, strict=True):
            for paragraph, said in zip(section.paragraph, shown.paragraphs, strict=True):
                assert said.warning == paragraph.warning
                assert len(said.sources) == len(paragraph.sources)
                for cited, line in zip(paragraph.sources, said.sources, strict=True):
                    assert library.source(cited.source).short in line.text
                    if cited.source in seeds:
                        assert f"“{cited.locator}”" in line.text
        assert "Nothing on this page is scored" in page.foot


def test_the_readings_cover_what_the_papers_tell(library):
    said = {
        reading.id: " ".join(paragraph.text for section in reading.section for paragraph in section.paragraph)
        for reading in library.shelf.readings
    }
    everything = " ".join(said.values())
    for words in ("glutamate", "AMPA", "mTOR", "BDNF", "pioid", "serotonin", "kynurenine", "abenula", "ippocampus", "cingulate", "nimal finding"):
        assert words in everything
    assert {"mechanisms", "inflammation", "imaging", "downstaging", "difficult_to_treat", "enantiomers", "safety", "psychedelics"} <= set(said)


def test_findings_in_rodents_are_called_animal_findings(library):
    for reading in library.shelf.readings:
        for section in reading.section:
            for paragraph in section.paragraph:
                if any(word in paragraph.text for word in ("rodent", "mice", "mouse")):
                    assert any(word in paragraph.text.lower() for word in ("animal", "preclinical")), paragraph.text


# What Find offers, and what each part rests on


def test_find_knows_studies_readings_routes_and_treatments_once_each(library):
    ways = library_ways(library)
    paths = [way.path for way in ways]
    assert len(paths) == len(set(paths))
    parts = {path.split(".")[1] for path in paths}
    assert parts == set(LIBRARY_PARTS)
    assert any("Rhee 2022" in way.text for way in ways)
    assert any((way.kind, way.text) == ("Reading", "Imaging and connectivity") for way in ways)


@pytest.mark.parametrize("part", LIBRARY_PARTS)
def test_each_part_names_its_content_with_standing_and_review(library, part):
    found = library_sources(library, part, DAY)
    assert found
    for one in found:
        assert one.title.rpartition(", ")[2].startswith("2026.")
        assert one.sources[0].status
        assert "review" in one.sources[0].review
