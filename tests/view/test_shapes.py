import tomllib
from typing import get_args

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from trd_desk.paths import resources
from trd_desk.view.marks import COLOURS, mark_shapes
from trd_desk.view.metrics import fits, fitted, text_width, wrap
from trd_desk.view.plain import NBSP
from trd_desk.view.shapes import Circle, Drawing, Line, Mark, MarkKind, Polygon, Rect, Text, moved, side_by_side

TOKENS = tomllib.loads((resources() / "theme" / "tokens.toml").read_text(encoding="utf-8"))


def colours_of(shape):
    return {getattr(shape, name, None) for name in ("fill", "stroke", "colour", "hatch_colour")} - {None}


@pytest.mark.parametrize("kind", get_args(MarkKind))
def test_every_mark_is_made_of_primitives_within_its_square(kind):
    shapes = mark_shapes(Mark(kind, 100, 50, 16))
    assert shapes
    for shape in shapes:
        assert not isinstance(shape, Mark | Text)
        assert colours_of(shape) <= set(TOKENS["color"]["light"])
        points = {
            Line: lambda s: [(s.x1, s.y1), (s.x2, s.y2)],
            Polygon: lambda s: s.points,
            Circle: lambda s: [(s.x - s.radius, s.y - s.radius), (s.x + s.radius, s.y + s.radius)],
            Rect: lambda s: [(s.x, s.y), (s.x + s.width, s.y + s.height)],
        }[type(shape)](shape)
        assert all(99.5 <= x <= 116.5 and 49.5 <= y <= 66.5 for x, y in points)


def test_marks_of_verdicts_differ_in_shape_and_not_only_in_colour():
    kinds = ("met", "not_met", "cannot_tell", "not_asked", "stop", "not_recommended", "note", "hold", "caution", "late", "red")
    drawn = {mark_shapes(Mark(kind, 0, 0, colour="text")) for kind in kinds}
    assert len(drawn) == len(kinds)


def test_mark_takes_another_colour_and_shows_the_ground_through_its_tick():
    disc, tick = mark_shapes(Mark("met", 0, 0, 24, colour="on_accent", ground="accent"))
    assert disc.fill == "on_accent"
    assert tick.stroke == "accent"


def test_colours_of_marks_are_those_of_the_tokens():
    for state, look in TOKENS["state"].items():
        assert state in COLOURS
        if "on" not in look:
            assert COLOURS[state] == look["color"], state


@pytest.mark.parametrize(("bold", "file"), [(False, "IBMPlexSans-Regular.ttf"), (True, "IBMPlexSans-SemiBold.ttf")])
def test_widths_are_those_of_the_shipped_font(bold, file):
    font = TTFontFile(str(resources() / "fonts" / file))
    for text in (
        "Third line: ketamine drip",
        "0123456789",
        "Augmentation: lithium?",
        f"150{NBSP}mg, 35{NBSP}%",
        "Was it ≥ 2 × 6 wk – or ‘not’?",
    ):
        real = sum(font.charWidths.get(ord(letter), font.defaultWidth) for letter in text) / 1000 * 15
        assert text_width(text, "body", bold=bold) == pytest.approx(real, abs=1)


def test_text_is_broken_between_words_and_never_inside_a_measure():
    text = f"the minimum is 150{NBSP}mg a day"
    lines = wrap(text, 110)
    assert len(lines) > 1
    assert " ".join(lines) == text
    assert any(f"150{NBSP}mg" in line for line in lines)
    assert all(fits(line, 110) for line in lines)


def test_text_that_does_not_fit_ends_after_a_whole_word():
    assert fitted("short", 200) == "short"
    assert fitted(f"heart attack or other event in 6{NBSP}weeks", 110) == "heart attack …"
    assert Text(0, 0, "far too long for this", max_width=20).fits() is False


def test_drawings_are_put_side_by_side_with_their_children_moved():
    from trd_desk.view.shapes import Child

    single = Drawing(10, 10, (Rect(0, 0, 10, 10), Polygon(((0, 0), (5, 5)))), "one", (Child(0, 0, 10, 10, "a part"),))
    both = side_by_side([(single, 0, 0), (single, 20, 5)], 30, 15, "two")
    assert [child.x for child in both.children] == [0, 20]
    assert both.shapes[2] == Rect(20, 5, 10, 10)
    assert both.shapes[3] == Polygon(((20, 5), (25, 10)))
    assert moved(Line(0, 0, 1, 1), 2, 3) == Line(2, 3, 3, 4)
