"""A defect is told in a sentence and written down without any patient data: names of types and places in the code only."""

import datetime as dt
import platform
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path
from types import TracebackType

from trd_desk import __version__
from trd_desk.errors import UserError
from trd_desk.i18n import _

# A defect that a clock brings back every second is told and written down once, not in one box over another.
AGAIN = dt.timedelta(minutes=1)

# What the message of an exception says may quote a name or an answer, so no message is written, and no local variable.


def report_text(kind: type[BaseException], value: BaseException | None, trace: TracebackType | None) -> str:
    """The report: versions, then for each exception of the chain its type and the code positions that led to it."""
    from PySide6 import __version__ as qt

    lines = [f"TRD Desk {__version__}, Python {platform.python_version()}, PySide6 {qt}, {platform.system()} {platform.release()}"]
    seen: set[int] = set()
    while kind is not None:
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        while trace is not None:
            frame = trace.tb_frame
            lines.append(f"  {frame.f_globals.get('__name__', '?')}:{trace.tb_lineno} in {frame.f_code.co_qualname}")
            trace = trace.tb_next
        cause = None if value is None else value.__cause__ or value.__context__
        if cause is None or id(cause) in seen:
            break
        seen.add(id(cause))
        lines.append("after")
        kind, value, trace = type(cause), cause, cause.__traceback__
    return "\n".join(lines) + "\n"


def write_report(folder: Path, text: str, now: dt.datetime) -> Path | None:
    """Writes the report into the folder; None if the disk refuses."""
    path = folder / f"crash-{now:%Y%m%d-%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path


def tell(
    folder: Path,
    say: Callable[[str], None],
    kind: type[BaseException],
    value: BaseException | None,
    trace: TracebackType | None,
    told: MutableMapping[str, dt.datetime] | None = None,
) -> None:
    """Says a fault in a sentence; a defect is also written into the folder and to the standard error.

    `told` keeps when each fault last came: the same defect is left out until it has stayed away for `AGAIN`.
    """
    now = dt.datetime.now().astimezone()
    known = isinstance(value, UserError)
    text = str(value) if known else report_text(kind, value, trace)
    if told is not None:
        before, told[text] = told.get(text), now
        if not known and before is not None and now - before < AGAIN:
            return
    if known:
        say(text)
        return
    path = write_report(folder, text, now)
    print(text, file=sys.stderr, end="")  # noqa: T201  (for a person who started it from a terminal)
    where = _(" A report without patient data is in {file}.").format(file=path) if path else ""
    say(_("Something went wrong inside the program. Every answer that was shown as saved is on disk.") + where)
