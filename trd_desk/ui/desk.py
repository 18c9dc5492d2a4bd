"""The desk: the only way by which an answer gets into the record, and how the last one is undone."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.record.entries import CLINIC, SESSION_PARTS, Draft, Entry
from trd_desk.ui.preferences import Preferences
from trd_desk.ui.sitting import Answer, Sitting, plain_value

if TYPE_CHECKING:
    from trd_desk.content.library import Library
    from trd_desk.record.fold import Patient
    from trd_desk.record.people import Person
    from trd_desk.store.record import Record
    from trd_desk.ui.board import Board
    from trd_desk.ui.clock import SessionClock
    from trd_desk.ui.crises import Crises
    from trd_desk.ui.due_list import DueList
    from trd_desk.ui.sound import Speaker

__all__ = ["CORRECTION_AFTER", "DONE", "MADE", "TAKEN_BACK", "UNDONE", "Answer", "Desk"]

# Reasons the program itself writes. The first tells "not asked" from "unknown": both have no value.
TAKEN_BACK: Final = "taken back"
UNDONE: Final = "undone"
# What was printed stays printed, and what a person signed stays signed: undo leaves it alone.
MADE: Final = frozenset({"document", "override", "second_check", "departure", "signature", "session_end", "addendum", "register"})
# What was done about an alarm is done again after a while, by whoever is there: that corrects nothing.
DONE: Final = frozenset({"alarm"})
# A document bears no signature when it is made.
_SIGNED: Final = MADE - {"document", "register"}
CORRECTION_AFTER: Final = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one act changed: each answer with the entry that stood before, or None, and the ids of the entries that stand for the act.

    An act can be undone only while one of its own entries is the newest of each answer: another window's answer is never erased.
    """

    before: tuple[tuple[str, str, Entry | None], ...]
    ids: set[str]
    # What is said of the clinic when the act is undone: a line of its register is never taken back.
    when_undone: "Callable[[], Sequence[Answer]] | None" = None
    # What somebody signed: undo says that it stands, and does not go past it in silence to the answer before.
    stands: tuple[Answer, ...] = ()


class Desk(Sitting):
    """The sitting with its answers: each is on disk, or nothing was saved and it is said.

    Signals: those of Sitting.
        undone(str): a sentence that names the answer that was undone.
    """

    undone = Signal(str)

    def __init__(
        self,
        record: "Record",
        preferences: Preferences | None = None,
        *,
        clock: "SessionClock | Callable[[], dt.datetime] | None" = None,
        library: "Callable[[], Library] | None" = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(record, preferences, clock=clock, library=library, parent=parent)
        # Set by the window: asks a person why an older answer is changed; None for no reason given.
        self.ask_reason: Callable[[str], str | None] | None = None
        # Plays the alarm tones; None for the players of the computer.
        self.speaker: Speaker | None = None
        self._board: Board | None = None
        self._crises: Crises | None = None
        self._due: DueList | None = None
        self._steps: list[_Step] = []

    @property
    def board(self) -> "Board":
        """The board of live sessions, which lives as long as the desk; made at its first use, and filled by its `look`."""
        if self._board is None:
            from trd_desk.ui.board import Board

            self._board = Board(self, self.speaker)
        return self._board

    @property
    def crises(self) -> "Crises":
        """The answers about self-harm, of any patient, of which nobody has recorded what was done; read by its `look`."""
        if self._crises is None:
            from trd_desk.ui.crises import Crises

            self._crises = Crises(self)
        return self._crises

    @property
    def due(self) -> "DueList":
        """What is due of all running courses; made at its first use, and filled by its `look`."""
        if self._due is None:
            from trd_desk.ui.due_list import DueList

            self._due = DueList(self)
        return self._due

    def _newest(self, kind: str, key: str) -> Entry | None:
        return None if self.patient is None else self.patient.answers.get((kind, key))

    def _forget_steps(self) -> None:
        self._steps.clear()

    # Answering

    def answer(self, kind: str, key: str, value: Any, reason: str | None = None) -> bool:
        """Puts one answer about the open patient on disk and shows the patient again; False when nothing was saved.

        A correction of an older answer asks for its reason unless one is given.
        """
        return self.answers([(kind, key, value)], reason)

    def answers(
        self,
        given: Sequence[Answer],
        reason: str | None = None,
        *,
        clinic: Sequence[Answer] = (),
        when_undone: "Callable[[], Sequence[Answer]] | None" = None,
        anew: bool = False,
    ) -> bool:
        """Puts several answers on disk in one transaction, or none of them; with them what the same act says of the `clinic`.

        An answer that another window has changed since it was shown here is not written over: the other is shown, and said.
        `when_undone` gives what is then said of the clinic. An answer that says the same is not written again, except `anew`: a sign
        that was measured again.
        """
        return not self._refused() and self._give(given, reason, clinic=clinic, when_undone=when_undone, anew=anew)

    def answers_by(self, person: "Person", given: Sequence[Answer], reason: str | None = None, *, clinic: Sequence[Answer] = ()) -> bool:
        """As `answers`, in the name of somebody who has signed for it, whoever works here: an override, a witness.

        What was signed is taken back as deliberately as it was given, and never by undo.
        """
        from trd_desk.view.people import why_not

        sentence = why_not(person, "answer")
        if sentence:
            self.save_failed.emit(sentence)
            return False
        return self._give(given, reason, clinic=clinic, when_undone=None, by=person.name)

    def _give(
        self,
        given: Sequence[Answer],
        reason: str | None,
        *,
        clinic: Sequence[Answer],
        when_undone: "Callable[[], Sequence[Answer]] | None",
        by: str | None = None,
        anew: bool = False,
    ) -> bool:
        shown = {(kind, key): self._newest(kind, key) for kind, key, _value in given}
        if not self._caught_up():
            return False
        changed = [each for each in given if anew or self._says_more(*each)]
        if not changed:
            return True
        if any(self._newest(kind, key) != shown[kind, key] for kind, key, _value in changed):
            self.save_failed.emit(
                _(
                    "Not saved: another window has changed this answer, and its answer is shown now. Give yours again if it should stand."
                )
            )
            return False
        if reason is None and any(self.needs_reason(kind, key, value=value, by=by) for kind, key, value in changed):
            if self.ask_reason is None:
                self.save_failed.emit(_("This changes an older answer, so a reason is needed. Nothing was saved."))
                return False
            reason = self.ask_reason(_("Why is this answer changed?"))
            if not reason:
                self.save_failed.emit(_("Not saved: an older answer is changed only with a reason."))
                return False
        return self._append(
            [*((*each, reason) for each in changed), *self._what_follows(changed)],
            remember=by is None and MADE.isdisjoint(kind for kind, _key, _value in changed) and not all(map(_is_quieting, changed)),
            stands=() if by is None and _SIGNED.isdisjoint(kind for kind, _key, _value in changed) else changed,
            clinic=clinic,
            when_undone=when_undone,
            by=by,
        )

    def _what_follows(self, given: Sequence[Answer]) -> list[tuple[str, str, Any, str | None]]:
        """What an answer about self-harm brings up, written in the same transaction so that neither is there without the other."""
        if self.patient is None or all(kind not in ("score", "rating") for kind, _key, _value in given):
            return []
        from trd_desk.engine.crisis import crisis_entries

        found = crisis_entries(self.library, self.patient, given, self.now())
        return [(*each, TAKEN_BACK if each[2] is None else None) for each in found]

    def answers_for(self, patient: str, given: Sequence[Answer]) -> bool:
        """As `answers`, about a patient who need not be open, such as somebody on the board whose alarm is acknowledged."""
        if self.patient is not None and self.patient.key == patient:
            return self.answers(given)
        if self._refused():
            return False
        drafts = [Draft(patient, kind, key, plain_value(value)) for kind, key, value in given]
        try:
            self.record.append(drafts, by=self.by, content_version=self.library.version)
        except StoreError as fault:
            self.save_failed.emit(str(fault))
            return False
        self.saved.emit(f"{self.now():%H:%M:%S}")
        return True

    def take_back(self, kind: str, key: str) -> bool:
        """Takes an answer back to not asked; the history keeps what was said."""
        shown = self._newest(kind, key)
        if self._refused() or not self._caught_up():
            return False
        if not self.is_asked(kind, key):
            return True
        if self._newest(kind, key) != shown:
            self.save_failed.emit(_("Not taken back: another window has changed this answer, and its answer is shown now."))
            return False
        reason = TAKEN_BACK
        if self.needs_reason(kind, key) and self.ask_reason is not None:
            why = self.ask_reason(_("Why is this answer taken back?"))
            if not why:
                return False
            reason = f"{TAKEN_BACK}: {why}"
        return self._append([(kind, key, None, reason)], remember=True)

    def undo_last(self) -> bool:
        """Brings back what stood before the last answer of this sitting; the history keeps both. False if there is nothing.

        What was signed last stands, which is said; the next undo goes on to the answer before it.
        """
        if self.patient is None or not self._steps or self._refused() or not self._caught_up():
            return False
        step = self._steps.pop()
        if step.stands:
            self._say_stands(step.stands)
            return False
        newest = [self._newest(kind, key) for kind, key, _before in step.before]
        if any(entry is None or entry.id not in step.ids for entry in newest):
            # It cannot be undone later either, so what was answered before it is the next to be undone.
            self.save_failed.emit(_("Not undone: this answer was changed again in another window, and its answer stands."))
            self.patient_changed.emit()
            return False
        drafts: list[tuple[str, str, Any, str | None]] = []
        for kind, key, before in step.before:
            asked = before is not None and _is_asked(before)
            drafts.append((kind, key, before.value if before is not None and asked else None, UNDONE if asked else TAKEN_BACK))
        words = self._undone_words(step, [entry for entry in newest if entry is not None])
        done = self._append(drafts, remember=False, undoing=step, clinic=step.when_undone() if step.when_undone is not None else ())
        if done:
            self.undone.emit(words)
        else:
            self._steps.append(step)
        return done

    def _undone_words(self, step: _Step, newest: Sequence[Entry]) -> str:
        """What is said when a step is undone; an answer that the step took back is named by what it was."""
        from trd_desk.view.undone import Undone, undone_words

        if self.patient is None:
            return ""
        said: list[Undone] = []
        for entry, (kind, key, before) in zip(newest, step.before, strict=True):
            gone = not _is_asked(entry)
            said.append(Undone(kind, key, before.value if gone and before is not None else entry.value, taken_back=gone))
        return undone_words(self.library, self.patient, said)

    def _say_stands(self, signed: Sequence[Answer]) -> None:
        from trd_desk.view.undone import Undone, stands_words

        if self.patient is not None:
            said = [Undone(*each) for each in signed]
            self.save_failed.emit(stands_words(self.library, self.patient, said, more=self.can_undo))

    @property
    def can_undo(self) -> bool:
        """Whether an answer of this sitting can be undone."""
        return self.patient is not None and any(step.before for step in self._steps)

    def needs_reason(self, kind: str, key: str, now: dt.datetime | None = None, value: Any = None, by: str | None = None) -> bool:
        """Whether changing this answer is a correction: it is older than 15 minutes or another person's, and says something.

        Adding what was unknown is no correction: a `value` that only says more than the answer needs no reason. `by` is who would
        change it, if not the one who works.
        """
        old = None if self.patient is None else self.patient.answers.get((kind, key))
        if old is None or old.value is None or old.erased or kind in DONE:
            return False
        if isinstance(old.value, dict) and isinstance(value, dict) and _only_adds(old.value, value):
            return False
        if old.by != (by or self.by):
            return True
        given = dt.datetime.fromisoformat(old.at)
        return (now or self.now()) - given > CORRECTION_AFTER

    def is_asked(self, kind: str, key: str) -> bool:
        """Whether there is an answer, be it Unknown; False for not asked and for taken back."""
        entry = None if self.patient is None else self.patient.answers.get((kind, key))
        return entry is not None and _is_asked(entry)

    def history(self, kind: str, key: str) -> list[Entry]:
        """Every version of one answer about the open patient, the oldest first."""
        return [] if self.patient is None else self.record.history(self.patient.key, kind, key)

    def _says_more(self, kind: str, key: str, value: Any) -> bool:
        old = None if self.patient is None else self.patient.answers.get((kind, key))
        if old is None:
            return True
        return not (old.value == value and type(old.value) is type(value) and _is_asked(old))

    def _forget_closed(self) -> None:
        """The answers of a session that is signed now cannot be undone any more."""
        patient = self.patient
        if patient is not None:
            self._steps = [step for step in self._steps if not any(_is_closed(patient, kind, key) for kind, key, _before in step.before)]

    def _append(
        self,
        given: Iterable[tuple[str, str, Any, str | None]],
        *,
        remember: bool,
        stands: Sequence[Answer] = (),
        undoing: _Step | None = None,
        clinic: Sequence[Answer] = (),
        when_undone: "Callable[[], Sequence[Answer]] | None" = None,
        by: str | None = None,
    ) -> bool:
        if self.patient is None:
            return False
        patient = self.patient
        drafts = [Draft(patient.key, kind, key, plain_value(value), reason) for kind, key, value, reason in given]
        before = tuple((draft.kind, draft.key, patient.answers.get((draft.kind, draft.key))) for draft in drafts)
        if any(_is_closed(patient, draft.kind, draft.key) for draft in drafts):
            self.save_failed.emit(_("Not saved: this session is signed and closed. Add what is to be said under Leaving."))
            return False
        lines = [Draft(CLINIC, kind, key, plain_value(value)) for kind, key, value in clinic]
        try:
            written = self.record.append([*drafts, *lines], by=by or self.by, content_version=self.library.version)
        except StoreError as fault:
            self.save_failed.emit(str(fault))
            return False
        entries = written[: len(drafts)]
        if by is not None:
            signed = {(draft.kind, draft.key) for draft in drafts}
            self._steps = [step for step in self._steps if signed.isdisjoint((kind, key) for kind, key, _before in step.before)]
        if remember:
            self._steps.append(_Step(before, {entry.id for entry in entries}, when_undone))
        elif stands:
            self._steps.append(_Step((), set(), stands=tuple(stands)))
        if undoing is not None:
            # What was brought back stands for the act that said it first, which can be undone in its turn.
            for entry, (_kind, _key, earlier) in zip(entries, undoing.before, strict=True):
                for step in self._steps:
                    if earlier is not None and earlier.id in step.ids:
                        step.ids.add(entry.id)
        self._show(patient.key)
        self._forget_closed()
        self._note_clinic(written[len(drafts) :])
        self.saved.emit(f"{self.now():%H:%M:%S}")
        self.patient_changed.emit()
        return True


def _only_adds(old: Any, value: Any) -> bool:
    """Whether a value keeps all that the old one says, and only says more: facts that were not known, items that were not answered."""
    if isinstance(old, dict) and isinstance(value, dict):
        return all(_only_adds(said, value.get(name)) for name, said in old.items())
    if isinstance(old, list) and isinstance(value, list) and len(old) == len(value):
        return all(_only_adds(was, now) for was, now in zip(old, value, strict=True))
    return old is None or bool(old == value)


def _is_closed(patient: "Patient", kind: str, key: str) -> bool:
    """Whether an answer would change a session that somebody has signed; only later words are added to it."""
    if kind not in SESSION_PARTS and kind != "session":
        return False
    log = patient.sessions.get(key.partition("/")[0])
    return log is not None and log.signature is not None and kind != "addendum"


def _is_quieting(answer: Answer) -> bool:
    """Whether an answer only turns a sound off for a while, which nobody needs to undo."""
    kind, _key, value = answer
    return kind in DONE and isinstance(value, dict) and value.get("done") == "acknowledged"


def _is_asked(entry: Entry) -> bool:
    return entry.value is not None or not (entry.reason or "").startswith(TAKEN_BACK)
