"""Lines of the controlled-drug register about one session, as they are written with what is given."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from trd_desk.engine.giving import expiry_day
from trd_desk.record.entries import new_id
from trd_desk.record.register import Movement, Register, RegisterLine, read_line
from trd_desk.view.register import amount_words, form_in_hand

if TYPE_CHECKING:
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.record.people import Person
    from trd_desk.ui.desk import Answer, Desk


class SessionStock:
    """The stock that a session is given from: its batch and form, and the lines that move it. `batch` is another than the one in hand."""

    def __init__(self, desk: "Desk", live: "LiveSession", register: Register, batch: str | None = None) -> None:
        self._desk, self._live = desk, live
        in_hand = live.log.batch
        number = "" if in_hand is None else (in_hand.batch or "").strip()
        self.batch = batch or number
        self._expires = None if in_hand is None or self.batch != number else expiry_day(in_hand.expires)
        self.form = form_in_hand(desk.library, register, live.facts.record.product, self.batch)

    def words(self, amount: float) -> str:
        """So much of this stock in words."""
        return amount_words(amount, self.form.unit)

    def line(self, movement: Movement, amount: float, at: dt.datetime, *, note: str | None = None, witness: "Person | None" = None) -> "Answer":
        """A line, as the clinic's entry on its way to the record."""
        person, patient = self._desk.person, self._desk.patient
        made = RegisterLine(
            at=at,
            product=self._live.facts.record.product,
            form=self.form.form,
            movement=movement,
            amount=amount,
            unit=self.form.unit,
            batch=self.batch,
            expires=self._expires,
            patient=None if patient is None else patient.key,
            session=self._live.id,
            by=self._desk.by,
            role=None if person is None else person.role,
            witness=None if witness is None else witness.name,
            witness_role=None if witness is None else witness.role,
            note=note,
        )
        return "register", new_id(), made.value()

    def against(self, line: "Answer", note: str) -> "Answer":
        """The line that takes another one back: the same with its amount turned round."""
        _kind, _key, value = line
        old = read_line(value)
        said: dict[str, Any] = {"at": self._desk.now().replace(microsecond=0), "amount": -old.amount, "note": note, "by": self._desk.by}
        return "register", new_id(), old.model_copy(update=said).value()
