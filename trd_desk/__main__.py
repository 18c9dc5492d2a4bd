"""The one entrance: `trd-desk` opens the window, `trd-desk assess …` and its like go to the command line.

The arguments are looked at by hand, because argparse would cost a tenth of the time to the first painted window.
"""

import sys
import time

_FIRST_LINE = time.monotonic()

COMMANDS = frozenset({"assess", "schema", "content", "document", "import", "export", "--help", "-h", "--version"})
MOMENTS = frozenset({"first-paint", "usable"})


def elapsed() -> float:
    """Milliseconds since the process was started: on Linux as the kernel knows it, in steps of 10 ms; elsewhere since the first line here."""
    here = (time.monotonic() - _FIRST_LINE) * 1000
    try:
        import os

        with open("/proc/self/stat", "rb") as file:  # noqa: PTH123  (pathlib is not needed yet)
            started = int(file.read().rsplit(b")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
        return max(here, (time.clock_gettime(time.CLOCK_BOOTTIME) - started) * 1000)
    except (OSError, ValueError, IndexError, AttributeError):
        return here


def _window_options(arguments: list[str]) -> tuple[bool, str | None, str, str | None] | None:
    """The options of the window, or None when there is anything else, which the command line then explains."""
    practice, record, moment, user = False, None, "", None
    rest = list(arguments)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if option == "--practice" and not equals:
            practice = True
        elif option in {"--record", "--quit-at", "--user"}:
            if not equals:
                if not rest:
                    return None
                value = rest.pop(0)
            if option == "--record" and value:
                record = value
            elif option == "--user" and value:
                user = value
            elif option == "--quit-at" and value in MOMENTS:
                moment = value
            else:
                return None
        else:
            return None
    return practice, record, moment, user


def main(argv: list[str] | None = None) -> int:
    """Runs the program; the exit status is 0 done, 1 not done, 2 wrong arguments."""
    arguments = sys.argv[1:] if argv is None else argv
    options = None if COMMANDS & set(arguments[:1]) else _window_options(arguments)
    if options is None:
        from trd_desk.cli import main as command_line

        return command_line(arguments)
    from pathlib import Path

    from trd_desk.app import run

    practice, record, moment, user = options
    return run(practice=practice, record=None if record is None else Path(record), user=user, quit_at=moment, elapsed=elapsed)


if __name__ == "__main__":
    sys.exit(main())
