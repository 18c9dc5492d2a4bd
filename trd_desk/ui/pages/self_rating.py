"""The page of a form that a patient fills in: one question at a time, nothing of the record, and staff's calls over it."""

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.frame.calls_strip import CallsStrip
from trd_desk.ui.pages.crisis_card import clinic_of, standing_notice
from trd_desk.ui.pages.self_rating_screens import AdviceScreen, ProgressLine, QuestionScreen, Screen, WordsScreen
from trd_desk.ui.pages.self_rating_staff import FirstThing, StaffPage
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.large import LargeButton, reading_size
from trd_desk.ui.widgets.layout import Button
from trd_desk.view.crisis import patient_advice, staff_advice
from trd_desk.view.self_rating import FormQuestion, finished_words

if TYPE_CHECKING:
    from trd_desk.record.people import Person
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.frame.self_rating import SelfRating
    from trd_desk.ui.theme import Theme

# The form's further question stands after the last one.
_EXTRA: Final = -1


class SelfRatingPage(QWidget):
    """A form at the screen. Keys: the value of an answer, Down and Up to an answer, Left back, Right on; everything else does nothing.

    Signals:
        unlocked(object): the Person whose passphrase it was; None in a record that names nobody.
    """

    unlocked = Signal(object)

    def __init__(self, desk: "Desk", theme: "Theme", rating: "SelfRating", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme, self.rating, self.form = desk, theme, rating, rating.form
        rating.setParent(self)
        # The page has the focus while a question stands, and a ring around it would say nothing.
        self.setProperty("ownFocus", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._place = 0
        self._declined = {place for place, value in enumerate(rating.items[: rating.first_open()]) if value is None}
        self._seen: set[int] = set(range(rating.first_open()))
        self._person: Person | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.calls = CallsStrip(desk, theme)
        column.addWidget(self.calls)
        self._sides = QStackedWidget()
        column.addWidget(self._sides, 1)
        self._sides.currentChanged.connect(lambda _place: self._show_calls())
        self.patient_side = QWidget()
        self.staff = StaffPage(desk, theme)
        self.first = FirstThing(desk, theme)
        for side in (self.patient_side, self.staff, self.first):
            self._sides.addWidget(side)
        self._build()
        self.staff.given_up.connect(self._back_to_form)
        self.staff.unlocked.connect(self._unlocked)
        self.first.pressed.connect(lambda: self.unlocked.emit(self._person))
        desk.crises.changed.connect(self._show_sign)
        self.calls.refresh()
        self.show_intro()

    # What it is made of

    def _build(self) -> None:
        theme, form = self.theme, self.form
        column = QVBoxLayout(self.patient_side)
        margin = theme.px("page_margin")
        column.setContentsMargins(margin, 16, margin, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        self.title = Label(theme, form.title, reading_size(theme), colour="text_2", wrap=True)
        self.progress = Label(theme, "", reading_size(theme), bold=True)
        head.addWidget(self.title, 1)
        head.addWidget(self.progress)
        column.addLayout(head)
        self.line = ProgressLine(theme)
        column.addWidget(self.line)
        self.screens = QStackedWidget()
        column.addWidget(self.screens, 1)
        unset = staff_advice(self.desk.library, clinic_of(self.desk.preferences)).unset if form.scale.self_harm is not None else ""
        small = [form.credit, *([_("For staff: {sentence}").format(sentence=unset)] if unset else [])]
        self.intro = WordsScreen(theme, form.title, form.intro, _("Begin"), small=small)
        self.intro.pressed.connect(lambda: self.show_place(self.rating.first_open()))
        self.question = QuestionScreen(theme, form.stem, form.credit)
        self.question.answered.connect(self._answered)
        self.advice = AdviceScreen(theme)
        self.advice.pressed.connect(self._after_advice)
        says = [_("You have come to the end of the questions."), _("You can still go back and change an answer.")]
        self.end = WordsScreen(theme, _("That was the last question"), says, _("I am finished"))
        self.end.pressed.connect(self._finish)
        self.thanks = WordsScreen(theme, _("Thank you"), [_("Please hand the computer back to a member of staff.")])
        for screen in (self.intro, self.question, self.advice, self.end, self.thanks):
            self.screens.addWidget(screen)
        self.trouble = self._make_trouble()
        column.addWidget(self.trouble)
        column.addWidget(self._make_foot())

    def _make_trouble(self) -> QFrame:
        """What is said when the disk refuses an answer."""
        band = QFrame()
        band.setProperty("kind", "band")
        row = QHBoxLayout(band)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(16)
        says = QVBoxLayout()
        says.setSpacing(2)
        words = _("Your answer could not be stored yet. It is still here. Please ask a member of staff to come.")
        says.addWidget(Label(self.theme, words, reading_size(self.theme), wrap=True))
        self.cause = Label(self.theme, "", "small", wrap=True)
        says.addWidget(self.cause)
        row.addLayout(says, 1)
        self.again = LargeButton(self.theme, _("Try again"))
        self.again.setObjectName("self_rating.again")
        self.again.clicked.connect(self._try_again)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignVCenter)
        band.hide()
        return band

    def _make_foot(self) -> QWidget:
        holder = QWidget()
        foot = QHBoxLayout(holder)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(12)
        self.back = LargeButton(self.theme, _("Back"), icon="arrow-left")
        self.back.setObjectName("self_rating.back")
        self.back.clicked.connect(self.go_back)
        self.on = LargeButton(self.theme, _("Next"), icon="arrow-right")
        self.on.setObjectName("self_rating.next")
        self.on.clicked.connect(self.go_on)
        self.for_staff = Button(self.theme, _("For staff"), kind="quiet", icon="lock")
        self.for_staff.setObjectName("self_rating.staff")
        self.for_staff.setAccessibleName(_("For staff"))
        self.for_staff.clicked.connect(self.ask_staff)
        foot.addWidget(self.back)
        foot.addWidget(self.on)
        foot.addStretch(1)
        foot.addWidget(self.for_staff, 0, Qt.AlignmentFlag.AlignBottom)
        return holder

    # What is in front

    @property
    def message(self) -> Message:
        """Where something is said to whoever is to unlock."""
        return self.staff.message

    @property
    def count(self) -> int:
        """How many questions the form has."""
        return len(self.form.questions)

    def _show(self, screen: Screen, name: str) -> None:
        self.screens.setCurrentWidget(screen)
        self.setAccessibleName(name)
        asking = screen is self.question
        self.title.setVisible(screen is not self.intro)
        self.progress.setVisible(asking)
        self.line.setVisible(screen is not self.intro)
        self.back.setVisible((asking and (self._place != 0)) or screen is self.end)
        self.on.setVisible(asking and self._place in self._seen)
        self.trouble.setVisible(bool(self.rating.fault) and (self.rating.pending is not None or screen is self.end))
        self._show_sign()
        self.focus_first()

    def show_intro(self) -> None:
        """Shows what the form is and how it is filled in."""
        self._show(self.intro, " ".join((self.form.title, *self.form.intro)))

    def show_place(self, place: int) -> None:
        """Shows a question; beyond the last one the further question, where it is asked, and then the end."""
        if place >= self.count:
            if self.form.asks_extra(self.rating.items) and self.form.extra is not None:
                self._ask(_EXTRA, self.form.extra, self.rating.extra)
            else:
                self.show_end()
            return
        self._ask(place, self.form.questions[place], self.rating.items[place])

    def _ask(self, place: int, question: FormQuestion, value: int | None) -> None:
        self._place = place
        pending = self.rating.pending
        if pending is not None and pending.place == question.place:
            value = pending.value
        declined = value is None and place in self._declined
        self.question.show_question(question, value, declined=declined)
        stops: list[QWidget] = [self, *self.question.choices, self.back, self.on, self.for_staff]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)
        self.progress.setText(question.progress)
        self.line.show_share((self.count if place == _EXTRA else place) / self.count)
        self._show(self.question, " ".join(part for part in (question.progress, self.form.stem if place != _EXTRA else "", question.text) if part))

    def show_end(self) -> None:
        """Shows that there is no further question."""
        self.line.show_share(1)
        self._show(self.end, self.end.title)

    def _show_calls(self) -> None:
        """What calls stands over everything, but for the page of staff, which has the rows themselves."""
        self.calls.set_wanted(wanted=self._sides.currentWidget() is not self.staff)

    def _show_sign(self) -> None:
        """A sign for staff that says nothing to anybody else."""
        notice = standing_notice(self.desk)
        stands = notice is not None and not notice.blank
        words = _("For staff: 1 notice") if stands else _("For staff")
        if self.for_staff.text() != words:
            self.for_staff.setText(words)
            self.for_staff.setAccessibleName(words)

    def focus_first(self) -> None:
        """Gives the keyboard to what is in front; to no answer, so that a key pressed in passing gives none."""
        side = self._sides.currentWidget()
        if side is self.staff:
            self.staff.focus_first()
        elif side is self.first:
            self.first.focus_first()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Answering

    def _question_place(self) -> int | None:
        return None if self._place == _EXTRA else self._place

    def _answered(self, value: int | None) -> None:
        self.rating.answer(self._question_place(), value)
        self._declined.discard(self._place)
        if value is None:
            self._declined.add(self._place)
        self._after_write()

    def _after_write(self) -> None:
        """On to what comes next, once the answer is on disk; else the question stays with what was chosen."""
        if self.rating.pending is not None:
            self.cause.setText(_("For staff: {sentence}").format(sentence=self.rating.fault))
            self.show_place(self._place if self._place != _EXTRA else self.count)
            return
        self._seen.add(self._place)
        if self.rating.brings_up_advice(self._question_place()):
            self.advice.show_advice(patient_advice(self.desk.library, clinic_of(self.desk.preferences)))
            self._show(self.advice, self.advice.title)
        else:
            self.go_on()

    def _after_advice(self) -> None:
        self.go_on()

    def _try_again(self) -> None:
        if self.screens.currentWidget() is self.end:
            self._finish()
        elif self.rating.try_again():
            self._after_write()
        else:
            self.cause.setText(_("For staff: {sentence}").format(sentence=self.rating.fault))

    def _finish(self) -> None:
        if self.rating.finish():
            self._show(self.thanks, " ".join((self.thanks.title, _("Please hand the computer back to a member of staff."))))
        else:
            self.cause.setText(_("For staff: {sentence}").format(sentence=self.rating.fault))
            self._show(self.end, self.end.title)

    # Back and on

    def go_back(self) -> None:
        """To the question before; not while an answer is not on disk."""
        if self.rating.pending is not None:
            return
        if self.screens.currentWidget() is self.end:
            self.show_place(self.count if self.form.asks_extra(self.rating.items) else self._before(self.count))
        elif self._place == _EXTRA:
            self.show_place(self._before(self.count))
        elif self._place > 0:
            self.show_place(self._before(self._place))

    def go_on(self) -> None:
        """To the next question; only from one that was answered or left out, and not while an answer is not on disk."""
        if self.rating.pending is not None or self._place not in self._seen:
            return
        if self._place == _EXTRA:
            self.show_end()
            return
        place = self._place + 1
        while place < self.count and self._is_answered_by_other(place):
            self._seen.add(place)
            place += 1
        self.show_place(place)

    def _before(self, place: int) -> int:
        place -= 1
        while place > 0 and self._is_answered_by_other(place):
            place -= 1
        return place

    def _is_answered_by_other(self, place: int) -> bool:
        """Whether the item is the second of a pair of which the other one has the answer."""
        other = self.form.other_of(place)
        return other is not None and self.rating.items[place] is None and self.rating.items[other] is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.isAutoRepeat() or event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return
        key, screen = event.key(), self.screens.currentWidget()
        if self._sides.currentWidget() is not self.patient_side:
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(screen, WordsScreen | AdviceScreen) and screen.button.isVisible():
            # What is below the edge of the screen is read first.
            if not screen.read_on():
                screen.pressed.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and isinstance(screen, WordsScreen | AdviceScreen):
            screen.read_on(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
            if self.back.isVisible():
                self.go_back()
        elif key == Qt.Key.Key_Right:
            if self.on.isVisible():
                self.go_on()
        elif screen is self.question:
            choice = self.question.choice_of_key(event.text())
            if choice is not None:
                choice.click()
            elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.question.step(1 if key == Qt.Key.Key_Down else -1)

    # Staff

    def keeps_open(self) -> bool:
        """The window is closed by staff only, who are asked then."""
        if self._sides.currentWidget() is self.first:
            self.first.unsaved.say(_("Go on to the record first; the window can be closed then."))
            return True
        self.ask_staff()
        self.staff.message.say(_("A patient's form is open. Your passphrase ends it; the window can be closed then."))
        return True

    def ask_staff(self) -> None:
        """Asks for the passphrase that brings the record back."""
        self._sides.setCurrentWidget(self.staff)
        self.setAccessibleName(_("For staff"))
        self.staff.forget()
        self.focus_first()

    def _back_to_form(self) -> None:
        self.staff.forget()
        self._sides.setCurrentWidget(self.patient_side)
        self.focus_first()

    def _unlocked(self, person: "Person | None") -> None:
        """What must be known comes before the record."""
        self._person = person
        self.desk.work_as(person if person is not None else self.desk.person)
        self.rating.try_again()
        unsaved = ""
        if self.rating.pending is not None:
            unsaved = self._unsaved_words()
        if standing_notice(self.desk) is None and not unsaved:
            self.unlocked.emit(person)
            return
        finished = self.rating.finished_at
        answered = sum(value is not None for value in self.rating.items)
        title = _("{scale}, filled in by the patient").format(scale=self.form.scale.short)
        self.first.show_first(title, finished_words(answered, self.count, "" if finished is None else f"{finished:%H:%M}"), unsaved)
        self._sides.setCurrentWidget(self.first)
        self.setAccessibleName(title)
        self.first.focus_first()

    def _unsaved_words(self) -> str:
        place, value = self.rating.pending or (None, None)
        if place is None:
            question = _("the further question")
        else:
            question = _("item {number}").format(number=self.form.scale.items[place].number)
        given = _("left unanswered") if value is None else _("answered {value}").format(value=value)
        return _("Not on disk: {question}, {given}. Write it down, and enter it under Scales. {fault}").format(
            question=question, given=given, fault=self.rating.fault
        )
