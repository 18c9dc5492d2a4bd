"""The forest plot: one measure and unit, every value and interval as text, nothing pooled, nothing ranked, doubt drawn and named."""

import datetime as dt
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from trd_desk.content.evidence_models import Figure, Result
from trd_desk.documents.drawing import paint
from trd_desk.documents.fonts import register_fonts
from trd_desk.documents.tags import TaggedCanvas
from trd_desk.view.forest import forest, forest_choices, legend
from trd_desk.view.library_evidence import shown_results
from trd_desk.view.library_words import figure_words, grade_word
from trd_desk.view.metrics import text_width
from trd_desk.view.shapes import Circle, Line, Mark, Polygon, Rect, Text

NOON = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
WIDTHS = (400.0, 520.0, 860.0, 1200.0)


def result(name, measure, *figures, grade="reported", errors=()):
    """An invented result; it lives in this test only."""
    return Result(
        id=name, study=name.capitalize(), modality="ketamine_iv", result="Invented for a test.", measure=measure, comparator="Placebo",
        n=40, figures=figures, locator="words of no paper", grade=grade, errors=errors,
    )  # fmt: skip


def interval(low, value, high, unit="%", arm=""):
    return Figure(arm=arm, value=value, low=low, high=high, unit=unit)


def said(drawing):
    """The texts of a drawing, with plain spaces."""
    return [text.text.replace("\u00a0", " ") for text in drawing.texts()]


@pytest.fixture(scope="module")
def plots(library):
    results = shown_results(library)
    return {choice.key: forest(library, results, choice.key) for choice in forest_choices(results)}


def test_every_interval_is_drawn_once_and_only_beside_its_own_kind(library, plots):
    results = shown_results(library)
    drawn = [(one.id, figure) for one in results for figure in one.drawn]
    assert drawn
    assert sum(len(plot.children) for plot in plots.values()) == len(drawn)
    for choice in forest_choices(results):
        measure, unit, _doubt = choice.key.split("|")
        ids = {child.link.rpartition(".")[2] for child in plots[choice.key].children}
        assert all(library.shelf.results[name].measure == measure for name in ids)
        assert all(any(figure.unit == unit for figure in library.shelf.results[name].drawn) for name in ids)
        assert choice.words.endswith(f"({len(plots[choice.key].children)})")


def test_what_no_source_supports_is_never_beside_the_others_and_says_so(library, plots):
    unverified = {one.id for one in shown_results(library) if one.grade == "unverified" and one.drawn}
    assert unverified
    for key, plot in plots.items():
        ids = {child.link.rpartition(".")[2] for child in plot.children}
        assert ids <= unverified or not ids & unverified
        if ids <= unverified:
            assert "No source supports these figures" in plot.name
            assert "No source supports" in " ".join(said(plot))
            assert key.endswith("unverified")
    choices = forest_choices(shown_results(library))
    assert [choice.supported for choice in choices] == sorted((choice.supported for choice in choices), reverse=True)


def test_value_interval_number_comparator_and_grade_are_text(library, plots):
    for plot in plots.values():
        words = " ".join(said(plot))
        for child in plot.children:
            one = library.shelf.results[child.link.rpartition(".")[2]]
            figures = [figure_words(figure).replace("\u00a0", " ") for figure in one.drawn]
            assert any(figure in said(plot) for figure in figures)
            assert any(figure in child.name.replace("\u00a0", " ") for figure in figures)
            assert grade_word(one.grade).word in words
            assert grade_word(one.grade).word in child.name
            assert one.study.split()[0] in words
            if one.n is not None:
                assert f"n {one.n}" in words


def test_the_order_is_the_alphabets_whatever_the_size(library):
    results = [result("zeta", "response", interval(80, 90, 95)), result("alpha", "response", interval(1, 5, 9))]
    results.sort(key=lambda one: one.study)
    plot = forest(library, results, "response|%|")
    assert [child.name.split(",")[0] for child in plot.children] == ["Alpha", "Zeta"]


def test_nothing_is_pooled_and_nothing_is_a_diamond(plots):
    for plot in plots.values():
        assert not any(isinstance(shape, Polygon | Circle) for shape in plot.shapes)
        assert "not pooled" in plot.name
        assert not any(re.search(r"pooled|overall|total", text, re.IGNORECASE) for text in said(plot) if "pool of the paper" not in text)


def lines_at_nought(plot):
    """Upright strokes that are stronger than the grid."""
    return [shape for shape in plot.shapes if isinstance(shape, Line) and shape.x1 == shape.x2 and shape.stroke == "line_strong"]


@pytest.mark.parametrize(
    ("measure", "unit", "has"),
    [
        ("smd", "", True),
        ("risk_difference", "points", True),
        ("response", "percentage points", True),
        ("score_difference", "points", True),
        ("response", "%", False),
        ("nnt", "", False),
        ("cost", "euros", False),
    ],
)
def test_only_a_difference_has_a_line_of_no_difference(library, measure, unit, has):
    plot = forest(library, [result("one", measure, interval(2, 4, 9, unit))], f"{measure}|{unit}|")
    assert bool(lines_at_nought(plot)) is has
    assert any("no difference" in text for text in said(plot)) is has


def test_doubt_is_hollow_dashed_and_named(library):
    sure = forest(library, [result("one", "response", interval(20, 30, 40))], "response|%|")
    doubt = forest(library, [result("one", "response", interval(20, 30, 40), grade="unverified", errors=("x",))], "response|%|unverified")
    for plot, hollow in ((sure, False), (doubt, True)):
        box = next(shape for shape in plot.shapes if isinstance(shape, Rect))
        bar = next(shape for shape in plot.shapes if isinstance(shape, Line) and shape.y1 == shape.y2 and shape.width == 1.5)
        assert (box.fill == "bg_surface") is hollow
        assert bool(box.dash) is bool(bar.dash) is hollow
        assert any(isinstance(shape, Mark) for shape in plot.shapes)
    assert "Unverified" in said(doubt)


def test_a_mark_stands_at_its_value_within_its_interval(library):
    plot = forest(library, [result("one", "response", interval(20, 50, 80))], "response|%|")
    box = next(shape for shape in plot.shapes if isinstance(shape, Rect))
    bar = next(shape for shape in plot.shapes if isinstance(shape, Line) and shape.y1 == shape.y2 and shape.width == 1.5)
    ticks = {text.text: text.x for text in plot.texts() if text.text in ("0", "100")}
    per = (ticks["100"] - ticks["0"]) / 100
    assert box.x + box.width / 2 == pytest.approx(ticks["0"] + 50 * per)
    assert (bar.x1, bar.x2) == pytest.approx((ticks["0"] + 20 * per, ticks["0"] + 80 * per))


@pytest.mark.parametrize("ends", [(0.001, 0.002, 0.004), (-12, -0.5, 3), (1000, 5000, 9000), (5, 5, 5), (-3, -2, -1)])
def test_any_interval_fits_its_scale(library, ends):
    for measure in ("smd", "cost"):
        plot = forest(library, [result("one", measure, interval(*ends, unit="x"))], f"{measure}|x|")
        bar = next(shape for shape in plot.shapes if isinstance(shape, Line) and shape.y1 == shape.y2 and shape.width == 1.5)
        assert 0 <= bar.x1 <= bar.x2 <= plot.width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_leaves_the_drawing_or_another_column(library, plots, width):
    results = shown_results(library)
    for key in plots:
        plot = forest(library, results, key, width)
        for text in plot.texts():
            wide = text_width(text.text, text.size, bold=text.bold)
            left = text.x - {"start": 0, "middle": wide / 2, "end": wide}[text.anchor]
            assert left >= 0, text.text
            assert left + wide <= plot.width + 1, text.text
            assert 0 < text.y <= plot.height
        for child in plot.children:
            assert child.y + child.height <= plot.height


def test_results_without_an_interval_are_not_drawn(library):
    assert forest(library, [result("one", "response", Figure(arm="", value=50))], "response|%|") is None
    assert forest_choices([result("one", "response", Figure(arm="", value=50))]) == ()


def test_the_same_drawing_goes_on_paper_with_its_words(library, plots):
    register_fonts()
    for plot in plots.values():
        out = BytesIO()
        canvas = TaggedCanvas((600, 800), title="Forest", language="en-GB", made_at=NOON)
        paint(canvas, plot, 10, 780, 0.6)
        canvas.showPage()
        out.write(canvas.getpdfdata())
        read = " ".join(PdfReader(out).pages[0].extract_text().replace("\u00a0", " ").split())
        for text in said(plot):
            assert " ".join(text.split()) in read


def test_the_legend_tells_both_manners():
    assert [words for _drawing, words in legend()] == ["a source supports it", "disputed, or no source supports it"]
    assert all(isinstance(text, str) for _drawing, text in legend())
    assert not any(isinstance(shape, Text) for drawing, _words in legend() for shape in drawing.shapes)
