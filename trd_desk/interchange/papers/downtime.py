"""The blank forms for a session while the program does not run, as a kind of document."""

from collections.abc import Sequence
from typing import get_args

from trd_desk.content.library import Library
from trd_desk.content.session_models import Product
from trd_desk.interchange.papers.paper import Choice, Kind, Known, Printing
from trd_desk.record.fold import Patient
from trd_desk.view.terms import N_, PRODUCTS


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.downtime import make_downtime
    from trd_desk.view.downtime import view_downtime

    product = next(one for one in get_args(Product) if one == choice.variant)
    view = view_downtime(known.library, product, clinic=printing.lines.clinic, red_call=printing.lines.red_call)
    return make_downtime(view, printing.imprint)


def _routes(_library: Library, patient: Patient) -> Sequence[tuple[str, str]]:
    """The routes, that of the patient's last session before the others."""
    used = [log.plan.product for log in patient.sessions.values()]
    return [(name, words) for name, words in sorted(PRODUCTS.items(), key=lambda one: one[0] not in used[-1:])]


DOWNTIME = Kind(
    id="downtime",
    name=N_("Blank forms for downtime"),
    says=N_("Checklist, monitoring, leaving and register to fill in by hand while the program does not run. Nothing on them is about a patient."),
    short=N_("Blank forms"),
    file="downtime-forms",
    needs="nothing",
    make=_make,
    lines=("clinic", "red_call"),
    variants=_routes,
)
