"""The card on which a document is chosen: its kind, which session it tells of, the paper; and its two buttons."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.interchange.papers import Choice
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.drop_list import DropList
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, Card
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.session_head import session_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trd_desk.content.library import Library
    from trd_desk.interchange.papers import Kind
    from trd_desk.interchange.papers.paper import Size
    from trd_desk.record.fold import Patient

class Picker(DropList):
    """One of several, by its words. Down, Space or a letter opens the list, Enter takes; the wheel only scrolls the page.

    Signals:
        picked(str): the name of the one that was chosen.
    """

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._options: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda place: self.picked.emit(str(self.itemData(place))))

    def show_options(self, options: "Sequence[tuple[str, str]]", chosen: str) -> None:
        """Shows what can be chosen, each with its words, and the one that is."""
        if tuple(options) != self._options:
            self._options = tuple(options)
            self.clear()
            for name, words in options:
                self.addItem(words, name)
        self.setCurrentIndex(next((place for place, (name, _words) in enumerate(options) if name == chosen), -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that would choose in passing open the list instead."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_F4):
            self.showPopup()
        else:
            event.ignore()


class WhatToPrint(Card):
    """The kinds of document, the first of them chosen at first, and what each asks for.

    Signals:
        chosen(): another document is to be made: another kind, session, form or paper, or the same one as of now.
        save_wanted(), print_wanted(): a button was pressed.
    """

    chosen = Signal()
    save_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, theme: Theme, size: "Size", kinds: "Mapping[str, Kind]", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What to print"), parent=parent)
        self._kinds = kinds
        self._theme = theme
        self.size_of_paper: Size = size
        self._session = self._variant = ""
        self._shown: tuple[Library, Patient, dt.date] | None = None
        self.list = QListWidget()
        self.list.setObjectName("documents")
        self.list.setAccessibleName(_("Documents that can be made"))
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for kind in kinds.values():
            item = QListWidgetItem(_(kind.name))
            item.setData(Qt.ItemDataRole.UserRole, kind.id)
            self.list.addItem(item)
        self._kind, self._before = next(iter(kinds)), False
        self.show_now()
        self.list.currentItemChanged.connect(self._take_kind)
        # The row that is current already: the document of now in the place of one that was made before.
        self.list.itemClicked.connect(self._take_kind)
        self.list.itemActivated.connect(self._take_kind)
        self.body.addWidget(self.list)
        self.says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.says)
        self._session_label, self.session = self._picker(_("Session"), "documents.session", self._take_session)
        self._variant_label, self.variant = self._picker(_("Form"), "documents.variant", self._take_variant)
        self.body.addWidget(Label(theme, _("Paper"), "small", colour="text_2"))
        self.paper = ChoiceSegments(theme, _("Paper"), [("a4", _("A4")), ("letter", _("US Letter"))])
        self.paper.setObjectName("paper")
        self.paper.set_value(size)
        self.paper.answered.connect(self._take_paper)
        self.paper.taken_back.connect(lambda: self.paper.set_value(self.size_of_paper))
        self.body.addWidget(self.paper)
        self.body.addSpacing(theme.px("half"))
        # Side by side, so that both are seen without scrolling on a small screen.
        self._acts = QHBoxLayout()
        self._acts.setSpacing(theme.px("s1"))
        self.body.addLayout(self._acts)
        self.save_button = self._button(_("Save as PDF"), "save", "Ctrl+S", primary=True, icon="saved")
        self.save_button.clicked.connect(self.save_wanted)
        self.print_button = self._button(_("Print"), "print", "Ctrl+P", primary=False, icon="print")
        self.print_button.clicked.connect(self.print_wanted)
        theme.changed.connect(self._fit)
        self._fit()
        self._say()

    def _picker(self, words: str, name: str, taken: object) -> tuple[Label, Picker]:
        label = Label(self._theme, words, "small", colour="text_2")
        picker = Picker(self._theme)
        picker.setObjectName(name)
        picker.setAccessibleName(words)
        picker.picked.connect(taken)
        for widget in (label, picker):
            widget.hide()
            self.body.addWidget(widget)
        return label, picker

    def _button(self, words: str, name: str, keys: str, *, primary: bool, icon: str) -> Button:
        button = Button(self._theme, words, kind="primary" if primary else "", icon=icon)
        button.setObjectName(name)
        button.setToolTip(keys)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._acts.addWidget(button)
        return button

    def _fit(self) -> None:
        row = self._theme.px("row_height")
        for place in range(self.list.count()):
            self.list.item(place).setSizeHint(QSize(0, row))
        self.list.setFixedHeight(self.list.count() * row + 4)

    # What is chosen

    @property
    def kind(self) -> "Kind":
        """The kind of document."""
        return self._kinds[self._kind]

    @property
    def choice(self) -> Choice:
        """The session and the form."""
        return Choice(self._session, self._variant)

    def choose(self, kind: str, session: str = "") -> None:
        """Chooses a kind of document and, where it tells of one, a session; the other choices stay."""
        if kind in self._kinds:
            self._kind = kind
            self._session = session or self._session
            self.show_now()
            self._settle()

    def show_for(self, library: "Library", patient: "Patient", today: dt.date) -> None:
        """Offers the sessions and forms that there are for this patient; a choice that fits them stays."""
        self._shown = (library, patient, today)
        self._settle()

    def show_now(self) -> None:
        """Marks the kind in the list, as the document of now."""
        self._before = False
        self._mark(list(self._kinds).index(self._kind))

    def show_made(self) -> None:
        """Marks nothing, because a document that was made before is shown."""
        self._before = True
        self._mark(-1)

    def _mark(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.setCurrentRow(row)
        if row < 0:
            self.list.clearSelection()
        self.list.blockSignals(False)

    def put_away(self) -> None:
        """Forgets the patient; the kind stays."""
        self._shown, self._session, self._variant = None, "", ""
        self._settle()

    def _settle(self) -> None:
        """Makes the choices fit the kind and the patient, and shows them."""
        sessions: list[tuple[str, str]] = []
        variants: Sequence[tuple[str, str]] = ()
        if self._shown is not None:
            library, patient, today = self._shown
            logs = self.kind.sessions(library, patient)
            sessions = [(log.id, session_name(log, today)) for log in logs]
            if self._session not in {name for name, _words in sessions}:
                self._session = self.kind.session_at_first(library, patient, today)
            variants = [] if self.kind.variants is None else [(name, _(words)) for name, words in self.kind.variants(library, patient)]
            if self._variant not in {name for name, _words in variants}:
                self._variant = variants[0][0] if variants else ""
        self.session.show_options(sessions, self._session)
        self.variant.show_options(variants, self._variant)
        for widget in (self._session_label, self.session):
            widget.setVisible(len(sessions) > 1)
        for widget in (self._variant_label, self.variant):
            widget.setVisible(len(variants) > 1)
        self._say()

    def _say(self) -> None:
        self.says.setText(_(self.kind.says))

    def _take_kind(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        kind = str(item.data(Qt.ItemDataRole.UserRole))
        if kind == self._kind and not self._before:
            return  # a click tells of the row that the arrow keys have told of already
        self._kind, self._before = kind, False
        self._settle()
        self.chosen.emit()

    def _take_session(self, name: str) -> None:
        self._session = name
        self.chosen.emit()

    def _take_variant(self, name: str) -> None:
        self._variant = name
        self.chosen.emit()

    def _take_paper(self, size: "Size") -> None:
        self.size_of_paper = size
        self.chosen.emit()
