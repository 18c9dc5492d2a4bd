"""The card on which the period of the audit report is chosen and its sessions are counted, in the background, with a way to stop."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.ui.background import Work
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import DateField
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, Card

if TYPE_CHECKING:
    from trd_desk.engine.audit import Audit
    from trd_desk.ui.desk import Desk

_LOOK_EVERY = 200
_MONTHS_BACK = 2


class Period(Card):
    """First and last day, and the button that counts; while it counts it says how far it is and stops on the same button.

    Signals:
        counted(): the counts of the period are there.
        refused(str): why nothing could be counted.
    """

    counted = Signal()
    refused = Signal(str)

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Period"), parent=parent)
        self.desk = desk
        self.audit: Audit | None = None
        self._work: Work | None = None
        # Written by the thread that counts, read by the one that draws.
        self._far = (0, 0)
        today = desk.today()
        # This month and the two before it, until somebody wants another period.
        month = today.year * 12 + today.month - 1 - _MONTHS_BACK
        self.first = self._day(theme, _("From"), "audit.first", dt.date(month // 12, month % 12 + 1, 1))
        self.last = self._day(theme, _("To"), "audit.last", today)
        self.progress = Label(theme, "", "small", colour="text_2", wrap=True)
        self.progress.setObjectName("audit.progress")
        self.body.addWidget(self.progress)
        self.button = Button(theme, _("Count the sessions"), kind="primary")
        self.button.setObjectName("audit.count")
        self.button.clicked.connect(self._press)
        self.body.addWidget(self.button)
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_EVERY)
        self._watch.timeout.connect(self._tell)
        self._say("")

    def _day(self, theme: Theme, words: str, name: str, day: dt.date) -> DateField:
        field = DateField(theme, whole_day=True, latest=self.desk.today)
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.set_value(day)
        field.committed.connect(lambda _value: self._forget())
        self.body.addWidget(Label(theme, words, "small", colour="text_2"))
        self.body.addWidget(field)
        return field

    @property
    def is_counting(self) -> bool:
        """Whether the sessions are being counted."""
        return self._work is not None

    def _forget(self) -> None:
        """Another period: what was counted is no longer what is asked for."""
        self.stop()
        self.audit = None
        self._say("")
        self.counted.emit()

    def stop(self) -> None:
        """Stops the counting, if it is under way."""
        if self._work is not None:
            self._work.stop.set()

    def _press(self) -> None:
        if self._work is not None:
            self.stop()
            self._say(_("Stopping."))
            return
        self.count()

    def count(self) -> None:
        """Counts the sessions of the period in another thread."""
        from trd_desk.interchange.audit import checked_period, gather_audit

        first, last = self.first.value(), self.last.value()
        if first is None or last is None:
            self.refused.emit(_("Give the first and the last day of the period."))
            return
        try:
            checked_period(first, last, self.desk.today())
        except UserError as fault:
            self.refused.emit(str(fault))
            return
        record, library = self.desk.record, self.desk.library
        self._far = (0, 0)
        self.refused.emit("")

        def told(done: int, of: int) -> bool:
            self._far = (done, of)
            return not work.stop.is_set()

        work = Work(lambda: gather_audit(record, library, first, last, told=told))
        work.done.connect(lambda audit: self._done(work, audit))
        work.failed.connect(lambda fault: self._failed(work, fault))
        self._work = work
        self.button.setText(_("Stop counting"))
        self._watch.start()
        self._tell()
        work.start()

    def _tell(self) -> None:
        done, of = self._far
        self._say(_("Counting: {done} of {all} patients.").format(done=done, all=of) if of else _("Looking for the sessions of the period."))

    def _ended(self, work: Work) -> bool:
        """Puts the counting away; whether it was the one that is wanted."""
        if not isValid(self) or work is not self._work:
            return False
        self._work = None
        self._watch.stop()
        self.button.setText(_("Count the sessions"))
        return True

    def _done(self, work: Work, audit: Any) -> None:
        if not self._ended(work):
            return
        self.audit = audit
        self._say(_("Counted at {time}.").format(time=f"{self.desk.now():%H:%M}"))
        self.counted.emit()

    def _failed(self, work: Work, fault: Exception) -> None:
        if not self._ended(work):
            return
        self._say("")
        if not isinstance(fault, UserError):
            raise fault
        self.refused.emit(str(fault))

    def _say(self, words: str) -> None:
        self.progress.setText(words or _("Only sessions of the period are read. You can work on meanwhile."))
