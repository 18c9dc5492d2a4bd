"""The command line without a window: assess, schema, content, document, import, export. It never imports Qt.

Exit statuses: 0 done; 1 it could not be done (record, passphrase, disk, content); 2 what was given is not valid (arguments or a case).
"""

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from trd_desk import __version__
from trd_desk.cli_documents import add_document, make_document
from trd_desk.errors import CaseError, ContentError, UserError
from trd_desk.i18n import _

if TYPE_CHECKING:
    from trd_desk.content.library import Library
    from trd_desk.record.models import Case
    from trd_desk.record.people import Person
    from trd_desk.store.record import Record

DONE, NOT_DONE, NOT_VALID = 0, 1, 2

STATUSES = """exit status:
  0  done
  1  it could not be done: the record, the passphrase, the disk or the content; a sentence says which
  2  what was given is not valid: the arguments, or a case file (one line a fault, with file and field)
"""

EXAMPLES = """examples:
  trd-desk                                     start the program
  trd-desk --practice                          start with the practice clinic of invented patients
  trd-desk assess referral.json                a readable report
  trd-desk assess --json a.json b.json         one assessment a line
  trd-desk document assessment referral.json -o assessment.pdf
  trd-desk document session case.json --session s1 -o session.pdf
  trd-desk document downtime --product ketamine_iv -o forms.pdf
  trd-desk import --record clinic.trd --passphrase-file secret.txt --new referral.json
  trd-desk export --record clinic.trd --passphrase-file secret.txt --patient TRD-0151 -o patient.json
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(NOT_VALID, f"{self.prog}: {message}; see {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """The parser of every command, with its help and examples."""
    raw = argparse.RawDescriptionHelpFormatter
    top = _Parser(
        prog="trd-desk",
        description="Shows what the guidelines say about one patient's resistant depression. It decides nothing. Without a command the window opens.",
        epilog=EXAMPLES + "\n" + STATUSES,
        formatter_class=raw,
    )
    top.add_argument("--version", action="version", version=f"TRD Desk {__version__}")
    top.add_argument("--practice", action="store_true", help="open the practice clinic of invented patients")
    top.add_argument("--record", type=Path, metavar="FILE", help="open this record (default: the platform's data folder)")
    top.add_argument("--user", metavar="NAME", help="who works; the passphrase is asked for in the window")
    top.add_argument("--quit-at", choices=("first-paint", "usable"), help="end there and print the milliseconds since the start of the process")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    assess = commands.add_parser(
        "assess",
        help="what the guidelines say about a case file",
        description="Prints what the definitions, staging models, pathways and safety rules say about each case file.",
        epilog="examples:\n  trd-desk assess referral.json\n  trd-desk assess --json a.json b.json > answers.jsonl\n\n" + STATUSES,
        formatter_class=raw,
    )
    assess.add_argument("files", nargs="+", type=Path, metavar="CASE.json")
    assess.add_argument("--json", action="store_true", help="the assessment as JSON, one a line, and nothing else on standard output")
    assess.add_argument("--provisional", action="store_true", help="also the rules that have not been verified (decision 14)")
    assess.add_argument("--content", type=Path, metavar="FOLDER", help="another content folder")

    schema = commands.add_parser(
        "schema", help="the JSON Schema of a format", epilog="example:\n  trd-desk schema case > case.schema.json", formatter_class=raw
    )
    schema.add_argument("format", choices=("case", "assessment"))

    content = commands.add_parser(
        "content", help="check the content", epilog="example:\n  trd-desk content check resources/content\n\n" + STATUSES, formatter_class=raw
    )
    content.add_argument("action", choices=("check",))
    content.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="another content folder (default: the shipped one)")

    add_document(commands, STATUSES)

    take_in = commands.add_parser(
        "import",
        help="put case files or whole records into a record",
        description="Prints the id of each entry after it is on disk, so that what is printed is kept.",
        epilog='example:\n  trd-desk import --record clinic.trd --user "Dr K. Osei" --passphrase-file secret.txt --new a.json b.json\n\n' + STATUSES,
        formatter_class=raw,
    )
    _add_record(take_in)
    take_in.add_argument("--new", action="store_true", help="make the record if it does not exist; --user is then its first person")
    take_in.add_argument("--role", choices=("prescriber", "nurse", "administrator"), help="the role of the first person (default: prescriber)")
    take_in.add_argument("--merge", action="store_true", help="add to a patient who is already there")
    take_in.add_argument("files", nargs="+", type=Path, metavar="CASE.json")

    give_out = commands.add_parser(
        "export",
        help="write one patient's whole record, or the case file",
        epilog="example:\n  trd-desk export --record clinic.trd --passphrase-file secret.txt --patient TRD-0151 --case -o case.json\n\n" + STATUSES,
        formatter_class=raw,
    )
    _add_record(give_out)
    give_out.add_argument("--patient", required=True, metavar="ID", help="the record number")
    give_out.add_argument("--case", action="store_true", help="the case file instead of the whole record")
    give_out.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    return top


def _add_record(command: argparse.ArgumentParser) -> None:
    command.add_argument("--record", type=Path, required=True, metavar="FILE", help="the record")
    command.add_argument("--user", metavar="NAME", help="whose passphrase it is; without it each person's is tried in turn")
    command.add_argument("--passphrase-file", type=Path, metavar="P", help="a file whose first line is the passphrase (not needed for the practice clinic)")


def main(argv: Sequence[str]) -> int:
    """Runs one command and gives its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        commands = parser()
        arguments = commands.parse_args(argv)
        if arguments.command is None:
            commands.error("give a command, or start trd-desk without arguments to open the window")
    except SystemExit as end:
        return int(end.code or 0) if not isinstance(end.code, str) else NOT_VALID
    runs: dict[str, Callable[[argparse.Namespace], int]] = {
        "assess": _assess,
        "schema": _schema,
        "content": _content,
        "document": _document,
        "import": _import,
        "export": _export,
    }
    try:
        status = runs[arguments.command](arguments)
        sys.stdout.flush()
        return status
    except (CaseError, ContentError) as fault:
        for line in fault.faults:
            _say(line)
        return NOT_DONE if isinstance(fault, ContentError) else NOT_VALID
    except UserError as fault:
        _say(str(fault))
        return NOT_DONE
    except BrokenPipeError:
        sys.stderr.close()
        return NOT_DONE
    except OSError as fault:
        _say(f"standard output: {fault.strerror or 'cannot be written'}; free some space or name another place")
        return NOT_DONE
    except KeyboardInterrupt:
        _say(_("stopped"))
        return NOT_DONE
    except Exception as fault:  # noqa: BLE001  (a defect is told by its kind and place: its message might quote a patient)
        _say(_internal(fault))
        return NOT_DONE


def _internal(fault: BaseException) -> str:
    place = fault.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "unknown place"
    return f"trd-desk: something went wrong inside the program ({type(fault).__name__} at {where}); nothing was changed by this step. Please report it."


def _say(line: str) -> None:
    print(line, file=sys.stderr)


# No patient's record comes near it; a device or a mistaken name must not fill the memory.
_LARGEST = 20_000_000


def _read(file: Path) -> bytes:
    try:
        if file.exists() and not file.is_file() and not file.is_dir():
            raise CaseError([f"{file}: is not a file; name a case file"])
        if file.is_file() and file.stat().st_size > _LARGEST:
            raise CaseError([f"{file}: is larger than {_LARGEST // 1_000_000} MB; a case file is much smaller"])
        return file.read_bytes()
    except IsADirectoryError:
        raise CaseError([f"{file}: is a folder; name a file in it"]) from None
    except FileNotFoundError:
        raise CaseError([f"{file}: does not exist; check the name"]) from None
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "its name is not usable"
        raise CaseError([f"{file}: cannot be read: {reason}"]) from None


def _case(file: Path, library: "Library") -> "Case":
    from trd_desk.interchange.case_file import read_case

    try:
        return read_case(_read(file), library)
    except CaseError as fault:
        if fault.faults[0].startswith(f"{file}: "):
            raise
        raise CaseError([f"{file}: {line}" for line in fault.faults]) from None


def _assess(arguments: argparse.Namespace) -> int:
    from trd_desk.content.load import load_library
    from trd_desk.engine.assess import assess

    library = load_library(arguments.content)
    today = dt.datetime.now().astimezone().date()
    status = DONE
    for place, file in enumerate(arguments.files):
        try:
            case = _case(file, library)
        except CaseError as fault:
            for line in fault.faults:
                _say(line)
            status = NOT_VALID
            continue
        assessment = assess(library, case, today, provisional=arguments.provisional)
        if arguments.json:
            from trd_desk.interchange.assessment_file import assessment_text

            print(assessment_text(assessment, library), flush=True)
        else:
            from trd_desk.record.fold import from_case
            from trd_desk.view.report import report

            print(("\n" if place else "") + report(library, from_case(case), assessment), flush=True)
    return status


def _schema(arguments: argparse.Namespace) -> int:
    import json

    if arguments.format == "case":
        from trd_desk.record.models import case_json_schema

        schema = case_json_schema()
    else:
        from trd_desk.interchange.assessment_format import assessment_json_schema

        schema = assessment_json_schema()
    print(json.dumps(schema, ensure_ascii=False, indent=1))
    return DONE


def _content(arguments: argparse.Namespace) -> int:
    from trd_desk.content.load import load_library
    from trd_desk.interchange.content_cases import cases_of, differences

    library = load_library(arguments.folder)
    today = dt.datetime.now().astimezone().date()
    heads = [*library.heads, *library.shelf.heads]
    past = [head for head in heads if head.review_by < today]
    for head in past:
        print(f"{head.id} {head.version}: its review was due by {head.review_by.isoformat()}")
    cases = list(cases_of(arguments.folder))
    wrong = [f"{case.file}: {case.case.name}: {line}" for case in cases for line in differences(case, library, library_day(library))]
    if wrong:
        raise ContentError(wrong)
    print(
        f"content {library.version}: {len(heads)} entries, {len(library.sources)} sources, {len(cases)} cases agree, "
        f"{len(past)} past review; {library.digest}"
    )
    return DONE


def library_day(library: "Library") -> dt.date:
    """The day on which cases without a day of their own are judged: when the newest content came into force."""
    return max(head.valid_from for head in library.heads)


def _document(arguments: argparse.Namespace) -> int:
    make_document(arguments, _case, _open)
    return DONE


def _passphrase(arguments: argparse.Namespace) -> str | None:
    if arguments.passphrase_file is None:
        return None
    try:
        lines = arguments.passphrase_file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{arguments.passphrase_file}: cannot be read; name a text file whose first line is the passphrase") from None
    if not lines or not lines[0]:
        raise UserError(f"{arguments.passphrase_file}: its first line is empty; write the passphrase there")
    return str(lines[0])


def _open(arguments: argparse.Namespace, *, make: bool = False) -> "Record":
    from trd_desk.store.record import Record

    passphrase = _passphrase(arguments)
    if not arguments.record.exists():
        if not make:
            raise UserError(f"{arguments.record}: there is no record; check the name, or make it with import --new")
        if passphrase is None:
            raise UserError(f"{arguments.record}: a new record needs a passphrase; name a file with --passphrase-file")
        return Record.create(arguments.record, passphrase, _first_person(arguments))
    if getattr(arguments, "role", None) is not None:
        raise UserError(f"--role: is for the first person of a new record, and {arguments.record} is there already; leave it out")
    if passphrase is None:
        return Record.open_practice(arguments.record, arguments.user)
    return Record.open(arguments.record, passphrase, arguments.user)


def _first_person(arguments: argparse.Namespace) -> "Person | None":
    from trd_desk.record.people import new_person

    if arguments.user is None:
        if arguments.role is not None:
            raise UserError("--role: says what the first person is; name them with --user")
        return None
    return new_person(arguments.user, arguments.role or "prescriber", manages=True)


def _author(arguments: argparse.Namespace, record: "Record") -> str:
    """Who takes something in: the person who opened the record; UserError for one who may not."""
    from trd_desk.view.people import why_not

    # The practice clinic is opened as somebody even when nobody was named.
    person = None if record.practice and arguments.user is None else record.person
    if person is None:
        return "import"
    refusal = why_not(person, "answer")
    if refusal:
        raise UserError(refusal)
    return person.name


def _import(arguments: argparse.Namespace) -> int:
    from trd_desk.content.load import load_library
    from trd_desk.interchange.record_file import read_file, take_in

    library = load_library()
    # Every file is read before the first is written, so that a fault in the last leaves the record as it was.
    faults: list[str] = []
    contents = []
    for file in arguments.files:
        try:
            contents.append((file, read_file(_read(file), library)))
        except CaseError as fault:
            faults += fault.faults if fault.faults[0].startswith(f"{file}: ") else [f"{file}: {line}" for line in fault.faults]
    if faults:
        raise CaseError(faults)
    with _open(arguments, make=arguments.new) as record:
        by = _author(arguments, record)
        for file, content in contents:
            try:
                for entry in take_in(record, content, merge=arguments.merge, by=by, content_version=library.version):
                    print(entry.id)
                sys.stdout.flush()
            except UserError as fault:
                raise UserError(f"{file}: {fault}") from None
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from trd_desk.documents.files import write_atomically
    from trd_desk.interchange.record_file import case_text, record_text

    with _open(arguments) as record:
        key = record.find_number(arguments.patient)
        if key is None:
            raise UserError("--patient: no patient has this record number; check it")
        entries = record.entries(key)
    today = dt.datetime.now().astimezone().date()
    text = case_text(entries, today) if arguments.case else record_text(entries)
    write_atomically(arguments.output, text.encode("utf-8"))
    return DONE
