"""A page that locking has taken away is called by nothing that stays: a lambda would keep it, and end in a fault."""

from PySide6.QtCore import QCoreApplication, QEvent

from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.outcomes import PARTS
from trd_desk.ui.window_pages import PAGES


def test_no_change_of_the_theme_calls_a_page_that_is_gone(qtbot, desk, theme):
    """Locking takes the pages away, and the theme stays."""
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.resize(1366, 740)
    window.show()
    window.attach(desk)
    qtbot.waitUntil(lambda: window.today is not None)
    desk.open_patient(desk.record.find_number("TRD-0147"))
    for step in PAGES:
        window.show_step(step)
    outcomes = window._page("outcomes")
    for part in PARTS:
        outcomes.show_tab(part)
    window.show_library()
    window.detach()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme.use(name="dark", text_percent=125)
    theme.use(name="light", text_percent=100)
    QCoreApplication.processEvents()
