"""Drawings and type on paper."""

import datetime as dt
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from trd_desk.documents.drawing import BLACK, WHITE, hatch_lines, paint, paper_colour
from trd_desk.documents.fonts import register_fonts, width
from trd_desk.documents.setting import Run, runs, set_lines
from trd_desk.documents.tags import TaggedCanvas
from trd_desk.view.marks import COLOURS
from trd_desk.view.shapes import Circle, Drawing, Line, Mark, Polygon, Rect, Text

NOON = dt.datetime(2026, 3, 17, 12, 0, tzinfo=dt.UTC)


def test_paper_knows_black_white_and_two_greys_only():
    from trd_desk.ui.tokens import COLOR

    used = {paper_colour(token).hexval() for token in COLOR["light"]}
    assert used <= {"0x000000", "0xffffff", "0xb5b5b5", "0xdadada"}
    assert paper_colour("bg_surface") == WHITE
    assert {paper_colour(colour).hexval() for colour in COLOURS.values()} == {BLACK.hexval()}


def test_every_shape_and_mark_is_drawn_as_vectors():
    register_fonts()
    canvas = TaggedCanvas((300, 600), title="Shapes", language="en-GB", made_at=NOON)
    shapes = (
        Line(0, 0, 100, 0, dash=(3, 3)),
        Rect(0, 10, 50, 20, "met_soft", "met", radius=4),
        Rect(60, 10, 50, 20, "unknown_soft", "unknown", hatch="rising", hatch_colour="unknown"),
        Rect(120, 10, 50, 20, hatch="level", hatch_colour="text"),
        Polygon(((0, 40), (20, 40), (10, 60)), fill="text"),
        Circle(40, 50, 10, stroke="text", dash=(2, 2)),
        Text(100, 60, "middle", anchor="middle"),
        Text(200, 60, "end", anchor="end", bold=True),
        *(Mark(kind, 20 * (place % 10), 80 + 30 * (place // 10)) for place, kind in enumerate(COLOURS)),
    )
    with canvas.element("Figure", alt="Shapes"), canvas.content():
        paint(canvas, Drawing(300, 200, shapes), 0, 600, 1.0)
    canvas.showPage()
    reader = PdfReader(BytesIO(canvas.finish()))
    page = reader.pages[0]
    assert "middle" in page.extract_text() and "end" in page.extract_text()
    assert "/XObject" not in page["/Resources"]


@given(
    st.sampled_from(["rising", "falling"]),
    st.floats(1, 200),
    st.floats(1, 40),
)
def test_hatches_cover_their_box(hatch, wide, high):
    lines = hatch_lines(hatch, 0, 0, wide, high, 5)
    assert lines[0][0] <= 0
    assert lines[-1][0] + high >= wide - 8
    assert all(abs(x2 - x1 - high) < 1e-6 for x1, _y1, x2, _y2 in lines)


WORDS = st.text(st.sampled_from("abcdefgh łżó /-."), max_size=120)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["regular", "bold"])), max_size=4), st.floats(30, 400))
def test_set_type_loses_no_letter_and_keeps_to_its_column(texts, room):
    register_fonts()
    lines = set_lines(tuple(Run(text, face) for text, face in texts), room, 10)
    written = "".join(text for text, _face in texts).replace(" ", "")
    assert "".join(run.text for line in lines for run in line).replace(" ", "") == written
    for line in lines:
        long = sum(width(run.text, run.face, 10) for run in line)
        blanks = width(line[-1].text, line[-1].face, 10) - width(line[-1].text.rstrip(" "), line[-1].face, 10)
        # One sign may hang beyond the edge, so that a comma stays with its bold word.
        assert long - blanks <= room + 10


def test_the_bold_part_is_found_once():
    assert runs("Stop. Do not stop.", "Stop.") == (Run("Stop.", "bold"), Run(" Do not stop."))
    assert runs("Nothing bold", "absent") == (Run("Nothing bold"),)
    assert runs("") == ()
