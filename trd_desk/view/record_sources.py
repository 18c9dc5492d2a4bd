"""What a session was judged by: the standing of each rule that it used, the works they rest on, and the settings of the clinic."""

from collections.abc import Iterator

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.bibliography import CitedWork, Standing
from trd_desk.view.board_state import sign_word
from trd_desk.view.dose_steps import label_rules
from trd_desk.view.parts import Remark
from trd_desk.view.used_rules import Used, overdue_of, standings_of, works_of
from trd_desk.view.watch_words import LEVEL_WORDS, event_label


def _used(library: Library, live: LiveSession) -> Iterator[Used]:
    """The rules of this session, heading by heading."""
    product = live.facts.record.product
    dosing, predose, monitoring, leaving, conduct = library.dosing, library.predose, library.monitoring, library.leaving, library.conduct
    route = next((one for one in dosing.route if one.product == product), None)
    if product == dosing.spray.product:
        # What the label says of this patient and session stands or falls by itself; the devices are the same everywhere.
        for label in label_rules(live.facts) or (dosing.spray,):
            yield Used(_("Dose"), _("doses of the spray"), label.status, label.sources, dosing.review_by)
    elif route is not None:
        yield Used(_("Dose"), _("limits"), route.status, route.sources, dosing.review_by)
        yield Used(_("Dose"), _("weight"), dosing.weight.status, dosing.weight.sources, dosing.review_by)
    words = conduct.route_of(product)
    yield Used(_("Dose"), _("route"), words.status, words.sources, conduct.review_by)
    for item in predose.item:
        if not item.products or product in item.products or live.facts.has_condition(item.conditions):
            yield Used(_("Before the dose"), plain.as_part(_(conduct.words_of(item.id).name)), item.status, item.sources, predose.review_by)
    schedule = next(one for one in monitoring.schedule if one.product == product)
    yield Used(_("After the dose"), _("times"), schedule.status, schedule.sources, monitoring.review_by)
    yield Used(_("After the dose"), _("alarm limits"), monitoring.status, monitoring.sources, monitoring.review_by)
    for kind in dict.fromkeys(event.kind for event in live.facts.record.events):
        rule = next(one for one in monitoring.event if one.kind == kind)
        yield Used(_("After the dose"), plain.as_part(event_label(library, kind)), rule.status, rule.sources, monitoring.review_by)
    for alarm in live.alarms:
        # What to do at a raised pressure has works of its own.
        response = conduct.response_to(alarm.level, alarm.sign)
        name = _("what to do at {level}").format(level=plain.as_part(_(LEVEL_WORDS[alarm.level])))
        name = f"{name} {sign_word(library, alarm.sign)}" if response.signs else name
        yield Used(_("After the dose"), name, response.status, response.sources, conduct.review_by)
    if live.result.leaving is not None:
        for need in leaving.need:
            yield Used(_("Leaving"), plain.as_part(_(need.label)), need.status, need.sources, leaving.review_by)


def session_works(library: Library, live: LiveSession) -> tuple[CitedWork, ...]:
    """Every work that the rules of the session rest on, in the order of first use."""
    return works_of(library, _used(library, live))


def session_standings(library: Library, live: LiveSession) -> tuple[Standing, ...]:
    """The rules of one standing and one day of review together, each with its works by number, heading by heading."""
    return standings_of(_used(library, live), live.facts.day)


def session_overdue(library: Library, live: LiveSession) -> tuple[Remark, ...]:
    """A warning that names the rules whose day of review had passed on the day of the session; nothing where none had."""
    return overdue_of(session_standings(library, live))


def session_settings(library: Library) -> tuple[str, ...]:
    """The numbers that this clinic has set for the conduct of a session, each with its value."""
    conduct, monitoring, leaving = library.conduct, library.monitoring, library.leaving

    def minutes(count: float) -> str:
        return plain.counted("{count} minute", "{count} minutes", int(count)).replace(" ", plain.NBSP)

    return (
        _("Signs of the checklist hold for: {time}").format(time=minutes(conduct.check_valid_minutes)),
        _("An observation stands for its point within: {time} either side").format(time=minutes(monitoring.window)),
        _("After the last point every: {time}").format(time=minutes(monitoring.extended_every)),
        _("An amber sign is measured again after: {time}").format(time=minutes(conduct.repeat_minutes)),
        _("An amber sign asks for a review after: {time}").format(time=minutes(monitoring.review_after)),
        _("After a red alarm longer by: {time}").format(time=minutes(leaving.red_alarm_minutes)),
        _("Medical review if not ready after: {time}").format(time=minutes(leaving.medical_review_minutes)),
        _("Marked as entered late from: {time}").format(time=minutes(conduct.late_entry_minutes)),
        _("Between two devices: {time}").format(time=minutes(conduct.device_rest_minutes)),
    )
