"""Whether a use is on the label of a region, in the words of the content, with the sources that say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.conduct_models import LabelStanding
from trd_desk.content.library import Library
from trd_desk.content.table_models import CountryStatus
from trd_desk.i18n import _
from trd_desk.view.parts import Stated
from trd_desk.view.shapes import MarkKind
from trd_desk.view.terms import N_

_LABELS: Final[Mapping[str, tuple[MarkKind, str]]] = {
    # Not a tick: product, indication and region are licensed together, which says nothing of this patient's history.
    "licensed": ("note", N_("Licensed use")),
    "off_label": ("caution", N_("Off label")),
    "unlicensed": ("caution", N_("Unlicensed")),
    "not_known": ("cannot_tell", N_("Label not known here")),
}


@dataclass(frozen=True, slots=True)
class LabelUse:
    """A use and its label: the state, sentences on it, and the rule behind it, None where region or indication is missing.

    `row` is the row of the table of countries that the rule names. `licence` is what a paper tells of it: the licence alone, and what
    consent needs. `meets` says of a licensed use that it tells nothing of this patient.
    """

    stated: Stated
    says: tuple[str, ...]
    rule: LabelStanding | None
    row: CountryStatus | None = None
    licence: tuple[str, ...] = ()
    meets: str = ""

    @property
    def label(self) -> str | None:
        """licensed, off_label, unlicensed or not_known; None where it cannot be told."""
        return None if self.rule is None else self.rule.label


def label_use(library: Library, product: str, indication: str | None, region: str | None) -> LabelUse:
    """Whether a use is on the label of a region; an indication that makes no difference need not be known."""
    if region is None:
        return LabelUse(Stated("cannot_tell", _("Label not chosen")), (_("Choose whose label the sessions follow."),), None)
    known = [library.conduct.standing_of(product, one, region) for one in ((indication,) if indication else ("trd", "emergency"))]
    if len({one.label for one in known}) > 1:
        return LabelUse(Stated("cannot_tell", _("Cannot tell")), (_("Say what the treatment is for: the label depends on it."),), None)
    rule = known[0]
    mark, word = _LABELS[rule.label]
    row = next((one for one in library.countries.country if one.id == rule.row), None)
    off = rule.label in ("off_label", "unlicensed")
    licence = (rule.says, "" if row is None else row.licence, library.permits.consent_off_label if off else "")
    return LabelUse(Stated(mark, _(word)), _says(library, rule, row), rule, row, tuple(one for one in licence if one), _meets(rule))


def _says(library: Library, rule: LabelStanding, row: CountryStatus | None) -> tuple[str, ...]:
    """The licence in words; off the label what consent needs and what the country says of the use."""
    if rule.label in ("off_label", "unlicensed"):
        said = [rule.says, library.permits.consent_off_label, "" if row is None else row.funding]
    else:
        said = [rule.says, "" if row is None else row.licence, _meets(rule)]
    return tuple(one for one in said if one)


def _meets(rule: LabelStanding) -> str:
    return _("Whether this patient meets its terms is told by the pathways.") if rule.label == "licensed" else ""
