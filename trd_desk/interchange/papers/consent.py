"""The consent record as a kind of document; its form is the product that the consent is for."""

from collections.abc import Sequence

from trd_desk.content.library import Library
from trd_desk.interchange.papers.paper import Choice, Kind, Known, Printing
from trd_desk.record.fold import Patient
from trd_desk.view.consent_record import consent_products
from trd_desk.view.terms import N_, PRODUCTS


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.consent_record import make_consent_record
    from trd_desk.view.consent_record import view_consent_record

    product = choice.variant or consent_products(known.library, known.patient)[0]
    return make_consent_record(view_consent_record(known.library, known.patient, known.assessment, product, known.day), printing.imprint)


def _routes(library: Library, patient: Patient) -> Sequence[tuple[str, str]]:
    """The routes, those of the patient's courses and consents before the others."""
    return [(product, PRODUCTS[product]) for product in consent_products(library, patient)]


CONSENT = Kind(
    id="consent",
    name=N_("Consent record"),
    says=N_("For patient and clinician: the treatment, on or off the label, what is explained, and lines to sign. Works before the first session."),
    short=N_("Consent record"),
    file="consent",
    needs="patient",
    make=_make,
    variants=_routes,
)
