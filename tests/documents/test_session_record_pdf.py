"""The record of a session on paper, read back as a reader, a printer and a screen reader get it."""


import pytest
from days import at, iso
from paper_days import Read, bare_day, full_day, known, make, plain, printing, register_of

from trd_desk.documents.sheet import SIZES
from trd_desk.errors import UserError
from trd_desk.interchange.papers import KINDS, Choice
from trd_desk.record.register import read_register
from trd_desk.view.session_record import view_session_record
from trd_desk.view.shapes import Text


@pytest.fixture(scope="module")
def day():
    return full_day()


@pytest.fixture(scope="module")
def read(day):
    return Read(make("session", day, clinic=register_of(day)))


@pytest.fixture(scope="module")
def value(day):
    told = known(day, clinic=register_of(day))
    return view_session_record(told.library, told.patient, told.live("s1"), entries=told.entries, register=read_register(told.clinic))


@pytest.mark.parametrize("size", ["a4", "letter"])
@pytest.mark.parametrize("until", ["given", "watched", "departed", "signed"])
def test_it_takes_three_pages_at_most(size, until):
    read = Read(make("session", full_day(until=until), "12:15", size=size))
    assert 2 <= len(read.pages) <= 3
    for page in read.reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[size], abs=0.1)


def test_every_text_of_the_view_is_printed(read, value):
    text = read.text
    for remark in (*value.in_short, *value.overdue, *value.events, *value.reports, *value.leaving_notes):
        assert plain(remark.text) in text
    for line in value.plan:
        assert plain(line.text) in text, line
    for said in (value.not_needed, *value.watch_notes, value.leaving_head, *value.departure, *value.addenda, *value.corrections, *value.settings):
        assert plain(said) in text, said
    for work in value.sources:
        assert plain(work.citation.rstrip(".")) in text
    for standing in value.standing:
        assert plain(f"{standing.status}, {standing.review}: {'; '.join(standing.rules)}.") in text
    assert plain(value.fingerprint) in text


def test_rows_are_read_from_left_to_right(read, value):
    for line in value.checks:
        assert plain(f"{line.name} {line.threshold} {line.answer} {line.result.word} {line.by}") in read.text
        assert plain(line.note) in read.text
    for line in value.watch:
        assert plain(" ".join([line.time, line.place.word, *(cell.text for cell in line.cells)])) in read.text
    for line in value.alarms:
        assert plain(f"{line.time} {line.level.word} {line.value} {line.rule} {line.done}") in read.text
    for label, state in value.leaving:
        assert plain(f"{label} {state.word}") in read.text


def test_the_sections_follow_the_day(read):
    titles = ("Treatment session", "Plan and dose", "Before the dose Ready", "After the dose", "Alarms", "Events", "Ready to leave", "Left against advice Left",
              "Addenda, after the signature", "Settings of this clinic", "Sources")  # fmt: skip
    places = [read.text.index(title) for title in titles]
    assert places == sorted(places)


def test_every_page_says_whose_it_is_and_where_it_comes_from(read, value):
    for number, page in enumerate(read.pages, 1):
        assert f"Page {number} of {len(read.pages)}" in page
        assert page.count("Aoife Brennan") >= 2 and "TRD-1" in page
        assert "PRACTICE: invented patient" in page
        assert "Printed 17 March 2026, 15:31, by J. Marsh." in page
        assert "Head of the log 7f3a 91c2 e04d." in page
        assert plain(value.purpose) in page
        assert plain(value.content) in page


def test_a_signed_session_says_so_in_the_place_of_the_line(read):
    assert "Signed by Dr K. Osei, prescriber, 17 March 2026, 12:20." in read.pages[0]
    assert "name, role and signature" not in read.text
    unsigned = Read(make("session", full_day(until="departed"), "12:15"))
    assert "Signed by, name, role and signature" in unsigned.pages[0]
    assert "Signed by Dr" not in unsigned.text


def test_a_session_that_has_not_ended_is_preliminary_on_every_page():
    read = Read(make("session", full_day(until="watched"), "12:05"))
    assert "PRELIMINARY: the session has not ended." in read.pages[0]
    assert all("Treatment session, preliminary" in page for page in read.pages)


def test_a_session_that_ended_is_not_preliminary(read):
    assert "reliminary" not in read.text and "RELIMINARY" not in read.text


def test_the_chart_is_a_figure_that_says_itself_and_its_texts_are_in_the_file(read, value):
    figures = [alt for role, alt in read.tags() if role == "/Figure"]
    assert len(figures) == 1
    assert figures[0].startswith("Vital signs of this session, 6 observations after the dose.")
    assert "11:02, Chest pain" in figures[0]
    for shape in value.chart.shapes:
        if isinstance(shape, Text):
            assert plain(shape.text) in read.text


def test_it_is_tagged_and_its_fonts_are_in_the_file(read):
    roles = [role for role, _alt in read.tags()]
    assert roles.count("/H1") == 1
    assert roles.count("/H2") == 10
    assert roles.count("/Table") == 5
    assert roles.count("/TH") > 40
    for name, font in read.fonts().items():
        assert "PlexSans" in name and "/FontFile2" in font["/FontDescriptor"] and "/ToUnicode" in font
    assert "Brennan" not in "".join(str(each) for each in read.reader.metadata.values())


def test_the_same_answers_make_the_same_bytes(day, read):
    assert make("session", day, clinic=register_of(day)) == read.content


def test_nothing_of_another_patient_or_session_is_on_it(day, read):
    assert "CANARY" not in read.text
    day = full_day()
    day.add("session", "s2", {"product": "ketamine_iv", "on": "2026-03-24", "planned": {"mg_per_kg": 0.5, "reason": "CANARY-REASON"}})
    day.add("override", "s2/nose", {"by": "CANARY-NAME", "role": "prescriber", "reason": "x", "at": iso("09:00")})
    day.add("observation", "s2/o1", {"at": iso("09:00"), "sbp": 111, "dbp": 66}, reason="CANARY-WHY")
    assert "CANARY" not in Read(make("session", day, clinic=register_of(day))).text


def test_a_session_of_which_almost_nothing_is_known(day):
    del day
    read = Read(make("session", bare_day(), "09:00"))
    assert read.text.count("not recorded") >= 28
    assert "No name, sex not recorded, birth date not recorded" in read.text
    assert "No dose was given, so nothing was watched." in read.text
    assert len(read.pages) == 2


def test_long_words_are_whole():
    day = full_day(until="watched")
    words = " ".join(f"word{number}" for number in range(400))
    day.part("override", "blood_pressure", {"by": "Dr K. Osei", "role": "prescriber", "reason": words, "at": iso("10:08")}, when=at("10:08"))
    day.part("event", "e2", {"at": iso("11:03"), "recorded": iso("11:03"), "kind": "fall", "note": words}, when=at("11:03"))
    text = Read(make("session", day, "12:05")).text
    for number in (0, 199, 399):
        assert text.count(f"word{number} ") + text.count(f"word{number}.") + text.count(f"word{number}”") >= 2


def test_what_was_made_before_is_marked_in_its_foot(day):
    told = known(day)
    words = "As made on 17 March 2026, 15:31, by J. Marsh."
    content = KINDS["session"].make(told, Choice("s1"), printing(as_made=words, head=""))
    again = Read(content)
    for page in again.pages:
        assert words in page and "Printed" not in page


def test_a_session_that_is_not_there_is_told():
    with pytest.raises(UserError, match="There is no session s9 that this document could tell of; choose from s1"):
        make("session", bare_day(), session="s9")
    with pytest.raises(UserError, match="Say which session: s1"):
        make("session", bare_day(), session="")
