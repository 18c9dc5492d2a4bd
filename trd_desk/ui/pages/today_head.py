"""The head of the board: day, what calls, how many sessions, the time; below it what must be known of the clock and the sound."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.frame.alarm_badge import CallChip
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.page_head import HeadLayout
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.view import board_notices as words

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme
    from trd_desk.view.board import BoardView


class TimeOfDay(QWidget):
    """The time in large figures, painted each second without anything being laid out."""

    def __init__(self, theme: "Theme", size: str = "display", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._size = theme, size
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        wide = self._theme.metrics(self._size, bold=True).horizontalAdvance("00:00:00")
        return QSize(wide + 2, self._theme.line_height(self._size))

    def text(self) -> str:
        """The time that is shown."""
        return self._text

    def show_time(self, now: dt.datetime) -> None:
        """Shows a time."""
        text = f"{now:%H:%M:%S}"
        if text != self._text:
            if text[:5] != self._text[:5]:
                self.setAccessibleName(_("The time is {time}").format(time=text[:5]))
            self._text = text
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(self._size, bold=True))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(QRect(0, 0, self.width(), self.height()), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._text)
        painter.end()


class TodayHead(QWidget):
    """Title and day at the left; what calls, the counts and the time at the right, below where the window is narrow."""

    def __init__(self, theme: "Theme", title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = HeadLayout(self)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.title = Label(theme, title, "title", bold=True)
        self.day = Label(theme, "", colour="text_2")
        column.addWidget(self.title)
        column.addWidget(self.day)
        row.addWidget(left)
        right = QWidget()
        beside = QHBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.px("s3"))
        self.chip = CallChip(theme)
        self.live = Label(theme, "", colour="text_2")
        self.coming = Label(theme, "", colour="text_2")
        self.time = TimeOfDay(theme)
        for widget in (self.chip, self.live, self.coming):
            beside.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        beside.addSpacing(theme.px("s1"))
        beside.addWidget(self.time)
        row.addWidget(QWidget())
        row.addWidget(right)

    def show_view(self, view: "BoardView") -> None:
        """Shows the day and its counts."""
        self.day.setText(view.day)
        self.chip.show_badge(view.badge)
        self.live.setText(view.live_words)
        self.coming.setText(view.come_words)


class Notice(QFrame):
    """A line that must be known, with up to two buttons; hidden while it says nothing.

    Signals:
        first(), second(): the buttons.
    """

    first = Signal()
    second = Signal()

    def __init__(self, theme: "Theme", *, amber: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = MarkLabel(theme, "note")
        self.stress(amber=amber)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        self.words = Label(theme, "", wrap=True)
        self.words.setMinimumHeight(theme.px("control_height"))
        self._buttons = [Button(theme, "", kind="" if place == 0 else "quiet") for place in (0, 1)]
        self._buttons[0].clicked.connect(lambda: self.first.emit())
        self._buttons[1].clicked.connect(lambda: self.second.emit())
        row.addWidget(self.mark)
        row.addWidget(self.words, 1)
        for button in self._buttons:
            row.addWidget(button)
        self.say("")

    @property
    def buttons(self) -> tuple[Button, Button]:
        """The two buttons."""
        return self._buttons[0], self._buttons[1]

    def stress(self, *, amber: bool) -> None:
        """Stands out, or is quiet."""
        kind = "band" if amber else "note"
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.mark.set_kind("amber" if amber else "note")
            self.style().unpolish(self)
            self.style().polish(self)

    def say(self, sentence: str, first: str = "", second: str = "") -> None:
        """Shows a sentence with these buttons, or nothing."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        for button, text in zip(self._buttons, (first, second), strict=True):
            button.setText(text)
            button.setVisible(bool(text))
        self.setVisible(bool(sentence))


class Notices(QWidget):
    """What must be known of the record, the patients, the clock and the sound, and what a person can do about it.

    Signals:
        crisis_followed(str): the key of a patient whose answer about self-harm stands.
    """

    crisis_followed = Signal(str)

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._accepting = False
        self._listening = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("half"))
        self.fault = Notice(theme, amber=True)
        self.crisis = Notice(theme, amber=True)
        self.clock = Notice(theme, amber=True)
        self.doubt = Notice(theme, amber=True)
        self.sound = Notice(theme, amber=False)
        for notice in (self.fault, self.crisis, self.clock, self.doubt, self.sound):
            column.addWidget(notice)
        self.crisis.first.connect(self._follow_crisis)
        self.crisis.buttons[0].setObjectName("crisis.first")
        desk.crises.changed.connect(self._say_crisis)
        self.clock.first.connect(self._accept)
        self.clock.second.connect(self._keep)
        self.sound.first.connect(self._try_or_heard)
        self.sound.second.connect(self._not_heard)
        # Named, so that a person is led here from elsewhere.
        self.sound.buttons[0].setObjectName("sound.first")
        self.sound.buttons[1].setObjectName("sound.second")
        self.clock.buttons[0].setObjectName("clock.first")

    def refresh(self) -> None:
        """Says what is so now."""
        board, clock = self._desk.board, self._desk.clock
        self.fault.say(board.fault)
        self._say_crisis()
        apart = clock.disagreement()
        if apart is None:
            self._accepting = False
            self.clock.say("")
        elif self._accepting:
            self.clock.say(words.accept_words(live=bool(board.live)), _("Use it all the same") if board.live else _("Use it"), _("Leave it"))
        else:
            said = words.apart_words(apart.computer, apart.ours, apart.since)
            if said != self.clock.words.text():
                self.clock.say(said, _("Use the computer's time"))
        doubt = board.doubt
        self.doubt.say("" if doubt is None else words.doubt_words(doubt.kind, doubt.stored, doubt.now))
        self._say_sound()

    @property
    def moves(self) -> bool:
        """Whether something here moves with the clock."""
        return bool(self.clock.words.text())

    def _say_crisis(self) -> None:
        """One patient by name; of several how many they are, and the button leads to the first."""
        standing = self._desk.crises.standing
        if not standing:
            self.crisis.say("")
            return
        first = standing[0]
        said = words.crisis_words(first.name, first.number, first.seen) if len(standing) == 1 else words.crises_words(len(standing))
        self.crisis.say(said, _("Open") if len(standing) == 1 else _("Open {name}").format(name=first.name or first.number))

    def _follow_crisis(self) -> None:
        standing = self._desk.crises.standing
        if standing:
            self.crisis_followed.emit(standing[0].patient)

    def _say_sound(self) -> None:
        sound = self._desk.board.sound
        if self._listening:
            self.sound.stress(amber=False)
            self.sound.say(_("Two tones, then three rising ones, twice. Did you hear them?"), _("Yes, heard"), _("No"))
            return
        said = words.sound_words(found=sound.speaker.found, heard=sound.heard)
        self.sound.stress(amber=sound.absent)
        self.sound.say(said, _("Try the sound") if said and sound.speaker.found else "")

    def _accept(self) -> None:
        if not self._accepting:
            self._accepting = True
        else:
            self._accepting = False
            self._desk.clock.accept_wall()
            self._desk.board.look()
        self.refresh()

    def _keep(self) -> None:
        self._accepting = False
        self.refresh()

    def _try_or_heard(self) -> None:
        sound = self._desk.board.sound
        if self._listening:
            self._listening = not sound.answer(heard=True)
        else:
            self._listening = True
            sound.try_aloud()
        self._say_sound()

    def _not_heard(self) -> None:
        self._listening = not self._desk.board.sound.answer(heard=False)
        self._say_sound()
