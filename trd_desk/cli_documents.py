"""The command `document`: PDFs without a window, from a case file, from a record or, for blank forms, from the content alone."""

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trd_desk.errors import CaseError, UserError

if TYPE_CHECKING:
    from trd_desk.content.library import Library
    from trd_desk.content.session_models import Product
    from trd_desk.interchange.papers import Known, Printing
    from trd_desk.record.models import Case
    from trd_desk.store.record import Record

CaseReader = Callable[[Path, "Library"], "Case"]
RecordOpener = Callable[[argparse.Namespace], "Record"]

# As in `content.session_models.Product`, which is too heavy for the start of the program.
PRODUCTS: Final = ("esketamine_in", "ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral", "esketamine_oral")

_EXAMPLES: Final = {
    "assessment": "trd-desk document assessment referral.json -o assessment.pdf --paper letter",
    "session": (
        "trd-desk document session case.json --session s1 -o session.pdf\n"
        "  trd-desk document session --record clinic.trd --passphrase-file secret.txt --patient TRD-0151 --session s1 -o session.pdf"
    ),
    "rems": 'trd-desk document rems case.json --session s1 -o form.pdf --clinic "Mood Disorders Unit, 1 Sample Street"',
    "course": "trd-desk document course --record clinic.trd --passphrase-file secret.txt --patient TRD-0151 -o course.pdf",
    "consent": (
        "trd-desk document consent referral.json -o consent.pdf --product ketamine_iv\n"
        "  trd-desk document consent --record clinic.trd --passphrase-file secret.txt --patient TRD-0151 -o consent.pdf"
    ),
    "letter": 'trd-desk document letter --record clinic.trd --passphrase-file secret.txt --patient TRD-0151 --clinician "Dr K. Osei" -o letter.pdf',
    "handout": (
        "trd-desk document handout referral.json -o handout.pdf --product esketamine_in --appointment 2026-03-24T10:00 \\\n"
        '      --phone "020 7946 0112" --emergency 999 --clinic "Mood Disorders Unit" --clinician "J. Marsh"'
    ),
    "audit": "trd-desk document audit --record clinic.trd --passphrase-file secret.txt --from 2026-01-01 --to 2026-03-31 -o audit.pdf",
    "downtime": "trd-desk document downtime --product ketamine_iv -o forms.pdf",
}


def add_document(commands: Any, statuses: str) -> None:
    """Adds the command `document` with one command a kind; `statuses` ends each help."""
    raw = argparse.RawDescriptionHelpFormatter
    listed = "\n  ".join(_EXAMPLES.values())
    document = commands.add_parser(
        "document", help="make a PDF", epilog=f"examples:\n  {listed}\n\n{statuses}", formatter_class=raw
    )
    kinds = document.add_subparsers(dest="kind", metavar="KIND", required=True)

    def kind(name: str, says: str) -> argparse.ArgumentParser:
        epilog = f"example:\n  {_EXAMPLES[name]}\n\n{statuses}"
        made: argparse.ArgumentParser = kinds.add_parser(
            name, help=says, description=f"{says[0].upper()}{says[1:]}.", epilog=epilog, formatter_class=raw
        )
        if name == "handout":
            made.add_argument("file", type=Path, metavar="CASE.json")
        elif name == "audit":
            _add_record(made, required=True)
        elif name != "downtime":
            _add_source(made)
        made.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")
        made.add_argument("--paper", choices=("a4", "letter"), default="a4")
        made.add_argument("--clinic", default="", help="the name of the clinic, for the head of the page")
        made.add_argument("--by", default="", help="who prints it")
        return made

    kind("assessment", "the clinical assessment of a case")
    for name, says in (
        ("session", "the record of a treatment session, with its chart"),
        ("rems", "the facts of the US treatment-monitoring form for the esketamine spray (REMS)"),
    ):
        made = kind(name, says)
        made.add_argument("--session", default="", metavar="ID", help="which session (default: the only one)")
    consent = kind("consent", "the consent record: what is explained, the licence, and lines to sign")
    consent.add_argument("--product", choices=PRODUCTS, help="the route (default: that of the patient's course)")
    course = kind("course", "the summary of a course of treatment, with its outcomes")
    course.add_argument("--product", choices=PRODUCTS, help="the course it tells of (default: the latest)")
    letter = kind("letter", "the letter to the general practitioner")
    letter.add_argument("--product", choices=PRODUCTS, help="the course it tells of (default: the latest)")
    letter.add_argument("--phone", type=_number, metavar="N", help="the clinic's number for patients")
    letter.add_argument("--emergency", type=_number, metavar="N", help="the emergency number")
    letter.add_argument("--clinician", default="", help="who answers for the letter; without it a line is left")
    handout = kind("handout", "the patient's handout for one visit")
    handout.add_argument("--product", choices=PRODUCTS, help="the route (default: that of the last session of the case)")
    handout.add_argument(
        "--appointment", type=_moment, required=True, metavar="TIME", help="day and time of the visit, such as 2026-03-24T10:00"
    )
    handout.add_argument("--phone", type=_number, required=True, metavar="N", help="the clinic's number for patients")
    handout.add_argument("--emergency", type=_number, required=True, metavar="N", help="the emergency number")
    handout.add_argument("--clinician", default="", help="who speaks to the patient; without it a line is left")
    audit = kind("audit", "numbers of the clinic over a period, without any patient")
    audit.add_argument("--from", dest="first", type=_day, required=True, metavar="DAY", help="the first day counted, such as 2026-01-01")
    audit.add_argument("--to", dest="last", type=_day, required=True, metavar="DAY", help="the last day counted, today or earlier")
    downtime = kind("downtime", "blank forms for a treatment session while the program does not run")
    downtime.add_argument("--product", choices=PRODUCTS, required=True, help="the route")
    downtime.add_argument("--red-call", type=_number, metavar="N", help="the number in the house for a red alarm")


def _add_source(command: argparse.ArgumentParser) -> None:
    """A case file, or a patient of a record."""
    command.add_argument("file", nargs="?", type=Path, metavar="CASE.json", help="a case file; or give --record and --patient")
    _add_record(command, required=False)
    command.add_argument("--patient", metavar="ID", help="the record number of the patient")


def _add_record(command: argparse.ArgumentParser, *, required: bool) -> None:
    """A record, and who opens it how."""
    command.add_argument("--record", type=Path, required=required, metavar="FILE", help="the record")
    command.add_argument("--user", metavar="NAME", help="whose passphrase it is; without it each person's is tried in turn")
    command.add_argument(
        "--passphrase-file", type=Path, metavar="P", help="a file whose first line is the passphrase (not needed for the practice clinic)"
    )


def _moment(text: str) -> dt.datetime:
    """A day with its time, as a clock on the wall shows it."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None or len(text) < len("2026-03-24T10:00"):
        raise argparse.ArgumentTypeError(f"'{text}' is not a day with a time; write it as 2026-03-24T10:00")
    return moment


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as 2026-03-24") from None


def _number(text: str) -> str:
    from trd_desk.view.handout import is_phone_number

    tidy = " ".join(text.split())
    if not is_phone_number(tidy):
        raise argparse.ArgumentTypeError(f"'{text}' is not a telephone number; write at least two digits, such as 020 7946 0112")
    return tidy


def make_document(arguments: argparse.Namespace, read_case: CaseReader, open_record: RecordOpener) -> None:
    """Writes the PDF that was asked for.

    Raises:
        CaseError: the case file is not valid, or leaves open what the document needs.
        UserError: the record does not open, has no such patient, or the file cannot be written.
    """
    from trd_desk.content.load import load_library
    from trd_desk.documents.files import write_atomically

    library = load_library()
    file = getattr(arguments, "file", None)
    if file is not None and arguments.output.exists() and arguments.output.resolve() == file.resolve():
        raise UserError(f"{arguments.output}: is the case file itself; name another file with -o")
    now = dt.datetime.now().astimezone().replace(microsecond=0)
    if arguments.kind == "downtime":
        pdf = _downtime(library, arguments, now)
    elif arguments.kind == "audit":
        pdf = _audit(library, arguments, now, open_record)
    elif arguments.kind == "handout":
        pdf = _handout(library, read_case(arguments.file, library), arguments, now)
    else:
        known, printing = _known(library, arguments, now, read_case, open_record)
        pdf = _of_kind(arguments, known, printing)
    write_atomically(arguments.output, pdf)


def _known(
    library: "Library", arguments: argparse.Namespace, now: dt.datetime, read_case: CaseReader, open_record: RecordOpener
) -> "tuple[Known, Printing]":
    """The patient of the case file or of the record, and how the document is printed."""
    from trd_desk.interchange.papers import Known, Lines, Printing
    from trd_desk.interchange.papers.paper import patient_of
    from trd_desk.record.entries import CLINIC
    from trd_desk.record.fold import fold

    lines = Lines(clinic=arguments.clinic, **{name: getattr(arguments, name, None) or "" for name in ("phone", "emergency", "clinician")})
    if (arguments.file is None) == (arguments.record is None):
        raise CaseError(["document: give either a case file, or a patient with --record and --patient"])
    if arguments.record is None:
        extra = [name for name in ("patient", "user", "passphrase_file") if getattr(arguments, name) is not None]
        if extra:
            raise CaseError([f"--{extra[0].replace('_', '-')}: belongs to --record; leave it out, or name a record instead of the case file"])
        patient = patient_of(read_case(arguments.file, library))
        printing = Printing(arguments.paper, arguments.by, now, practice=False, lines=lines)
        return Known(library, patient, now, patient.case.as_of or now.date()), printing
    if arguments.patient is None:
        raise CaseError(["--patient: is missing; give the record number of the patient"])
    with open_record(arguments) as record:
        key = record.find_number(arguments.patient)
        if key is None:
            raise UserError("--patient: no patient has this record number; check it")
        entries, clinic = tuple(record.entries(key)), tuple(record.entries(CLINIC))
        by = arguments.by or ("" if record.person is None else record.person.name)
        printing = Printing(arguments.paper, by, now, practice=record.practice, lines=lines, head=record.head()[1])
    return Known(library, fold(entries), now, now.date(), entries, clinic), printing


def _audit(library: "Library", arguments: argparse.Namespace, now: dt.datetime, open_record: RecordOpener) -> bytes:
    """The report over a record, which nobody waits for beside."""
    from trd_desk.interchange.audit import checked_period, gather_audit
    from trd_desk.interchange.papers import CLINIC_KINDS, Choice, Known, Lines, Printing
    from trd_desk.interchange.papers.paper import nobody

    try:
        first, last = checked_period(arguments.first, arguments.last, now.date())
    except UserError as fault:
        raise CaseError([f"--to: {fault}"]) from None
    with open_record(arguments) as record:
        counts = gather_audit(record, library, first, last, pause=0)
        by = arguments.by or ("" if record.person is None else record.person.name)
        printing = Printing(arguments.paper, by, now, practice=record.practice, lines=Lines(clinic=arguments.clinic), head=record.head()[1])
    known = Known(library, nobody(), now, now.date(), audit=counts)
    return CLINIC_KINDS["audit"].make(known, Choice(), printing)


def _of_kind(arguments: argparse.Namespace, known: "Known", printing: "Printing") -> bytes:
    """The document; of the only session where none is named."""
    from trd_desk.interchange.papers import KINDS, Choice

    kind = KINDS[arguments.kind]
    session = getattr(arguments, "session", "")
    sessions = kind.sessions(known.library, known.patient)
    if kind.needs == "session" and not session and len(sessions) == 1:
        session = sessions[0].id
    try:
        choice = kind.checked(known, Choice(session, getattr(arguments, "product", None) or ""))
    except UserError as fault:
        raise CaseError([f"--session: {fault}"]) from None
    return kind.make(known, choice, printing)


def _handout(library: "Library", case: "Case", arguments: argparse.Namespace, now: dt.datetime) -> bytes:
    from trd_desk.documents.handout import make_handout
    from trd_desk.documents.imprint import Imprint
    from trd_desk.view.handout import ClinicLines, view_handout

    product = arguments.product or _last_product(case, now.date())
    if product is None:
        raise CaseError([f"{arguments.file}: sessions: holds none, so the route is not known; name it with --product"])
    view = view_handout(
        library,
        product,
        patient_name=case.patient.name or "",
        number=case.patient.id,
        appointment=arguments.appointment,
        clinic=ClinicLines(arguments.clinic, arguments.phone, arguments.emergency),
        clinician=arguments.clinician,
    )
    return make_handout(view, Imprint(now, arguments.paper, arguments.by))


def _last_product(case: "Case", today: dt.date) -> "Product | None":
    """The product of the last session: by its day, then by its place in the list (decision 31)."""
    if not case.sessions:
        return None
    day = case.as_of or today
    return max(enumerate(case.sessions), key=lambda placed: (placed[1].on or day, placed[0]))[1].product


def _downtime(library: "Library", arguments: argparse.Namespace, now: dt.datetime) -> bytes:
    from trd_desk.documents.downtime import make_downtime
    from trd_desk.documents.imprint import Imprint
    from trd_desk.view.downtime import view_downtime

    view = view_downtime(library, arguments.product, clinic=arguments.clinic, red_call=arguments.red_call or "")
    return make_downtime(view, Imprint(now, arguments.paper, arguments.by))
