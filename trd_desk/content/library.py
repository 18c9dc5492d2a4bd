"""The library: all content in force, frozen, with look-ups by the names that the record uses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from trd_desk.content.conduct_models import ConductRules
from trd_desk.content.course_models import CourseRules
from trd_desk.content.crisis_models import CrisisAdvice
from trd_desk.content.followup_models import DecisionPoints, FollowUp
from trd_desk.content.handout_models import Handout, HandoutCommon
from trd_desk.content.models import Definition, Head, Pathway, Source, StagingModel
from trd_desk.content.outcome_models import CareRules, DownstagingRules, OutcomeRules, PlanRules
from trd_desk.content.paper_models import AuditRules, ConsentPaper, GpLetter
from trd_desk.content.permit_models import PermitRules
from trd_desk.content.rems_models import RemsForm
from trd_desk.content.scale_models import Scale
from trd_desk.content.session_models import DosingRules, LeavingRules, MonitoringRules, PredoseRules
from trd_desk.content.table_models import (
    Agent,
    AgentTable,
    AgeRule,
    Antidepressant,
    AntidepressantTable,
    Condition,
    CountryTable,
    Criteria,
    Interaction,
    InteractionTable,
    PseudoCheck,
    PseudoCheckList,
    SafetyTable,
    Setting,
    SettingTable,
    Workup,
)

if TYPE_CHECKING:
    from trd_desk.content.evidence_models import TreatmentOption
    from trd_desk.content.shelf import EvidenceShelf

_BREAKS = re.compile(r"[\s_\-]+")


@lru_cache(maxsize=4096)
def drug_key(name: str) -> str:
    """The name of a drug as the tables are searched for it: lower case, words parted by one space."""
    return _BREAKS.sub(" ", name.strip().casefold())


@dataclass(frozen=True)
class Library:
    """All content in force. `version` is the newest of its files, `digest` a SHA-256 over their bytes and names."""

    version: str
    digest: str
    definitions: tuple[Definition, ...]
    stagings: tuple[StagingModel, ...]
    pathways: tuple[Pathway, ...]
    antidepressants: AntidepressantTable
    agents: AgentTable
    pseudo_resistance: PseudoCheckList
    countries: CountryTable
    safety: SafetyTable
    interaction_table: InteractionTable
    workup: Workup
    criteria: Criteria
    setting_table: SettingTable
    dosing: DosingRules
    predose: PredoseRules
    monitoring: MonitoringRules
    leaving: LeavingRules
    conduct: ConductRules
    permits: PermitRules
    course: CourseRules
    rems: RemsForm
    handout_common: HandoutCommon
    handouts: tuple[Handout, ...]
    sources: Mapping[str, Source]
    scales: tuple[Scale, ...]
    outcome: OutcomeRules
    downstaging: DownstagingRules
    stepped_care: CareRules
    plan: PlanRules
    decision_points: DecisionPoints
    follow_up: FollowUp
    crisis: CrisisAdvice
    consent: ConsentPaper
    letter: GpLetter
    audit: AuditRules
    shelf_files: tuple[tuple[str, str, bytes], ...] = field(default=(), repr=False)

    @cached_property
    def shelf(self) -> "EvidenceShelf":
        """The evidence library, read at its first use.

        Raises:
            ContentError: one sentence a fault, naming file, field and remedy.
        """
        from trd_desk.content.shelf import RawFile, open_shelf

        return open_shelf([RawFile(*file) for file in self.shelf_files], self.sources)

    @cached_property
    def options(self) -> "tuple[TreatmentOption, ...]":
        """The treatment options of the evidence library, read at their first use.

        Raises:
            ContentError: one sentence a fault, naming file, field and remedy.
        """
        from trd_desk.content.shelf import RawFile, read_options

        return read_options([RawFile(*file) for file in self.shelf_files], self.sources)

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """Every content file in force, without those of the evidence library, which has its own."""
        return (
            *self.definitions,
            *self.stagings,
            *self.pathways,
            self.antidepressants,
            self.agents,
            self.pseudo_resistance,
            self.countries,
            self.safety,
            self.interaction_table,
            self.workup,
            self.criteria,
            self.setting_table,
            self.dosing,
            self.predose,
            self.monitoring,
            self.leaving,
            self.conduct,
            self.permits,
            self.course,
            self.rems,
            self.handout_common,
            *self.handouts,
            *self.scales,
            self.outcome,
            self.downstaging,
            self.stepped_care,
            self.plan,
            self.decision_points,
            self.follow_up,
            self.crisis,
            self.consent,
            self.letter,
            self.audit,
        )

    def handout(self, product: str) -> Handout:
        """The patient's handout of a route."""
        return next(one for one in self.handouts if one.product == product)

    @cached_property
    def _definitions(self) -> dict[str, Definition]:
        return {entry.id: entry for entry in self.definitions}

    @cached_property
    def _stagings(self) -> dict[str, StagingModel]:
        return {entry.id: entry for entry in self.stagings}

    @cached_property
    def _pathways(self) -> dict[str, Pathway]:
        return {entry.id: entry for entry in self.pathways}

    @cached_property
    def _antidepressants(self) -> dict[str, Antidepressant]:
        return {drug_key(entry.id): entry for entry in self.antidepressants.drug}

    @cached_property
    def _agents(self) -> dict[str, Agent]:
        return {drug_key(entry.id): entry for entry in self.agents.agent}

    @cached_property
    def _combination_minima(self) -> dict[str, float]:
        return {entry.drug: entry.minimum for entry in self.agents.combination}

    @cached_property
    def _interactions(self) -> dict[str, tuple[Interaction, ...]]:
        found: dict[str, list[Interaction]] = {}
        for group in self.interaction_table.interaction:
            names = [*group.drugs, *group.brands, *(brand for brands in group.brands.values() for brand in brands)]
            for name in dict.fromkeys(map(drug_key, names)):
                found.setdefault(name, []).append(group)
        return {name: tuple(groups) for name, groups in found.items()}

    @cached_property
    def _settings(self) -> dict[str, Setting]:
        return {entry.id: entry for entry in self.setting_table.setting}

    @cached_property
    def _pseudo_checks(self) -> dict[str, PseudoCheck]:
        return {entry.id: entry for entry in self.pseudo_resistance.check}

    def definition(self, name: str) -> Definition:
        """The definition of this id."""
        return self._definitions[name]

    def staging(self, name: str) -> StagingModel:
        """The staging model of this id."""
        return self._stagings[name]

    def pathway(self, name: str) -> Pathway:
        """The pathway of this id."""
        return self._pathways[name]

    def antidepressant(self, name: str | None) -> Antidepressant | None:
        """The row of the adequacy table for a generic name, or None."""
        return None if name is None else self._antidepressants.get(drug_key(name))

    def agent(self, name: str | None) -> Agent | None:
        """The augmenting agent of a generic name, or None."""
        return None if name is None else self._agents.get(drug_key(name))

    def combination_minimum(self, drug: Antidepressant) -> float:
        """The daily dose at which this antidepressant is adequate when added to another."""
        return self._combination_minima.get(drug.id, drug.minimum)

    def interactions_of(self, name: str) -> tuple[Interaction, ...]:
        """The interaction groups that a drug belongs to, by generic or brand name; empty when the table does not know it."""
        return self._interactions.get(drug_key(name), ())

    def pseudo_check(self, name: str) -> PseudoCheck:
        """The pseudo-resistance check of this id."""
        return self._pseudo_checks[name]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Contraindications and cautions in the order in which they are asked."""
        return self.safety.condition

    @cached_property
    def conditions_by_id(self) -> dict[str, Condition]:
        """Contraindications and cautions by their code."""
        return {entry.id: entry for entry in self.safety.condition}

    @property
    def age_rules(self) -> tuple[AgeRule, ...]:
        """Levels that follow from age."""
        return self.safety.age

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """All interaction groups."""
        return self.interaction_table.interaction

    @property
    def pseudo_checks(self) -> tuple[PseudoCheck, ...]:
        """The pseudo-resistance checks in order."""
        return self.pseudo_resistance.check

    def setting(self, name: str) -> Setting:
        """The named setting."""
        return self._settings[name]

    def number(self, name: str) -> float:
        """The value of a setting that is a number."""
        value = self._settings[name].value
        if isinstance(value, bool | str | tuple):
            message = f"setting {name} is not a number"
            raise TypeError(message)
        return float(value)

    def flag(self, name: str) -> bool:
        """The value of a setting that is on or off."""
        value = self._settings[name].value
        if not isinstance(value, bool):
            message = f"setting {name} is not on or off"
            raise TypeError(message)
        return value

    def names(self, name: str) -> tuple[str, ...]:
        """The value of a setting that is a list of names."""
        value = self._settings[name].value
        return tuple(str(item) for item in value) if isinstance(value, tuple) else (str(value),)

    def scale(self, name: str) -> Scale:
        """The rating scale of this id."""
        return next(one for one in self.scales if one.id == name)

    def source(self, name: str) -> Source:
        """The work of this id."""
        return self.sources[name]
