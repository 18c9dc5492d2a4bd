"""The clinic's audit counted over a record: only patients with sessions in the period are read, one after the other, and it can be stopped."""

import datetime as dt
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from trd_desk.content.library import Library
from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.fold import fold

if TYPE_CHECKING:
    from trd_desk.engine.audit import Audit
    from trd_desk.store.record import Record

# After each patient everybody else gets a turn: the window, whose thread draws, and whoever waits for the record.
_PAUSE: Final = 0.002


class AuditStoppedError(UserError):
    """The counting was stopped by the person who began it."""


def checked_period(first: dt.date, last: dt.date, today: dt.date) -> tuple[dt.date, dt.date]:
    """The period, if it can be counted.

    Raises:
        UserError: it ends before it begins, or has not ended; the sentence names the remedy.
    """
    if first > last:
        raise UserError(_("The period ends before it begins; change one of its days."))
    if last > today:
        raise UserError(_("The period has not ended; choose today or an earlier day as its last."))
    return first, last


def gather_audit(
    record: "Record",
    library: Library,
    first: dt.date,
    last: dt.date,
    *,
    told: Callable[[int, int], bool] | None = None,
    pause: float = _PAUSE,
) -> "Audit":
    """The counts of a period, both days included.

    `told` is called before each patient with how many are done and how many there are; when it says False the counting stops.

    Raises:
        AuditStoppedError: `told` said False.
        UserError: the record cannot be read.
    """
    from trd_desk.engine.audit import Audit, count_patient

    audit = Audit(first, last)
    keys = record.patients_with_sessions_between(first.isoformat(), last.isoformat())
    for done, key in enumerate(keys):
        if told is not None and not told(done, len(keys)):
            raise AuditStoppedError(_("The counting was stopped; nothing was made."))
        count_patient(library, audit, fold(record.entries(key)))
        time.sleep(pause)
    if told is not None and not told(len(keys), len(keys)):
        raise AuditStoppedError(_("The counting was stopped; nothing was made."))
    return audit
