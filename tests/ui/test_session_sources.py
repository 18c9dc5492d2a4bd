"""What a part of a session rests on is one key away: standing, sources, review, and where a source errs."""

import pytest
from days import checked_day
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from trd_desk.ui.pages.session_sources import SourcesSheet
from trd_desk.ui.pages.sessions import PARTS, SessionsPage
from trd_desk.view.part_sources import view_part_sources


@pytest.mark.parametrize("part", PARTS)
def test_every_part_names_its_sources_with_standing_and_review(library, part, desk):
    found = view_part_sources(library, part, desk.today())
    assert len(found) == 2
    for one in found:
        assert one.title.endswith("2026.11")
        assert one.sources[0].status
        assert "review" in one.sources[0].review


def test_the_warnings_of_the_sources_are_shown(theme, desk, library, qtbot):
    desk.open_patient(checked_day().write(desk.record))
    page = SessionsPage(desk, theme)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    page.show_tab("monitoring")
    shown = []

    def read():
        sheet = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, SourcesSheet) and widget.isVisible())
        shown.extend(label.text() for label in sheet.findChildren(QLabel))
        sheet.reject()

    QTimer.singleShot(50, read)
    page.sources.click()
    said = " ".join(shown)
    assert "respiratory depression" in said
    assert all(warning.split("'")[0] in said for warning in library.monitoring.warnings)
