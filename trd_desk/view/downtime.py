"""Blank forms for a treatment session while the program does not run: checklist, monitoring sheet, leaving, register. All by the content.

Nothing on them is about a patient; what is written by hand goes into the record afterwards, as late entries.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.content.models import Head
from trd_desk.content.session_models import Product, Schedule
from trd_desk.i18n import _
from trd_desk.view import plain, terms
from trd_desk.view.cited import safety_rules
from trd_desk.view.clock_times import minutes_words
from trd_desk.view.downtime_words import CLOCKS, alarm_tiers, asked_for, dose_limits, in_order, leaving_need, otherwise

_EXTRA_POINTS = 4


@dataclass(frozen=True, slots=True)
class FormRow:
    """A line to answer: its number, what it is, how it is asked, when it is in order, what follows otherwise.

    `only` says for whom it is asked where it is not for every patient of this route; `asked` whether the route asks it at all.
    """

    number: int
    name: str
    question: str
    in_order: str
    otherwise: str = ""
    only: str = ""
    asked: bool = True


@dataclass(frozen=True, slots=True)
class FormGroup:
    """Lines under a heading."""

    title: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class DueColumn:
    """A column of the monitoring sheet: minutes after the clock starts, and what they are counted from or that it is the key point."""

    head: str
    note: str = ""
    key: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """A sign with its amber and its red."""

    sign: str
    amber: str
    red: str


@dataclass(frozen=True, slots=True)
class Order:
    """What to do now at an alarm of a level: the level, and the steps in one line; `about` names the signs that it is for."""

    level: str
    about: str
    steps: str


@dataclass(frozen=True, slots=True)
class DowntimeView:
    """The forms of one route in the order of the session. `identity` are the blanks at the head of every page.

    `measured` are the rows of the monitoring sheet, each with its unit, `scales` what the steps of a scale mean. `foot` says which
    content it is and what it rests on.
    """

    product: Product
    treatment: str
    clinic: str
    title: str
    late: str
    identity: tuple[str, ...]
    check_title: str
    check_help: str
    check_heads: tuple[str, ...]
    groups: tuple[FormGroup, ...]
    stop_title: str
    stop_list: tuple[tuple[str, str], ...]
    overrides_title: str
    override_heads: tuple[str, ...]
    dose_title: str
    dose_limits: tuple[str, ...]
    dose_blanks: tuple[str, ...]
    given_title: str
    given_blanks: tuple[str, ...]
    watch_title: str
    watch_help: str
    watch_blanks: tuple[str, ...]
    columns: tuple[DueColumn, ...]
    measured: tuple[tuple[str, str], ...]
    scales_title: str
    scales: tuple[str, ...]
    tiers_title: str
    tier_heads: tuple[str, str, str]
    tiers: tuple[Tier, ...]
    orders_title: str
    orders: tuple[Order, ...]
    red_call: str
    events_title: str
    event_heads: tuple[str, ...]
    leaving_title: str
    leaving_help: str
    leaving_heads: tuple[str, ...]
    leaving: tuple[FormRow, ...]
    leaving_blanks: tuple[str, ...]
    early_title: str
    early_blanks: tuple[str, ...]
    register_title: str
    register_heads: tuple[str, ...]
    names_title: str
    name_heads: tuple[str, ...]
    foot: tuple[str, ...]


def view_downtime(library: Library, product: Product, *, clinic: str = "", red_call: str = "") -> DowntimeView:
    """The blank forms of a route; `red_call` is the internal number for a red alarm, left blank where it is not set."""
    schedule = next(one for one in library.monitoring.schedule if one.product == product)
    longest = max((*schedule.points, *schedule.first_dose_points))
    return DowntimeView(
        product=product,
        treatment=_(terms.PRODUCTS[product]),
        clinic=clinic.strip(),
        title=_("Downtime forms: {treatment}").format(treatment=plain.as_part(_(terms.PRODUCTS[product]))),
        late=_(
            "For use while the program does not run. When it runs again, enter these pages into the record as late entries, each with the "
            "time at which it was made; keep the paper until a second person has compared both."
        ),
        identity=(_("Name"), _("Born"), _("Record number"), _("Date")),
        check_title=_("Before the dose"),
        check_help=_(
            "The worst line decides. Note: go on, and write it down. Override: a prescriber gives a reason and signs. Hold: a second "
            "person signs too. Stop, or an answer missing: no dose."
        ),
        check_heads=(_("Ask"), _("In order when"), _("Otherwise"), _("In order"), _("Not"), _("Value, time, initials")),
        groups=_groups(library, product),
        stop_title=_("Stop list, asked again before each dose"),
        stop_list=_stop_list(library),
        overrides_title=_("Overrides and holds"),
        override_heads=(_("Line"), _("Reason"), _("Prescriber, signature"), _("Second person, for a hold"), _("Time")),
        dose_title=_("Dose"),
        dose_limits=dose_limits(library, product),
        dose_blanks=(
            _("Weight, kg, measured on"),
            _("Planned, mg or mg/kg"),
            _("Worked out, mg"),
            _("Worked out by"),
            _("Worked out again, mg"),
            _("By another person"),
        ),
        given_title=_("Given"),
        given_blanks=_given(library, product, schedule),
        watch_title=_("After the dose"),
        watch_help=_infusion_help(schedule)
        + _(
            "Minutes since {clock}. Each reading within {window} minutes of its time; after {longest} minutes every {every} minutes while "
            "the patient stays. {key} must not be missing."
        ).format(
            clock=_(CLOCKS[schedule.clock]),
            window=library.monitoring.window,
            longest=longest,
            every=library.monitoring.extended_every,
            key=_key(schedule),
        ),
        watch_blanks=(
            _("Clock starts at"),
            _("{time} end at").format(time=plain.capital(minutes_words(library.monitoring.two_hours))),
            _("Observed by"),
        ),
        columns=_columns(schedule),
        measured=_measured(library),
        scales_title=_("Steps of the scales"),
        scales=_scales(library),
        tiers_title=_("Alarms"),
        tier_heads=(_("Sign"), _("Amber"), _("Red")),
        tiers=tuple(Tier(*row) for row in alarm_tiers(library)),
        orders_title=_("What to do now"),
        orders=_orders(library),
        red_call=_("Red alarm: call {number}").format(number=red_call.strip()) if red_call.strip() else _("Red alarm: call"),
        events_title=_("Events and alarms"),
        event_heads=(_("Time"), _("What happened"), _("What was done, and when it had passed"), _("Initials")),
        leaving_title=_("Before the patient leaves"),
        leaving_help=_("All of these are needed. Not ready {time} after the dose: medical review.").format(
            time=minutes_words(library.leaving.medical_review_minutes)
        ),
        leaving_heads=(_("Needed"), _("In order when"), _("In order"), _("Not"), _("Value, time, initials")),
        leaving=tuple(
            FormRow(number, _(need.label), "", leaving_need(library, need, schedule))
            for number, need in enumerate(library.leaving.need, 1)
        ),
        leaving_blanks=(_("Left at"), _("With, name of the adult"), _("Clinician, name and role"), _("Signature")),
        early_title=_("Left early against advice"),
        early_blanks=(_("Time"), _("Reason, and what was advised"), _("Clinician, signature"), _("Witness, signature")),
        register_title=_("Controlled-drug register and waste"),
        register_heads=(
            _("Date, time"),
            _("Record number"),
            _("Batch"),
            _("In"),
            _("Out"),
            _("Given, mg"),
            _("Waste, mg"),
            _("Balance"),
            _("By, signature"),
            _("Witness, signature"),
        ),
        names_title=_("Who wrote on these pages"),
        name_heads=(_("Name"), _("Role"), _("Initials"), _("Signature")),
        foot=_foot(library, (library.predose, library.dosing, library.monitoring, library.conduct, library.leaving)),
    )


def _groups(library: Library, product: Product) -> tuple[FormGroup, ...]:
    """The checklist in the order of the screen, numbered through."""
    items, number, groups = {item.id: item for item in library.predose.item}, 0, []
    for group in library.conduct.group:
        rows = []
        for name in group.items:
            item, number = items[name], number + 1
            only = asked_for(library, item, product)
            question = _(item.ask)
            rows.append(
                FormRow(
                    number,
                    _(item.label),
                    "" if question.rstrip(".") == _(item.label) else question,
                    in_order(library, item),
                    otherwise(library, item),
                    only,
                    asked=not only or bool(item.conditions),
                )
            )
        groups.append(FormGroup(_(group.title), tuple(rows)))
    return tuple(groups)


def _stop_list(library: Library) -> tuple[tuple[str, str], ...]:
    """The contraindications by level, the worst first; those of age with them."""
    found = []
    for level in ("stop", "hold", "caution"):
        labels = [_(rule.label) for rule in safety_rules(library).values() if rule.level == level]
        if labels:
            found.append((terms.level_word(level).word, "; ".join([labels[0], *(plain.as_part(label) for label in labels[1:])])))
    return tuple(found)


def _given(library: Library, product: Product, schedule: Schedule) -> tuple[str, ...]:
    spray = library.dosing.spray
    if product == spray.product:
        most = round(max(spray.doses_mg) / spray.device_mg)
        return tuple(_("Device {number}: time, batch").format(number=number) for number in range(1, most + 1))
    if schedule.clock == "end_of_infusion":
        return (_("Batch"), _("Infusion starts at"), _("Ends at"), _("Given by"))
    return (_("Batch"), _("Given at"), _("Given by"))


def _infusion_help(schedule: Schedule) -> str:
    if not schedule.infusion_every:
        return ""
    return _("While it runs every {minutes} minutes from its start, and at its end. ").format(minutes=schedule.infusion_every)


def _key(schedule: Schedule) -> str:
    if schedule.clock == "end_of_infusion":
        return _("The blood pressure at the end of the infusion, at the latest {minutes} minutes after its start,").format(
            minutes=schedule.key_point
        )
    return _("The blood pressure at {minutes} minutes").format(minutes=schedule.key_point)


def _columns(schedule: Schedule) -> tuple[DueColumn, ...]:
    """Before the dose, every due point, and blanks for a longer stay."""
    columns = [DueColumn(_("Before"))]
    if schedule.infusion_every and schedule.infusion_planned:
        running = range(schedule.infusion_every, schedule.infusion_planned, schedule.infusion_every)
        columns += [DueColumn(str(minute), _("infusion")) for minute in running]
        columns.append(DueColumn(_("End"), _("infusion"), key=True))
    infusion = schedule.clock == "end_of_infusion"
    for minute in (*schedule.points, *schedule.first_dose_points):
        note = _("first dose") if minute in schedule.first_dose_points else ""
        key = not infusion and minute == schedule.key_point
        columns.append(DueColumn(f"+{minute}" if infusion else str(minute), _("key") if key else note, key=key))
    return (*columns, *(DueColumn("", _("longer")) for _each in range(_EXTRA_POINTS)))


def _measured(library: Library) -> tuple[tuple[str, str], ...]:
    """The rows of the monitoring sheet: what is taken, and its unit or steps."""
    rows = [
        (_("Due at, clock"), ""),
        (_("Taken at"), ""),
        (_("Blood pressure"), _("mmHg")),
        (_("Pulse"), _("a minute")),
        (_("Oxygen"), "%"),
        (_("Breathing"), _("a minute")),
    ]
    for scale in library.conduct.scale:
        unit = plain.span((scale.lowest, scale.lowest + len(scale.steps) - 1))
        rows.append((_(scale.name), _("{span}, or CADSS").format(span=unit) if scale.sign == "dissociation" else unit))
    return (*rows, (_("Initials"), ""))


def _scales(library: Library) -> tuple[str, ...]:
    """What the steps of each scale mean; where they come from memory that is said."""
    said = []
    for scale in library.conduct.scale:
        steps = ", ".join(f"{scale.lowest + place} {_(step)}" for place, step in enumerate(scale.steps))
        known = _(" (provisional)") if scale.status == "provisional" else ""
        said.append(_("{name}{known}: {steps}.").format(name=_(scale.name), known=known, steps=steps))
    return tuple(said)


def _orders(library: Library) -> tuple[Order, ...]:
    """What to do at each level, red first; the response of a level before those made for a sign."""
    found = []
    for level in ("red", "amber"):
        word = _("Red") if level == "red" else _("Amber")
        responses = [one for one in library.conduct.response if one.level == level]
        for response in sorted(responses, key=lambda one: bool(one.signs)):
            signs = plain.listed([_(sign.replace("_", " ")) for sign in response.signs])
            found.append(Order(word, signs, " ".join(_(step) for step in response.steps) or _(response.says)))
    return tuple(found)


def _foot(library: Library, heads: Sequence[Head]) -> tuple[str, ...]:
    """Which content the forms come from, and the works that it rests on."""
    works = dict.fromkeys(library.source(cited.source).short for head in heads for cited in head.sources)
    standing = dict.fromkeys(plain.as_part(terms.status_word(head.status).word) for head in heads)
    version = _("Content {version}, {digest}, {standing}; {review}.").format(
        version=library.version,
        digest=library.digest.removeprefix("sha256:")[:12],
        standing=plain.listed(list(standing)),
        review=_("review by {month}").format(month=plain.month(min(head.review_by for head in heads))),
    )
    return (
        _("Shows what the content says; it does not decide, and does not replace watching the patient. Sources: {works}.").format(
            works="; ".join(works)
        ),
        version,
    )
