"""The assessment as plain text for a terminal, in the words of the pages, wrapped at 80 columns."""

import textwrap
from collections.abc import Iterable
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.assessment_document import AssessmentDocument, view_assessment_document
from trd_desk.view.parts import Remark
from trd_desk.view.treatment_rows import TreatmentRow

WIDTH: Final = 80

# A sign for each mark that survives a terminal without colour; the word always stands beside it.
_SIGNS: Final = {
    "met": "[+]",
    "pass": "[+]",
    "tick": "[+]",
    "not_met": "[-]",
    "cannot_tell": "[?]",
    "stop": "[!]",
    "hold": "[!]",
    "caution": "[!]",
    "late": "[!]",
}


def report(library: Library, patient: Patient, assessment: Assessment) -> str:
    """The whole assessment as text, without a line end at the end. The patient's name stays out; the record number is in."""
    value = view_assessment_document(library, patient, assessment)
    lines: list[str] = []
    lines += _title(f"{value.title}: {value.number}", "=")
    lines += _paragraph(f"{value.as_of}. {value.content}.")
    lines += ["", *_paragraph(" ".join(part.text for part in value.in_short))]
    lines += [line for remark in value.overdue for line in _remark(remark)]
    lines += _section(value.treatments_title, _treatments(value))
    lines += _section(value.definitions_title, _definitions(value))
    lines += _section(value.staging_title, _stages(value))
    lines += _section(value.pathways_title, _pathways(value))
    lines += _section(value.safety_title, [line for remark in (*value.safety, *value.interactions) for line in _remark(remark)])
    lines += _section(value.pseudo_title, _bullets(remark.text for remark in value.pseudo))
    lines += _section(value.questions_title, _questions(value))
    lines += _section(value.notes_title, _bullets(value.notes))
    lines += _section(value.settings_title, _bullets(value.settings))
    lines += _section(
        value.sources_title, [line for work in value.sources for line in _work(f"{work.number}.", work.citation, work.identifier)]
    )
    lines += ["", *_paragraph(value.fingerprint), *_paragraph(value.purpose)]
    # Terminals and pipes may not know the no-break space, and a reader of plain text has no use for it.
    return "\n".join(line.rstrip() for line in lines).replace(plain.NBSP, " ")


def _title(text: str, line: str) -> list[str]:
    return [text, line * min(len(text), WIDTH)]


def _section(title: str, body: Iterable[str]) -> list[str]:
    lines = list(body)
    return ["", *_title(title, "-"), *lines] if lines else []


def _paragraph(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _bullets(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in _paragraph(text, "- ", "  ")]


def _signed(mark: str, text: str) -> list[str]:
    return _paragraph(text, f"{_SIGNS.get(mark, '[ ]')} ", "    ")


def _remark(remark: Remark) -> list[str]:
    return _signed(remark.mark, remark.text)


def _treatments(value: AssessmentDocument) -> list[str]:
    lines = [line for row in value.treatments for line in _treatment(row)]
    return [*lines, *_paragraph(value.asked_line)] if value.asked_line else lines


def _treatment(row: TreatmentRow) -> list[str]:
    lines = _signed(row.at_six.mark if row.at_six else "", row.name_for_reader)
    if row.at_four is not None and row.at_six is not None and row.at_four.word != row.at_six.word:
        lines += _paragraph(_("At 4 weeks: {sentence}").format(sentence=row.at_four.sentence), "    ", "    ")
    return lines


def _definitions(value: AssessmentDocument) -> list[str]:
    lines: list[str] = []
    for row in value.definitions:
        asks = f" ({row.asks_for})" if row.asks_for else ""
        lines += _signed(row.verdict.mark, f"{row.name}{asks}: {row.verdict.word}. {row.line} {row.standing.word}.")
    return lines


def _stages(value: AssessmentDocument) -> list[str]:
    lines: list[str] = []
    for row in value.stagings:
        span = f" ({row.span})" if row.span else ""
        lines += _paragraph(f"{row.name}{span}: {row.value}. {row.remark.text.rstrip('.')}.", "- ", "  ")
    return lines


def _pathways(value: AssessmentDocument) -> list[str]:
    lines: list[str] = []
    for ladder in (one for newest in value.ladders for one in (newest, *newest.older)):
        following = f"{ladder.next_label} {ladder.next_text}".strip()
        lines += _signed(
            ladder.result.mark,
            f"{ladder.name}: {ladder.result.word}. {ladder.result.sentence} {following} {ladder.source.status}.",
        )
    for card in value.licences:
        following = f" {card.next_text}" if card.next_text else ""
        lines += _signed(card.result.mark, f"{card.name}: {card.result.word}. {card.text}{following} {card.source.status}.")
    return lines


def _questions(value: AssessmentDocument) -> list[str]:
    lines: list[str] = []
    for ask in value.questions:
        lines += _paragraph(f"{ask.text} {ask.settles_words}{'.' if ask.settles_words else ''} ({ask.field})", "- ", "  ")
    return lines


def _work(number: str, citation: str, identifier: str) -> list[str]:
    return _paragraph(f"{citation} {identifier}".strip(), f"{number:<4}", "    ")
