"""The audit report of the clinic: numbers only, each with what it is counted of, and unknown counted as unknown."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.audit import Audit, Share
from trd_desk.i18n import _
from trd_desk.view import plain, terms
from trd_desk.view.bibliography import CitedWork, Standing
from trd_desk.view.paper_head import PaperHead, content_in_force, fingerprint, purpose
from trd_desk.view.parts import Remark
from trd_desk.view.people import role_word
from trd_desk.view.terms import N_
from trd_desk.view.used_rules import Used, overdue_of, standings_of, works_of

_RESULTS: Final = ("criteria_met", "not_yet", "count_reached", "cannot_say", "stop", "not_recommended")
_WITHOUT: Final[Mapping[str, str]] = {
    "consent": N_("Signed consent to the product, on record now"),
    "observation": N_("Any observation after the dose"),
    "leaving": N_("Time of leaving"),
    "advice": N_("Whether the written advice was given"),
}
# What is counted once a session is over, not from the dose on.
_AT_THE_END: Final = frozenset({"leaving", "advice"})


@dataclass(frozen=True, slots=True)
class CountLine:
    """A count with its words: how many, of how many, the share in per cent, and of how many it cannot be told."""

    label: str
    count: str
    of: str
    percent: str
    unknown: str


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of numbers under its title: the first column names the row. `nothing` stands where there is no row, `notes` below."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditDocument:
    """All that is printed; `documents` adds clinic, printer, time, page numbers and the head of the log."""

    head: PaperHead
    in_short: tuple[Remark, ...]
    overdue: tuple[Remark, ...]
    tables: tuple[CountTable, ...]
    notes_title: str
    notes: tuple[str, ...]
    standing: tuple[Standing, ...]
    sources: tuple[CitedWork, ...]
    fingerprint: str


def view_audit(library: Library, audit: Audit, day: dt.date) -> AuditDocument:
    """The report of a period; `day` is the day of printing, by which the rules are in force or past their review."""
    words = _Words(library, audit)
    used = tuple(_used(library))
    standing = standings_of(used, day)
    rules = library.audit
    privacy = _(rules.privacy).replace("{most}", str(rules.fewer_than - 1)).replace("{fewer}", str(rules.fewer_than))
    return AuditDocument(
        head=PaperHead(
            title=_("Audit report"),
            name=_("All patients of this record"),
            who=_("no patient is named"),
            number="",
            as_of=_("{first} to {last}").format(first=plain.day(audit.first), last=plain.day(audit.last)),
            content=content_in_force(library, library.version, day),
            digest=library.digest,
            purpose=purpose(),
            signature=(_("Read by, name and signature"), _("Date")),
        ),
        in_short=tuple(words.in_short()),
        overdue=overdue_of(standing),
        tables=(
            words.products(),
            words.pathways(),
            words.before_the_dose(),
            words.after_the_dose(),
            words.outcomes(),
            words.missing(),
            words.unanswered(),
            words.overrides(),
            words.documents(),
        ),
        notes_title=_("How it was counted"),
        notes=(
            privacy,
            _("Counted are the sessions of the period in which a dose was begun. What can only be told at the end waits until the session is over."),
            _("Patients are placed on the pathways as known now, on the last day of the period, under the content named below."),
            *(_(warning) for warning in rules.warnings),
        ),
        standing=standing,
        sources=works_of(library, used),
        fingerprint=fingerprint(library),
    )


class _Words:
    """The tables of one audit."""

    def __init__(self, library: Library, audit: Audit) -> None:
        self.library, self.audit = library, audit
        self.least = library.audit.fewer_than

    # ------------------------------------------------------------------------------------------------------------- numbers

    def people(self, count: int) -> str:
        """A count of patients or courses; a small one is not told."""
        return str(count) if count == 0 or count >= self.least else _("fewer than {count}").format(count=self.least)

    def people_percent(self, count: int, of: int) -> str:
        """Its share, which would tell a small count again."""
        small = 0 < count < self.least or 0 < of < self.least
        return "–" if small else _percent(count, of)

    # -------------------------------------------------------------------------------------------------------------- tables

    def in_short(self) -> Iterator[Remark]:
        audit = self.audit
        if not audit.sessions:
            yield Remark("note", _("No session was given in this period."))
            return
        sessions = plain.counted("{count} session given", "{count} sessions given", audit.sessions)
        patients = self.people(audit.patients)
        label = _("{sessions} to {patients} patients.").format(sessions=sessions, patients=patients)
        share = audit.complete
        checks = _("Checklist complete in {percent} of them.").format(percent=_percent(share.yes, share.all))
        reds = plain.counted("{count} red alarm", "{count} red alarms", audit.alarms["red"])
        watched = plain.counted("{count} session watched", "{count} sessions watched", audit.watched)
        alarms = _("{alarms} in {watched}.").format(alarms=plain.capital(reds), watched=watched)
        yield Remark("note", f"{label} {checks} {alarms}", label)

    def products(self) -> CountTable:
        rows = [
            (
                terms.term(terms.PRODUCTS, product, product),
                self.people(tally.patients),
                self.people(tally.begun),
                str(tally.given + tally.live),
                str(tally.cancelled),
                str(tally.unrecorded),
                str(tally.planned),
            )
            for product, tally in sorted(self.audit.products.items())
        ]
        heads = (_("Product"), _("Patients treated"), _("Courses begun"), _("Sessions given"), _("Cancelled"), _("Not recorded whether given"), _("Planned"))
        return CountTable(_("Patients, courses and sessions"), heads, tuple(rows), _("None in this period."))

    def pathways(self) -> CountTable:
        shown = [result for result in _RESULTS if any(counted[result] for counted in self.audit.pathways.values())]
        rows = [
            (pathway.short, *(self.people(self.audit.pathways[pathway.id][result]) for result in shown), self.people(self.audit.patients))
            for pathway in self.library.pathways
            if pathway.id in self.audit.pathways
        ]
        heads = (_("Pathway"), *(terms.result_word(result).word for result in shown), _("All"))
        return CountTable(_("Patients treated, by the result of each pathway"), heads, tuple(rows), _("Nobody was treated in this period."))

    def _shares(self, title: str, lines: list[CountLine], notes: tuple[str, ...] = ()) -> CountTable:
        heads = (_("What"), _("Count"), _("Of"), _("Share"), _("Cannot be told"))
        rows = tuple((one.label, one.count, one.of, one.percent, one.unknown) for one in lines)
        nothing = _("Nothing was given in this period.")
        return CountTable(title, heads, rows if self.audit.sessions else (), nothing, notes if self.audit.sessions else ())

    def before_the_dose(self) -> CountTable:
        audit = self.audit
        lines = [
            _share(_("Checklist complete before the dose"), audit.complete),
            _count(_("Dose given in spite of a hold or stop"), audit.against_checklist, audit.sessions),
        ]
        return self._shares(_("Before the dose"), lines)

    def after_the_dose(self) -> CountTable:
        audit = self.audit
        two = plain.measured(self.library.monitoring.two_hours, _("minutes"))
        points = Share(audit.due_points - audit.missed_points, audit.missed_points)
        lines = [
            _share(_("Sessions with every due observation"), audit.observed),
            _share(_("Due observations made"), points),
            _count(_("Sessions with a red alarm"), audit.with_red, audit.watched, audit.sessions - audit.watched),
            _count(_("Sessions with any alarm"), audit.with_any, audit.watched, audit.sessions - audit.watched),
            _share(_("Left after {minutes} or more, as the rule asks").format(minutes=two), audit.two_hours),
            _share(_("Left with every need of leaving fulfilled"), audit.needs_met),
            _share(_("Left against advice"), audit.against_advice),
        ]
        rates = _("Alarms a session watched: {red} red, {amber} amber ({reds} and {ambers} in {watched}).").format(
            red=_rate(audit.alarms["red"], audit.watched),
            amber=_rate(audit.alarms["amber"], audit.watched),
            reds=audit.alarms["red"],
            ambers=audit.alarms["amber"],
            watched=plain.counted("{count} session", "{count} sessions", audit.watched),
        )
        return self._shares(_("After the dose"), lines, (rates,) if audit.watched else ())

    def outcomes(self) -> CountTable:
        audit, rules = self.audit, self.library.audit
        rows = tuple(
            (
                label,
                self.people(share.yes),
                self.people(share.known),
                self.people_percent(share.yes, share.known),
                self.people(share.unknown),
            )
            for label, share in ((_("Response"), audit.response), (_("Remission"), audit.remission))
        )
        heads = (_("Outcome"), _("Courses"), _("Of those that can be told"), _("Share"), _("Cannot be told"))
        title = _("Response and remission at the end of week {week}").format(week=rules.induction_weeks)
        note = _(
            "Of {count} courses whose week {week} ended in the period; a score up to {days} days later counts. It cannot be told without a score before "
            "the first dose and one from the last week on, of a later course, or of one whose beginning the record does not hold."
        ).format(count=self.people(audit.courses_judged), week=rules.induction_weeks, days=rules.score_days_after)
        nothing = _("No course reached that day in this period.")
        return CountTable(title, heads, rows, nothing, (note,)) if audit.courses_judged else CountTable(title, heads, (), nothing)

    def missing(self) -> CountTable:
        audit = self.audit
        over = audit.against_advice.all
        lines = []
        for name, label in _WITHOUT.items():
            of = over if name in _AT_THE_END else audit.sessions
            lines.append(_count(_(label), audit.without[name], of))
        table = self._shares(_("Not recorded"), lines)
        heads = (_("What is missing"), _("Sessions without it"), _("Of"), _("Share"))
        return CountTable(table.title, heads, tuple(row[:4] for row in table.rows), table.nothing)

    def unanswered(self) -> CountTable:
        audit = self.audit
        rows = tuple(
            (_(self.library.conduct.words_of(item).name), str(count), str(audit.sessions), _percent(count, audit.sessions))
            for item, count in audit.unanswered.most_common()
        )
        heads = (_("Item of the checklist"), _("Sessions unanswered"), _("Of"), _("Share"))
        return CountTable(_("Items of the checklist without an answer at the dose"), heads, rows, _("None in this period."))

    def overrides(self) -> CountTable:
        rows = tuple(
            (_(self.library.conduct.words_of(item).name), plain.capital(role_word(role)) if role is not None else _("Role not recorded"), str(count))
            for (item, role), count in sorted(self.audit.overrides.items(), key=lambda one: (-one[1], one[0][0], one[0][1] or ""))
        )
        heads = (_("Item of the checklist"), _("Signed by"), _("Overrides"))
        of = _("Of {count}.").format(count=plain.counted("{count} session given", "{count} sessions given", self.audit.sessions))
        return CountTable(_("Overrides, by the role of who signed"), heads, rows, _("None in this period."), (of,) if rows else ())

    def documents(self) -> CountTable:
        names = DOCUMENT_NAMES
        rows = tuple((_(names.get(kind, kind)), str(count)) for kind, count in self.audit.documents.most_common())
        note = _("Saved or printed in the period, of the patients who had a session in it. Blank forms and this report are about nobody and are not kept.")
        return CountTable(_("Documents made"), (_("Document"), _("Made")), rows, _("None in this period."), (note,))


# The kinds of document by the names that they are kept under.
DOCUMENT_NAMES: Final[Mapping[str, str]] = {
    "assessment": N_("Assessment of resistance"),
    "session": N_("Session record"),
    "rems": N_("Treatment-monitoring form"),
    "course": N_("Course summary"),
    "letter": N_("Letter to the general practitioner"),
    "consent": N_("Consent record"),
    "handout": N_("Patient handout"),
}


def _percent(count: int, of: int) -> str:
    return "–" if not of else plain.measured(round(100 * count / of, 1), "%")


def _rate(count: int, of: int) -> str:
    return "–" if not of else plain.number(round(count / of, 2))


def _count(label: str, count: int, of: int, unknown: int = 0) -> CountLine:
    return CountLine(label, str(count), str(of), _percent(count, of), str(unknown))


def _share(label: str, share: Share) -> CountLine:
    """A share of those of which it can be told; the others stand beside it."""
    return CountLine(label, str(share.yes), str(share.known), _percent(share.yes, share.known), str(share.unknown))


def _used(library: Library) -> Iterator[Used]:
    heads = {
        _("report"): library.audit,
        _("checklist"): library.predose,
        _("observation and alarms"): library.monitoring,
        _("leaving"): library.leaving,
    }
    for name, head in heads.items():
        yield Used(_("Counted by"), name, head.status, head.sources, head.review_by)
    for outcome in ("response", "remission"):
        rule = library.outcome.of(outcome)
        yield Used(_("Outcomes"), plain.as_part(rule.label), rule.status, rule.sources, library.outcome.review_by)
    for pathway in library.pathways:
        yield Used(_("Pathways"), pathway.short, pathway.status, pathway.sources[:1], pathway.review_by)
