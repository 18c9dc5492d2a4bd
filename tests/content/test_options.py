"""The treatment options: each with both sides, its places, its sources, and words of the papers that stand in them."""

import pytest
from source_texts import CLINICAL, papers, plain

from trd_desk.content.load import load_library
from trd_desk.content.sentences import citations

LIBRARY = load_library()


@pytest.mark.parametrize("option", LIBRARY.options, ids=[option.id for option in LIBRARY.options])
def test_option_has_arguments_on_both_sides_a_place_and_its_evidence(option):
    assert {argument.side for argument in option.argument} == {"for", "against"}
    assert len({argument.id for argument in option.argument}) == len(option.argument)
    assert option.place
    assert option.evidence_says


@pytest.mark.skipif(not (CLINICAL / "papers").is_dir(), reason="the source papers stand beside the project")
@pytest.mark.parametrize("option", LIBRARY.options, ids=[option.id for option in LIBRARY.options])
def test_words_of_the_papers_stand_in_them(option):
    texts = papers()
    missing = [cited.locator for cited in citations(option) if cited.source in texts and plain(cited.locator) not in texts[cited.source]]
    assert not missing


def test_no_option_is_ranked_and_psychedelics_are_research_only():
    orders = [option.order for option in LIBRARY.options]
    assert orders == sorted(set(orders))
    assert [option.id for option in LIBRARY.options if option.research_only] == ["psychedelic"]
