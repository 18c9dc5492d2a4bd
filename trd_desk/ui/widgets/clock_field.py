"""What every field for a clock time has in common: it is quiet while a time is only begun, and knows moments to the minute."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from trd_desk.ui.widgets.fields import Field
from trd_desk.view.clock_times import ClockTime

# A time has three figures at least: 946.
_BEGUN: Final = 3


class ClockReading(Field):
    """A field whose value is a moment, typed as a clock time. What builds on it says how a text is understood, and may `judge` a moment.

    A time is shown to the minute, so typing the same minute again changes nothing. Beside another field it stands second among the
    bases, because Qt knows the signals of the first one only.

    Signals:
        committed(object): the moment as datetime.datetime; None when emptied.
    """

    # The moment that a text means, and why a moment that is understood cannot be: both set when the field is made.
    _understand: Callable[[str], ClockTime]
    judge: Callable[[dt.datetime], str] = staticmethod(lambda _moment: "")

    def _read(self, text: str) -> tuple[Any, str, bool]:
        typed = text.strip()
        if not typed:
            return None, "", False
        if self._value is not None and typed == self._written(self._value):
            return self._value, "", False
        found = self._understand(typed)
        if found.fault or found.moment is None:
            return None, found.sentence, True
        if self._value is not None and found.moment.replace(second=0, microsecond=0) == self._value.replace(second=0, microsecond=0):
            return self._value, found.sentence, False
        said = self.judge(found.moment)
        return (None, said, True) if said else (found.moment, found.sentence, False)

    def _tell(self, text: str) -> None:
        super()._tell(text)
        if self.is_fault() and sum(letter.isdigit() for letter in text) < _BEGUN:
            # Nothing is wrong with a time that is only begun.
            self._say("")

    def _written(self, value: Any) -> str:
        return "" if value is None else f"{value:%H:%M}"
