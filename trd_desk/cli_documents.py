"""The command `document`: PDFs without a window, from a case file or, for blank forms, from the content alone."""

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trd_desk.errors import CaseError, UserError

if TYPE_CHECKING:
    from trd_desk.content.library import Library
    from trd_desk.content.session_models import Product
    from trd_desk.record.models import Case

CaseReader = Callable[[Path, "Library"], "Case"]

# As in `content.session_models.Product`, which is too heavy for the start of the program.
PRODUCTS: Final = ("esketamine_in", "ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral", "esketamine_oral")

_EXAMPLES: Final = {
    "assessment": "trd-desk document assessment referral.json -o assessment.pdf --paper letter",
    "handout": (
        "trd-desk document handout referral.json -o handout.pdf --product esketamine_in --appointment 2026-03-24T10:00 \\\n"
        '      --phone "020 7946 0112" --emergency 999 --clinic "Mood Disorders Unit" --clinician "J. Marsh"'
    ),
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
        if name != "downtime":
            made.add_argument("file", type=Path, metavar="CASE.json")
        made.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")
        made.add_argument("--paper", choices=("a4", "letter"), default="a4")
        made.add_argument("--clinic", default="", help="the name of the clinic, for the head of the page")
        made.add_argument("--by", default="", help="who prints it")
        return made

    kind("assessment", "the clinical assessment of a case")
    handout = kind("handout", "the patient's handout for one visit")
    handout.add_argument("--product", choices=PRODUCTS, help="the route (default: that of the last session of the case)")
    handout.add_argument(
        "--appointment", type=_moment, required=True, metavar="TIME", help="day and time of the visit, such as 2026-03-24T10:00"
    )
    handout.add_argument("--phone", type=_number, required=True, metavar="N", help="the clinic's number for patients")
    handout.add_argument("--emergency", type=_number, required=True, metavar="N", help="the emergency number")
    handout.add_argument("--clinician", default="", help="who speaks to the patient; without it a line is left")
    downtime = kind("downtime", "blank forms for a treatment session while the program does not run")
    downtime.add_argument("--product", choices=PRODUCTS, required=True, help="the route")
    downtime.add_argument("--red-call", type=_number, metavar="N", help="the number in the house for a red alarm")


def _moment(text: str) -> dt.datetime:
    """A day with its time, as a clock on the wall shows it."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None or len(text) < len("2026-03-24T10:00"):
        raise argparse.ArgumentTypeError(f"'{text}' is not a day with a time; write it as 2026-03-24T10:00")
    return moment


def _number(text: str) -> str:
    from trd_desk.view.handout import is_phone_number

    tidy = " ".join(text.split())
    if not is_phone_number(tidy):
        raise argparse.ArgumentTypeError(f"'{text}' is not a telephone number; write at least two digits, such as 020 7946 0112")
    return tidy


def make_document(arguments: argparse.Namespace, read_case: CaseReader) -> None:
    """Writes the PDF that was asked for.

    Raises:
        CaseError: the case file is not valid, or leaves open what the document needs.
        UserError: it cannot be written.
    """
    from trd_desk.content.load import load_library
    from trd_desk.documents.files import write_atomically

    library = load_library()
    file = getattr(arguments, "file", None)
    if file is not None and arguments.output.exists() and arguments.output.resolve() == file.resolve():
        raise UserError(f"{arguments.output}: is the case file itself; name another file with -o")
    now = dt.datetime.now().astimezone()
    case = None if file is None else read_case(file, library)
    if case is None:
        pdf = _downtime(library, arguments, now)
    elif arguments.kind == "handout":
        pdf = _handout(library, case, arguments, now)
    else:
        from trd_desk.documents import assessment_from_case

        pdf = assessment_from_case(
            library, case, size=arguments.paper, printed_at=now, printed_by=arguments.by, clinic=arguments.clinic
        )
    write_atomically(arguments.output, pdf)


def _handout(library: "Library", case: "Case", arguments: argparse.Namespace, now: dt.datetime) -> bytes:
    from trd_desk.documents.handout import make_handout
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
    return make_handout(view, size=arguments.paper, printed_by=arguments.by, printed_at=now, practice=False)


def _last_product(case: "Case", today: dt.date) -> "Product | None":
    """The product of the last session: by its day, then by its place in the list (decision 31)."""
    if not case.sessions:
        return None
    day = case.as_of or today
    return max(enumerate(case.sessions), key=lambda placed: (placed[1].on or day, placed[0]))[1].product


def _downtime(library: "Library", arguments: argparse.Namespace, now: dt.datetime) -> bytes:
    from trd_desk.documents.downtime import make_downtime
    from trd_desk.view.downtime import view_downtime

    view = view_downtime(library, arguments.product, clinic=arguments.clinic, red_call=arguments.red_call or "")
    return make_downtime(view, size=arguments.paper, printed_by=arguments.by, printed_at=now, practice=False)
