"""The course summary on paper, read back as a reader, a printer and a screen reader get it."""

from dataclasses import replace

import pytest
from days import ON, at
from paper_days import Read, bare_day, full_day, known, make, plain

from trd_desk.documents.course_summary import make_course_summary
from trd_desk.documents.imprint import Imprint
from trd_desk.documents.sheet import SIZES
from trd_desk.view.course_summary import view_course_summary
from trd_desk.view.record_parts import Labelled


def value_of(day):
    told = known(day)
    return view_course_summary(told.library, told.patient, told.assessment, told.at)


def long_day():
    """A course of forty sessions, with scores and a decision."""
    day = full_day()
    for number in range(40):
        day.add("session", f"k{number}", {"product": "esketamine_in", "indication": "trd", "on": f"2025-{1 + number // 4:02d}-{1 + number % 4 * 7:02d}",
                                          "given": {"dose_mg": 84, "devices": ["10:00", "10:05", "10:10"]}, "leaving": {"at": "12:15"},
                                          "observations": [{"at": "10:50", "sbp": 141 + number, "dbp": 90}]})  # fmt: skip
    for number, total in enumerate((34, 22, 12, 9)):
        day.add("score", f"m{number}", {"scale": "madrs", "on": f"2025-0{1 + number}-01", "total": total})
    return day


@pytest.mark.parametrize("size", ["a4", "letter"])
@pytest.mark.parametrize(("day", "pages"), [(full_day, (3, 4)), (bare_day, (2, 3)), (long_day, (4, 6))])
def test_it_fits_the_paper(size, day, pages):
    read = Read(make("course", day(), size=size))
    assert pages[0] <= len(read.pages) <= pages[1]
    for page in read.reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[size], abs=0.1)


@pytest.mark.parametrize("day", [full_day, bare_day, long_day])
def test_every_text_of_the_view_is_printed(day):
    value = value_of(day())
    text = Read(make("course", day())).body(value.head)
    for remark in (*value.in_short, *value.overdue, *value.stage_notes):
        assert plain(remark.text) in text
    for line in value.lines:
        assert plain(f"{line.label} {line.text}") in text
    for line in value.outcomes:
        assert plain(f"{line.name} {line.verdict.word}") in text and plain(line.definition) in text
    for row in value.stages:
        assert plain(row.before.value) in text and plain(row.verdict.text) in text
    for line in value.decisions:
        assert plain(line.label) in text and plain(line.when) in text
    for line in value.sessions:
        assert plain(f"{line.number} {line.day} {line.dose} {line.checklist.word} {line.pressure} {line.alarms.word} {line.left.word}") in text
    for line in value.follow:
        assert plain(line.label) in text
    for row in value.harm.rows:
        for cell in row:
            assert plain(cell) in text
    for work in value.sources:
        assert plain(work.citation.rstrip(".")) in text


def pages_of(value, size):
    told = known(long_day())
    return Read(make_course_summary(value, Imprint(told.at, size))).pages


@pytest.mark.parametrize("size", ["a4", "letter"])
@pytest.mark.parametrize("more", [0, 3, 6])
def test_the_first_page_is_used_where_the_chart_does_not_fit_on_it(size, more):
    """The verdicts go before the chart where only they fit, so that no half page stays empty."""
    value = value_of(long_day())
    value = replace(value, lines=(*value.lines, *(Labelled("Note", "A line of the record. " * 8) for _number in range(more))))
    pages = pages_of(value, size)
    names = [plain(f"{line.name} {line.verdict.word}") for line in value.outcomes]
    scale = plain(next(text.text for text in value.chart.texts() if text.text.startswith("MADRS, 0")))
    assert sum(page.count(scale) for page in pages) == 1
    assert all(any(name in page for page in pages) for name in names)
    assert names[0] in pages[0] or scale in pages[0]


def test_drawings_are_figures_that_say_themselves():
    read = Read(make("course", long_day()))
    figures = [alt for role, alt in read.tags() if role == "/Figure"]
    assert any(alt.startswith("The line of the course") for alt in figures)
    assert any("MADRS" in alt for alt in figures)
    roles = [role for role, _alt in read.tags()]
    assert roles.count("/H1") == 1 and roles.count("/H2") >= 9


def test_every_page_says_whose_it_is_and_where_it_comes_from():
    read = Read(make("course", long_day(), size="letter"))
    for number, page in enumerate(read.pages, 1):
        assert f"Page {number} of {len(read.pages)}" in page
        assert "Aoife Brennan" in page and "TRD-1" in page and "PRACTICE: invented patient" in page
        assert "Printed 17 March 2026, 15:31, by J. Marsh." in page and "Content 2026.1" in page
    assert "Written by, name and signature" in read.pages[0]
    assert str(at("10:00").date()) == ON
