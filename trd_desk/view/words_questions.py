"""The questions whose answers would settle a verdict: code, the question, and its short form."""

from typing import Final

from trd_desk.view.spoken import Words
from trd_desk.view.terms import N_
from trd_desk.view.words_outcomes import OUTCOME_QUESTIONS
from trd_desk.view.words_sessions import SESSION_QUESTIONS

QUESTIONS: Final[Words] = {
    **SESSION_QUESTIONS,
    **OUTCOME_QUESTIONS,
    "drug": (N_("Which drug was it?"), N_("the drug")),
    "doses": (N_("At which doses was {drug} taken, and for how many weeks each?"), N_("doses and weeks of {drug}")),
    "doses.minimum": (
        N_("For how many weeks was {drug} taken at {minimum} or more? {needed_weeks} are asked."),
        N_("weeks of {drug} at an adequate dose"),
    ),
    "adherence": (N_("Was {drug} taken as prescribed, {percent_only} or more?"), N_("whether {drug} was taken as prescribed")),
    "improvement": (N_("How much did {drug} help?"), N_("how much {drug} helped")),
    "episode": (N_("Was {drug} in this episode?"), N_("whether {drug} was in this episode")),
    "with": (N_("Which antidepressant was {drug} added to?"), N_("what {drug} was added to")),
    "level": (N_("What was the {drug} level?"), N_("the {drug} level")),
    "modality": (N_("Which psychotherapy was it?"), N_("the kind of psychotherapy")),
    "therapy_sessions": (N_("How many sessions of {drug} were there?"), N_("the sessions of {drug}")),
    "therapy_weeks": (N_("Over how many weeks did {drug} run?"), N_("the weeks of {drug}")),
    "ect_status": (N_("Was ECT given, refused or contraindicated?"), N_("whether ECT was given")),
    "ect_sessions": (N_("How many sessions of ECT were given?"), N_("the sessions of ECT")),
    "ect_placement": (N_("Was ECT bilateral or unilateral?"), N_("the placement of ECT")),
    "rtms_sessions": (N_("How many sessions of rTMS were given?"), N_("the sessions of rTMS")),
    "dose_optimised": (N_("Was the dose of {drug} optimised?"), N_("whether the dose of {drug} was optimised")),
    "duration_optimised": (N_("Was {drug} given for an optimised length of time?"), N_("whether {drug} was given long enough")),
    "asked": (N_("Has {kind} been tried? List it, or say that none was."), N_("whether {kind} was tried")),
    "asked.listed": (
        N_("Is the list of {kind} complete? Add any other, or say that it is."),
        N_("whether the list of {kind} is complete"),
    ),
    "asked.antidepressant": (
        N_("Is the list of antidepressants complete? Add any others, or say that it is."),
        N_("whether the list of antidepressants is complete"),
    ),
    "diagnosis": (N_("Is the depression unipolar or bipolar?"), N_("the diagnosis")),
    "score": (N_("What is the latest {scale} total?"), N_("the latest {scale}")),
    "start": (N_("When did this episode begin?"), N_("the start of the episode")),
    "severity": (N_("How severe is the episode now?"), N_("the severity now")),
    "functional_impairment": (N_("How much does the depression impair everyday function?"), N_("everyday function")),
    "anxiety": (N_("Is there anxiety beside it?"), N_("anxiety")),
    "personality_disorder": (N_("Is there a personality disorder?"), N_("personality disorder")),
    "psychosocial_stressor": (N_("Is there a psychosocial stressor?"), N_("a psychosocial stressor")),
    "intensified_care": (N_("Was day or inpatient care needed in this episode?"), N_("day or inpatient care")),
    "birth_date": (N_("What is the birth date?"), N_("the birth date")),
    "setting": (N_("Would treatment be given as an inpatient or an outpatient?"), N_("inpatient or outpatient")),
    "acute_suicidality": (N_("Are there acute suicidal thoughts or behaviour?"), N_("acute suicidality")),
    "psychiatric_emergency": (N_("Is this a psychiatric emergency, in your judgement?"), N_("whether this is an emergency")),
    "ongoing": (N_("Is {drug} still being taken?"), N_("whether {drug} is still taken")),
    "earlier_failure.known": (
        N_("Does the failure of {drug} in an earlier episode count? The guideline does not say; the clinician judges."),
        N_("whether {drug}, of an earlier episode, counts"),
    ),
    "earlier_failure": (
        N_("Was {drug} in this episode? The guideline does not say whether earlier failures count."),
        N_("whether {drug} was in this episode"),
    ),
    "condition": (N_("Is the condition present?"), N_("whether the condition is present")),
    "medications": (N_("Is the list of medicines complete?"), N_("whether the list of medicines is complete")),
    "review": (N_("How are severity and function at a visit after the first dose?"), N_("a review after the first dose")),
}
