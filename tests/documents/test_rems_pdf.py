"""The treatment-monitoring form on paper, read back as a reader, a printer and a screen reader get it."""


import pytest
from days import Day, checked_day
from paper_days import SITE, Read, bare_day, full_day, known, make, plain

from trd_desk.documents.sheet import SIZES
from trd_desk.errors import UserError
from trd_desk.view.rems_form import view_rems_form


@pytest.fixture(scope="module")
def day():
    return full_day()


@pytest.fixture(scope="module")
def form(day):
    return Read(make("rems", day))


@pytest.fixture(scope="module")
def value(day):
    told = known(day)
    return view_rems_form(told.library, told.patient, told.live("s1"), site=SITE)


@pytest.mark.parametrize("size", ["a4", "letter"])
@pytest.mark.parametrize("until", ["watched", "signed"])
def test_it_is_one_page_on_either_paper(size, until):
    read = Read(make("rems", full_day(until=until), size=size))
    (page,) = read.reader.pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[size], abs=0.1)
    assert "Page 1 of 1" in read.text


def test_every_field_stands_in_reading_order_with_what_is_filled_in(form, value):
    rest = form.text
    for section in value.sections:
        title = plain(section.title)
        assert title in rest
        rest = rest[rest.index(title) :]
        for field in (field for line in section.lines for field in line):
            ticks = " ".join(f"✓ {tick.word}" if tick.on else tick.word for tick in field.ticks)
            said = " ".join(part for part in (plain(f"{field.label} {field.mark}"), ticks, plain(field.value)) if part)
            assert said in rest, field.id
            rest = rest[rest.index(said) + len(said) :]


def test_what_it_is_and_where_it_goes_stand_on_it(form, value):
    assert "It is not the manufacturer's form." in form.text
    assert "within 7 days of the session" in form.text
    assert "Inpatients: adverse events are reported; no form is sent." in form.text
    assert "Outside the US: MHRA Yellow Card or the national scheme." in form.text
    for note in value.notes:
        assert plain(note) in form.text
    assert value.digest in form.text.replace(" ", "")


def test_whose_it_is_who_printed_it_and_a_line_to_sign(form):
    assert "Aoife Brennan, female, born 1 June 1988 Record TRD-1 Session 9, 17 Mar 2026" in form.text
    assert "PRACTICE: invented patient" in form.text
    assert "Printed 17 March 2026, 15:31, by J. Marsh." in form.text
    assert "Head of the log 7f3a 91c2 e04d." in form.text
    assert "Treating clinician, name and signature" in form.text
    assert "PRELIMINARY" not in form.text


def test_a_running_session_is_marked(day):
    del day
    assert "PRELIMINARY: the session has not ended." in Read(make("rems", full_day(until="watched"), "12:05")).text


def test_it_is_tagged_and_its_fonts_are_in_the_file(form, value):
    tags = form.tags()
    assert [role for role, _alt in tags if role == "/H1"] == ["/H1"]
    assert len([role for role, _alt in tags if role == "/H2"]) == len(value.sections)
    assert str(form.reader.trailer["/Root"]["/Lang"]) == "en-GB"
    assert form.fonts()
    for name, font in form.fonts().items():
        assert "PlexSans" in name and "/FontFile2" in font["/FontDescriptor"] and "/ToUnicode" in font
    assert "Brennan" not in "".join(str(each) for each in form.reader.metadata.values())


def test_the_same_answers_make_the_same_bytes(day, form):
    assert make("rems", day) == form.content


def test_long_answers_are_whole(day):
    del day
    day = full_day(until="watched")
    words = " ".join(f"word{number}" for number in range(150))
    day.add("patient", "name", "Wolfeschlegelsteinhausenbergerdorff-" * 3 + "Smith")
    day.part("event", "e9", {**day.patient().sessions["s1"].value("event", "e1").model_dump(mode="json"), "note": words})
    read = Read(make("rems", day, "12:05"))
    assert plain(words) in read.text
    assert "Smith" in read.text


def test_a_session_of_another_product_is_refused():
    with pytest.raises(UserError, match="no session that this document could tell of"):
        make("rems", bare_day())
    both = Day("ketamine_iv", 0.5)
    both.add("session", "s2", {"product": "esketamine_in", "on": "2026-03-10"})
    with pytest.raises(UserError, match="There is no session s1 that this document could tell of; choose from s2"):
        make("rems", both)
    assert "Session, 10 Mar 2026" in Read(make("rems", both, session="s2")).text


def test_a_form_of_which_little_is_known_has_empty_boxes():
    text = Read(make("rems", checked_day(), "09:00")).text
    assert "Lot Minutes from the first device to the end of monitoring Ready after how many minutes" in text
    assert "Serious adverse event? yes no Events recorded, and details ¹" in text
