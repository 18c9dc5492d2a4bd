"""A defect is told in a sentence and written down without any patient data: names of types and places in the code only."""

import datetime as dt
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from trd_desk import __version__
from trd_desk.errors import UserError
from trd_desk.i18n import _

# What the message of an exception says may quote a name or an answer, so no message is written, and no local variable.


def report_text(kind: type[BaseException], value: BaseException | None, trace: TracebackType | None) -> str:
    """The report: versions, then for each exception of the chain its type and the code positions that led to it."""
    from PySide6 import __version__ as qt

    lines = [f"TRD Desk {__version__}, Python {platform.python_version()}, PySide6 {qt}, {platform.system()} {platform.release()}"]
    seen: set[int] = set()
    while kind is not None:
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno} in {code.co_qualname if hasattr(code, 'co_qualname') else code.co_name}")
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


def install(folder: Path, tell: Callable[[str], None]) -> None:
    """From now on a fault that a slot raises is told with `tell`, and a defect is also written into the folder."""

    def hook(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        if isinstance(value, UserError):
            tell(str(value))
            return
        text = report_text(kind, value, trace)
        path = write_report(folder, text, dt.datetime.now().astimezone())
        print(text, file=sys.stderr, end="")  # noqa: T201  (for a person who started it from a terminal)
        where = _(" A report without patient data is in {file}.").format(file=path) if path else ""
        tell(_("Something went wrong inside the program. Every answer that was shown as saved is on disk.") + where)

    sys.excepthook = hook
