"""One item of the checklist as a row: mark and name, why it stands as it does, its questions, and the override."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_checks_fields import CheckField, Clock, KeySegments, control_for
from trd_desk.ui.pages.session_checks_layouts import AskLayout
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.follow_holds import FollowHolds
from trd_desk.ui.widgets.labels import Label, QuestionLink
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.ui.widgets.segments import SegmentRow

if TYPE_CHECKING:
    import datetime as dt

    from trd_desk.content.conduct_models import ConductRules
    from trd_desk.view.checklist_parts import CheckQuestion, CheckRow

_HIGH = 48
_NAME = 136
_PAD = 12


class QuestionLine(QWidget):
    """A question with its control; below it what the record knows, which one key confirms.

    Signals:
        given(str, object): the field and the value to be kept; None stands for Unknown.
        taken_back(str): the field's answer was taken back to not asked.
        confirmed(str): what the record knows is to be the answer of this field.
    """

    given = Signal(str, object)
    taken_back = Signal(str)
    confirmed = Signal(str)

    def __init__(self, theme: Theme, now: Clock, conduct: "ConductRules", item: str, question: "CheckQuestion") -> None:
        super().__init__()
        self.field = question.field
        self.question = question
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._top.setSizePolicy(policy)
        top = AskLayout(theme, self._top)
        holder = QWidget()
        words = QVBoxLayout(holder)
        words.setContentsMargins(0, 4, 0, 4)
        words.setSpacing(0)
        self.ask = Label(theme, question.ask, wrap=True)
        words.addStretch(1)
        words.addWidget(self.ask)
        top.addWidget(holder)
        name = f"{item}: {question.ask}"
        self.control: KeySegments | CheckField = control_for(theme, now, conduct, question, name)
        self.control.setObjectName(f"predose.{question.field}")
        if isinstance(self.control, CheckField):
            # What was understood stands where there is room for a sentence, not below the narrow field.
            words.addWidget(self.control.sentence)
            self.control.committed.connect(self._commit)
        else:
            self.control.answered.connect(lambda value: self.given.emit(self.field, value))
            self.control.taken_back.connect(lambda: self.taken_back.emit(self.field))
        words.addStretch(1)
        top.addWidget(self.control)
        column.addWidget(self._top)
        self._known = QWidget()
        beside = QHBoxLayout(self._known)
        beside.setContentsMargins(0, 0, 0, 6)
        beside.setSpacing(12)
        self.known = Label(theme, "", "small", colour="text_2", wrap=True)
        beside.addWidget(self.known, 1)
        self.confirm = SegmentRow(theme, _("Confirm what the record says"), [(True, _("Confirm"), _("Enter"), None)])
        self.confirm.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.confirm.answered.connect(lambda _value: self.confirmed.emit(self.field))
        beside.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._known)
        self.show_question(question)

    def _commit(self, value: Any) -> None:
        if value is None:
            self.taken_back.emit(self.field)
        else:
            assert isinstance(self.control, CheckField)  # noqa: S101 - for the type checker
            self.given.emit(self.field, self.control.stored(value))

    def show_question(self, question: "CheckQuestion") -> None:
        """Shows the answer of the record and what else it knows."""
        self.question = question
        if self.ask.text() != question.ask:
            self.ask.setText(question.ask)
        self.control.show_answer(question)
        known = question.suggestion
        self._known.setVisible(known is not None)
        if known is not None:
            self.known.setText(known.sentence)
            self.confirm.setVisible(known.value is not None)
            self.confirm.choose(None, answered=False)
            self.confirm.setAccessibleDescription(known.sentence)

    def target(self) -> QWidget:
        """What takes the keyboard."""
        return self.control.edit if isinstance(self.control, CheckField) else self.control

    def mark_not_saved(self) -> None:
        """Says that the answer did not get on disk: what was typed stays, a pressed key goes back to the record's answer."""
        if isinstance(self.control, CheckField):
            self.control.mark_not_saved()
        else:
            self.control.show_answer(self.question)


class CheckItem(QFrame):
    """One item. Its questions stand open while they are missing, or while somebody corrects them; else it says why it stands as it does.

    Signals:
        given(str, str, object): item, field and value.
        taken_back(str, str), confirmed(str, str): item and field.
        override_wanted(str), open_wanted(str): the item.
        followed(str): the path of a field on another page.
    """

    given = Signal(str, str, object)
    taken_back = Signal(str, str)
    confirmed = Signal(str, str)
    override_wanted = Signal(str)
    open_wanted = Signal(str)
    followed = Signal(str)

    def __init__(self, theme: Theme, now: Clock, conduct: "ConductRules", row: "CheckRow") -> None:
        super().__init__()
        self._theme, self._now, self._conduct = theme, now, conduct
        self.row = row
        self.opened = False
        self.first = False
        self._shown: tuple[CheckRow, bool, bool, str] | None = None
        self.lines: dict[str, QuestionLine] = {}
        self.setObjectName(f"check.{row.id}")
        # The ring of a row as wide as the list is drawn within it, where nothing cuts it.
        self.setProperty("ownFocus", True)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(_PAD, 0, _PAD, 0)
        outer.setSpacing(0)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(_PAD)
        self._mark = MarkLabel(theme, row.mark, size=20)
        self._name = Label(theme, row.name, bold=True, wrap=True)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._name, 1, Qt.AlignmentFlag.AlignVCenter)
        outer.addWidget(self._head, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._told = QWidget()
        told = QHBoxLayout(self._told)
        told.setContentsMargins(0, 4, 0, 4)
        told.setSpacing(_PAD)
        self.says = Label(theme, "", wrap=True)
        told.addWidget(self.says, 1)
        self.word = Label(theme, "", bold=True)
        told.addWidget(self.word)
        self.override = Button(theme, _("Override"), icon="override")
        self.override.setProperty("touch", True)
        self.override.clicked.connect(lambda: self.override_wanted.emit(self.row.id))
        told.addWidget(self.override)
        self._column.addWidget(self._told)
        self.link = QuestionLink(theme, "", "", size="small")
        self.link.followed.connect(self.followed)
        self._linked = QWidget()
        beside = QHBoxLayout(self._linked)
        beside.setContentsMargins(0, 0, 0, 8)
        beside.addWidget(self.link)
        self._column.addWidget(self._linked)
        self._beside = FollowHolds(theme)
        self._beside.followed.connect(self.followed)
        self._column.addWidget(self._beside)
        outer.addLayout(self._column, 1)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        theme = self._theme
        self._head.setFixedWidth(theme.scaled(20) + _PAD + theme.scaled(_NAME))
        self._head.setMinimumHeight(theme.scaled(_HIGH))
        self._told.setMinimumHeight(theme.scaled(_HIGH))

    # ------------------------------------------------------------------------------------------------------------ what is shown

    def show_row(self, row: "CheckRow", now: "dt.datetime", *, opened: bool, kept: bool, usable: bool) -> None:
        """Shows the item as it stands; widgets are kept, and nothing is done where nothing has changed.

        `opened`: for correction. `kept`: its questions stay because the focus is among them.
        """
        opened = opened and usable
        asking = usable and (row.asking or opened or kept)
        within = self.line_of(QApplication.focusWidget())
        focused = "" if within is None else within.field
        if self._shown == (row, opened, asking, focused):
            self.tick(now)
            return
        self._shown = (row, opened, asking, focused)
        self.row, self.opened = row, opened
        self._mark.set_kind(row.mark)
        if self._name.text() != row.name:
            self._name.setText(row.name)
        # While the questions stand open, an answer that is in order needs no words of its own.
        told = not asking or bool(row.says and (row.state != "pass" or row.again))
        self._told.setVisible(told)
        # What an answer has led to comes below it, so that nothing moves under the hand.
        below = asking and not row.asking
        if below != (self._column.indexOf(self._told) > 0):
            self._column.removeWidget(self._told)
            self._column.insertWidget(self._column.count() - 2 if below else 0, self._told)
        self.says.setText(row.says or row.answer)
        self.override.setVisible(bool(row.signatures) and (opened or row.state in ("override", "hold")))
        self.override.setAccessibleName(_("Override {item}").format(item=row.name))
        self._show_questions(row, asking=asking, opened=opened, focused=focused)
        self._beside.show_holds(row.beside)
        self._linked.setVisible(row.link is not None and asking)
        if row.link is not None:
            self.link.setText(row.link[0])
            self.link.path = row.link[1]
            self.link.setAccessibleName(f"{row.name}: {row.link[0]}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if asking else Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor if asking or not usable else Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{row.name}: {row.word}")
        description = " ".join(part for part in (row.says or row.answer, *(one.remark.text for one in row.beside), row.about) if part)
        self.setAccessibleDescription(description)
        self.setToolTip("\n".join(row.about_in_full))
        self.tick(now)

    def _show_questions(self, row: "CheckRow", *, asking: bool, opened: bool, focused: str) -> None:
        wanted = {question.field: question for question in row.questions}
        place = 1 if self._column.indexOf(self._told) == 0 else 0
        for question in row.questions:
            if question.field not in self.lines and asking:
                line = QuestionLine(self._theme, self._now, self._conduct, row.name, question)
                line.given.connect(lambda field, value: self.given.emit(self.row.id, field, value))
                line.taken_back.connect(lambda field: self.taken_back.emit(self.row.id, field))
                line.confirmed.connect(lambda field: self.confirmed.emit(self.row.id, field))
                self.lines[question.field] = line
                self._column.insertWidget(place, line)
            if question.field in self.lines:
                place = self._column.indexOf(self.lines[question.field]) + 1
        for field, line in self.lines.items():
            found = wanted.get(field)
            if found is not None:
                line.show_question(found)
            # Readings that were taken stand in the row's words; they are fields only while somebody types or corrects them.
            settled = found is not None and found.form == "pressure" and found.answered and not opened and field != focused
            line.setVisible(asking and found is not None and not settled)

    def tick(self, now: "dt.datetime") -> None:
        """Paints what is left of a countdown."""
        word = self.row.word_at(now)
        if self.word.text() != word:
            self.word.setText(word)

    # ---------------------------------------------------------------------------------------------------------------- keyboard

    def targets(self) -> list[QWidget]:
        """What takes the keyboard in this row, from the top."""
        lines = [self.lines[question.field] for question in self.row.questions if question.field in self.lines]
        found = [line.target() for line in lines if not line.isHidden()]
        return found or [self]

    def first_target(self) -> QWidget:
        """The first question without an answer, else the first one."""
        lines = [self.lines[question.field] for question in self.row.questions if question.field in self.lines]
        shown = [line for line in lines if not line.isHidden()]
        return next((line.target() for line in shown if not line.question.answered), shown[0].target() if shown else self)

    def line_of(self, widget: QWidget | None) -> QuestionLine | None:
        """The question line that a widget belongs to."""
        return next((line for line in self.lines.values() if widget is not None and (line is widget or line.isAncestorOf(widget))), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.focusPolicy() != Qt.FocusPolicy.NoFocus and self.rect().contains(event.position().toPoint()):
            self.open_wanted.emit(self.row.id)
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if not self.first:
            painter.setPen(QPen(self._theme.colour("divider"), 1))
            painter.drawLine(0, 0, self.width(), 0)
        if self.hasFocus():
            wide = self._theme.px("line_width.focus")
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("focus"), wide))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 5, 5)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
