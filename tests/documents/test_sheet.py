"""Sheets and tables: pages that hold what they should, columns that break no word."""

import datetime as dt
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from trd_desk.documents.fonts import register_fonts
from trd_desk.documents.lists import draw_list
from trd_desk.documents.setting import natural_width, runs
from trd_desk.documents.sheet import SMALL, Furniture, Sheet, grouped, written
from trd_desk.documents.tables import GUTTER, Cell, Column, Table, fit_columns

ABOUT = Furniture(
    title="A test",
    name="Daniel Okafor",
    who="male, born 4 June 1978",
    number="Record TRD-0151",
    as_of="As of 17 March 2026",
    clinic="",
    practice=False,
    printed_by="Dr K. Osei",
    printed_at=dt.datetime(2026, 3, 17, 14, 31, tzinfo=dt.UTC),
    content="Content 2026.11",
    head_of_log="",
    purpose="Shows what was entered.",
    signature=("Reviewed by", "Date"),
)


def pages_of(write):
    return [page.extract_text() for page in PdfReader(BytesIO(written(write, ABOUT, "a4"))).pages]


def test_a_paragraph_runs_on_to_the_next_page_and_is_one_element():
    words = [f"word{number}" for number in range(1500)]
    content = written(lambda sheet: sheet.paragraph(runs(" ".join(words))), ABOUT, "a4")
    reader = PdfReader(BytesIO(content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert [word for word in text.split() if word.startswith("word")] == words
    long = [
        element
        for element in reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()["/K"]
        if len(element.get_object()["/K"]) > 50
    ]
    assert len(long) == 1
    assert "/MCR" in str(long[0].get_object()["/K"])


def test_a_last_page_with_little_is_saved_by_closer_lines():
    def pages_for(lines):
        return len(pages_of(lambda sheet: [sheet.paragraph(runs("a line"), SMALL, after=0) for _ in range(lines)]))

    normal = Sheet(ABOUT, "a4", 0, 1.0)
    fit_normally = int(normal.room // normal.leading[SMALL])
    assert pages_for(fit_normally) == 1
    assert pages_for(fit_normally + 3) == 1
    assert pages_for(fit_normally + 12) == 2


def test_a_row_higher_than_a_page_is_continued():
    words = [f"word{number}" for number in range(1200)]
    rows = [(Cell(runs("name", "name")), Cell(runs(" ".join(words))))]
    pages = pages_of(lambda sheet: Table(sheet, (Column("Drug", wide=300), Column("Words")), rows).draw())
    assert len(pages) > 1
    assert [word for word in " ".join(pages).split() if word.startswith("word")] == words
    assert all("Drug" in page for page in pages)


def test_lists_keep_their_order_over_columns_and_pages():
    entries = [(f"{number}.", runs(f"entry{number} " + "and some words " * (number % 9))) for number in range(150)]
    pages = pages_of(lambda sheet: draw_list(sheet, entries))
    assert len(pages) > 1
    found = [word for word in " ".join(pages).split() if word.startswith("entry")]
    assert found == [f"entry{number}" for number in range(150)]


TEXTS = st.text(st.sampled_from("abcde fgh"), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=4, max_size=4), min_size=1, max_size=6), st.floats(250, 700))
def test_columns_fill_the_table_and_no_more(texts, room):
    register_fonts()
    rows = [[Cell(runs(text)) for text in row] for row in texts]
    columns = [Column("Head", names_row=True), Column("Two"), Column(wide=60), Column()]
    wide = fit_columns(columns, rows, 8.5, room)
    assert abs(sum(wide) + GUTTER * 3 - room) < 0.01
    assert min(wide) > 0
    longest = [
        max((natural_width(runs(word), 8.5) for row in texts for word in row[place].split()), default=0) for place in (0, 1, 3)
    ]
    if sum(longest) + 60 + GUTTER * 3 + 12 * natural_width(runs(" "), 8.5) + 60 < room:
        assert all(have + 0.2 >= need for have, need in zip((wide[0], wide[1], wide[3]), longest, strict=True))


def test_the_head_of_the_log_is_grouped():
    assert grouped("7f3a91c2e04d77aa") == "7f3a\u00a091c2\u00a0e04d"
    assert grouped("") == ""
