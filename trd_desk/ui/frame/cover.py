"""What covers the window while the record stays open: every page, dialog, menu and popup goes behind the locked view, or a patient's form."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QFocusFrame, QToolTip, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from trd_desk.record.people import Person
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.main_window import MainWindow
    from trd_desk.ui.pages.locked import LockedPage
    from trd_desk.ui.pages.self_rating import SelfRatingPage

# No chain of dialogs is so long; a dialog that does not go away by then is hidden.
_MOST = 50


class Cover(QObject):
    """Hides the window's pages behind another, and brings them back to where they were once somebody's passphrase was right."""

    def __init__(self, window: "MainWindow", desk: "Desk") -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.page: LockedPage | SelfRatingPage | None = None
        self._hidden: list[QWidget] = []
        self._front: QWidget | None = None
        self._focus: QWidget | None = None

    @property
    def is_on(self) -> bool:
        """Whether the window is locked, or a patient fills in a form."""
        return self.page is not None

    def put_on(self, page: "SelfRatingPage | None" = None) -> None:
        """Locks the window; with a page, which asks for a passphrase as the locked view does, behind that one."""
        if self.page is not None:
            return
        if page is None:
            from trd_desk.ui.pages.locked import LockedPage

            front: LockedPage | SelfRatingPage = LockedPage(self._desk, self._window.theme)
        else:
            front = page
        window = self._window
        self._focus = QApplication.focusWidget()
        close_what_is_above(window)
        self._front = window.stack.currentWidget()
        parts = (window.rail, window.header, window.steps, window.status)
        self._hidden = [part for part in parts if part is not None and not part.isHidden()]
        self.page = front
        self.page.unlocked.connect(self.take_off)
        window.stack.addWidget(self.page)
        window.stack.setCurrentWidget(self.page)
        for part in self._hidden:
            part.hide()
        self._allow_keys(allowed=False)
        self.page.focus_first()
        # What a dialog's end has opened in its place.
        QTimer.singleShot(0, self, self._sweep)

    def _sweep(self) -> None:
        if self.page is not None:
            close_what_is_above(self._window)

    def take_off(self, person: "Person | None") -> None:
        """Brings back what was in front, for this person, who works from now on."""
        page, window = self.page, self._window
        if page is None:
            return
        self.page = None
        for part in self._hidden:
            part.show()
        self._hidden.clear()
        front = self._front
        if front is not None and isValid(front):
            window.stack.setCurrentWidget(front)
        window.stack.removeWidget(page)
        page.deleteLater()
        self._allow_keys(allowed=True)
        if person is not None and (self._desk.person is None or self._desk.person.id != person.id):
            self._desk.work_as(person)
        focus, self._focus = self._focus, None
        if focus is not None and isValid(focus) and focus.isVisible() and focus.window() is window:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        elif front is not None and hasattr(front, "focus_first"):
            front.focus_first()

    def _allow_keys(self, *, allowed: bool) -> None:
        for shortcut in self._window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            shortcut.setEnabled(allowed)


def close_what_is_above(window: QWidget) -> None:
    """Ends every dialog, menu and popup over the window, the uppermost first; what does not end is hidden."""
    QToolTip.hideText()
    for _turn in range(_MOST):
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if above is None or above is window:
            break
        _end(above)
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible() and not isinstance(other, QFocusFrame):
            _end(other)


def _end(widget: QWidget) -> None:
    if isinstance(widget, QDialog):
        widget.reject()
    else:
        widget.close()
    if isValid(widget) and widget.isVisible():
        widget.hide()
