"""The answers about self-harm that stand, of any patient, whichever page is shown."""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from trd_desk.errors import StoreError

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk


class Standing(NamedTuple):
    """A patient of whom something stands: the patient's key, record number and name, and when the advice came up last."""

    patient: str
    number: str
    name: str
    seen: dt.datetime | None


class Crises(QObject):
    """What nobody has dealt with yet. It is read when the window begins, after each answer, and when another window has written.

    Signals:
        changed(): `standing` is another one.
    """

    changed = Signal()

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self.standing: tuple[Standing, ...] = ()
        desk.patient_changed.connect(self.look)
        desk.caught_up.connect(self.look)

    def look(self) -> None:
        """Reads what stands; what cannot be read leaves what was known, because the board tells it."""
        try:
            found = self._desk.record.open_crises()
        except StoreError:
            return
        # One line a patient, with the newest answer.
        by_patient = {patient: Standing(patient, number, name, _moment(seen)) for patient, number, name, seen in found}
        standing = tuple(by_patient.values())
        if standing != self.standing:
            self.standing = standing
            self.changed.emit()


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
