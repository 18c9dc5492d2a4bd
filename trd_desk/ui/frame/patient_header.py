"""The header that never scrolls: who the patient is, and what must not be overlooked; below it the guided steps."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.ui.frame.session_time import SessionTime
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Chip, Label
from trd_desk.ui.widgets.painting import paint_mark
from trd_desk.view import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from trd_desk.view.board import BoardRow
    from trd_desk.view.header import HeaderView
    from trd_desk.view.parts import Stated
    from trd_desk.view.steps import StepState


class PatientHeader(QWidget):
    """Name, age, sex, number, and the alerts as chips; chips that find no room are counted in a last one.

    Signals:
        alert_followed(): an alert chip was pressed.
        crisis_followed(): the chip of an answer about self-harm was pressed.
    """

    alert_followed = Signal()
    crisis_followed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._alerts: tuple[Stated, ...] = ()
        self._crisis: Stated | None = None
        self._chips: list[Chip] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("page_margin"), 0, theme.px("page_margin"), 0)
        row.setSpacing(16)
        self._name = Label(theme, "", "title", bold=True)
        self._facts = Label(theme, "", colour="text_2")
        # Beside each other; one above the other where large text leaves no room.
        self._who = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._who.setSpacing(16)
        self._who.addWidget(self._name)
        self._who.addWidget(self._facts)
        row.addLayout(self._who)
        self._row = row
        row.addStretch(1)
        self.time = SessionTime(theme)
        row.addWidget(self.time)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._lay_out)

    def sizeHint(self) -> QSize:
        return QSize(400, self._theme.px("header_height"))

    def show_view(self, view: "HeaderView") -> None:
        """Shows a patient."""
        self._name.setText(view.name)
        self._facts.setText(view.facts)
        self._crisis = view.crisis
        self._alerts = view.alerts if view.crisis is None else (view.crisis, *view.alerts)
        self._lay_out()

    def show_time(self, now: "dt.datetime", row: "BoardRow | None") -> None:
        """Shows the time of day, and the clock of the patient's live session where there is one."""
        if self.time.show_time(now, row):
            self._lay_out()

    def _lay_out(self) -> None:
        self.updateGeometry()
        margins = 2 * self._theme.px("page_margin") + 48
        name, facts = self._name.sizeHint().width(), self._facts.sizeHint().width()
        room = self.width() - margins - name - facts
        self.time.fit(room)
        # Room for the count of the alerts as well, which must not cover who the patient is.
        count = self._theme.metrics("small").horizontalAdvance(plain.counted("{count} alert", "{count} alerts", len(self._alerts)))
        stacked = room < self.time.sizeHint().width() + (count + self._theme.scaled(14) + 44 if self._alerts else 0)
        if stacked:
            room = self.width() - margins - max(name, facts)
            self.time.fit(room)
        self._who.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        self._who.setSpacing(0 if stacked else 16)
        room -= self.time.sizeHint().width()
        fitting: list[Chip] = []
        chips = [self._chip(alert.word, alert.sentence, alert.mark, crisis=alert is self._crisis) for alert in self._alerts]
        wide = [chip.sizeHint().width() + 8 for chip in chips]
        shown = len(chips)
        more: Chip | None = None
        while shown and sum(wide[:shown]) + (more.sizeHint().width() + 8 if more else 0) > room:
            shown -= 1
            if more is not None:
                more.deleteLater()
            hidden = self._alerts[shown:]
            words = plain.counted("{count} alert", "{count} alerts", len(hidden)) if shown == 0 else _("and {count} more").format(count=len(hidden))
            more = self._chip(words, "\n".join(alert.sentence or alert.word for alert in hidden), hidden[0].mark, crisis=hidden[0] is self._crisis)
        fitting = chips[:shown]
        for chip in chips[shown:]:
            chip.deleteLater()
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [*fitting, *([more] if more else [])]
        for place, chip in enumerate(self._chips):
            self._row.insertWidget(1 + place, chip)
            chip.show()
        self.update()

    def _chip(self, word: str, sentence: str, mark: object, *, crisis: bool = False) -> Chip:
        chip = Chip(self._theme, word, mark=mark, button=True, parent=self)  # type: ignore[arg-type]
        chip.hide()
        chip.setToolTip(sentence)
        chip.setAccessibleDescription(sentence)
        chip.clicked.connect(lambda: (self.crisis_followed if crisis else self.alert_followed).emit())
        return chip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("bg_surface"))
        painter.end()


class _StepButton(QAbstractButton):
    def __init__(self, theme: Theme, state: "StepState", place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._state, self._place = theme, state, place
        self._tight = False
        self.setObjectName(f"step:{state.id}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_state(state)

    def show_state(self, state: "StepState") -> None:
        self._state = state
        self.setText(state.title)
        self.setAccessibleName(f"{state.title}: {state.words}")
        self.setToolTip(_("{words}. Ctrl+{number}").format(words=state.words, number=self._place + 1))
        self.update()

    @property
    def _size(self) -> str:
        return "small" if self._tight else "body"

    @property
    def _side(self) -> int:
        return self._theme.scaled(12 if self._tight else 14)

    @property
    def _gap(self) -> int:
        return 3 if self._tight else 5

    @property
    def _said(self) -> str:
        """The words of the state; a day may be parted where there is little room."""
        return self._state.words.replace(plain.NBSP, " ") if self._tight else self._state.words

    def _inset(self) -> int:
        return self._theme.px("page_margin") if self._place == 0 else 8 if self._tight else 16

    def least_width(self) -> int:
        """What the title, semi-bold as when the step is open, and the longest word of the state take without being cut."""
        small = self._theme.metrics("small")
        title = self._theme.metrics(self._size, bold=True).horizontalAdvance(self.text())
        word = max(small.horizontalAdvance(word) for word in self._said.split(" "))
        return self._inset() + max(title, self._side + self._gap + word) + 2

    def set_tight(self, *, tight: bool) -> None:
        """Sets the title in small type with less space around it, or as usual."""
        self._tight = tight

    def sizeHint(self) -> QSize:
        return QSize(self.least_width(), self.height_for(self.width()))

    def words_rect(self, width: int) -> QRect:
        left = self._inset() + self._side + self._gap
        flags = int(Qt.TextFlag.TextWordWrap)
        return self._theme.metrics("small").boundingRect(QRect(0, 0, max(1, width - left - 1), 1000), flags, self._said)

    def height_for(self, width: int) -> int:
        return self._theme.scaled(5) + self._theme.line_height(self._size) + max(self.words_rect(width).height(), 1) + self._theme.scaled(4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        here = self.isChecked()
        ground = "bg_window" if here else "bg_selected" if self.underMouse() else "bg_surface"
        painter.fillRect(self.rect(), theme.colour(ground))
        painter.setPen(theme.colour("divider"))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height() - 1)
        x, top = self._inset(), theme.scaled(5)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(self._size, bold=here))
        painter.drawText(QRect(x, top, self.width() - x, theme.line_height(self._size)), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        side = self._side
        line = top + theme.line_height(self._size)
        place = QRectF(x, line + (theme.line_height("small") - side) / 2, side, side)
        paint_mark(painter, theme, self._state.mark, place, ground=ground)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("unknown" if self._state.mark == "cannot_tell" else "text_2"))
        left = x + side + self._gap
        words = QRect(left, line, self.width() - left - 1, self.height() - line)
        painter.drawText(words, int(Qt.TextFlag.TextWordWrap), self._said)
        bottom = self.height()
        if here:
            painter.fillRect(0, bottom - theme.px("line_width.current_step"), self.width(), bottom, theme.colour("accent"))
        painter.end()


class StepsRow(QWidget):
    """The guided steps in order, in equal parts, each with its state.

    Signals:
        chosen(str): the id of the step.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, _StepButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)

    def show_states(self, states: "Sequence[StepState]") -> None:
        """Shows the states; the buttons stay, so that the focus does."""
        for place, state in enumerate(states):
            button = self._buttons.get(state.id)
            if button is None:
                button = _StepButton(self._theme, state, place, self)
                button.clicked.connect(lambda _on=False, step=state.id: self._press(step))
                self._buttons[state.id] = button
                button.show()
            else:
                button.show_state(state)
        self._fit()

    _here = ""

    def _press(self, step: str) -> None:
        self.show_step(self._here)
        self.chosen.emit(step)

    def show_step(self, step: str) -> None:
        """Marks the step that is open."""
        self._here = step
        for each, button in self._buttons.items():
            button.setChecked(each == step)

    def _fit(self) -> None:
        if not self._buttons:
            return
        count = len(self._buttons)
        width = self.width() // count
        # Large text on a narrow screen: all titles are set smaller, with less space, before a letter of one is cut.
        for tight in (False, True):
            for button in self._buttons.values():
                button.set_tight(tight=tight)
            if all(button.least_width() <= width for button in self._buttons.values()):
                break
        high = max(self._theme.px("steps_height") - 1, *(button.height_for(width) for button in self._buttons.values()))
        self.setFixedHeight(high + 1)
        for place, button in enumerate(self._buttons.values()):
            left = self.width() * place // count
            button.setGeometry(left, 0, self.width() * (place + 1) // count - left, high)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("bg_surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line"))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()
