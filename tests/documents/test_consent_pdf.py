"""The consent record on paper, read back as a reader, a printer and a screen reader get it."""

import pytest
from paper_days import Read, bare_day, full_day, known, plain, printing

from trd_desk.documents.sheet import SIZES
from trd_desk.interchange.papers import KINDS, Choice
from trd_desk.view.consent_record import view_consent_record


def made(day, product, **changes):
    return Read(KINDS["consent"].make(known(day), Choice("", product), printing(**changes)))


@pytest.mark.parametrize("size", ["a4", "letter"])
@pytest.mark.parametrize("product", ["esketamine_in", "ketamine_iv", "ketamine_oral"])
def test_it_takes_two_pages(size, product):
    read = made(full_day(), product, size=size)
    assert len(read.pages) == 2
    for page in read.reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[size], abs=0.1)


@pytest.mark.parametrize("day", [full_day, bare_day])
def test_every_text_of_the_view_is_printed(day):
    told = known(day())
    value = view_consent_record(told.library, told.patient, told.assessment, "esketamine_in", told.day)
    text = made(day(), "esketamine_in").body(value.head)
    for line in value.facts:
        assert plain(line.text) in text
    for part in value.parts:
        assert part.title in text
        for line in part.lines:
            assert plain(line.text) in text and plain(line.works) in text
    for remark in value.own:
        assert plain(remark.text) in text
    for one in value.signing:
        assert plain(f"{one.who}: {one.declares}") in text
    for work in value.sources:
        assert plain(work.citation.rstrip(".")) in text
    assert plain(value.fingerprint) in text


def test_there_is_a_box_for_each_statement_and_lines_for_three_to_sign():
    read = made(bare_day(), "ketamine_iv")
    told = known(bare_day())
    value = view_consent_record(told.library, told.patient, told.assessment, "ketamine_iv", told.day)
    tags = read.tags()
    assert sum(role == "/Figure" and alt == "box to tick" for role, alt in tags) == sum(len(part.lines) for part in value.parts)
    assert read.text.count("Date and time") == 3
    # The general line to sign on the first page is not there a second time.
    assert "name, role and signature" not in read.text
    assert [role for role, _alt in tags].count("/H1") == 1


def test_every_page_says_whose_it_is_and_where_it_comes_from():
    read = made(full_day(), "esketamine_in")
    for number, page in enumerate(read.pages, 1):
        assert f"Page {number} of {len(read.pages)}" in page
        assert page.count("Aoife Brennan") >= 2 and "TRD-1" in page
        assert "PRACTICE: invented patient" in page
        assert "Printed 17 March 2026, 15:31, by J. Marsh." in page
        assert "Content 2026.1" in page and "does not diagnose, prescribe" in page


def test_the_same_facts_give_the_same_bytes():
    assert made(full_day(), "esketamine_in").content == made(full_day(), "esketamine_in").content
