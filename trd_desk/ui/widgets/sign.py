"""The one dialog in which a person acts: what is signed in words, a reason where one is needed, who, and their passphrase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from trd_desk.errors import UserError
from trd_desk.i18n import _, plural
from trd_desk.record.people import Doing, Person, find, may
from trd_desk.store.people import PRACTICE_WORD
from trd_desk.ui.background import Work
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.person_choice import PersonChoice
from trd_desk.ui.widgets.popover import Popover, show_over
from trd_desk.view.people import nobody_words, person_words

if TYPE_CHECKING:
    from trd_desk.store.record import Record

LONGEST_REASON: Final = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody is asked to sign: `kind` is what `record.people` calls it, `says` the act in whole sentences.

    `done` are the words of the button. A reason has at least `least_reason` characters where `needs_reason`; `reason` is one that was
    given before and could not be kept.
    """

    kind: Doing
    title: str
    says: str
    needs_reason: bool = False
    least_reason: int = 0
    done: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed, proved by their passphrase, and the reason they gave (empty where none was asked for)."""

    person: Person
    reason: str = ""


class SignDialog(Popover):
    """Asks one person for an act. A wrong passphrase keeps what was typed; Esc gives up, and nothing is done.

    Signals:
        signed(object): the Signed; the dialog is closed then.
        given_up(): it was closed without a signature.
    """

    signed = Signal(object)
    given_up = Signal()

    def __init__(
        self,
        theme: Theme,
        record: "Record",
        act: Act,
        *,
        people: Sequence[Person],
        exclude: Iterable[Person | str] = (),
        preset: Person | str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, act.title, act.says, icon="signature", parent=parent)
        self._record, self._act = record, act
        self._work: Work | None = None
        self._over = False
        self._asked: Person | None = None
        left_out = _found(people, exclude)
        self._people = [person for person in people if may(person, act.kind) and person not in left_out]
        self._wait = QTimer(self)
        self._wait.setInterval(200)
        self._wait.timeout.connect(self._count_down)
        self.setObjectName("sign")
        self._build()
        if preset is not None:
            for person in _found(self._people, [preset]):
                self.person.choose(person.id)
        if not self._people:
            self.message.say(nobody_words(act.kind, list(people), left_out))
        self._judge()
        self._focus_first()

    # What it is made of

    def _build(self) -> None:
        theme, act, anybody = self._theme, self._act, bool(self._people)
        self.reason = QPlainTextEdit(act.reason)
        self.reason.setTabChangesFocus(True)
        self.reason.setFont(theme.font())
        self.reason.setFixedHeight(3 * theme.line_height() + 12)
        self.reason.textChanged.connect(self._judge)
        asks_why = act.needs_reason and anybody
        self.add_row(_("Reason"), self.reason, "sign.reason", shown=asks_why)
        self.missing = self.add_small("")
        self.missing.setVisible(asks_why)
        self.person = PersonChoice(theme, [(person.id, person_words(person)) for person in self._people])
        self.person.currentIndexChanged.connect(self._person_chosen)
        self.add_row(_("Name"), self.person, "sign.person", shown=anybody)
        self.passphrase = self.add_secret(_("Passphrase"), "sign.passphrase", shown=anybody)
        self.passphrase.textChanged.connect(lambda _text: self._judge())
        if self._record.practice and anybody:
            self.add_small(_("In the practice clinic every passphrase is: {word}").format(word=PRACTICE_WORD))
        self.message.setObjectName("sign.message")
        self.done_button = Button(theme, act.done or _("Sign"), kind="primary")
        self.done_button.setObjectName("sign.done")
        self.done_button.clicked.connect(self._sign)
        self.give_up_button = Button(theme, _("Give up") if anybody else _("Close"))
        self.give_up_button.setObjectName("sign.give_up")
        self.add_buttons(self.done_button, self.give_up_button)
        self.done_button.setVisible(anybody)

    def _focus_first(self) -> None:
        if not self._people:
            self.give_up_button.setFocus()
        elif self._act.needs_reason:
            self.reason.setFocus()
        elif self.person.value() is None:
            self.person.setFocus()
        else:
            self.passphrase.setFocus()

    # What is still missing

    def _reason(self) -> str:
        return " ".join(self.reason.toPlainText().split())[:LONGEST_REASON]

    def _short_of(self) -> int:
        return max(0, self._act.least_reason - len(self._reason())) if self._act.needs_reason else 0

    def _judge(self) -> None:
        short = self._short_of()
        self.missing.setText(
            plural("{count} character more is needed.", "{count} characters more are needed.", short).format(count=short)
            if short
            else _("It is kept in the record and printed with the act.")
        )
        self.reason.setAccessibleDescription(self.missing.text())
        self.done_button.setEnabled(self._work is None and not self._wait.isActive())

    def _person_chosen(self) -> None:
        if self._work is None:
            self.say("")
            self._start_waiting()
        self._judge()

    # Signing

    def _sign(self) -> None:
        """Enter and the button: says what is missing, or looks at the passphrase away from the drawing thread."""
        if self._work is not None or self._wait.isActive() or not self._people:
            return
        short = self._short_of()
        person_id = self.person.value()
        if short:
            self.say(
                plural(
                    "Reason: {count} character more is needed. Say why in your own words.",
                    "Reason: {count} characters more are needed. Say why in your own words.",
                    short,
                ).format(count=short),
                self.reason,
            )
            return
        if person_id is None:
            self.say(_("Name: choose who you are."), self.person)
            return
        if not self.passphrase.text():
            self.say(_("Passphrase: it is missing. Type your own."), self.passphrase)
            return
        person = find(self._people, person_id)
        passphrase, record = self.passphrase.text(), self._record
        self._asked = person
        self._work = Work(lambda: record.verify_person(person_id, passphrase), self)
        self._work.done.connect(self._verified)
        self._work.failed.connect(self._failed)
        self._freeze(frozen=True)
        self.say(_("Looking at the passphrase."))
        self._work.start()

    def _freeze(self, *, frozen: bool) -> None:
        """What is being looked at is not changed meanwhile; it all stays."""
        self.person.setEnabled(not frozen)
        self.reason.setReadOnly(frozen)
        self.passphrase.setReadOnly(frozen)
        self._judge()

    def _verified(self, right: object) -> None:
        self._work = None
        if self._over or self._asked is None:
            return
        self._freeze(frozen=False)
        if right is True:
            self._over = True
            signed = Signed(self._asked, self._reason() if self._act.needs_reason else "")
            self.forget_secrets()
            self.accept()
            self.signed.emit(signed)
            return
        self.say(
            _("This is not the passphrase of {name}, so nothing was done. Check capital letters and the keyboard, and type it again.").format(
                name=self._asked.name
            ),
            self.passphrase,
        )
        self.passphrase.selectAll()
        self._start_waiting()

    def _failed(self, fault: Exception) -> None:
        self._work = None
        if self._over:
            return
        self._freeze(frozen=False)
        if not isinstance(fault, UserError):
            raise fault
        self.say(str(fault), self.passphrase)
        self._start_waiting()

    def _start_waiting(self) -> None:
        person_id = self.person.value()
        if person_id is not None and self._record.seconds_to_wait(person_id):
            self._wait.start()
            self._count_down()
        elif self._wait.isActive():
            self._wait.stop()
        self._judge()

    def _count_down(self) -> None:
        seconds = self._record.seconds_to_wait(self.person.value() or "")
        if seconds:
            self.say(
                plural(
                    "The passphrase was wrong three times in a row. The next try is in {count} second.",
                    "The passphrase was wrong three times in a row. The next try is in {count} seconds.",
                    seconds,
                ).format(count=seconds)
            )
            return
        self._wait.stop()
        self.say(_("Type the passphrase again."))
        self._judge()

    # Leaving

    def reject(self) -> None:
        if not self._over:
            self._over = True
            self._wait.stop()
            self.forget_secrets()
            super().reject()
            self.given_up.emit()

    def accept(self) -> None:
        self._wait.stop()
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.give_up_button.hasFocus():
            self._sign()
        else:
            super().keyPressEvent(event)


def _found(people: Sequence[Person], who: Iterable[Person | str]) -> list[Person]:
    """The people who are meant, be it as a person, an id or a name."""
    found = [find(people, each if isinstance(each, str) else each.id) for each in who]
    return [person for person in found if person is not None]


def ask_signature(
    theme: Theme,
    window: QWidget,
    record: "Record",
    act: Act,
    *,
    people: Sequence[Person] | None = None,
    exclude: Iterable[Person | str] = (),
    preset: Person | str | None = None,
) -> Signed | None:
    """Asks for an act over the window until it is signed or given up, which is None; the focus comes back.

    Only people (those of the record if not given) whose role may do the act are offered, and none of the `exclude`d, who are given
    as persons, ids or names. `preset` is chosen beforehand. StoreError when the record cannot be read.
    """
    dialog = SignDialog(
        theme, record, act, people=record.people() if people is None else people, exclude=exclude, preset=preset, parent=window
    )
    signed: list[Signed] = []
    dialog.signed.connect(signed.append)
    show_over(dialog, window)
    return signed[0] if signed else None
