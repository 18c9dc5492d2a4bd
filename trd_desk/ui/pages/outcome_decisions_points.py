"""The decision points of a course on their line of time; the one that is due is open, with what informs it."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.outcome_decisions_form import DecisionForm
from trd_desk.ui.pages.pathways_reason import source_row
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark
from trd_desk.ui.widgets.layout import clear
from trd_desk.ui.widgets.painting import paint_mark
from trd_desk.ui.widgets.press_line import PressLine
from trd_desk.view.marks import COLOURS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from trd_desk.ui.theme import Theme
    from trd_desk.view.decisions import DecisionsView, PointView

# Where the line of time runs, and where the words begin, at 100 per cent.
_LINE: Final = 12
_WORDS: Final = 32


class PointLine(PressLine):
    """One point: its mark on the line, what it is, its days and its state. Enter or a click opens and closes it; Up and Down go on.

    Signals:
        pressed(str): the point's id.
        moved(int): Up (-1) or Down (1).
    """

    pressed = Signal(str)

    def __init__(self, theme: "Theme", point: "PointView", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.point = point
        self.activated.connect(lambda: self.pressed.emit(self.point.id))
        self.is_open = False
        self.setObjectName(f"decisions.point.{point.id}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self.title = Label(theme, bold=True, wrap=True)
        self.state = Label(theme, wrap=True)
        for label in (self.title, self.state):
            self._column.addWidget(label)
        theme.changed.connect(self._fit)
        self._fit()
        self.show_point(point, is_open=False)

    def _fit(self) -> None:
        self._column.setContentsMargins(self._theme.scaled(_WORDS), 6, 4, 6)

    def show_point(self, point: "PointView", *, is_open: bool) -> None:
        """Shows the point as it stands."""
        self.point, self.is_open = point, is_open
        self.title.setText(point.label)
        self.state.setText(f"{point.state.word}: {point.when}" if point.when else point.state.word)
        self.state.set_colour("text" if point.is_wanted else COLOURS[point.state.mark])
        self.setAccessibleName(point.spoken)
        self.setAccessibleDescription(_("Enter closes it.") if is_open else _("Enter opens it."))
        self.setToolTip(point.question)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        chosen = self.is_open or self.underMouse()
        if chosen:
            painter.fillRect(self.rect(), theme.colour("bg_selected"))
        ground = "bg_selected" if chosen else "bg_window"
        side, middle = theme.scaled(18), theme.scaled(_LINE)
        place = QRectF(middle - side / 2, 6 + (theme.line_height() - side) / 2, side, side)
        painter.setPen(QPen(theme.colour("line"), 2))
        painter.drawLine(middle, 0, middle, self.height())
        painter.fillRect(place.adjusted(-2, -2, 2, 2), theme.colour(ground))
        paint_mark(painter, theme, self.point.state.mark, place, ground=ground)
        painter.end()


class PointBody(QWidget):
    """What an open point says, and the form of its decision.

    Signals:
        followed(str): a question was followed; the path of its field.
    """

    followed = Signal(str)

    def __init__(self, theme: "Theme", point: "PointView", least: int, today: "Callable[[], dt.date]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: PointView | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.scaled(_WORDS), 6, 0, 14)
        outer.setSpacing(8)
        self._says = QVBoxLayout()
        self._says.setSpacing(6)
        outer.addLayout(self._says)
        self.form = DecisionForm(theme, point, least, today)
        outer.addWidget(self.form)
        self._rests = QVBoxLayout()
        outer.addLayout(self._rests)
        self.show_point(point)

    def show_point(self, point: "PointView") -> None:
        """Shows what is known now; the form stays as it is."""
        if point == self._shown:
            return
        self._shown = point
        theme = self._theme
        clear(self._says)
        clear(self._rests)
        self._rests.addWidget(source_row(theme, point.source))
        self._says.addWidget(Label(theme, point.question, bold=True, wrap=True))
        self._says.addWidget(Label(theme, point.says, wrap=True))
        self._says.addWidget(Label(theme, f"{point.standing}.", "small", colour="text_2", wrap=True))
        for ask in point.asks:
            link = QuestionLink(theme, ask.text, ask.field)
            link.followed.connect(self.followed)
            self._says.addWidget(link)
        for remark in point.informs:
            self._says.addWidget(Remark(theme, remark.mark, remark.text, remark.bold))
        for words in point.made:
            self._says.addWidget(Remark(theme, "met", words, words.partition(",")[0]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self._theme.scaled(_LINE)
        painter.setPen(QPen(self._theme.colour("line"), 2))
        painter.drawLine(middle, 0, middle, self.height())
        painter.end()


class PointList(QWidget):
    """The points of a course, of which one is open.

    Signals:
        wanted(str, object): a decision is to be recorded; the point's id and the Decided.
        followed(str): the path of a field.
    """

    wanted = Signal(str, object)
    followed = Signal(str)

    def __init__(self, theme: "Theme", today: "Callable[[], dt.date]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._today = theme, today
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._owner = ""
        self._who = ""
        self._view: DecisionsView | None = None
        self._kept: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.lines: dict[str, PointLine] = {}
        self.body: PointBody | None = None
        self.opened = ""

    def show_view(self, view: "DecisionsView", owner: str, who: str) -> None:
        """Shows the points of a course; `owner` names patient and course, `who` in whose name is decided."""
        self._who = who
        anew = owner != self._owner or [one.id for one in view.points] != list(self.lines)
        if anew:
            self._put_away()
            clear(self._column)
            self.body, self.lines = None, {}
            self._owner = owner
            for point in view.points:
                line = PointLine(self._theme, point)
                line.pressed.connect(self.toggle)
                line.moved.connect(self._step)
                self.lines[point.id] = line
                self._column.addWidget(line)
        self._view = view
        for point in view.points:
            self.lines[point.id].show_point(point, is_open=not anew and point.id == self.opened)
        if anew:
            self.opened = ""
            if view.opened:
                self.open(view.opened)
        elif self.body is not None and (shown := view.point(self.opened)) is not None:
            self.body.show_point(shown)
            self.body.form.say_who(who)

    def _put_away(self) -> None:
        """Keeps what was typed in the open form, to be shown again with its point."""
        if self.body is not None:
            texts = self.body.form.texts()
            if texts:
                self._kept[self._owner, self.opened] = texts
            else:
                self._kept.pop((self._owner, self.opened), None)

    def toggle(self, name: str) -> None:
        """Opens a point, or closes the open one."""
        if name == self.opened:
            self.close_body()
        else:
            self.open(name)

    def open(self, name: str) -> None:
        """Opens a point below its line."""
        point = None if self._view is None else self._view.point(name)
        if point is None or self._view is None or name == self.opened:
            return
        self.close_body()
        self.opened = name
        self.body = PointBody(self._theme, point, self._view.least_reason, self._today)
        self.body.followed.connect(self.followed)
        self.body.form.wanted.connect(lambda decided: self.wanted.emit(name, decided))
        self.body.form.say_who(self._who)
        kept = self._kept.get((self._owner, name))
        if kept is not None:
            self.body.form.show_texts(kept)
        self._column.insertWidget(self._column.indexOf(self.lines[name]) + 1, self.body)
        self.lines[name].show_point(point, is_open=True)

    def close_body(self) -> None:
        """Closes the open point; what was typed in it is shown again when it is opened."""
        if self.body is None:
            return
        self._put_away()
        self._column.removeWidget(self.body)
        self.body.hide()
        self.body.deleteLater()
        line = self.lines.get(self.opened)
        self.body, self.opened = None, ""
        if line is not None:
            line.show_point(line.point, is_open=False)

    def forget(self) -> None:
        """Closes the open point without keeping what was typed: it is on disk."""
        name = self.opened
        if self.body is not None:
            self.body.form.show_texts({"choice": None, "next": "", "reason": ""})
        self.close_body()
        self._kept.pop((self._owner, name), None)

    def _step(self, by: int) -> None:
        names = list(self.lines)
        here = next((place for place, name in enumerate(names) if self.lines[name].hasFocus()), 0)
        self.lines[names[min(max(here + by, 0), len(names) - 1)]].setFocus(Qt.FocusReason.TabFocusReason)
