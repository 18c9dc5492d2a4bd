"""The letter to the general practitioner on paper, read back as a reader, a printer and a screen reader get it."""

import pytest
from paper_days import Read, bare_day, full_day, known, make, plain, printing

from trd_desk.documents.sheet import SIZES
from trd_desk.interchange.papers import KINDS, Choice, Lines
from trd_desk.view.gp_letter import LetterLines, view_gp_letter

LINES = Lines(clinic="Mood Unit, 1 Sample Street", phone="020 7946 0112", emergency="999", clinician="Dr K. Osei")
WORDS = {"recipient": "Dr P. Hale, Mill Practice", "urgency": "Soon", "words": "First part.\nSecond part of it.", "review": "20 April 2026"}


def value_of(day):
    told = known(day)
    lines = LetterLines(LINES.clinic, LINES.phone, LINES.emergency, LINES.clinician)
    return view_gp_letter(told.library, told.patient, told.assessment, told.at, lines)


def written_day():
    day = full_day()
    day.add("letter", "letter", {"lines": WORDS})
    return day


@pytest.mark.parametrize("size", ["a4", "letter"])
@pytest.mark.parametrize("day", [full_day, bare_day, written_day])
def test_an_ordinary_letter_takes_two_pages(size, day):
    read = Read(make("letter", day(), size=size, lines=LINES))
    assert len(read.pages) == 2
    for page in read.reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[size], abs=0.1)


def test_a_long_history_runs_over_and_loses_nothing():
    day = written_day()
    for number in range(24):
        day.add("treatment", f"t{number}", {"kind": "antidepressant", "drug": "sertraline", "doses": [{"mg": 50 + number, "weeks": 8}],
                                            "improvement_percent": 10, "stop_reason": "no_effect", "episode": "current"})  # fmt: skip
    read = Read(make("letter", day, size="letter", lines=LINES))
    assert 3 <= len(read.pages) <= 4
    for number in range(24):
        assert f"sertraline {50 + number} 8 weeks" in read.text
    assert all("Record TRD-1" in page and "Letter to the general practitioner" in page for page in read.pages)


@pytest.mark.parametrize("day", [written_day, bare_day])
def test_every_text_of_the_view_is_printed(day):
    value = value_of(day())
    text = Read(make("letter", day(), lines=LINES)).body(value.head)
    for line in (*value.address, *value.diagnosis, *value.course, *value.medicines, *value.safety):
        assert plain(f"{line.label} {line.text}") in text, line
    for part in value.words.splitlines():
        assert part in text
    for remark in value.asks:
        assert plain(remark.text) in text
    for row in value.criteria:
        assert plain(f"{row.name} {row.result.word} {row.criteria}") in text
    for said in (value.asks_none if not value.asks else "", value.asked_line, value.criteria_note, value.support, value.fingerprint):
        assert plain(said) in text
    for work in value.sources:
        assert plain(work.citation.rstrip(".")) in text


def test_the_parts_stand_in_the_order_of_a_letter():
    read = Read(make("letter", written_day(), lines=LINES))
    titles = ("Letter to the general practitioner", "Dr P. Hale", "First part.", "Diagnosis", "Treatment with ketamine", "What we ask of you",
              "Safety and what comes next", "Medicines now", "Treatments so far", "Criteria of guidelines", "Sources")  # fmt: skip
    places = [read.text.index(title) for title in titles]
    assert places == sorted(places)


def test_every_page_says_whose_it_is_and_the_first_who_reviewed_it():
    read = Read(make("letter", full_day(), lines=LINES))
    assert "Decision support, reviewed by Dr K. Osei, signature" in read.pages[0]
    for number, page in enumerate(read.pages, 1):
        assert f"Page {number} of {len(read.pages)}" in page
        assert page.count("Aoife Brennan") >= 2 and "TRD-1" in page and "PRACTICE: invented patient" in page
        assert "Printed 17 March 2026, 15:31, by J. Marsh." in page and "Content 2026.1" in page


def test_it_is_tagged_and_its_fonts_are_in_the_file():
    read = Read(make("letter", written_day(), lines=LINES))
    roles = [role for role, _alt in read.tags()]
    assert roles.count("/H1") == 1 and roles.count("/H2") == 7
    assert roles.count("/Table") >= 6
    for name, font in read.fonts().items():
        descendant = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert any(key.startswith("/FontFile") for key in descendant["/FontDescriptor"].get_object()), name


def test_the_same_facts_give_the_same_bytes():
    made = [KINDS["letter"].make(known(written_day()), Choice(), printing(lines=LINES)) for _time in range(2)]
    assert made[0] == made[1]
