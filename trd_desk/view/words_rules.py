"""Sentences for definitions and staging models: code, sentence, and the one or two words of a table's cell."""

from typing import Final

from trd_desk.view.spoken import Words
from trd_desk.view.terms import N_

DEFINITIONS: Final[Words] = {
    "trials_counted": (
        N_("{drugs_failed} as this definition asks; {needed_word} needed."),
        N_("{count_short}"),
    ),
    "not_unipolar": (N_("The diagnosis is {diagnosis}; this is about unipolar depression."), N_("{diagnosis_short}")),
    "diagnosis_unknown": (N_("It is not settled whether the depression is unipolar."), N_("unipolar?")),
    "kind_failed": (N_("{kind_start} was tried at an adequate dose or length and failed."), N_("{kind_short}")),
    "kind_unknown": (N_("It cannot be told whether {kind} was tried adequately and failed."), N_("{kind_short}?")),
    "kind_not_failed": (N_("{kind_start} was tried, but not as an adequate course that failed."), N_("{kind_short}")),
    "kind_none": (N_("{kind_start}: asked about, and none was tried."), N_("{kind_short}")),
    "score_unknown": (N_("No {scale} total is recorded; {needed} or more is asked."), N_("{scale}?")),
    "score_reached": (N_("{scale} {total} ({needed} or more is asked)."), N_("{scale} {total}")),
    "score_below": (N_("{scale} {total}, below the {needed} that is asked."), N_("{scale} {total}")),
    "other_not_met": (N_("{definition} is not met, as is asked here."), N_("not {definition_short}")),
    "other_met": (N_("{definition} is met, which rules this one out."), N_("{definition_short} met")),
    "other_reached": (
        N_("The failures that {definition} asks for are there, which rules this one out whatever the diagnosis."),
        N_("{definition_short} count"),
    ),
    "other_open": (N_("It is open whether {definition} is met, which would rule this one out."), N_("{definition_short}?")),
    "variant": (N_("{text}, the answer would be: {verdict}."), N_("reading")),
    "variant.same": (N_("{text}, the answer would be the same: {verdict}."), N_("reading")),
    "guideline_range_verdict": (
        N_("With the guideline's dose ranges in place of the minimum doses of the study form, the answer would be: {verdict}."),
        N_("range"),
    ),
    "close_relatives": (
        N_("{first} and {second} are close relatives: they count as two drugs, but test nearly the same mechanism."),
        N_("relatives"),
    ),
    "early_stage_exceeded": (N_("Exceeded: resistance by two antidepressants is met as well."), N_("exceeded")),
    "under_age": (N_("The patient is {age} years old; the sources are about adults."), N_("under age")),
}

STAGING: Final[Words] = {
    "staged_all_the_same": (
        N_("The model is for unipolar depression and is worked out all the same; recorded: {diagnosis}."),
        N_("diagnosis"),
    ),
    "thase_rush_liberal": (
        N_("By the liberal reading, which takes any order of classes, the stage would be {stage}."),
        N_("liberal"),
    ),
    "ect_without_ladder": (
        N_("ECT failed, but the steps before it are not complete, so it does not raise the stage."),
        N_("ECT"),
    ),
    "classes_failed": (N_("Classes that failed: {classes}."), N_("{classes}")),
    "classes_failed.none": (N_("No class has failed with certainty."), N_("none")),
    "european_count": (
        N_("{drugs_failed} at an adequate dose and length, of {classes_words}, {weeks} in all."),
        N_("{count_short} failed"),
    ),
    "european_weeks.one": (N_("Its {weeks} alone would say {low}."), N_("weeks")),
    "european_weeks": (N_("Its {weeks} alone would say {low} to {high}."), N_("weeks")),
    "no_failed_trial": (
        N_("No antidepressant has failed at an adequate dose and length, so there is nothing to stage."),
        N_("none failed"),
    ),
    "maudsley_duration": (N_("The episode has lasted {months}."), N_("{months}")),
    "maudsley_duration.unknown": (N_("It is not recorded when the episode began."), N_("start?")),
    "maudsley_severity": (N_("Severity now: {severity}."), N_("{severity}")),
    "maudsley_severity.unknown": (N_("The severity now is not recorded."), N_("severity?")),
    "maudsley_drugs": (N_("{drugs_failed} at an adequate dose and length."), N_("{count_short} drugs")),
    "maudsley_added": (N_("An augmentation or combination was tried and failed."), N_("augmented")),
    "maudsley_added.none": (N_("No augmentation or combination was adequate and failed."), N_("not augmented")),
    "maudsley_added.unknown": (N_("It cannot be told whether an augmentation or combination failed."), N_("augmented?")),
    "maudsley_ect": (N_("ECT was tried and failed."), N_("ECT")),
    "maudsley_ect.none": (N_("ECT was not tried as an adequate course that failed."), N_("no ECT")),
    "maudsley_ect.unknown": (N_("It cannot be told whether ECT failed."), N_("ECT?")),
    "maudsley_may_not_apply": (
        N_("If no antidepressant failed at an adequate dose, the model does not apply."),
        N_("may not apply"),
    ),
}
