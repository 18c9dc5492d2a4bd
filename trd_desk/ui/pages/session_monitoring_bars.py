"""The bars of standing alarms: what it is, why, what to do now, the running time, and what a person can answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.record.session_parts import moment_text
from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import clear
from trd_desk.ui.widgets.painting import MarkLabel, paint_mark
from trd_desk.view import plain
from trd_desk.view.alarm_words import alarm_bars
from trd_desk.view.board_notices import no_sound_words

if TYPE_CHECKING:
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme
    from trd_desk.view.alarm_words import AlarmBar

MOST: Final = 2
HEIGHT: Final = 64
# A longer number does not fit in the largest letters.
_LARGE_CALL: Final = 12
# The words of a bar get this much, or the buttons go below them.
_LEAST_WORDS: Final = 340
_NO_LIMIT: Final = 16_777_215


def _inks(level: str) -> tuple[str, str]:
    """The ground of a bar and what is written on it."""
    return ("red_fill", "on_red") if level == "red" else ("amber_fill", "on_amber")


class BarButton(QPushButton):
    """A button on a bar's own colour: filled for what should be pressed first, outlined for the others."""

    def __init__(self, theme: "Theme", text: str, *, chief: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme, self._chief, self.level = theme, chief, "amber"
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        wide = self._theme.metrics(bold=True).horizontalAdvance(self.text()) + 32
        return QSize(wide, self._theme.px("control_height_touch"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = _inks(self.level)
        filled = self._chief or self.underMouse() or self.isDown() or self.isChecked()
        painter.setPen(QPen(self._theme.colour(ink), 1))
        painter.setBrush(self._theme.colour(ink) if filled else Qt.BrushStyle.NoBrush)
        radius = self._theme.px("radius.control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(self._theme.font(bold=True))
        painter.setPen(self._theme.colour(ground if filled else ink))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        painter.end()


class StepsPanel(QFrame):
    """What to do step by step, with where it comes from."""

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(64, 8, 16, 8)
        self._column.setSpacing(2)

    def show_bar(self, bar: "AlarmBar") -> None:
        """Shows the steps of this bar."""
        clear(self._column)
        for number, step in enumerate(bar.steps, 1):
            self._column.addWidget(Label(self._theme, f"{number}.  {step}", wrap=True))
        if bar.source is not None:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(MarkLabel(self._theme, bar.source.mark, size=14))
            words = ". ".join(part for part in (bar.source.status, bar.source.text, plain.capital(bar.source.review)) if part)
            row.addWidget(Label(self._theme, words, "small", colour="text_2", wrap=True), 1)
            self._column.addLayout(row)


class BarWidget(QWidget):
    """One bar, with its panel of steps below it while that is open.

    Signals:
        prescriber_came(str), sound_off(str): the alarm's name.
        entry_wanted(): the observation is to be entered now.
        more_wanted(): the bars that are not shown are wanted, or too much is shown.
        resized(): the bar needs another height.
    """

    prescriber_came = Signal(str)
    sound_off = Signal(str)
    entry_wanted = Signal()
    more_wanted = Signal()
    resized = Signal()

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bar: AlarmBar | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._band = _Band(theme)
        outer.addWidget(self._band)
        self._grid = QGridLayout(self._band)
        self._grid.setContentsMargins(theme.scaled(64), 2, 16, 2)
        self._grid.setHorizontalSpacing(theme.px("s2"))
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = Label(theme, "", "title", bold=True, wrap=True)
        self._order = Label(theme, "", wrap=True)
        self._note = Label(theme, "", "small", wrap=True)
        words.addStretch(1)
        for label in (self._title, self._order, self._note):
            words.addWidget(label)
        words.addStretch(1)
        self._grid.addLayout(words, 0, 0)
        clock = QVBoxLayout()
        clock.setSpacing(0)
        self._clock_words = Label(theme, "", "small")
        self._clock = Label(theme, "", "display", bold=True)
        self._call = Label(theme, "", "title", bold=True)
        clock.addStretch(1)
        for label in (self._clock_words, self._clock, self._call):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            clock.addWidget(label)
        clock.addStretch(1)
        self._grid.addLayout(clock, 0, 1)
        self._buttons = FlowRow(gap=theme.px("s1"))
        self.prescriber = BarButton(theme, "", chief=True)
        self.enter = BarButton(theme, _("Enter now"), chief=True)
        self.sound = BarButton(theme, "")
        self.steps = BarButton(theme, _("Steps"))
        self.steps.setCheckable(True)
        self.more = BarButton(theme, "")
        for button in (self.prescriber, self.enter, self.sound, self.steps, self.more):
            self._buttons.add(button)
        self._below = False
        self._grid.addWidget(self._buttons, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self.panel = StepsPanel(theme)
        self.panel.hide()
        outer.addWidget(self.panel)
        self.prescriber.clicked.connect(lambda: self.bar is not None and self.prescriber_came.emit(self.bar.name))
        self.sound.clicked.connect(lambda: self.bar is not None and self.sound_off.emit(self.bar.name))
        self.enter.clicked.connect(self.entry_wanted)
        self.more.clicked.connect(self.more_wanted)
        self.steps.toggled.connect(self._open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def _place_buttons(self) -> None:
        """Beside the words where these keep room enough, else below them."""
        buttons = [b for b in (self.prescriber, self.enter, self.sound, self.steps, self.more) if not b.isHidden()]
        wide = sum(button.sizeHint().width() + 8 for button in buttons) - 8
        clock = max(label.sizeHint().width() for label in (self._clock_words, self._clock, self._call) if not label.isHidden())
        below = self.width() < wide + clock + self._theme.scaled(64 + _LEAST_WORDS) + 48
        if below != self._below:
            self._below = below
            self._grid.removeWidget(self._buttons)
            if below:
                self._grid.addWidget(self._buttons, 1, 0, 1, 2)
            else:
                self._grid.addWidget(self._buttons, 0, 2, Qt.AlignmentFlag.AlignVCenter)
            self._grid.setContentsMargins(self._theme.scaled(64), 2, 16, 8 if below else 2)
            self.resized.emit()
        self._buttons.setMinimumWidth(0 if below else wide)
        self._buttons.setMaximumWidth(_NO_LIMIT if below else wide)

    def _open(self, shown: bool) -> None:
        if shown and self.bar is not None:
            self.panel.show_bar(self.bar)
        self.panel.setVisible(shown)
        self.resized.emit()

    def show_bar(self, bar: "AlarmBar", now: dt.datetime, more: str) -> None:
        """Shows a bar; `more` are the words for the bars that are not shown, empty where all are."""
        fresh = self.bar is None or (self.bar.name, self.bar.level) != (bar.name, bar.level)
        if fresh:
            self.steps.setChecked(False)
        if self.bar != bar or self.more.text() != more:
            self.bar = bar
            self._fill(bar, more)
        elif fresh:
            self.bar = bar
        self.tick(now)
        if fresh:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _fill(self, bar: "AlarmBar", more: str) -> None:
        ground, ink = _inks(bar.level)
        self._band.dress(bar, ground, ink)
        for label in (self._title, self._order, self._note, self._clock, self._call, self._clock_words):
            label.set_colour(ink)
        self._title.setText(bar.title)
        self._order.setText(bar.line)
        note = " ".join(part for part in (bar.note, bar.handled, bar.quiet) if part)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(bar.spoken)
        for button, words in ((self.prescriber, bar.prescriber), (self.sound, bar.sound), (self.more, more)):
            button.setText(words)
            button.setVisible(bool(words))
            button.updateGeometry()
        self.enter.setVisible(bar.level == "overdue")
        self.steps.setVisible(bool(bar.steps))
        for button in (self.prescriber, self.enter, self.sound, self.steps, self.more):
            button.level = bar.level
            button.update()
        for button in (self.prescriber, self.sound, self.steps):
            button.setAccessibleName(f"{button.text()}: {bar.title}")
        if self.panel.isVisibleTo(self):
            self.panel.show_bar(bar)
        self._place_buttons()

    def tick(self, now: dt.datetime) -> None:
        """Paints the running time again. A red alarm has the number to call instead, with how long it has stood above it."""
        bar = self.bar
        if bar is None or bar.clock is None:
            return
        large = len(bar.call) <= _LARGE_CALL
        self._clock.setVisible(large)
        self._call.setVisible(not large)
        if bar.call:
            self._clock_words.setText(bar.call_hint or f"{bar.clock.words(now)}, {bar.clock.time(now)}")
            (self._clock if large else self._call).setText(bar.call)
        else:
            self._clock_words.setText(bar.clock.words(now))
            self._clock.setText(bar.clock.time(now))


class _Band(QWidget):
    """The filled ground of a bar with its mark at the left."""

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bar: AlarmBar | None = None
        self._inks = ("amber_fill", "on_amber")
        self._fit()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        # No lambda: the theme outlives this bar, and would call one that is gone.
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setMinimumHeight(self._theme.scaled(HEIGHT))

    def dress(self, bar: "AlarmBar", ground: str, ink: str) -> None:
        """Takes the colours and the mark of a bar."""
        self._bar, self._inks = bar, (ground, ink)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._bar is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(self._inks[0]))
        side = self._theme.scaled(32)
        place = QRectF(self._theme.scaled(16), (self.height() - side) / 2, side, side)
        paint_mark(painter, self._theme, self._bar.mark, place, colour=self._inks[1], ground=self._inks[0])
        painter.end()


class AlarmBars(QWidget):
    """The bars, red first; more than two are told in words until they are wanted.

    Signals:
        prescriber_came(str), sound_off(str), entry_wanted(): as of a bar.
        resized(): the bars need another height.
    """

    prescriber_came = Signal(str)
    sound_off = Signal(str)
    entry_wanted = Signal()
    resized = Signal()

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all = False
        # How many are shown while the others are told in words.
        self.most = MOST
        self._bars: tuple[AlarmBar, ...] = ()
        self._now: dt.datetime | None = None
        self.widgets: list[BarWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_("Alarms"))
        self.hide()

    def show_bars(self, bars: Sequence["AlarmBar"], now: dt.datetime) -> None:
        """Shows the bars; one that stays keeps its place, its open steps and the focus."""
        self._bars, self._now = tuple(bars), now
        shown = self._bars if self._all else self._bars[: self.most]
        # Each alarm keeps its own widget, so that a new one on top never slips under somebody's finger.
        kept: dict[str, BarWidget] = {widget.bar.name: widget for widget in self.widgets if widget.bar is not None}
        wanted = [kept.pop(bar.name) if bar.name in kept else self._make() for bar in shown]
        for widget in kept.values():
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        if wanted != self.widgets:
            for place, widget in enumerate(wanted):
                self._column.insertWidget(place, widget)
            self.widgets = wanted
        for place, widget in enumerate(wanted):
            widget.show_bar(shown[place], now, self._more(place, len(shown)))
            widget.show()
        if self.isHidden() == bool(shown):
            self.setVisible(bool(shown))
        self.resized.emit()

    def _more(self, place: int, shown: int) -> str:
        left = len(self._bars) - shown
        if place != shown - 1:
            return ""
        if left:
            return _("and {count} more").format(count=left)
        return _("Show fewer") if len(self._bars) > self.most else ""

    def _make(self) -> BarWidget:
        widget = BarWidget(self._theme, self)
        widget.prescriber_came.connect(self.prescriber_came)
        widget.sound_off.connect(self.sound_off)
        widget.entry_wanted.connect(self.entry_wanted)
        widget.resized.connect(self.resized)
        widget.more_wanted.connect(self._turn)
        return widget

    def _turn(self) -> None:
        self._all = not self._all
        if self._now is not None:
            self.show_bars(self._bars, self._now)

    def tick(self, now: dt.datetime) -> None:
        """Paints the running times again."""
        self._now = now
        for widget in self.widgets:
            if not widget.isHidden():
                widget.tick(now)


class SessionAlarms(AlarmBars):
    """The bars of one session of the open patient; what a person answers to them is written at once.

    Signals: those of AlarmBars.
    """

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._desk = desk
        self._live: LiveSession | None = None
        self.prescriber_came.connect(self._prescriber_came)
        self.sound_off.connect(self._sound_off)

    def show_live(self, live: "LiveSession | None") -> None:
        """Shows the alarms that stand in this session; None for none."""
        self._live = live
        call = self._desk.preferences.red_call
        bars = () if live is None else alarm_bars(self._desk.library, live, red_call=call)
        if bars and self._desk.board.sound.absent:
            bars = tuple(replace(bar, note=" ".join(part for part in (bar.note, no_sound_words()) if part)) for bar in bars)
        self.show_bars(bars, self._desk.now())

    def _prescriber_came(self, name: str) -> None:
        self._answer(name, "prescriber_here")

    def _sound_off(self, name: str) -> None:
        if self._live is not None:
            # When the prescriber came stays as it was written while the sound is turned off again.
            self._answer(self._live.log.sound_key(name), "acknowledged")

    def _answer(self, name: str, done: str) -> None:
        if self._live is not None:
            self._desk.answer("alarm", f"{self._live.id}/{name}", {"at": moment_text(self._desk.now()), "done": done})
