"""The documents of the clinic in the window: blank forms and the audit report, without an open patient."""

import datetime as dt
import threading

import pytest
from paper_days import Read, full_day
from PySide6.QtCore import Qt
from walk import faults

from trd_desk.interchange import audit as counting
from trd_desk.ui.pages.clinic_documents import ClinicDocumentsPage, show_clinic_documents

WAIT = 20_000


def text_of(page):
    return Read(page._content).text if page._content else ""


@pytest.fixture
def page(qtbot, desk, theme):
    full_day().write(desk.record)
    made = ClinicDocumentsPage(desk, theme)
    qtbot.addWidget(made)
    made.resize(1286, 660)
    made.show()
    made.refresh()
    return made


def period(page, first, last):
    page.period.first.set_value(first)
    page.period.last.set_value(last)


def test_the_report_is_counted_and_shown_without_a_patient(page, qtbot, desk, tmp_path):
    assert desk.patient is None
    assert "count its sessions" in page.message.text() and not page.what.save_button.isEnabled()
    assert faults(page) == []
    period(page, dt.date(2026, 3, 17), dt.date(2026, 3, 17))
    page.period.button.setFocus()
    qtbot.keyClick(page.period.button, Qt.Key.Key_Space)
    assert page.period.is_counting and page.period.button.text() == "Stop counting"
    qtbot.waitUntil(lambda: "Audit report" in text_of(page) and page.what.save_button.isEnabled(), timeout=WAIT)
    assert "17 March 2026 to 17 March 2026" in text_of(page) and "Brennan" not in text_of(page)
    assert page.period.progress.text() == "Counted at 14:26." and page.period.button.text() == "Count the sessions"
    assert page.message.text() == "" and faults(page) == []
    page.ask_where = lambda suggested: str(tmp_path / suggested)
    page.save()
    qtbot.waitUntil(lambda: page.message.text().startswith("Saved as"), timeout=WAIT)
    assert (tmp_path / "audit-report-2026-03-17.pdf").read_bytes()[:4] == b"%PDF"
    qtbot.wait(50)


def test_another_period_puts_the_old_numbers_away(page, qtbot):
    period(page, dt.date(2026, 3, 17), dt.date(2026, 3, 17))
    page.period.count()
    qtbot.waitUntil(lambda: "Audit report" in text_of(page), timeout=WAIT)
    field = page.period.first
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "2026-02-01")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert page.period.audit is None and text_of(page) == ""
    assert "count its sessions" in page.message.text()


def test_a_period_that_cannot_be_counted_is_explained(page, qtbot):
    period(page, dt.date(2026, 3, 17), dt.date(2026, 3, 1))
    page.period.count()
    assert page.warning.text() == "The period ends before it begins; change one of its days."
    page.period.first.set_value(None)
    page.period.count()
    assert page.warning.text() == "Give the first and the last day of the period."
    assert not page.period.is_counting


def test_counting_tells_how_far_it_is_and_can_be_stopped(page, qtbot, desk, monkeypatch):
    for number in range(4):
        day = full_day()
        day.add("patient", "id", f"TRD-2{number}")
        day.write(desk.record)
    go_on = threading.Event()

    class Slow:
        """The record itself, with a patient's entries held back until the test lets them go."""

        def __init__(self, record):
            self.record = record

        def __getattr__(self, name):
            return getattr(self.record, name)

        def entries(self, key):
            go_on.wait(10)
            return self.record.entries(key)

    real = counting.gather_audit
    monkeypatch.setattr(counting, "gather_audit", lambda record, *rest, **more: real(Slow(record), *rest, **more))
    period(page, dt.date(2026, 3, 17), dt.date(2026, 3, 17))
    page.period.count()
    qtbot.waitUntil(lambda: page.period.progress.text() == "Counting: 0 of 5 patients.", timeout=WAIT)
    # The window answers meanwhile: another document is chosen and made.
    page.what.choose("downtime")
    page.refresh()
    qtbot.waitUntil(lambda: "Downtime forms" in text_of(page), timeout=WAIT)
    page.what.choose("audit")
    page.refresh()
    page.period.button.click()
    assert page.period.progress.text() == "Stopping."
    go_on.set()
    qtbot.waitUntil(lambda: not page.period.is_counting, timeout=WAIT)
    assert page.warning.text() == "The counting was stopped; nothing was made."
    assert page.period.audit is None and not page.period._watch.isActive()


def test_blank_forms_need_no_patient(page, qtbot, desk):
    page.what.choose("downtime")
    page.refresh()
    qtbot.waitUntil(lambda: "Downtime forms: esketamine spray" in text_of(page), timeout=WAIT)
    assert desk.patient is None and not page.period.isVisible()
    assert page.what.variant.isVisible() and page.what.variant.count() == 6
    assert faults(page) == []


def test_they_are_found_from_anywhere_and_the_patient_stays_open(qtbot, desk, theme):
    from trd_desk.ui.finder import _actions
    from trd_desk.ui.main_window import MainWindow

    window = MainWindow(theme, practice=True)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.usable):
        window.attach(desk)
    qtbot.waitUntil(lambda: window.status is not None)
    assert "Clinic documents: audit report, blank forms" in [action.words for action in _actions(window, desk)]
    window.open_patient(desk.record.find_number("TRD-0151"))
    show_clinic_documents(window, desk)
    page = window.stack.currentWidget()
    assert isinstance(page, ClinicDocumentsPage) and desk.patient is not None
    show_clinic_documents(window, desk)
    assert window.stack.currentWidget() is page
    desk.close_patient()
    assert "count its sessions" in page.message.text()


@pytest.mark.parametrize("percent", [150, 200])
def test_large_letters_fit(qtbot, desk, theme, percent):
    theme.use(text_percent=percent)
    try:
        page = ClinicDocumentsPage(desk, theme)
        qtbot.addWidget(page)
        page.resize(1180, 600)
        page.show()
        page.refresh()
        qtbot.wait(80)
        assert faults(page) == []
    finally:
        theme.use(text_percent=100)
