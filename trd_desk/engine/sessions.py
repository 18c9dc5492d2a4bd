"""The treatment sessions of a case, judged in the order of their days (decision 31)."""

from trd_desk.engine.dosing import dose_of
from trd_desk.engine.facts import Facts
from trd_desk.engine.leaving import leaving_of
from trd_desk.engine.monitoring import Watch, monitoring_of
from trd_desk.engine.predose import predose_of
from trd_desk.engine.session_facts import SessionFacts, session_order
from trd_desk.engine.session_results import SessionResult


def sessions_of(facts: Facts) -> tuple[SessionResult, ...]:
    """What is said of each session of a case."""
    return tuple(session_result(session) for session in session_order(facts)) if facts.case.sessions else ()


def session_result(session: SessionFacts) -> SessionResult:
    """One session: dose and checklist always, monitoring and leaving once something was given."""
    watch = Watch(session) if session.given is not None else None
    return SessionResult(
        id=session.record.id,
        product=session.record.product,
        on=session.day,
        dose=dose_of(session),
        predose=predose_of(session),
        monitoring=None if watch is None else monitoring_of(watch),
        leaving=None if watch is None else leaving_of(watch),
    )
