"""The audit report on paper, read back."""

import pytest
from days import at
from paper_days import Read, full_day, plain, printing

from trd_desk.content.load import load_library
from trd_desk.documents.sheet import SIZES
from trd_desk.engine.audit import Audit, count_patient
from trd_desk.errors import UserError
from trd_desk.interchange.papers import CLINIC_KINDS, KINDS, Choice, Known
from trd_desk.interchange.papers.paper import nobody
from trd_desk.view.audit import view_audit

DAY = at("10:00").date()


def known(*days):
    library = load_library()
    audit = Audit(DAY.replace(day=1), DAY)
    for day in days:
        count_patient(library, audit, day.patient())
    return Known(library, nobody(), at("15:30"), DAY, audit=audit)


def made(from_, **changes):
    return Read(CLINIC_KINDS["audit"].make(from_, Choice(), printing(**changes)))


@pytest.mark.parametrize("size", ["a4", "letter"])
@pytest.mark.parametrize("days", [(), (full_day,)])
def test_it_takes_two_or_three_pages(size, days):
    read = made(known(*(day() for day in days)), size=size)
    assert 1 <= len(read.pages) <= 3
    for page in read.reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[size], abs=0.1)


def test_every_number_of_the_view_is_printed():
    from_ = known(full_day())
    value = view_audit(from_.library, from_.audit, from_.day)
    text = made(from_).body(value.head)
    for remark in value.in_short:
        assert plain(remark.text) in text
    for table in value.tables:
        assert table.title in text
        for row in table.rows:
            assert plain(" ".join(row)) in text, row
        for note in (*table.notes, "" if table.rows else table.nothing):
            assert plain(note) in text
    for note in value.notes:
        assert plain(note) in text


def test_it_names_nobody_and_says_whose_numbers_they_are():
    read = made(known(full_day()))
    for word in ("Brennan", "Aoife", "TRD-1", "Record ", "Osei", "Lindgren"):
        assert word not in read.text, word
    for page in read.pages:
        assert "All patients of this record" in page and "1 March 2026 to 17 March 2026" in page
        assert "PRACTICE: invented patients" in page and "Printed 17 March 2026, 15:31, by J. Marsh." in page
        assert "Head of the log 7f3a 91c2 e04d." in page
    assert [role for role, _alt in read.tags()].count("/H1") == 1


def test_without_counts_there_is_no_report():
    with pytest.raises(UserError, match="not counted yet"):
        CLINIC_KINDS["audit"].make(Known(load_library(), nobody(), at("15:30"), DAY), Choice(), printing())


def test_what_is_about_nobody_is_not_kept_with_a_patient():
    assert all(not kind.kept for kind in CLINIC_KINDS.values())
    assert "audit" not in KINDS and CLINIC_KINDS["downtime"] is KINDS["downtime"]
