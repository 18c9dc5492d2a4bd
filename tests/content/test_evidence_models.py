"""A result, figure, error or route that lacks its reason, its source or an honest interval is refused in a sentence."""

from typing import Any

import pytest
from pydantic import ValidationError

from trd_desk.content.evidence_models import Figure, PrognosticFigure, Result, RiskFactor, RouteRow
from trd_desk.content.load import content_folder, load_library
from trd_desk.content.shelf import RawFile, open_shelf
from trd_desk.errors import ContentError

RESULT: dict[str, Any] = {
    "id": "a_trial",
    "study": "A trial",
    "modality": "ect",
    "result": "Half responded.",
    "measure": "response",
    "locator": "half of the patients responded",
    "grade": "reported",
}
CITED = [{"source": "elekt_d", "locator": "abstract"}]


def _refused(model: Any, **change: Any) -> str:
    with pytest.raises(ValidationError) as fault:
        model.model_validate(change)
    return str(fault.value)


def test_an_interval_that_does_not_hold_its_value_is_refused() -> None:
    assert "value: lies outside its interval" in _refused(Figure, arm="R-107", value=-6.1, low=1.0, high=11.16, unit="points")
    assert "value: lies outside its interval" in _refused(Figure, arm="ECT", value=30, low=40, high=20)
    assert "low: give both ends of the interval or none" in _refused(Figure, arm="ECT", value=30, low=20)
    assert Figure(arm="ECT", value=30, low=20, high=40).low == 20


def test_a_range_is_no_interval() -> None:
    assert "to: must be the higher end" in _refused(Figure, arm="dose", value=1.0, to=0.5)
    assert "a range has no interval" in _refused(Figure, arm="dose", value=15, to=25, low=10, high=20)
    assert Result.model_validate({**RESULT, "figures": [{"arm": "dose", "value": 15, "to": 25}]}).drawn == ()


def test_a_result_kept_back_says_why_and_one_shown_does_not() -> None:
    assert "not_shown_because: must be given where shown is false" in _refused(Result, **RESULT, shown=False)
    assert "not_shown_because" in _refused(Result, **RESULT, not_shown_because="It is wrong.")
    kept = Result.model_validate({**RESULT, "shown": False, "not_shown_because": "It is wrong."})
    assert not kept.is_evidence
    assert kept.drawn == ()


@pytest.mark.parametrize("grade", ["wrong", "corrected", "disputed", "unverified"])
def test_a_grade_that_doubts_names_the_error(grade: str) -> None:
    assert f"errors: a result graded '{grade}' must name the error" in _refused(Result, **{**RESULT, "grade": grade})
    result = Result.model_validate({**RESULT, "grade": grade, "errors": ["some_error"]})
    assert result.is_evidence == (grade in ("corrected", "disputed"))


def test_a_number_from_outside_needs_its_words_and_sources() -> None:
    outside = [{"arm": "ECT", "value": 14.2, "low": 3.9, "high": 24.2, "origin": "check"}]
    assert "check: a number from the outside check needs" in _refused(Result, **RESULT, figures=outside)
    assert "check: a number from the outside check needs" in _refused(Result, **RESULT, n=365, n_origin="check")
    assert "belong together" in _refused(Result, **RESULT, check="365 were treated.")
    assert "belong together" in _refused(Result, **RESULT, checked=CITED)
    told = Result.model_validate({**RESULT, "figures": outside, "check": "14.2 points.", "checked": CITED})
    assert told.from_check
    assert [figure.value for figure in told.drawn] == [14.2]


def test_a_wrong_result_is_never_drawn() -> None:
    drawn = {"figures": [{"arm": "ECT", "value": 30, "low": 20, "high": 40}], "errors": ["some_error"]}
    assert Result.model_validate({**RESULT, **drawn, "grade": "wrong"}).drawn == ()
    assert len(Result.model_validate({**RESULT, **drawn, "grade": "unverified"}).drawn) == 1


def test_a_figure_or_factor_with_half_a_trace_is_refused() -> None:
    figure = {"id": "a", "group": "harm", "label": "A", "value": "5%", "caveat": "Few.", "sources": CITED, "status": "reported"}
    assert "belong together" in _refused(PrognosticFigure, **figure, seed="belge_2024")
    assert "belong together" in _refused(PrognosticFigure, **figure, locator="five per cent of them")
    assert "not_shown_because" in _refused(PrognosticFigure, **figure, shown=False)
    factor = {"id": "a", "label": "A", "group": "paper", "sources": CITED, "status": "reported"}
    assert "belong together" in _refused(RiskFactor, **factor, seed="belge_2024")


def test_a_route_without_a_dose_says_why() -> None:
    route = {"id": "a", "label": "A", "dose": "None", "evidence": "None", "con": "None", "sources": CITED, "status": "reported"}
    assert "not_offered_because" in _refused(RouteRow, **route, offered=False)
    assert "not_offered_because" in _refused(RouteRow, **route, not_offered_because="Why not.")


# ------------------------------------------------------------------------------------------------------- the shelf as a whole


def _files() -> list[RawFile]:
    return [RawFile(*file) for file in load_library().shelf_files]


def _faults(place: str, old: str, new: str) -> tuple[str, ...]:
    library = load_library()
    files = []
    for file in _files():
        if file.place == place:
            assert old in file.raw.decode("utf-8")
            files.append(RawFile(file.name, file.place, file.raw.decode("utf-8").replace(old, new, 1).encode("utf-8")))
        else:
            files.append(file)
    with pytest.raises(ContentError) as caught:
        open_shelf(files, library.sources)
    return tuple(caught.value.faults)


def test_the_shelf_names_what_points_nowhere() -> None:
    errors = 'errors = ["nnt_below_ten"]'
    assert _faults("evidence/rosenhagen_2024", errors, 'errors = ["no_such_error"]') == (
        "evidence rosenhagen_2024: result calder_nnt: errors: no error 'no_such_error'",
    )
    assert _faults("evidence/rosenhagen_2024", errors, 'errors = ["escape_trd_relapse"]') == (
        "evidence rosenhagen_2024: result calder_nnt: errors: 'escape_trd_relapse' does not name the paper rosenhagen_2024",
    )
    assert _faults("evidence/rosenhagen_2024", 'work = "calder_2024"', 'work = "calder_2042"') == (
        "evidence rosenhagen_2024: result calder_nnt: work: 'calder_2042' is not in sources/works",
    )
    assert _faults("evidence/belge_2024", 'id = "burden"', 'id = "bahji"') == (
        "evidence belge_2024: result bahji: the id is there twice",
    )
    assert _faults("evidence_errors/papers", "number = 26", "number = 25") == (
        "errors pressure_and_observation: '25' is there twice",
    )
    assert _faults("evidence_errors/papers", 'papers = ["belge_2024"]', 'papers = ["ali_viqar_2024"]')[0].startswith(
        "evidence belge_2024"
    )
    assert _faults("prognosis/figures", 'result = "star_d_steps"', 'result = "star_d_step"') == (
        "prognosis: figure star_d_steps: result: no result 'star_d_step'",
    )
    assert _faults("prognosis/figures", 'pair = "star_d_reanalysis"', 'pair = "star_e"') == (
        "prognosis: figure star_d_total: pair: no figure 'star_e'",
    )


def test_a_value_outside_its_interval_is_told_with_file_and_field() -> None:
    (fault,) = _faults("evidence/rosenhagen_2024", "value = 6.1,", "value = -6.1,")
    assert fault.startswith("content/evidence/rosenhagen_2024/2026.12.toml: result[")
    assert fault.endswith("value: lies outside its interval")


def test_the_files_lie_where_they_are_read() -> None:
    assert {file.place for file in _files()} >= {
        "evidence/belge_2024",
        "evidence_errors/papers",
        "routes/table",
        "prognosis/figures",
    }
    assert (content_folder() / "evidence" / "belge_2024" / "2026.12.toml").is_file()
