"""The summary of a course as a kind of document; its form is the course that it tells of."""

from collections.abc import Sequence

from trd_desk.content.library import Library
from trd_desk.engine.course import courses
from trd_desk.interchange.papers.paper import Choice, Kind, Known, Printing
from trd_desk.record.fold import Patient
from trd_desk.view.terms import N_, PRODUCTS


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.course_summary import make_course_summary
    from trd_desk.view.course_summary import view_course_summary

    value = view_course_summary(known.library, known.patient, known.assessment, known.moment, choice.variant)
    return make_course_summary(value, printing.imprint)


def patient_courses(library: Library, patient: Patient) -> Sequence[tuple[str, str]]:
    """The courses of a patient, the latest first."""
    del library
    return [(product, PRODUCTS[product]) for product in courses(patient)]


COURSE = Kind(
    id="course",
    name=N_("Course summary"),
    says=N_("For colleagues: outcomes with the chart, stages before and now, decisions, every session, goals and follow-up."),
    short=N_("Course summary"),
    file="course-summary",
    needs="patient",
    make=_make,
    variants=patient_courses,
)
