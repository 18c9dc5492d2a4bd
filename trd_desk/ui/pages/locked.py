"""The locked view while sessions run: the same rows by their chairs, without names and values, and the passphrase beside them."""

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.people import Person, find
from trd_desk.ui.background import Work
from trd_desk.ui.pages.today_head import TodayHead
from trd_desk.ui.pages.today_rows import TodayRows
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card, EmptyState
from trd_desk.ui.widgets.person_choice import PersonChoice
from trd_desk.view.board_notices import no_sound_words
from trd_desk.view.people import person_words

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

# Below this width, at 100 %, the passphrase stands under the rows.
_BESIDE: Final = 1180
_CARD: Final = 380
_UNBOUND: Final = 16_777_215


class LockedWords(NamedTuple):
    """What the page is called, and what the card beside the rows says over the passphrase."""

    title: str
    heading: str
    says: str


class LockedPage(QWidget):
    """What the window shows while it is locked and sessions run. Alarms are seen and heard; who unlocks is who works from then on.

    `words` are others where something else than the lock keeps the record away.

    Signals:
        unlocked(object): the Person whose passphrase it was; None in a record that names nobody.
    """

    unlocked = Signal(object)

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None, *, words: LockedWords | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self._words = words or LockedWords(
            _("Locked"),
            _("TRD Desk is locked"),
            _("The sessions go on, and so do their alarms. Names and values are hidden until somebody unlocks."),
        )
        self.setAccessibleName(self._words.title)
        self._work: Work | None = None
        self._people = [person for person in desk.record.people() if person.active]
        margin = theme.px("page_margin")
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, 12, margin, margin)
        column.setSpacing(theme.px("s1"))
        self.head = TodayHead(theme, self._words.title)
        self.head.coming.hide()
        column.addWidget(self.head)
        self.silence = Message(theme, "", "amber")
        column.addWidget(self.silence)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(theme.px("s2"))
        column.addLayout(self._parts, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ground = QWidget()
        body = QVBoxLayout(ground)
        body.setContentsMargins(0, 4, 8, 0)
        self.rows = TodayRows(theme)
        self.empty = EmptyState(theme, "")
        for part in (self.rows, self.empty):
            body.addWidget(part)
        body.addStretch(1)
        area.setWidget(ground)
        ground.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self._parts.addWidget(area, 1)
        self._card = self._make_card()
        self._parts.addWidget(self._card, 0)
        self._arrange()
        desk.board.changed.connect(self.refresh)
        desk.board.sound.changed.connect(self.refresh)
        desk.second_passed.connect(self._tick)

    def _make_card(self) -> Card:
        theme = self.theme
        card = Card(theme)
        card.body.addWidget(Label(theme, self._words.heading, "title", bold=True, wrap=True))
        card.body.addWidget(Label(theme, self._words.says, "small", colour="text_2", wrap=True))
        self.person = PersonChoice(theme, [(person.id, person_words(person)) for person in self._people])
        self.person.setObjectName("locked.person")
        if self.desk.person is not None:
            self.person.choose(self.desk.person.id)
        self.field = LineEdit(theme)
        self.field.setObjectName("locked.passphrase")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(1000)
        self.field.returnPressed.connect(self._unlock)
        self.unlock = Button(theme, _("Unlock"), kind="primary")
        self.unlock.clicked.connect(self._unlock)
        self._fields = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        named = self._labelled(_("Name"), self.person)
        if not self._people:
            named.hide()
        self._fields.addWidget(named, 1)
        self._fields.addWidget(self._labelled(_("Passphrase"), self.field), 1)
        self._fields.addWidget(self.unlock, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        card.body.addLayout(self._fields)
        self.message = Message(theme)
        card.body.addWidget(self.message)
        return card

    def _labelled(self, words: str, field: QWidget) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        label = Label(self.theme, words, "small", colour="text_2")
        label.setBuddy(field)
        field.setAccessibleName(words)
        column.addWidget(label)
        column.addWidget(field)
        return holder

    # What is shown

    def refresh(self) -> None:
        """Shows the board as it is now, without what nobody may see."""
        view = self.desk.board.view
        if not self.isVisible() or view is None:
            return
        from trd_desk.view.board import locked_view

        now, hidden = self.desk.now(), locked_view(view)
        self.head.show_view(hidden)
        self.head.time.show_time(now)
        self.silence.say(no_sound_words() if self.desk.board.sound.absent else "")
        self.rows.show_rows(hidden.rows, now, low=hidden.low)
        self.rows.setVisible(bool(hidden.rows))
        self.empty.sentence.setText(hidden.empty)
        self.empty.setVisible(bool(hidden.empty))

    def _tick(self, now: dt.datetime) -> None:
        if self.isVisible():
            self.head.time.show_time(now)
            self.rows.tick(now)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The passphrase beside the rows, or in one line below them, so that the alarms keep the height."""
        beside = self.width() * 100 / self.theme.text_percent >= _BESIDE
        along, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(along if beside else down)
        self._parts.setAlignment(self._card, Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0))
        self._fields.setDirection(down if beside else along)
        self._card.setMinimumWidth(self.theme.scaled(_CARD) if beside else 0)
        self._card.setMaximumWidth(self.theme.scaled(_CARD) if beside else _UNBOUND)

    def keeps_open(self) -> bool:
        """Whether the window must not be closed now, which is said then; a locked window may be."""
        return False

    def focus_first(self) -> None:
        """Puts the keyboard into the first field that is still to be filled."""
        if self._people and self.person.value() is None:
            self.person.setFocus()
        else:
            self.field.setFocus()

    # Unlocking

    def _unlock(self) -> None:
        if self._work is not None:
            return
        passphrase, who = self.field.text(), self.person.value()
        if self._people and who is None:
            self.message.say(_("Choose your name. Its first letter is enough."))
            self.person.setFocus()
            return
        if not passphrase:
            self.message.say(_("Type your passphrase.") if who else _("Type the passphrase of this record."))
            self.field.setFocus()
            return
        record = self.desk.record

        def work() -> bool:
            if who is not None:
                return record.verify_person(who, passphrase)
            from trd_desk.store import vault
            from trd_desk.store.people import PRACTICE_WORD

            if record.practice:
                return passphrase.strip() == PRACTICE_WORD
            # StoreError for a wrong one.
            vault.read(vault.key_file(record.path)).unlock_as(passphrase)
            return True

        self.message.say(_("Looking at the passphrase."))
        self.unlock.setEnabled(False)
        self._work = Work(work, self)
        self._work.done.connect(lambda right: self._looked_at(right=bool(right), person=find(self._people, who) if who else None))
        self._work.failed.connect(self._failed)
        self._work.start()

    def _looked_at(self, *, right: bool, person: Person | None) -> None:
        self._end_of_work()
        if not right:
            self._refuse(_("The passphrase is not right. Type it again."))
            return
        self.field.clear()
        self.message.say("")
        self.unlocked.emit(person)

    def _failed(self, fault: Exception) -> None:
        self._end_of_work()
        if not isinstance(fault, UserError):
            raise fault
        self._refuse(str(fault))

    def _end_of_work(self) -> None:
        self._work = None
        self.unlock.setEnabled(True)

    def _refuse(self, sentence: str) -> None:
        self.message.say(sentence)
        self.field.setFocus()
        self.field.selectAll()
