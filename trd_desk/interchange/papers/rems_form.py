"""The treatment-monitoring form as a kind of document."""

from trd_desk.content.library import Library
from trd_desk.interchange.papers.paper import Choice, Kind, Known, Printing
from trd_desk.record.session_log import SessionLog
from trd_desk.view.terms import N_


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.rems_form import make_rems_form
    from trd_desk.view.rems_form import view_rems_form

    live = known.live(choice.session)
    return make_rems_form(view_rems_form(known.library, known.patient, live, site=printing.lines.clinic), printing.imprint)


def _takes(library: Library, log: SessionLog) -> bool:
    return log.plan.product == library.rems.product


REMS_FORM = Kind(
    id="rems",
    name=N_("Treatment-monitoring form"),
    says=N_("The facts that the US form for the esketamine spray asks for (REMS), filled in where the record knows them."),
    short=N_("Treatment-monitoring form"),
    file="treatment-monitoring",
    needs="session",
    make=_make,
    takes=_takes,
)
