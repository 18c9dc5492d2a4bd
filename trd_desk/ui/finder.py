"""Find: one line that leads to any patient, any action of the window and anything in the library by its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.dates import short_date
from trd_desk.ui.widgets.fields import HINT, HintDelegate, LineEdit
from trd_desk.ui.widgets.labels import Label

if TYPE_CHECKING:
    from trd_desk.store.record import Record
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.main_window import MainWindow
    from trd_desk.view.library_parts import Way

MOST_PATIENTS: Final = 8
MOST_OF_LIBRARY: Final = 8


@dataclass(frozen=True, slots=True)
class Action:
    """Something the window can do: its words, its key, and the deed."""

    words: str
    key: str
    do: Callable[[], object]


class Finder(QDialog):
    """The palette that Ctrl+K opens; Esc closes it.

    Signals:
        patient_chosen(str): the key of a patient.
    """

    patient_chosen = Signal(str)

    def __init__(self, theme: Theme, record: "Record", actions: Sequence[Action], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._record, self._actions, self._theme = record, actions, theme
        self._library: Sequence[Action] = ()
        self.setModal(True)
        self.setAccessibleName(_("Find"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setProperty("kind", "popover")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        self.edit = LineEdit(theme)
        self.edit.setPlaceholderText(_("A patient, an action, or something in the library"))
        self.edit.setAccessibleName(_("Find a patient, an action, or something in the library"))
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._search)
        column.addWidget(self.edit)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What was found"))
        self.list.setItemDelegate(HintDelegate(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.list)
        self.nothing = Label(
            theme, _("Nothing is called that. Try the beginning of a name, a record number, or a study."), colour="text_2", wrap=True
        )
        column.addWidget(self.nothing)
        self.setFixedWidth(theme.scaled(560))
        self._search("")

    def offer_library(self, actions: Sequence[Action]) -> None:
        """Takes what the library offers, once it has been read, and searches again."""
        self._library = actions
        if self.edit.text().strip():
            self._search(self.edit.text())

    def _search(self, text: str) -> None:
        self.list.clear()
        query = text.strip()
        words = query.casefold().split()
        for action in self._actions:
            if all(word in action.words.casefold() for word in words):
                self._add(action.words, action.key, action)
        if query:
            for row in self._record.patient_rows(self._record.patient_ids(query)[:MOST_PATIENTS]):
                born = _born(row.birth_date)
                self._add(" · ".join(part for part in (row.name or _("No name"), row.number, born) if part), "", row.patient)
            offered = [action for action in self._library if all(word in f"{action.key} {action.words}".casefold() for word in words)]
            for action in offered[:MOST_OF_LIBRARY]:
                self._add(action.words, action.key, action)
        found = self.list.count()
        self.list.setCurrentRow(0 if found else -1)
        self.list.setVisible(found > 0)
        self.nothing.setVisible(found == 0)
        self.list.setFixedHeight(min(found, 10) * self._theme.px("row_height") + 4)
        self.adjustSize()

    def _add(self, words: str, key: str, taken: object) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, taken)
        item.setSizeHint(QSize(100, self._theme.px("row_height")))
        item.setData(HINT, key)
        self.list.addItem(item)

    def _take(self, item: QListWidgetItem) -> None:
        taken = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        if isinstance(taken, Action):
            taken.do()
        else:
            self.patient_chosen.emit(str(taken))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, count = event.key(), self.list.count()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and count:
                self.list.setCurrentRow((self.list.currentRow() + (1 if key == Qt.Key.Key_Down else -1)) % count)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self.list.currentItem()
                if item is not None:
                    self._take(item)
                return True
            if key == Qt.Key.Key_Escape:
                self.reject()
                return True
        return super().eventFilter(watched, event)


def _born(text: str | None) -> str:
    import datetime as dt

    try:
        return _("born {day}").format(day=short_date(dt.date.fromisoformat(text or "")))
    except ValueError:
        return ""


def open_finder(window: "MainWindow", desk: "Desk") -> None:
    """Shows the palette over the window until something is chosen or Esc is pressed, which gives the focus back."""
    before = QApplication.focusWidget()
    finder = Finder(window.theme, desk.record, _actions(window, desk), window)
    finder.patient_chosen.connect(window.open_patient)
    corner = window.mapToGlobal(window.rect().topLeft())
    finder.move(corner.x() + (window.width() - finder.width()) // 2, corner.y() + 120)
    finder.edit.setFocus()
    _offer_library(finder, window, desk)
    chosen = finder.exec()
    finder.deleteLater()
    if not chosen and before is not None and isValid(before) and before.isVisible():
        window.activateWindow()
        before.setFocus(Qt.FocusReason.OtherFocusReason)


def _offer_library(finder: Finder, window: "MainWindow", desk: "Desk") -> None:
    """Lets the finder look through the library; it is read first where nobody has, while typing goes on."""
    from trd_desk.ui.background import Work
    from trd_desk.view.library_head import library_ways

    library = desk.library

    def offer(ways: "tuple[Way, ...]") -> None:
        if isValid(finder):
            finder.offer_library([Action(way.text, way.kind, partial(window.go_to, way.path)) for way in ways])

    work = Work(lambda: library_ways(library), finder)
    work.done.connect(offer)
    # What is wrong with the content is said where the library is opened.
    work.start()


def _actions(window: "MainWindow", desk: "Desk") -> list[Action]:
    names = {
        "history": _("History"),
        "definitions": _("Definitions"),
        "pathways": _("Pathways"),
        "safety": _("Safety"),
        "sessions": _("Sessions"),
        "outcomes": _("Outcomes"),
        "documents": _("Documents"),
    }
    actions = []
    if desk.patient is not None:
        actions = [
            Action(_("Go to {step}").format(step=name), f"Ctrl+{place}", partial(window.show_step, step))
            for place, (step, name) in enumerate(names.items(), 1)
        ]
        actions += _self_ratings(window, desk)
        if desk.can_undo:
            actions.append(Action(_("Undo last entry"), "Ctrl+Z", window.undo))
    if window.today is not None:
        actions.append(Action(_("Today"), "Ctrl+0", window.today.show))
    actions.append(Action(_("Patients"), "", window.show_patients))
    actions.append(Action(_("Controlled-drug register"), "", window.show_register))
    actions.append(Action(_("Library"), "", window.show_library))
    actions.append(Action(_("Clinic documents: audit report, blank forms"), "", partial(_clinic_documents, window, desk)))
    actions.append(Action(_("New patient"), "Ctrl+N", window.new_patient))
    actions.append(Action(_("Settings"), "", window.show_settings))
    actions.append(Action(_("Change who is working"), "", window.change_person))
    if not desk.practice:
        actions.append(Action(_("Lock"), "Ctrl+L", window.lock))
    return actions


def _clinic_documents(window: "MainWindow", desk: "Desk") -> None:
    from trd_desk.ui.pages.clinic_documents import show_clinic_documents

    show_clinic_documents(window, desk)


def _self_ratings(window: "MainWindow", desk: "Desk") -> list[Action]:
    """The forms that the open patient can fill in at this screen."""
    from trd_desk.ui.frame.self_rating import offered_scales, start_self_rating

    return [
        Action(_("Let the patient fill in {scale}").format(scale=scale.short), "", partial(start_self_rating, window, desk, scale.id))
        for scale in offered_scales(desk)
    ]
