"""Reasons as remarks: the mark of their tone, the sentence, and the drug or treatment they begin with in semi-bold."""

from collections.abc import Iterable

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Reason, Tri
from trd_desk.view import plain
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.spoken import drug_name
from trd_desk.view.terms import tri_mark
from trd_desk.view.words import reason_sentence, reason_short


def remark(library: Library, reason: Reason) -> Remark:
    """A reason with the mark of its tone."""
    sentence = reason_sentence(reason, library)
    name = plain.capital(drug_name(str(reason.facts.get("name", ""))))
    return Remark(tri_mark(reason.tone), sentence, name if sentence.startswith(name) else "")


def remarks(library: Library, reasons: Iterable[Reason]) -> tuple[Remark, ...]:
    """Reasons in their order, without repeats."""
    return tuple(dict.fromkeys(remark(library, reason) for reason in reasons))


def stated(library: Library, value: Tri, reason: Reason) -> Stated:
    """A cell: the mark of the value, the one or two words of the deciding reason, and its sentence."""
    return Stated(tri_mark(value), reason_short(reason, library), reason_sentence(reason, library))
