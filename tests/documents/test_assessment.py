"""The assessment on paper, read back as a reader, a printer and a screen reader get it."""

import re

import pytest
from invented import DANIEL, FIFTEEN, PRINTED, case_of, trial

from trd_desk.documents import assessment_from_case
from trd_desk.documents.assessment import make_assessment
from trd_desk.documents.imprint import Imprint
from trd_desk.documents.sheet import SIZES
from trd_desk.engine.assess import assess
from trd_desk.errors import UserError
from trd_desk.interchange.case_file import read_case
from trd_desk.paths import resources
from trd_desk.record.fold import from_case
from trd_desk.view.approval import Approval
from trd_desk.view.assessment_document import view_assessment_document
from trd_desk.view.shapes import Text


def said(text):
    """A text as a reader of the file gets it."""
    return " ".join(text.replace("\u00a0", " ").split())


def test_every_verdict_on_paper_is_the_views(daniel):
    text, value = daniel.flow, daniel.value
    for row in value.definitions:
        assert f"{said(row.name)} {said(row.verdict.word)} {said(row.line)}" in text
    for row in value.stagings:
        assert said(row.name) in text and said(row.value) in text and said(row.remark.text) in text
    for ladder in value.ladders:
        assert said(ladder.result.word) in text and said(ladder.next_text) in text
        for note in ladder.notes:
            assert said(note) in text
    for card in value.licences:
        assert said(card.result.word) in text and said(card.text) in text


def test_every_other_text_of_the_view_is_printed(daniel):
    text, value = daniel.flow, daniel.value
    remarks = (*value.in_short, *value.place, *value.overdue, *value.safety, *value.interactions, *value.pseudo)
    for words in (*(remark.text for remark in remarks), *value.notes, *value.settings, *value.workup, value.asked_line):
        assert said(words) in text, words
    for ask in value.questions:
        assert said(ask.text) in text
    for work in value.sources:
        assert said(work.citation.rstrip(".")) in text
    for standing in value.standing:
        assert said(f"{standing.status}, {standing.review}: {'; '.join(standing.rules)}.") in text
    assert said(value.fingerprint) in text
    assert {kind.word for kind in (row.verdict for row in value.definitions)} >= {"Met", "Not met", "Cannot tell"}


def test_every_treatment_stands_in_its_row(daniel):
    for row in daniel.value.treatments:
        assert f"{said(row.name)} {said(row.group)}" in daniel.text
        for state in (row.at_six, row.at_four):
            assert state is None or said(state.word) in daniel.text


def test_texts_of_the_ladders_are_in_the_file(daniel):
    for shape in daniel.value.drawing.shapes:
        if isinstance(shape, Text):
            assert said(shape.text) in daniel.text


def test_the_sections_follow_one_another(daniel):
    value = daniel.value
    titles = (
        value.title,
        value.treatments_title,
        value.definitions_title,
        value.staging_title,
        value.pathways_title,
        value.licences_title,
        value.safety_title,
        value.questions_title,
        value.pseudo_title,
        value.settings_title,
        value.sources_title,
    )
    places = [daniel.text.index(said(title)) for title in titles]
    assert places == sorted(places)


def test_every_page_says_whose_it_is_and_where_it_comes_from(daniel):
    count = len(daniel.pages)
    assert 2 <= count <= 4
    for number, page in enumerate(daniel.pages, 1):
        assert f"Page {number} of {count}" in page
        assert page.count("Daniel Okafor") >= 2
        assert "TRD-0151" in page
        assert "PRACTICE: invented patient" in page
        assert "Printed 17 March 2026, 14:31, by Dr K. Osei." in page
        assert f"{said(daniel.value.content)}, not yet approved by this clinic." in page
        assert "Head of the log 7f3a 91c2 e04d." in page
        assert said(daniel.value.purpose) in page
    assert daniel.pages[0].count("Reviewed by, name and signature") == 1
    assert "Example Clinic" in daniel.pages[0]


def test_a_record_of_care_is_not_marked_as_practice(print_case):
    printed = print_case(case_of(DANIEL), practice=False, log_head="", clinic="", printed_by="")
    assert "PRACTICE" not in printed.text
    assert "Head of the log" not in printed.text
    assert "Printed 17 March 2026, 14:31." in printed.text


def test_no_verdict_says_eligible_or_safe(daniel):
    assert "eligible" not in daniel.text.lower()
    words = [row.verdict.word for row in daniel.value.definitions] + [card.result.word for card in daniel.value.licences]
    assert not [word for word in words if re.search(r"\bsafe\b|\beligible\b", word.lower())]


@pytest.mark.parametrize("size", ["a4", "letter"])
def test_the_paper_is_the_one_that_was_chosen(print_case, size):
    printed = print_case(case_of(DANIEL), size=size)
    for page in printed.reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[size], abs=0.1)
    assert printed.pages[0].startswith("PRACTICE") or "Assessment of resistance" in printed.pages[0][:120]


def test_an_unknown_paper_is_refused_in_a_sentence(print_case):
    with pytest.raises(UserError, match="A4 or US Letter"):
        print_case(case_of(DANIEL), size="a5")


def test_the_same_answers_make_the_same_bytes(print_case):
    assert print_case(case_of(DANIEL)).content == print_case(case_of(DANIEL)).content


def test_every_font_is_in_the_file(daniel):
    fonts = {}
    for page in daniel.reader.pages:
        for font in page["/Resources"]["/Font"].values():
            found = font.get_object()
            fonts[found["/BaseFont"]] = found
    assert fonts
    for name, font in fonts.items():
        assert "PlexSans" in name, name
        assert "/FontFile2" in font["/FontDescriptor"]
        assert "/ToUnicode" in font


def test_the_file_tells_its_title_and_nothing_of_the_patient(daniel):
    about = daniel.reader.metadata
    assert about.title == "Assessment of resistance"
    assert "Okafor" not in "".join(str(value) for value in about.values())
    assert about["/CreationDate"] == "D:20260317143100+01'00'"
    catalogue = daniel.reader.trailer["/Root"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/MarkInfo"]["/Marked"]


def parts(element):
    """Every element below this one in the order of reading."""
    found = []
    kids = element.get("/K", [])
    for entry in kids if isinstance(kids, list) else [kids]:
        kid = entry.get_object()
        if isinstance(kid, dict) and "/S" in kid:
            found += [kid, *parts(kid)]
    return found


def test_a_screen_reader_finds_headings_tables_and_figures(daniel):
    root = daniel.reader.trailer["/Root"]["/StructTreeRoot"]
    elements = parts(root)
    roles = [element["/S"] for element in elements]
    assert roles[0] == "/Document"
    assert roles.count("/H1") == 1
    assert roles.count("/H2") >= 8
    tables = [element for element in elements if element["/S"] == "/Table"]
    assert len(tables) == 4
    first = [element["/S"] for element in parts(tables[0])]
    assert first.count("/TR") == 1 + len(daniel.value.treatments)
    heads = [element for element in parts(tables[0]) if element["/S"] == "/TH"]
    assert {element["/A"]["/Scope"] for element in heads} == {"/Column", "/Row"}
    figures = [element for element in elements if element["/S"] == "/Figure"]
    assert len(figures) == 1 + sum(row.drawing is not None for row in daniel.value.stagings)
    assert all(len(figure["/Alt"]) > 8 and len(figure["/A"]["/BBox"]) == 4 for figure in figures)
    assert any("line 1, SSRI: sertraline, met" in figure["/Alt"] for figure in figures)


def test_marked_content_is_closed_on_its_page_and_owned_by_the_tree(daniel):
    numbers = daniel.reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert len(numbers) == 2 * len(daniel.reader.pages)
    for place, page in enumerate(daniel.reader.pages):
        code = page.get_contents().get_data().decode("latin-1")
        assert len(re.findall(r"\bBDC\b", code)) == len(re.findall(r"\bEMC\b", code))
        pieces = [int(number) for number in re.findall(r"/MCID (\d+)", code)]
        assert pieces == list(range(len(pieces)))
        assert page["/StructParents"] == place
        assert len(numbers[2 * place + 1].get_object()) == len(pieces)


def test_the_first_page_is_the_whole_summary(daniel):
    first, value = daniel.pages[0], daniel.value
    for words in (
        *(remark.text for remark in (*value.in_short, *value.place)),
        *(row.line for row in value.definitions),
        *(row.remark.text for row in value.stagings),
        value.signature[0],
    ):
        assert said(words) in first, words


def practice_cases():
    return sorted((resources() / "practice").glob("*.json"))


@pytest.mark.parametrize("size", ["a4", "letter"])
@pytest.mark.parametrize("file", practice_cases(), ids=lambda file: file.stem)
def test_every_practice_patient_has_two_to_four_pages(print_case, library, file, size):
    case = read_case(file.read_bytes(), library)
    if case.as_of is None:
        case = case.model_copy(update={"as_of": PRINTED.date()})
    printed = print_case(case, size=size)
    assert 2 <= len(printed.reader.pages) <= 4


def test_a_document_that_is_shown_again_says_so_in_its_foot(library):
    case = case_of(DANIEL)
    value = view_assessment_document(library, from_case(case), assess(library, case))
    content = make_assessment(
        value,
        Imprint(
            PRINTED,
            practice=True,
            approval=Approval("Dr K. Osei", PRINTED.date(), value.digest),
            as_made="As made on 2 March 2026, 10:00, by Dr A. Roe.",
        ),
    )
    from io import BytesIO

    from pypdf import PdfReader

    for page in PdfReader(BytesIO(content)).pages:
        text = said(page.extract_text())
        assert "As made on 2 March 2026, 10:00, by Dr A. Roe." in text
        assert "Printed" not in text
        assert "approved for this clinic by Dr K. Osei on 17 March 2026" in text


def test_fifteen_treatments_run_on_and_none_is_cut(print_case):
    printed = print_case(case_of(FIFTEEN))
    assert 2 <= len(printed.pages) <= 6
    for row in printed.value.treatments:
        assert f"{said(row.name)} {said(row.group)}" in printed.text
    assert_nothing_leaves_the_paper(printed)


def test_sixty_treatments_repeat_the_heads_of_the_table(print_case):
    many = [trial(place, "sertraline", 100) for place in range(1, 61)]
    printed = print_case(case_of(many))
    assert sum("Daily mg" in page for page in printed.pages) >= 2
    assert_nothing_leaves_the_paper(printed)


def test_long_names_wrap(print_case):
    name = "Maria Konstantinopoulou-Featherstonehaugh Wielkopolska-Brzęczyszczykiewicz of the Second Outpatient Department"
    printed = print_case(case_of(DANIEL, name=name, number="TRD-0151-2026-0000000000001"))
    assert said(name) in printed.pages[0]
    assert_nothing_leaves_the_paper(printed)


@pytest.mark.parametrize(
    "name", ["Łucja Żółć-Gęślą", "Αθηνά Παπαδοπούλου", "Анна Київська", "Zoë Müller-Ørsted", "Jose\u0301 Nu\u0303ez"]
)
def test_names_of_europe_are_printed_as_they_are_written(print_case, name):
    import unicodedata

    assert unicodedata.normalize("NFC", name) in print_case(case_of(DANIEL, name=name)).text


def test_a_letter_without_a_sign_is_told_in_a_sentence(print_case):
    with pytest.raises(UserError, match=r"王 \(U\+738B\)") as told:
        print_case(case_of(DANIEL, name="王 Wei"))
    assert "Wei" not in str(told.value)


def test_a_patient_without_treatments_has_an_assessment_too(print_case):
    printed = print_case(case_of([]))
    assert "Page 1 of" in printed.text
    assert_nothing_leaves_the_paper(printed)


def test_a_bare_case_needs_nothing_else(library):
    content = assessment_from_case(library, case_of(DANIEL), Imprint(PRINTED, "letter", clinic="Example Clinic"))
    assert content.startswith(b"%PDF-1.7")


def assert_nothing_leaves_the_paper(printed):
    """Every letter lies within the margins, and between head and foot."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(printed.content)
    for page in document:
        wide, high = page.get_size()
        text = page.get_textpage()
        for place in range(text.count_chars()):
            left, low, right, top = text.get_charbox(place)
            if right > left:
                assert left >= 40 and right <= wide - 40, text.get_text_range(place, 20)
                assert low >= 18 and top <= high - 18
        text.close()
        page.close()
    document.close()
