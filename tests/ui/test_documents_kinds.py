"""Every kind of document from the window: chosen by keys, saved, put on record, shown again as it was."""

import io
import re

import pytest
from days import at
from paper_days import Read, full_day, plain
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from walk import faults

from trd_desk.interchange.papers import KINDS
from trd_desk.record.register import RegisterLine
from trd_desk.ui.pages import documents_printing as printing
from trd_desk.ui.pages.documents import DocumentsPage

NUMBERS = {"phone": "020 7946 0112", "emergency": "999", "clinic": "Clinic at the Mill"}
FOOT = re.compile(r"(Printed|As made on) 17 March 2026, 14:26, by J\. Marsh\.|Head of the log \w{4} \w{4} \w{4}\.")
WORDS = {
    "assessment": "Assessment of resistance",
    "session": "Treatment session",
    "rems": "Treatment-monitoring form (REMS-type)",
    "consent": "Consent to treatment",
    "course": "Course summary",
    "letter": "Letter to the general practitioner",
    "handout": "Your esketamine nose spray",
    "downtime": "Downtime forms: esketamine spray",
}


@pytest.fixture
def day_patient(desk):
    """The invented patient of the full day, in the practice clinic."""
    key = full_day().write(desk.record)
    desk.open_patient(key)
    return key


@pytest.fixture
def page(qtbot, desk, theme, day_patient):
    desk.preferences = desk.preferences.with_changes(**NUMBERS)
    made = DocumentsPage(desk, theme)
    desk.patient_changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1286, 660)
    made.show()
    made.refresh()
    shown(qtbot, made, "assessment")
    return made


def text_of(page):
    return Read(page._content).text if page._content else ""


def shown(qtbot, page, kind):
    qtbot.waitUntil(lambda: WORDS[kind] in text_of(page) and page.what.save_button.isEnabled(), timeout=20_000)
    qtbot.wait(50)


def choose(qtbot, page, kind):
    """Goes down the list with the arrow keys."""
    page.what.list.setFocus()
    page.what.list.setCurrentRow(0)
    for _step in range(list(KINDS).index(kind)):
        qtbot.keyClick(page.what.list, Qt.Key.Key_Down)
    shown(qtbot, page, kind)


def save(qtbot, page, folder):
    offered = []

    def where(suggested):
        offered.append(suggested)
        return str(folder / suggested)

    page.ask_where = where
    page.message.say("")
    page.save()
    qtbot.waitUntil(lambda: page.message.text().startswith("Saved as"), timeout=20_000)
    qtbot.wait(50)
    return folder / offered[0]


def body(content):
    """The text of each page without what its foot says of the printing: who and when, and the head of the log."""
    return [plain(FOOT.sub("", text)) for text in Read(content).pages]


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_is_chosen_by_keys_shown_and_saved_under_a_name_without_the_patient(page, qtbot, tmp_path, kind):
    choose(qtbot, page, kind)
    assert faults(page) == []
    assert page.what.says.text()
    file = save(qtbot, page, tmp_path)
    assert WORDS[kind] in Read(file.read_bytes()).text
    assert file.name.endswith("-2026-03-17.pdf")
    assert not [word for word in ("brennan", "aoife", "trd-1", "s1") if word in file.name.lower()]


@pytest.mark.parametrize("kind", ["session", "rems", "handout"])
def test_it_is_on_record_with_its_session_and_shown_again_as_it_was(page, qtbot, desk, tmp_path, kind):
    choose(qtbot, page, kind)
    saved = save(qtbot, page, tmp_path).read_bytes()
    (entry,) = desk.patient.documents
    assert (entry.value["document"], entry.value["session"], entry.value["made"]) == (kind, "s1", "saved")
    line = plain(page.made_before.list.item(0).text())
    assert "of session 9, 17 Mar 2026, 17 March 2026, content" in line
    # Later entries: a word after the signature, another name, another clinic with another number.
    first = again(qtbot, page)
    assert desk.answer("addendum", "s1/a2", {"text": "CANARY later word", "by": "J. Marsh", "role": "nurse", "at": at("16:00").isoformat()})
    assert desk.answer("patient", "name", "Aoife Brennan-CANARY", reason="married")
    desk.preferences = desk.preferences.with_changes(phone="020 1111 1111", clinic="CANARY clinic")
    page.made_before.chosen.emit("")
    page.refresh()
    qtbot.waitUntil(lambda: "CANARY" in text_of(page), timeout=20_000)
    second = again(qtbot, page)
    assert first == second
    assert "CANARY" not in Read(second).text
    assert body(second) == body(saved)
    assert all("As made on 17 March 2026" in text for text in Read(second).pages)
    assert page.suggested_name() == f"{KINDS[kind].file}-2026-03-17.pdf"
    assert not page.what.session.isEnabled() and not page.what.paper.isEnabled()


def again(qtbot, page):
    """Shows the newest document that was made before."""
    item = page.made_before.list.item(page.made_before.list.count() - 1)
    page.message.say("")
    page.made_before.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
    qtbot.waitUntil(lambda: "As made on" in page.message.text(), timeout=20_000)
    return page._content


def test_what_is_written_for_the_letter_is_kept_printed_and_shown_again_as_it_was(page, qtbot, desk, tmp_path):
    choose(qtbot, page, "letter")
    fields = page.written.fields
    assert page.written.isVisible() and all(field.isVisible() for field in fields.values())
    qtbot.keyClicks(fields["recipient"].edit, "Dr P. Hale, Mill Practice")
    qtbot.keyClick(fields["recipient"].edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "To Dr P. Hale, Mill Practice" in text_of(page), timeout=20_000)
    fields["words"].edit.setFocus()
    qtbot.keyClicks(fields["words"].edit, "Thank you.")
    qtbot.keyClick(fields["words"].edit, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "Thank you. Diagnosis" in text_of(page), timeout=20_000)
    assert desk.patient.value("letter", "letter") == {"lines": {"recipient": "Dr P. Hale, Mill Practice", "words": "Thank you."}}
    assert faults(page) == []
    saved = save(qtbot, page, tmp_path).read_bytes()
    (entry,) = desk.patient.documents
    assert (entry.value["document"], entry.value["variant"]) == ("letter", "esketamine_in")
    # Written anew for the next letter: what was sent stays as it was.
    fields["recipient"].set_value(None)
    assert desk.answer("letter", "letter", {"lines": {"recipient": "CANARY practice"}}, reason="Letter changed")
    page.refresh()
    qtbot.waitUntil(lambda: "CANARY practice" in text_of(page), timeout=20_000)
    assert fields["recipient"].value() == "CANARY practice"
    before = again(qtbot, page)
    assert "CANARY" not in Read(before).text and "To Dr P. Hale, Mill Practice" in Read(before).text
    assert body(before) == body(saved)
    assert not page.written.isVisible()


@pytest.mark.parametrize("kind", ["course", "consent"])
def test_a_paper_of_the_course_is_kept_with_its_product_and_shown_again_as_it_was(page, qtbot, desk, tmp_path, kind):
    choose(qtbot, page, kind)
    saved = save(qtbot, page, tmp_path).read_bytes()
    (entry,) = desk.patient.documents
    assert (entry.value["document"], entry.value["variant"], entry.value["made"]) == (kind, "esketamine_in", "saved")
    assert desk.answer("consent", "esketamine_in", {"signed_on": "2026-03-01", "taken_by": "CANARY"})
    page.refresh()
    qtbot.waitUntil(lambda: "CANARY" in text_of(page), timeout=20_000)
    before = again(qtbot, page)
    assert "CANARY" not in Read(before).text
    assert body(before) == body(saved)
    assert not page.what.variant.isEnabled()


def test_other_documents_ask_for_nothing_to_be_written(page, qtbot):
    for kind in ("assessment", "consent", "session"):
        choose(qtbot, page, kind)
        assert not page.written.isVisible()


def test_printing_puts_it_on_record(page, qtbot, desk, tmp_path):
    choose(qtbot, page, "session")

    def to_file(printer):
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return printing.ticket_of(printer, "a4")

    page.ask_printer = to_file
    qtbot.keyClick(page.preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.message.text() == "Sent to the printer.", timeout=20_000)
    assert [entry.value["made"] for entry in desk.patient.documents] == ["printed"]
    assert (tmp_path / "printed.pdf").read_bytes() == page._content


def test_blank_forms_are_about_nobody_and_not_kept_with_the_patient(page, qtbot, desk, tmp_path):
    choose(qtbot, page, "downtime")
    assert "Brennan" not in text_of(page) and "TRD-1" not in text_of(page)
    save(qtbot, page, tmp_path)
    assert desk.patient.documents == ()
    # The route of the patient's session is offered first; the others are there.
    assert page.what.variant.isVisible() and page.what.variant.count() == 6
    assert page.what.variant.currentText() == "Esketamine spray"
    place = page.what.variant.findData("ketamine_iv")
    page.what.variant.setCurrentIndex(place)
    page.what.variant.activated.emit(place)
    qtbot.waitUntil(lambda: "Downtime forms: ketamine drip" in text_of(page), timeout=20_000)


def test_a_session_is_picked_where_there_are_several(page, qtbot, desk):
    choose(qtbot, page, "session")
    assert not page.what.session.isVisible()
    assert desk.answer("session", "s2", {"product": "ketamine_iv", "on": "2026-03-24", "number": 10, "planned": {"mg_per_kg": 0.5}})
    page.refresh()
    shown(qtbot, page, "session")
    assert page.what.session.isVisible()
    assert [plain(page.what.session.itemText(place)) for place in range(2)] == ["Session 10, 24 Mar 2026", "Session 9, today"]
    assert page.what.session.currentData() == "s1"
    assert faults(page) == []
    page.what.session.setFocus()
    qtbot.keyClick(page.what.session, Qt.Key.Key_Down)
    popup = page.what.session.view()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Home)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Ketamine drip 0.5 mg/kg" in text_of(page), timeout=20_000)
    assert "PRELIMINARY: the session has not ended." in text_of(page)
    # The form is for the spray alone, and the handout begins with the session that comes.
    choose(qtbot, page, "rems")
    assert not page.what.session.isVisible()
    page.what.choose("handout")
    page.what.put_away()
    page.refresh()
    qtbot.waitUntil(lambda: "The time of this session is missing" in page.warning.text(), timeout=20_000)
    assert page.mend.path == "sessions.s2"


def test_a_handout_without_the_clinics_numbers_leads_to_the_settings(page, qtbot, desk):
    desk.preferences = desk.preferences.with_changes(phone="", emergency="")
    page.what.choose("handout")
    page.refresh()
    qtbot.waitUntil(lambda: page.warning.isVisible(), timeout=20_000)
    qtbot.wait(80)
    assert "“Clinic, for patients” and “Emergency” under Settings, Telephone numbers." in page.warning.text()
    assert page.preview.pages == 0
    assert faults(page) == []
    followed = []
    page.go_to.connect(followed.append)
    page.mend.setFocus()
    qtbot.keyClick(page.mend, Qt.Key.Key_Return)
    assert followed == ["settings.phone"]
    desk.preferences = desk.preferences.with_changes(**NUMBERS)
    page.refresh()
    shown(qtbot, page, "handout")
    assert not page.mend.isVisible() and not page.warning.isVisible()
    assert "Clinic 020 7946 0112" in text_of(page) and "Until 08:00" in text_of(page)


def test_tab_follows_the_reading_order(page, qtbot, desk):
    desk.preferences = desk.preferences.with_changes(phone="")
    page.what.choose("handout")
    page.refresh()
    qtbot.waitUntil(lambda: page.mend.isVisible(), timeout=20_000)
    page.focus_first()
    found = [page.focusWidget()]
    while len(found) < 12:
        qtbot.keyClick(found[-1], Qt.Key.Key_Tab)
        if page.focusWidget() in found:
            break
        found.append(page.focusWidget())
    names = [widget.objectName() or widget.text() for widget in found if widget.objectName() or hasattr(widget, "text")]
    assert [name for name in names if name in ("documents", "save", "print", "Smaller", "Fit width", "documents.mend", "preview")] == [
        "documents",
        "save",
        "print",
        "Smaller",
        "Fit width",
        "documents.mend",
        "preview",
    ]


def test_a_patient_without_a_session_is_told_so(qtbot, desk, theme):
    desk.open_patient(desk.record.new_patient("TRD-77", "Test Person", None, None, by="x", content_version="2026.11"))
    made = DocumentsPage(desk, theme)
    qtbot.addWidget(made)
    made.resize(1286, 660)
    made.show()
    for kind in ("session", "rems", "handout"):
        made.what.choose(kind)
        made.refresh()
        qtbot.waitUntil(lambda: "no session that this document could tell of" in made.warning.text(), timeout=20_000)
        assert made.mend.path == "sessions"
        assert made.preview.pages == 0
    made.ask_where = lambda _suggested: pytest.fail("nothing to save")
    made.save()
    qtbot.wait(100)


def test_a_path_leads_to_the_document_of_a_session(page, qtbot):
    assert page.focus_field("documents.session.s1")
    shown(qtbot, page, "session")
    assert page.what.list.currentRow() == 1
    assert not page.focus_field("documents.nothing")


def test_the_register_of_the_clinic_stands_on_the_session_record(page, qtbot, desk, day_patient):
    line = RegisterLine(
        at=at("10:31"), product="esketamine_in", form="device 28 mg", unit="devices", batch="22AG417", movement="wasted", amount=1,
        patient=day_patient, session="s1", by="J. Marsh", role="nurse", witness="A. Lindgren", witness_role="nurse", note="broke",
    )  # fmt: skip
    assert desk.clinic_answers([("register", "r1", line.value())])
    choose(qtbot, page, "session")
    assert "10:31: wasted, 1 device, batch 22AG417; J. Marsh, nurse, witness A. Lindgren, nurse. Broke." in text_of(page)


@pytest.mark.parametrize("percent", [150, 200])
def test_large_letters_fit_every_kind(qtbot, desk, theme, day_patient, percent):
    theme.use(text_percent=percent)
    try:
        desk.answer("session", "s2", {"product": "ketamine_iv", "on": "2026-03-24", "number": 10})
        made = DocumentsPage(desk, theme)
        qtbot.addWidget(made)
        made.resize(1180, 600)
        made.show()
        for kind in ("session", "handout", "downtime"):
            made.what.choose(kind)
            made.refresh()
            qtbot.waitUntil(lambda: made.what.save_button.isEnabled() and bool(made.preview.pages or made.warning.text()), timeout=20_000)
            qtbot.wait(80)
            assert faults(made) == [], kind
    finally:
        theme.use(text_percent=100)


def test_no_document_reaches_the_disk_while_it_is_shown(page, qtbot, tmp_path):
    choose(qtbot, page, "session")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"%PDF" not in path.read_bytes()[:1024]
    assert io.BytesIO(page._content).read(4) == b"%PDF"


def test_the_link_of_a_missing_number_ends_in_its_field(qtbot, desk, theme, day_patient):
    from trd_desk.ui.main_window import MainWindow

    window = MainWindow(theme, practice=True)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.usable):
        window.attach(desk)
    qtbot.waitUntil(lambda: window.status is not None)
    window.open_patient(day_patient)
    window.go_to("documents.handout.s1")
    page = window._pages["documents"]
    qtbot.waitUntil(lambda: page.mend.isVisible() and page.mend.path == "settings.phone", timeout=20_000)
    page.mend.click()
    qtbot.waitUntil(lambda: window.focusWidget() is not None and window.stack.currentWidget() is window._settings)
    qtbot.waitUntil(lambda: window._settings.phone.isAncestorOf(window.focusWidget()))
