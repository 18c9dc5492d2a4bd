"""Sentences for pathways: code, sentence, and the one or two words of a rung."""

from typing import Final

from trd_desk.view.spoken import Words
from trd_desk.view.terms import N_

PATHWAYS: Final[Words] = {
    "pathway_stop": (N_("A stop condition is recorded: no ketamine or esketamine by any pathway."), N_("stop")),
    "pathway_stop.condition": (N_("Stop: {condition}."), N_("{condition}")),
    "pathway_criteria_met": (N_("Every step of this pathway is recorded as met. The clinician decides."), N_("criteria met")),
    "pathway_not_yet": (N_("At least one step of this pathway is not met."), N_("not yet")),
    "pathway_count_reached": (
        N_("All listed steps but one are recorded; the source speaks of five failures and lists six. The clinician judges."),
        N_("count reached"),
    ),
    "pathway_cannot_say": (N_("It cannot be said where this patient stands: answers are missing."), N_("cannot say")),
    "pathway_not_recommended": (N_("This body does not recommend it, whatever the history."), N_("not recommended")),
    "failures_counted": (
        N_("{drugs_failed} at an adequate dose and length in this episode; {needed_word} needed."),
        N_("{count_short} failed"),
    ),
    "earlier_failures": (
        N_("Failures in earlier episodes would reach the number; the guideline does not say whether they count."),
        N_("earlier episode?"),
    ),
    "other_class_ongoing": (N_("Being taken now: {names}, neither an SSRI nor an SNRI."), N_("other class")),
    "psychosis_caution": (
        N_("Psychotic symptoms are recorded: treat them first and weigh ketamine with particular care."),
        N_("psychosis"),
    ),
}
