"""Content from disk: read, checked, and refused with one sentence a fault that names file, field and remedy."""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from trd_desk.content.conduct_models import ConductRules, conduct_faults
from trd_desk.content.course_models import CourseRules
from trd_desk.content.crisis_models import CrisisAdvice
from trd_desk.content.followup_models import DecisionPoints, FollowUp, follow_faults
from trd_desk.content.handout_models import Handout, HandoutCommon, handout_faults
from trd_desk.content.library import Library, drug_key
from trd_desk.content.models import Definition, Head, Pathway, Source, SourceFile, StagingModel
from trd_desk.content.outcome_models import CareRules, DownstagingRules, OutcomeRules, PlanRules
from trd_desk.content.paper_models import AuditRules, ConsentPaper, GpLetter
from trd_desk.content.permit_models import PermitRules
from trd_desk.content.rems_models import RemsForm, rems_faults
from trd_desk.content.scale_models import Scale, scale_faults
from trd_desk.content.sentences import citation_faults, did_you_mean, fault_place, sentence
from trd_desk.content.session_models import DosingRules, LeavingRules, MonitoringRules, PredoseRules, Product
from trd_desk.content.table_models import (
    AgentTable,
    AntidepressantTable,
    CountryTable,
    Criteria,
    InteractionTable,
    PseudoCheckList,
    SafetyTable,
    SettingTable,
    Workup,
)
from trd_desk.errors import ContentError
from trd_desk.paths import resources

M = TypeVar("M", bound=BaseModel)

# A year and a month in two digits, so that the order of the text is the order of time.
_VERSION = re.compile(r"\d{4}\.(0[1-9]|1[0-2])\Z")

TABLES: dict[str, type[Head]] = {
    "drugs/antidepressants": AntidepressantTable,
    "drugs/augmentation": AgentTable,
    "pseudo_resistance/checks": PseudoCheckList,
    "status/by_country": CountryTable,
    "safety/conditions": SafetyTable,
    "safety/interactions": InteractionTable,
    "safety/workup": Workup,
    "criteria/depressive_episode": Criteria,
    "settings/decisions": SettingTable,
    "session/dosing": DosingRules,
    "session/predose": PredoseRules,
    "session/monitoring": MonitoringRules,
    "session/leaving": LeavingRules,
    "session/conduct": ConductRules,
    "session/permits": PermitRules,
    "session/course": CourseRules,
    "session/rems": RemsForm,
    "handout/common": HandoutCommon,
    "outcome/rules": OutcomeRules,
    "outcome/downstaging": DownstagingRules,
    "outcome/stepped_care": CareRules,
    "outcome/plan": PlanRules,
    "followup/points": DecisionPoints,
    "followup/schedule": FollowUp,
    "crisis/advice": CrisisAdvice,
    "consent/record": ConsentPaper,
    "letter/gp": GpLetter,
    "audit/report": AuditRules,
}

# The evidence library, which is read when somebody opens it (see `content.shelf`).
SHELF_FOLDERS = ("evidence", "option", "reading")
SHELF_PLACES = ("evidence_errors/papers", "routes/table", "prognosis/figures")


class _Reader:
    """Reads the files of one content folder, collecting faults instead of stopping at the first."""

    def __init__(self, folder: Path, version: str | None) -> None:
        self.folder = folder
        self.version = version
        self.faults: list[str] = []
        self.bytes_read: list[tuple[str, bytes]] = []
        # Entries that came after the version asked for: they stand as they were first released, and count neither for it nor its digest.
        self.later: set[str] = set()

    def _name(self, file: Path) -> str:
        return file.relative_to(self.folder.parent).as_posix()

    def newest(self, folder: Path) -> Path | None:
        """The newest version in a folder of one entry, of those released by the version asked for."""
        released = sorted(file for file in folder.glob("*.toml") if not file.name.endswith(".cases.toml"))
        for file in released:
            if not _VERSION.match(file.stem):
                self.faults.append(f"{self._name(file)}: the name of the file must be a year and a month such as 2026.11.toml")
        files = [file for file in released if _VERSION.match(file.stem) and (self.version is None or file.stem <= self.version)]
        if released and not files:
            return None  # the entry came later
        if not files:
            self.faults.append(f"{self._name(folder)}: holds no content file; reinstall the program or restore the file")
            return None
        return files[-1]

    def first(self, folder: Path) -> Path | None:
        """The first version of an entry that came after the version asked for, or None."""
        released = sorted(file for file in folder.glob("*.toml") if _VERSION.match(file.stem))
        if self.version is None or not released or released[0].stem <= self.version:
            return None
        self.later.add(self._name(released[0]))
        return released[0]

    def raw(self, file: Path) -> bytes | None:
        """The bytes of one file, or None with the fault noted; they count for the digest unless the file came later."""
        name = self._name(file)
        try:
            raw = file.read_bytes()
        except OSError as fault:
            self.faults.append(f"{name}: cannot be read ({fault.strerror}); reinstall the program or restore the file")
            return None
        if name not in self.later:
            self.bytes_read.append((name, raw))
        return raw

    def later_works(self) -> list[Source]:
        """The works that were added to the bibliography after the version asked for, for the entries that came later."""
        if not self.later:
            return []
        newest = sorted(file for file in (self.folder / "sources/works").glob("*.toml") if _VERSION.match(file.stem))[-1:]
        self.later |= {self._name(file) for file in newest}
        return [source for file in newest if (table := self.read(file, SourceFile)) is not None for source in table.source]

    def shelf(self) -> list[tuple[str, str, bytes]]:
        """The files of the evidence library: the name of each, its place and its bytes."""
        places = [f"{kind}/{folder.name}" for kind in SHELF_FOLDERS for folder in sorted((self.folder / kind).glob("*")) if folder.is_dir()]
        found = []
        for place in (*places, *SHELF_PLACES):
            folder = self.folder / place
            if not folder.is_dir():
                self.faults.append(f"content/{place}: is missing; reinstall the program or restore the folder")
                continue
            file = self.newest(folder) or self.first(folder)
            raw = self.raw(file) if file else None
            if file is not None and raw is not None:
                found.append((self._name(file), place, raw))
        return found

    def read(self, file: Path, model: type[M]) -> M | None:
        """One file as its model, or None with the fault noted."""
        name = self._name(file)
        raw = self.raw(file)
        if raw is None:
            return None
        try:
            data = tomllib.loads(raw.decode("utf-8"))
        except UnicodeDecodeError:
            self.faults.append(f"{name}: is not UTF-8 text; restore the file")
            return None
        except tomllib.TOMLDecodeError as fault:
            self.faults.append(f"{name}: is not valid TOML: {fault}")
            return None
        try:
            return model.model_validate(data)
        except ValidationError as error:
            listed = error.errors(include_url=False, include_context=False, include_input=False)
            self.faults.extend(f"{name}: {sentence(fault, model)}" for fault in listed)
            return None

    def entries(self, kind: str, model: type[M], *, came_later: bool = False) -> list[M]:
        """The newest version of each entry of a kind; with `came_later` those as well that came after the version asked for."""
        base = self.folder / kind
        found = []
        folders = sorted(path for path in base.iterdir() if path.is_dir()) if base.is_dir() else []
        if not folders:
            self.faults.append(f"content/{kind}: holds no entries; reinstall the program or restore the folder")
        for folder in folders:
            file = self.newest(folder) or (self.first(folder) if came_later else None)
            entry = self.read(file, model) if file else None
            if entry is not None:
                if isinstance(entry, Head):
                    self._check_head(file, folder.name, entry)
                found.append(entry)
        return found

    def _check_head(self, file: Path | None, folder: str, entry: Head) -> None:
        if file is None:
            return
        if entry.id != folder:
            self.faults.append(f"{self._name(file)}: id: must be '{folder}', the name of its folder")
        if entry.version != file.stem:
            self.faults.append(f"{self._name(file)}: version: must be '{file.stem}', the name of the file")
        if entry.review_by < entry.valid_from:
            self.faults.append(f"{self._name(file)}: review_by: lies before valid_from")

    def table(self, place: str, model: type[M]) -> M | None:
        """The newest version of a table; its first version where it came after the version asked for."""
        folder = self.folder / place
        file = (self.newest(folder) or self.first(folder)) if folder.is_dir() else None
        if file is None:
            if not folder.is_dir():
                self.faults.append(f"content/{place}: is missing; reinstall the program or restore the folder")
            return None
        entry = self.read(file, model)
        if isinstance(entry, Head):
            self._check_head(file, folder.name, entry)
        return entry


def _cross_check(library: Library) -> list[str]:
    faults = list(citation_faults(library.heads, library.sources))
    names = {entry.id for entry in library.definitions}
    for definition in library.definitions:
        if definition.unless_met and definition.unless_met not in names:
            faults.append(f"definition {definition.id}: unless_met: no definition '{definition.unless_met}'{did_you_mean(definition.unless_met, names)}")
        if definition.kind == "count" and definition.trials is None:
            faults.append(f"definition {definition.id}: trials: is missing; a count needs a [trials] table")
        if definition.kind == "checklist" and not definition.factors:
            faults.append(f"definition {definition.id}: factors: is missing; a checklist needs its factors")
    drugs = {entry.id for entry in library.antidepressants.drug}
    for drug in library.antidepressants.drug:
        faults.extend(f"drug {drug.id}: relatives: no drug '{other}'" for other in drug.relatives if other not in drugs)
    faults.extend(
        f"augmentation: combination: no drug '{row.drug}'{did_you_mean(row.drug, drugs)}" for row in library.agents.combination if row.drug not in drugs
    )
    faults.extend(scale_faults(library.scales, (setting.id for setting in library.setting_table.setting)))
    faults.extend(handout_faults(library.handout_common, library.handouts, library.predose))
    faults.extend(conduct_faults(library.conduct, library.predose, library.dosing.weight))
    rows = {row.id for row in library.countries.country}
    faults.extend(
        f"conduct: standing {one.id}: row: no row '{one.row}' in the table of countries{did_you_mean(one.row, rows)}"
        for one in library.conduct.standing
        if one.row is not None and one.row not in rows
    )
    examinations, items = frozenset(one.id for one in library.workup.item), frozenset(one.id for one in library.predose.item)
    faults.extend(follow_faults(library.follow_up, examinations, items))
    faults.extend(rems_faults(library.rems, {group.id for group in library.interactions}, {one.id for one in library.permits.access}))
    return faults


def content_folder() -> Path:
    """Where the shipped content lies."""
    return resources() / "content"


def load_library(folder: Path | None = None, version: str | None = None) -> Library:
    """The library of a content folder (default: the shipped one), as it stood when `version` was released (default: now).

    Released files never change, so that an assessment made under an older version is shown again as it was.

    Raises:
        ContentError: one sentence a fault, naming file, field and remedy.
    """
    reader = _Reader(folder or content_folder(), version)
    if not reader.folder.is_dir():
        raise ContentError([f"{reader.folder.name}: the folder of the content is missing; reinstall the program"])
    definitions = reader.entries("definition", Definition)
    stagings = reader.entries("staging", StagingModel)
    pathways = reader.entries("pathway", Pathway)
    scales = reader.entries("scale", Scale, came_later=True)
    tables = {place: reader.table(place, model) for place, model in TABLES.items()}
    handouts = {product: reader.table(f"handout/{product}", Handout) for product in get_args(Product)}
    works = reader.table("sources/works", SourceFile)
    shelf = reader.shelf()
    if version is not None and not (definitions and stagings and pathways):
        reader.faults.append(f"content: holds nothing as old as {version}; install the version of the program that had it")
    if reader.faults:
        raise ContentError(reader.faults)
    digest = hashlib.sha256()
    for name, raw in sorted(reader.bytes_read):
        digest.update(name.encode() + b"\0" + raw + b"\0")
    sources: dict[str, Source] = {source.id: source for source in works.source} if works else {}
    for source in reader.later_works():
        sources.setdefault(source.id, source)
    released = [name.rpartition("/")[2].removesuffix(".toml") for name, _raw in reader.bytes_read]
    library = Library(
        version=max(released),
        digest="sha256:" + digest.hexdigest(),
        definitions=tuple(sorted(definitions, key=lambda entry: entry.order)),
        stagings=tuple(sorted(stagings, key=lambda entry: entry.order)),
        pathways=tuple(sorted(pathways, key=lambda entry: entry.order)),
        antidepressants=tables["drugs/antidepressants"],  # type: ignore[arg-type]
        agents=tables["drugs/augmentation"],  # type: ignore[arg-type]
        pseudo_resistance=tables["pseudo_resistance/checks"],  # type: ignore[arg-type]
        countries=tables["status/by_country"],  # type: ignore[arg-type]
        safety=tables["safety/conditions"],  # type: ignore[arg-type]
        interaction_table=tables["safety/interactions"],  # type: ignore[arg-type]
        workup=tables["safety/workup"],  # type: ignore[arg-type]
        criteria=tables["criteria/depressive_episode"],  # type: ignore[arg-type]
        setting_table=tables["settings/decisions"],  # type: ignore[arg-type]
        dosing=tables["session/dosing"],  # type: ignore[arg-type]
        predose=tables["session/predose"],  # type: ignore[arg-type]
        monitoring=tables["session/monitoring"],  # type: ignore[arg-type]
        leaving=tables["session/leaving"],  # type: ignore[arg-type]
        conduct=tables["session/conduct"],  # type: ignore[arg-type]
        permits=tables["session/permits"],  # type: ignore[arg-type]
        course=tables["session/course"],  # type: ignore[arg-type]
        rems=tables["session/rems"],  # type: ignore[arg-type]
        handout_common=tables["handout/common"],  # type: ignore[arg-type]
        handouts=tuple(handout for handout in handouts.values() if handout is not None),
        sources=sources,
        scales=tuple(sorted(scales, key=lambda entry: entry.order)),
        outcome=tables["outcome/rules"],  # type: ignore[arg-type]
        downstaging=tables["outcome/downstaging"],  # type: ignore[arg-type]
        stepped_care=tables["outcome/stepped_care"],  # type: ignore[arg-type]
        plan=tables["outcome/plan"],  # type: ignore[arg-type]
        decision_points=tables["followup/points"],  # type: ignore[arg-type]
        follow_up=tables["followup/schedule"],  # type: ignore[arg-type]
        crisis=tables["crisis/advice"],  # type: ignore[arg-type]
        consent=tables["consent/record"],  # type: ignore[arg-type]
        letter=tables["letter/gp"],  # type: ignore[arg-type]
        audit=tables["audit/report"],  # type: ignore[arg-type]
        shelf_files=tuple(shelf),
    )
    faults = _cross_check(library)
    if faults:
        raise ContentError(faults)
    return library


__all__ = ["content_folder", "did_you_mean", "drug_key", "fault_place", "load_library"]
