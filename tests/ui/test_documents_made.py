"""Documents that were made: each is put on record, listed, and shown again as it was."""

import datetime as dt
import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from walk import faults

from trd_desk.ui.pages import documents_printing as printing
from trd_desk.ui.pages.documents import DocumentsPage
from trd_desk.view.steps import view_steps


@pytest.fixture
def page(qtbot, desk, theme):
    """The page of Daniel Okafor with its document shown; it follows the patient as in the window."""
    desk.open_patient(desk.record.find_number("TRD-0151"))
    made = DocumentsPage(desk, theme)
    desk.patient_changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.refresh()
    wait_for_document(qtbot, made)
    return made


def wait_for_document(qtbot, page):
    qtbot.waitUntil(lambda: page.preview.pages > 0 and page.what.save_button.isEnabled(), timeout=20_000)
    qtbot.wait(50)  # the words beside the preview have found their places


def save(qtbot, page, folder):
    page.ask_where = lambda suggested: str(folder / suggested)
    page.message.say("")
    page.save()
    qtbot.waitUntil(lambda: page.message.text().startswith("Saved as"), timeout=20_000)
    wait_for_document(qtbot, page)


def text_of(page):
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(page._content)).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in pages).replace("\u00a0", " ").split()).replace(" ,", ",")


def choose_first(qtbot, page):
    item = page.made_before.list.item(0)
    place = page.made_before.list.visualItemRect(item).center()
    qtbot.mouseClick(page.made_before.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: "As made on" in page.message.text(), timeout=20_000)
    wait_for_document(qtbot, page)


def value_of(desk, **changes):
    """A document as the record keeps it."""
    value = {
        "document": "assessment",
        "as_of": "2026-03-17",
        "content_version": desk.library.version,
        "content_digest": "sha256:0",
        "paper": "a4",
        "made": "printed",
    }
    return value | changes


def documents_step(desk):
    return next(step for step in view_steps(desk.library, desk.patient, desk.assessment) if step.id == "documents").words


def test_saving_puts_the_document_on_record(page, qtbot, desk, tmp_path):
    assert not page.made_before.isVisible()
    assert documents_step(desk) == "Nothing printed"
    save(qtbot, page, tmp_path)
    (entry,) = desk.patient.documents
    assert entry.value == {
        "document": "assessment",
        "as_of": "2026-03-17",
        "content_version": desk.library.version,
        "content_digest": desk.library.digest,
        "paper": "a4",
        "made": "saved",
        "at": "2026-03-17T14:26:07+01:00",
        "newest": max(desk.record.entries(desk.patient.key)[:-1], key=lambda each: each.seq).id,
    }
    assert documents_step(desk) == "1 made"
    assert page.made_before.isVisible()
    line = page.made_before.list.item(0).text().replace("\u00a0", " ")
    assert line.startswith("Assessment, ") and f"content {desk.library.version}, by {desk.by}, saved" in line
    assert faults(page) == []


def test_printing_puts_it_on_record_and_calling_off_does_not(page, qtbot, desk, tmp_path):
    page.ask_printer = lambda _printer: None
    page.print()
    page.ask_where = lambda _suggested: ""
    page.save()
    assert desk.patient.documents == ()

    def choose(printer):
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return printing.ticket_of(printer, "a4")

    page.ask_printer = choose
    page.print()
    qtbot.waitUntil(lambda: page.message.text() == "Sent to the printer.", timeout=20_000)
    assert [entry.value["made"] for entry in desk.patient.documents] == ["printed"]


def test_a_disk_that_refuses_puts_nothing_on_record(page, qtbot, desk, tmp_path):
    page.ask_where = lambda suggested: str(tmp_path / "gone" / suggested)
    page.save()
    qtbot.waitUntil(lambda: "folder does not exist" in page.warning.text(), timeout=20_000)
    assert desk.patient.documents == ()


def test_it_is_shown_again_as_it_was(page, qtbot, desk, tmp_path):
    save(qtbot, page, tmp_path)
    before = page.preview.pages
    assert desk.answer("patient", "sex", "female", reason="typing error")
    wait_for_document(qtbot, page)
    assert "Daniel Okafor, female" in text_of(page)
    choose_first(qtbot, page)
    again = text_of(page)
    assert "Daniel Okafor, male" in again
    assert f"by {desk.by}." in again and "As made on" in again and "Printed" not in again
    assert page.preview.pages == before
    assert not page.what.paper.isEnabled()
    assert page.warning.text() == ""
    assert faults(page) == []
    # A copy of it is no new document.
    save(qtbot, page, tmp_path)
    assert len(desk.patient.documents) == 1
    qtbot.mouseClick(page.made_before.now_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Daniel Okafor, female" in text_of(page), timeout=20_000)
    assert page.what.paper.isEnabled()
    assert not page.made_before.now_button.isVisible()


def test_changed_rules_are_told(page, qtbot, desk):
    value = value_of(desk, as_of="2026-03-01", content_digest="sha256:0", paper="letter")
    assert desk.answer("document", "d1", value)
    wait_for_document(qtbot, page)
    choose_first(qtbot, page)
    assert "have been changed since" in page.warning.text()
    assert "As of 1 March 2026" in text_of(page)
    assert page.preview._sizes[0] == pytest.approx((612, 792), abs=0.5)


def test_rules_that_are_gone_are_told(page, qtbot, desk):
    value = value_of(desk, content_version="2099.01")
    assert desk.answer("document", "d1", value)
    wait_for_document(qtbot, page)
    page.made_before.chosen.emit("d1")
    qtbot.waitUntil(lambda: "2099.01" in page.warning.text(), timeout=20_000)
    assert page.preview.pages == 0
    page.made_before.chosen.emit("")
    wait_for_document(qtbot, page)
    assert page.warning.text() == ""


def test_another_patient_begins_with_the_document_of_now(page, qtbot, desk, tmp_path):
    save(qtbot, page, tmp_path)
    choose_first(qtbot, page)
    desk.close_patient()
    desk.open_patient(desk.record.find_number("TRD-0118"))
    qtbot.waitUntil(lambda: "Henrik Lindqvist" in text_of(page) if page._content else False, timeout=20_000)
    assert not page.made_before.isVisible()


@pytest.mark.parametrize("percent", [150, 200])
def test_the_list_fits_with_large_letters(qtbot, desk, theme, percent):
    theme.use(text_percent=percent)
    try:
        desk.open_patient(desk.record.find_number("TRD-0151"))
        for place in range(3):
            assert desk.answer("document", f"d{place}", value_of(desk, content_digest=desk.library.digest))
        made = DocumentsPage(desk, theme)
        qtbot.addWidget(made)
        made.resize(1180, 600)
        made.show()
        made.refresh()
        wait_for_document(qtbot, made)
        assert made.made_before.isVisible()
        assert faults(made) == []
    finally:
        theme.use(text_percent=100)


def test_the_approval_of_this_clinic_is_printed(page, qtbot, desk):
    class Approved(type(desk.preferences)):
        approval = ("Dr K. Osei", dt.date(2026, 3, 1), desk.library.digest)

    desk.preferences = Approved(*desk.preferences)
    page.refresh()
    qtbot.waitUntil(lambda: "approved for this clinic by Dr K. Osei on 1 March 2026" in text_of(page), timeout=20_000)
