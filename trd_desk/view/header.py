"""The header of the open patient: who it is, and what must never be overlooked."""

from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import safety_rules
from trd_desk.view.crisis import crisis_stated
from trd_desk.view.parts import Stated
from trd_desk.view.safety import LEVEL_ORDER


@dataclass(frozen=True, slots=True)
class HeaderView:
    """Name, "47 years · male · TRD-0151", and the record's alerts as chips, worst first.

    `crisis` stands before them until somebody has recorded what was done.
    """

    name: str
    facts: str
    number: str
    alerts: tuple[Stated, ...]
    crisis: Stated | None = None


def view_header(library: Library, patient: Patient, assessment: Assessment) -> HeaderView:
    """The header for one patient as known now: stops, holds and cautions; medicines only where they stop or hold."""
    by_id = safety_rules(library)
    person = patient.case.patient
    alerts = []
    for level in LEVEL_ORDER[:3]:
        word = terms.level_word(level)
        for item in assessment.safety:
            if item.level == level:
                rule = by_id[item.id]
                sentence = _("{level}: {because} {action}").format(level=word.word, because=rule.because, action=rule.action)
                alerts.append(Stated(word.mark, rule.label, sentence))
        alerts += [
            Stated(
                word.mark,
                plain.capital(item.id.strip()),
                _("{level}: see the interactions under Safety.").format(level=word.word),
            )
            for item in assessment.interactions
            if item.level == level != "caution"
        ]
    if patient.unreadable:
        lost = plain.counted("{count} entry cannot be read", "{count} entries cannot be read", len(patient.unreadable))
        remedy = _(
            "It stays in the log as it was written, and nothing that is shown takes it into account. "
            "Open the record with the version of the program that wrote it, or enter the answer again."
        )
        alerts.append(Stated("cannot_tell", lost, remedy))
    crisis = crisis_stated(library, patient, assessment.as_of)
    return HeaderView(person.name or _("No name"), who(patient, assessment), person.id, tuple(alerts), crisis)


def who(patient: Patient, assessment: Assessment) -> str:
    """Age, sex and record number in one line; what is not recorded is said."""
    age = _("age not recorded") if assessment.age is None else plain.counted("{count} year", "{count} years", assessment.age)
    sex = terms.term(terms.SEXES, patient.case.patient.sex, _("sex not recorded"))
    return " · ".join((age.replace(" ", plain.NBSP) if assessment.age is not None else age, sex, patient.case.patient.id))
