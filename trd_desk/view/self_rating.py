"""A form that a patient fills in at the screen: its questions one by one, what surrounds them, and why another scale has none."""

from collections.abc import Sequence
from dataclasses import dataclass

from trd_desk.content.scale_models import Scale
from trd_desk.content.wording import ShownWording, Wordings, wording_of
from trd_desk.i18n import _
from trd_desk.view import plain


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question: its place among the answers (None for the form's further question), and the answers with their values."""

    place: int | None
    text: str
    options: tuple[tuple[int, str], ...]
    progress: str


@dataclass(frozen=True, slots=True)
class SelfRatingForm:
    """A form in the patient's words. `source` names the wording for the record; `extra` is asked once something was answered with more than no."""

    scale: Scale
    source: str
    title: str
    intro: tuple[str, ...]
    stem: str
    questions: tuple[FormQuestion, ...]
    extra: FormQuestion | None
    credit: str

    def other_of(self, place: int) -> int | None:
        """The place of the item of which only one is answered besides this one, or None."""
        number = self.scale.items[place].number
        pair = next((pair for pair in self.scale.one_of if number in pair), None)
        return None if pair is None else self.scale.place(pair[1] if pair[0] == number else pair[0])

    def asks_extra(self, items: Sequence[int | None]) -> bool:
        """Whether the form's further question is asked: some answer is above the least."""
        return self.extra is not None and any(
            value is not None and value > item.low for item, value in zip(self.scale.items, items, strict=True)
        )


def self_rating_form(scale: Scale, shown: ShownWording) -> SelfRatingForm:
    """The form of a scale in the wording that may be shown."""
    wording, count = shown.wording, len(scale.items)
    questions = tuple(
        FormQuestion(
            place,
            text,
            tuple(zip(item.values, wording.options_of(item.number), strict=True)),
            _("{number} of {count}").format(number=place + 1, count=count),
        )
        for place, (item, text) in enumerate(zip(scale.items, wording.items, strict=True))
    )
    extra = FormQuestion(None, wording.extra, tuple(enumerate(wording.extra_options)), _("One more question")) if wording.extra else None
    intro = (
        plain.counted(_("There is {count} question."), _("There are {count} questions."), count),
        _("Choose the answer that fits best. Each answer is kept as soon as you give it."),
        _("You can go back and change an answer. You may leave a question unanswered."),
        _("If you want to stop or ask something, tell a member of staff."),
    )
    credit = [shown.credit]
    if shown.licensee:
        credit.append(_("Shown under the licence of {licensee}: {licence}.").format(licensee=shown.licensee, licence=shown.licence.rstrip(".")))
    return SelfRatingForm(scale, shown.source, wording.title, intro, wording.stem, questions, extra, " ".join(part for part in credit if part))


def why_not_self_rated(scale: Scale, wordings: Wordings) -> str:
    """Why a patient cannot fill in this scale here, with the remedy; empty where it can be done."""
    if scale.rated_by == "clinician":
        return _("{scale} is rated by a clinician, so a patient cannot fill it in here. Enter the rating under Scales.").format(scale=scale.short)
    if wording_of(scale, wordings) is None or not scale.items:
        return _("{scale} cannot be filled in here: its questions are not in the program. {licence} Enter the answers of the form under Scales.").format(
            scale=scale.short, licence=scale.licence.says
        )
    return ""


def self_rated_scales(scales: Sequence[Scale], wordings: Wordings) -> tuple[Scale, ...]:
    """The scales that a patient can fill in here."""
    return tuple(scale for scale in scales if not why_not_self_rated(scale, wordings))


def finished_words(answered: int, count: int, finished_at: str) -> str:
    """How far the patient came: for staff, after the form."""
    said = _("{answered} of {count} questions are answered.").format(answered=answered, count=count)
    done = _("The patient finished at {time}.").format(time=finished_at) if finished_at else _("The patient did not say that it was finished.")
    return f"{said} {done}"
