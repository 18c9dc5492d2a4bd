"""The patient's handout for one visit as a kind of document."""

import datetime as dt

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.interchange.papers.paper import Choice, DocumentError, Kind, Known, Printing
from trd_desk.record.fold import Patient
from trd_desk.record.session_log import SessionLog
from trd_desk.view.session_head import session_in_hand
from trd_desk.view.terms import N_


def coming_session(patient: Patient, today: dt.date) -> str | None:
    """The next session that has not ended, else the one in hand."""
    ahead = [log for log in patient.sessions.values() if log.plan.on is not None and log.plan.on >= today and not log.closed]
    first = min(ahead, key=lambda log: log.plan.on or today, default=None)
    return session_in_hand(patient, today) if first is None else first.id


def appointment_of(log: SessionLog) -> dt.datetime | None:
    """The day and time of the visit on the clock of the place, or None where either is not recorded."""
    if log.plan.on is None or log.booking is None or log.booking.time is None:
        return None
    return dt.datetime.combine(log.plan.on, dt.time.fromisoformat(log.booking.time))


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.handout import make_handout
    from trd_desk.view.handout import ClinicLines, is_phone_number, view_handout

    log, lines = known.patient.sessions[choice.session], printing.lines
    appointment = appointment_of(log)
    try:
        view = view_handout(
            known.library,
            log.plan.product,
            patient_name=known.patient.case.patient.name or "",
            number=known.patient.number,
            appointment=appointment,
            clinic=ClinicLines(lines.clinic, lines.phone, lines.emergency),
            clinician=lines.clinician,
        )
    except UserError as fault:
        for name in ("phone", "emergency"):
            if not is_phone_number(" ".join(getattr(lines, name).split())):
                raise DocumentError(str(fault), f"settings.{name}") from None
        if appointment is None:
            raise DocumentError(_no_time(log), f"sessions.{log.id}") from None
        raise
    return make_handout(view, printing.imprint)


def _no_time(log: SessionLog) -> str:
    if log.plan.on is None:
        return _("The day of this session is missing, so the handout was not made; say it under Sessions, Course.")
    return _("The time of this session is missing, so the handout was not made; say it under Sessions, Course.")


HANDOUT = Kind(
    id="handout",
    name=N_("Patient handout"),
    says=N_("For the patient: what to do before, on the day and afterwards, with the times of the visit and the clinic's numbers."),
    short=N_("Patient handout"),
    file="handout",
    needs="session",
    make=_make,
    lines=("clinic", "phone", "emergency", "clinician"),
    first=coming_session,
)
