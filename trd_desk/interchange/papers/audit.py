"""The audit report of the clinic as a kind of document; it is about no patient and is not kept with one."""

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.interchange.papers.paper import Choice, Kind, Known, Printing
from trd_desk.view.terms import N_


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.audit import make_audit
    from trd_desk.view.audit import view_audit

    del choice
    if known.audit is None:
        raise UserError(_("The sessions of the period are not counted yet; choose the period and count them."))
    return make_audit(view_audit(known.library, known.audit, known.day), printing.imprint)


AUDIT = Kind(
    id="audit",
    name=N_("Audit report"),
    says=N_("For the clinic: numbers of a period, with what they are counted of and what is unknown. No patient is named."),
    short=N_("Audit report"),
    file="audit-report",
    needs="clinic",
    make=_make,
)
