"""The handout as a patient gets it: two pages of large type and short lines, the numbers on the first, read back from the file."""

import datetime as dt
import itertools
import re
from io import BytesIO
from typing import get_args

import pytest
from invented import PRINTED
from pypdf import PdfReader

from trd_desk.content.session_models import Product
from trd_desk.documents.handout import COLUMN, LETTERS, TEXT, TITLE, make_handout
from trd_desk.documents.imprint import Imprint
from trd_desk.documents.sheet import SIZES
from trd_desk.errors import UserError
from trd_desk.view.handout import ClinicLines, view_handout

ROUTES = get_args(Product)
PAPERS = tuple(SIZES)
CLINIC = ClinicLines("Example Clinic for Mood Disorders", "020 7946 0112", "999")


def said(text):
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture(scope="session")
def print_handout(library):
    def make(product, size="a4", *, practice=True, printed_by="J. Marsh, nurse", **more):
        given = {
            "patient_name": "Mirela Dobre",
            "number": "TRD-0158",
            "appointment": dt.datetime(2026, 3, 24, 10, 0),
            "clinic": CLINIC,
            "clinician": "J. Marsh",
        }
        view = view_handout(library, product, **given | more)
        return view, make_handout(view, Imprint(PRINTED, size, printed_by, practice=practice))

    return make


def pages_of(content):
    return list(PdfReader(BytesIO(content)).pages)


def pieces(page):
    """Every stretch of text with its size in points, its height and its left edge."""
    found = []

    def visit(text, _cm, tm, font, size):
        if text.strip():
            found.append((text, round(size * tm[3], 2), round(tm[5], 1), round(tm[4], 1), font["/BaseFont"]))

    page.extract_text(visitor_text=visit)
    return found


def body(page):
    return [piece for piece in pieces(page) if piece[1] >= TEXT]


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("product", ROUTES)
def test_every_sentence_of_the_content_is_in_the_file(print_handout, product, size):
    view, content = print_handout(product, size)
    first, second = (said(page.extract_text()) for page in pages_of(content))
    for sentence in (*view.intro, *(one for part in view.first_page for one in part.sentences)):
        assert said(sentence.text) in first, sentence
    for line in view.visit:
        assert said(f"{line.when} {line.says}") in first
    for box in view.phones:
        assert said(f"{box.purpose} {box.number}") in first
    for part in view.second_page:
        assert said(part.title) in second
        for sentence in part.sentences:
            assert said(sentence.text) in second, sentence
    assert said(view.visit_title) in first and view.title in first and view.after_title in second
    assert "020 7946 0112" in second and "Your nurse or doctor J. Marsh" in second and "Next visit" in second


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("product", ROUTES)
def test_two_pages_of_large_type_in_short_lines(print_handout, product, size):
    _view, content = print_handout(product, size)
    pages = pages_of(content)
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[size], abs=0.1)
        sizes = {piece[1] for piece in body(page)}
        assert sizes == {TEXT, TITLE}
        rows = {}
        for text, _size, height, _left, _font in body(page):
            rows[height] = rows.get(height, "") + text
        assert max(len(said(row)) for row in rows.values()) <= LETTERS
        assert f"Page {number} of 2" in page.extract_text()
        margin = (SIZES[size][0] - COLUMN) / 2
        assert min(piece[3] for piece in pieces(page)) >= margin - 0.1
        assert margin >= 60


@pytest.mark.parametrize("size", PAPERS)
def test_lines_follow_one_another_by_19_points_and_a_half(print_handout, size):
    _view, content = print_handout("esketamine_in", size)
    heights = sorted({piece[2] for piece in body(pages_of(content)[1]) if piece[1] == TEXT}, reverse=True)
    gaps = [round(high - low, 1) for high, low in itertools.pairwise(heights)]
    assert min(gaps) == 19.5


@pytest.mark.parametrize("product", ROUTES)
def test_nothing_lies_under_the_foot_or_off_the_paper(print_handout, product):
    for size in PAPERS:
        for page in pages_of(print_handout(product, size)[1]):
            lowest = min(piece[2] for piece in body(page))
            foot = max(piece[2] for piece in pieces(page) if piece[1] < TEXT and piece[2] < 150)
            assert lowest > foot + 8
            assert min(piece[2] for piece in pieces(page)) >= 18


def test_letter_has_the_lines_of_a4(print_handout):
    def texts(size):
        return [[piece[0] for piece in body(page)] for page in pages_of(print_handout("ketamine_iv", size)[1])]

    assert texts("a4") == texts("letter")


def test_each_page_says_whose_it_is_who_printed_it_and_which_text(print_handout):
    for page in pages_of(print_handout("esketamine_in")[1]):
        text = said(page.extract_text())
        assert "For Mirela Dobre, TRD-0158. Nose spray, 24 March 2026. Printed 17 March 2026, 14:31, by J. Marsh, nurse." in text
        assert "Text version 2026.11, review by November 2027. For information; ask us if anything is not clear." in text
        assert "PRACTICE: invented patient" in text
        assert "Example Clinic for Mood Disorders" in text


def test_care_is_not_marked_as_practice_and_a_missing_clinician_leaves_a_line(print_handout):
    _view, content = print_handout("ketamine_sc", practice=False, printed_by="", clinician="")
    text = said(" ".join(page.extract_text() for page in pages_of(content)))
    assert "PRACTICE" not in text and "Printed 17 March 2026, 14:31." in text and "Your nurse or doctor" in text


def test_the_fonts_are_in_the_file_and_its_title_names_no_patient(print_handout):
    reader = PdfReader(BytesIO(print_handout("ketamine_im")[1]))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts and all("PlexSans" in font["/BaseFont"] and "/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert reader.metadata.title == "Your ketamine injection"
    assert "Dobre" not in "".join(str(value) for value in reader.metadata.values())
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def elements(part):
    found = []
    kids = part.get("/K", [])
    for entry in kids if isinstance(kids, list) else [kids]:
        kid = entry.get_object()
        if isinstance(kid, dict) and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def test_a_screen_reader_finds_headings_lists_and_the_table_of_times(print_handout):
    view, content = print_handout("esketamine_in")
    reader = PdfReader(BytesIO(content))
    roles = [element["/S"] for element in elements(reader.trailer["/Root"]["/StructTreeRoot"])]
    assert roles.count("/H1") == 2
    assert roles.count("/H2") == 1 + len(view.first_page) + len(view.second_page)
    assert roles.count("/LBody") == sum(
        len(part.sentences) for part in (*view.first_page, *view.second_page) if part.shape == "list"
    )
    assert roles.count("/TR") == roles.count("/TH") == roles.count("/TD") == len(view.visit)
    for page in reader.pages:
        code = page.get_contents().get_data().decode("latin-1")
        assert len(re.findall(r"\bBDC\b", code)) == len(re.findall(r"\bEMC\b", code))
        numbers = [int(number) for number in re.findall(r"/MCID (\d+)", code)]
        assert numbers == list(range(len(numbers)))


def test_the_same_answers_make_the_same_bytes(print_handout):
    assert print_handout("esketamine_oral")[1] == print_handout("esketamine_oral")[1]


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("product", ROUTES)
def test_long_names_and_numbers_still_make_two_pages(print_handout, product, size):
    long = ClinicLines(
        "Regional Centre for Difficult-to-Treat Depression and Interventional Psychiatry, North and East, Second Site of the Trust",
        "+44 (0)20 7946 0112-3456",
        "112 / 999",
    )
    _view, content = print_handout(
        product,
        size,
        clinic=long,
        patient_name="Wilhelmina Aleksandra Featherstonehaugh-Brzęczyszczykiewicz",
        printed_by="Dr Konstantinos Papadimitropoulos, consultant psychiatrist",
        clinician="Dr Konstantinos Papadimitropoulos, consultant psychiatrist",
    )
    pages = pages_of(content)
    assert len(pages) == 2
    assert "+44 (0)20 7946 0112-3456" in said(pages[0].extract_text())


def test_text_that_a_clinic_made_longer_goes_on_over_the_page_and_loses_nothing(library, print_handout):
    from dataclasses import replace

    common = library.handout_common
    more = tuple(f"Here is one more sentence of this clinic, number {count}." for count in range(30))
    longer = replace(
        library,
        handout_common=common.model_copy(
            update={"before": common.before.model_copy(update={"says": (*common.before.says, *more)})}
        ),
    )
    view = view_handout(
        longer, "ketamine_iv", patient_name="", number="N-1", appointment=dt.datetime(2026, 3, 24, 10, 0), clinic=CLINIC
    )
    pages = pages_of(make_handout(view, Imprint(PRINTED, "letter")))
    text = said(" ".join(page.extract_text() for page in pages))
    assert len(pages) > 2
    assert all(sentence in text for sentence in more)
    assert f"Page 1 of {len(pages)}" in text


def test_an_unknown_paper_is_refused_in_a_sentence(print_handout):
    with pytest.raises(UserError, match="A4 or US Letter"):
        print_handout("ketamine_iv", "a5")


def test_a_letter_without_a_sign_is_told_in_a_sentence(print_handout):
    with pytest.raises(UserError, match=r"王 \(U\+738B\)") as told:
        print_handout("ketamine_iv", patient_name="王 Wei")
    assert "Wei" not in str(told.value)
