"""The record of a session as a kind of document."""

from trd_desk.interchange.papers.paper import Choice, Kind, Known, Printing
from trd_desk.view.terms import N_


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.session_record import make_session_record
    from trd_desk.record.register import read_register
    from trd_desk.view.session_record import view_session_record

    live = known.live(choice.session)
    value = view_session_record(known.library, known.patient, live, entries=known.entries, register=read_register(known.clinic))
    return make_session_record(value, printing.imprint)


SESSION_RECORD = Kind(
    id="session",
    name=N_("Session record"),
    says=N_("For the clinician: one session from the checks to the door, with chart, alarms, who did what when, and a line to sign."),
    short=N_("Session record"),
    file="session-record",
    needs="session",
    make=_make,
)
