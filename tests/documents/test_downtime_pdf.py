"""The blank forms on paper, read back: all lines there, room to write, nothing off the paper, no patient."""

import re
from io import BytesIO
from typing import get_args

import pytest
from invented import PRINTED
from pypdf import PdfReader

from trd_desk.content.session_models import Product
from trd_desk.documents.downtime import make_downtime
from trd_desk.documents.imprint import Imprint
from trd_desk.documents.sheet import SIZES
from trd_desk.errors import UserError
from trd_desk.view.downtime import view_downtime

ROUTES = get_args(Product)
PAPERS = tuple(SIZES)


def said(text):
    """A text as a reader of the file gets it; between a bold word and its comma some readers find a blank."""
    return " ".join(text.replace("\u00a0", " ").split()).replace(" ,", ",")


@pytest.fixture(scope="session")
def print_forms(library):
    def make(product, size="a4", *, practice=True, clinic="Example Clinic for Mood Disorders", red_call="2222"):
        view = view_downtime(library, product, clinic=clinic, red_call=red_call)
        return view, make_downtime(view, Imprint(PRINTED, size, "J. Marsh", practice=practice))

    return make


def pages_of(content):
    return [said(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("product", ROUTES)
def test_every_line_of_the_view_is_on_paper(print_forms, product, size):
    view, content = print_forms(product, size)
    pages = pages_of(content)
    text = " ".join(pages)
    for group in view.groups:
        assert said(group.title) in text
        for row in group.rows:
            assert f"{row.number} {said(row.name)}." in text, row
            if row.asked:
                assert said(row.question) in text and said(row.in_order) in text and said(row.otherwise) in text, row
            else:
                assert f"{said(row.name)}. {row.only}" in text
    for row in view.leaving:
        assert f"{row.number} {said(row.name)} {said(row.in_order)}" in text
    for tier in view.tiers:
        assert said(f"{tier.sign} {tier.amber} {tier.red}") in text
    for words in (
        view.late,
        view.check_help,
        view.watch_help,
        view.red_call,
        view.leaving_help,
        *view.dose_limits,
        *view.dose_blanks,
        *view.given_blanks,
        *view.scales,
        *(order.steps for order in view.orders),
        *(labels for _level, labels in view.stop_list),
        *view.leaving_blanks,
        *view.early_blanks,
        *view.register_heads,
        *view.name_heads,
        *view.override_heads,
        *view.event_heads,
    ):
        assert said(words) in text, words
    heads = said(" ".join(f"{column.head} {column.note}".strip() for column in view.columns))
    assert heads in text
    for name, unit in view.measured:
        assert said(f"{name}, {unit}" if unit else name) in text


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("product", ROUTES)
def test_three_sheets_each_with_its_head_and_foot(print_forms, product, size):
    view, content = print_forms(product, size)
    reader, pages = PdfReader(BytesIO(content)), pages_of(content)
    assert len(pages) == 6
    wide, high = SIZES[size]
    shapes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages]
    lying = [(high, wide) if number in (4, 5) else (wide, high) for number in range(1, 7)]
    assert shapes == [pytest.approx(shape, abs=0.1) for shape in lying]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of 6" in page
        assert view.title in page
        for label in view.identity:
            assert label in page
        assert said(view.foot[0]) in page and said(view.foot[1]) in page
        assert "Printed 17 March 2026, 14:31, by J. Marsh." in page
        assert "PRACTICE: invented patients" in page


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("product", ROUTES)
def test_nothing_leaves_the_paper_or_lies_on_the_foot(print_forms, product, size):
    from pypdfium2 import PdfDocument

    document = PdfDocument(print_forms(product, size)[1])
    for page in document:
        wide, high = page.get_size()
        text = page.get_textpage()
        whole = text.get_text_range()
        foot = whole.index("Shows what the content says")
        tops = []
        for place in range(text.count_chars()):
            left, low, right, top = text.get_charbox(place)
            if right > left:
                assert left >= 28 and right <= wide - 28
                assert low >= 18 and top <= high - 18
                if place < foot:
                    tops.append(low)
        assert min(tops) > text.get_charbox(foot)[3]
        text.close()
        page.close()
    document.close()


def test_boxes_to_tick_stand_beside_what_is_asked_alone(print_forms):
    """Two for each line of the checklist that the route asks, and two for each need of leaving."""
    view, content = print_forms("ketamine_iv")
    code = "".join(page.get_contents().get_data().decode("latin-1") for page in PdfReader(BytesIO(content)).pages)
    boxes = re.findall(r"[\d.]+ [\d.]+ 9 9 re", code)
    asked = sum(row.asked for group in view.groups for row in group.rows)
    assert asked == 30
    assert len(boxes) == 2 * (asked + len(view.leaving))


def test_a_blank_form_without_a_number_leaves_a_line_for_it_and_says_nothing_of_practice(print_forms):
    _view, content = print_forms("ketamine_sc", practice=False, clinic="", red_call="")
    text = " ".join(pages_of(content))
    assert "PRACTICE" not in text and "Red alarm: call" in text and "2222" not in text


def test_the_file_is_tagged_its_fonts_are_in_it_and_it_is_the_same_each_time(print_forms):
    content = print_forms("esketamine_in")[1]
    reader = PdfReader(BytesIO(content))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts and all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for page in reader.pages:
        code = page.get_contents().get_data().decode("latin-1")
        assert len(re.findall(r"\bBDC\b", code)) == len(re.findall(r"\bEMC\b", code))
    assert reader.metadata.title == "Downtime forms: esketamine spray"
    assert content == print_forms("esketamine_in")[1]


def test_forms_that_are_shown_again_say_so(library):
    view = view_downtime(library, "ketamine_iv")
    content = make_downtime(view, Imprint(PRINTED, as_made="As made on 17 March 2026, by J. Marsh."))
    assert "As made on 17 March 2026, by J. Marsh." in pages_of(content)[0] and "Printed" not in pages_of(content)[0]


def test_an_unknown_paper_is_refused_in_a_sentence(print_forms):
    with pytest.raises(UserError, match="A4 or US Letter"):
        print_forms("ketamine_iv", "a5")
