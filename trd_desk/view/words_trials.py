"""Sentences for antidepressant trials and other courses: code, sentence, and the one or two words of a table's cell."""

from typing import Final

from trd_desk.view.spoken import Words
from trd_desk.view.terms import N_

TRIALS: Final[Words] = {
    "counts": (N_("{name} counts: {weeks} at {minimum} or more, {better}."), N_("counts")),
    "never_counts": (N_("{name} is the treatment under decision and never counts as a failed trial."), N_("never")),
    "earlier_episode": (N_("{name} belongs to an earlier episode."), N_("earlier")),
    "low_dose": (N_("{name} stayed at {highest}; the minimum is {minimum}."), N_("low dose")),
    "too_short": (N_("{name} ran {weeks} at {minimum} or more; {needed_weeks} are asked."), N_("{weeks_short}")),
    "not_adherent": (N_("{name} was not taken as prescribed."), N_("not taken")),
    "loss_of_response": (N_("{name} worked at first and then lost its effect, which is no failure."), N_("lost effect")),
    "improvement_outside": (N_("{name}: {better}; {asked} is asked."), N_("{better_short}")),
    "does_not_count": (N_("{name} does not count."), N_("no")),
    "drug_unknown": (N_("It is not recorded which drug this trial was of."), N_("drug?")),
    "weeks_unknown": (N_("{name}: the weeks at {minimum} or more are not known; {needed_weeks} are asked."), N_("weeks?")),
    "weeks_unknown.no_minimum": (
        N_("{name} is not in the table of minimum doses, so its weeks at an adequate dose cannot be told."),
        N_("minimum?"),
    ),
    "adherence_unknown": (N_("{name}: nobody has said whether it was taken as prescribed."), N_("taken?")),
    "ongoing_without_rating": (N_("{name} is still running and no improvement is recorded yet."), N_("rating?")),
    "improvement_unknown": (N_("{name}: how much it helped is not recorded."), N_("result?")),
    "episode_unknown": (N_("{name}: it is not known whether it was in this episode."), N_("episode?")),
    "weeks_enough": (N_("{name} had {weeks} at {minimum} or more; {needed_weeks} are asked."), N_("{weeks_short}")),
    "adherent": (N_("{name} was taken as prescribed."), N_("taken")),
    "guideline_range.met": (
        N_("{name} would be adequate by the guideline range, from {guideline}; by its minimum of {minimum} it is not."),
        N_("range"),
    ),
    "guideline_range.not_met": (
        N_("{name} would not be adequate by the guideline range, from {guideline}; it is judged by {minimum}."),
        N_("range"),
    ),
    "guideline_range.cannot_tell": (
        N_("{name}: by the guideline range, from {guideline}, its adequacy could not be told; it is judged by {minimum}."),
        N_("range"),
    ),
    "weeks_behind": (
        N_("{name} has run for {run} weeks since {start}; doses are recorded for {recorded}. Bring them up to date."),
        N_("doses up to date?"),
    ),
    "early_check": (
        N_(
            "{name}: under {percent_only} better after {weeks} at an adequate dose: time for a review, a higher dose or a switch."
        ),
        N_("review"),
    ),
}

COURSES: Final[Words] = {
    "failed": (N_("{name} did not bring a response: {better}."), N_("failed")),
    "not_failed": (N_("{name} helped: {better}."), N_("{better_short}")),
    "not_failed.lost": (N_("{name} worked at first and then lost its effect, which is no failure."), N_("lost effect")),
    "agent_never": (N_("{name} never counts as an augmentation: it is the treatment under decision."), N_("never")),
    "level_enough": (N_("{name}: a level of {level} mmol/L, and {from} or more is asked."), N_("level reached")),
    "level_low": (N_("{name}: a level of {level} mmol/L, below the {from} that is asked."), N_("low level")),
    "level_unknown": (N_("{name}: the level is not given; {from} mmol/L or more is asked."), N_("level?")),
    "level_high_warning": (N_("{name}: the level of {level} mmol/L is above {above}, where it can be toxic."), N_("high level")),
    "level_high_note": (N_("{name}: the level of {level} mmol/L is above {above}."), N_("high level")),
    "course_weeks_enough": (N_("{name} was given for {needed_weeks} or more."), N_("long enough")),
    "course_too_short": (N_("{name} did not have {needed_weeks} at an adequate dose."), N_("too short")),
    "course_weeks_unknown": (N_("{name}: the weeks are not known; {needed_weeks} are asked."), N_("weeks?")),
    "course_dose_enough": (N_("{name} had {minimum} or more for {needed_weeks} or more."), N_("dose reached")),
    "course_dose_unknown": (N_("{name}: dose or weeks are not known; {minimum} for {needed_weeks} is asked."), N_("dose?")),
    "course_dose_low": (N_("{name} stayed at {highest}; the minimum is {minimum}."), N_("low dose")),
    "agent_individual": (N_("{name} has no general minimum dose, so its adequacy cannot be told."), N_("dose?")),
    "base_adequate": (N_("It was added to {base}, which had its weeks at an adequate dose."), N_("added")),
    "base_inadequate": (N_("It was added to {base}, which did not have {needed_weeks} at an adequate dose."), N_("base short")),
    "base_weeks_unknown": (N_("It was added to {base}, whose weeks at an adequate dose are not known."), N_("base?")),
    "base_unknown": (N_("{name}: it is not recorded which antidepressant it was added to."), N_("added to?")),
    "therapy_structured": (N_("{name} is a structured psychotherapy."), N_("structured")),
    "therapy_not_structured": (N_("{name}: not one of the structured psychotherapies that count."), N_("not structured")),
    "therapy_unknown": (N_("It is not recorded which psychotherapy it was."), N_("which?")),
    "therapy_enough": (N_("{name} had enough sessions ({sessions})."), N_("{sessions} sessions")),
    "therapy_enough.no_sessions": (N_("{name} was long enough."), N_("long enough")),
    "therapy_too_short": (N_("{name} had too few sessions ({sessions})."), N_("too few")),
    "therapy_too_short.no_sessions": (N_("{name} was too short."), N_("too short")),
    "therapy_length_unknown": (N_("{name}: the number of sessions or weeks is not known."), N_("sessions?")),
    "ect_given": (N_("ECT was given."), N_("given")),
    "ect_not_given": (N_("ECT was not given."), N_("not given")),
    "ect_not_given.refused": (N_("ECT was refused, which is no failure."), N_("refused")),
    "ect_not_given.contraindicated": (N_("ECT was contraindicated, which is no failure."), N_("not suitable")),
    "ect_status_unknown": (N_("It is not recorded whether ECT was given."), N_("given?")),
    "ect_enough": (N_("ECT had enough sessions ({sessions}) for its placement."), N_("{sessions} sessions")),
    "ect_enough.no_sessions": (N_("ECT had enough sessions for its placement."), N_("enough")),
    "ect_too_few": (N_("ECT had too few sessions ({sessions}) for its placement."), N_("too few")),
    "ect_too_few.no_sessions": (N_("ECT was not of the placement that is asked."), N_("placement")),
    "ect_sessions_unknown": (N_("ECT: sessions or placement are not known."), N_("sessions?")),
    "rtms_enough": (N_("rTMS had {sessions} sessions; {needed} are asked."), N_("{sessions} sessions")),
    "rtms_too_few": (N_("rTMS had {sessions} sessions; {needed} are asked."), N_("too few")),
    "rtms_sessions_unknown": (N_("rTMS: the number of sessions is not known; {needed} are asked."), N_("sessions?")),
}
