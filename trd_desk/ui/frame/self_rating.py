"""A patient fills in a scale at this computer: everything else is locked away, and each answer is on disk before the next question."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QObject, Qt

from trd_desk.content.scale_models import Scale
from trd_desk.content.wording import FOLDER, Wordings, read_wordings, wording_of
from trd_desk.engine.crisis import is_positive
from trd_desk.i18n import _
from trd_desk.record.course_facts import ScoreAboutFact
from trd_desk.record.session_parts import moment_text
from trd_desk.view.scales import entry_value, new_key
from trd_desk.view.self_rating import SelfRatingForm, self_rated_scales, self_rating_form, why_not_self_rated

if TYPE_CHECKING:
    from trd_desk.record.fold import Patient
    from trd_desk.record.people import Person
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.main_window import MainWindow

# Why an answer is another than before, where the record wants a reason: the patient is still at the form.
OWN_ANSWER: Final = "answered by the patient"


class Pending(NamedTuple):
    """An answer that is not on disk yet: what was answered (None for the form's further question), and with what."""

    place: int | None
    value: int | None


class SelfRating(QObject):
    """The answers of one form by one patient. `fault` is why the last one is not on disk; it is kept in `pending` until it is.

    Signals: none.
    """

    def __init__(self, desk: "Desk", form: SelfRatingForm, key: str, value: dict[str, Any], about: dict[str, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self.form, self.key = desk, form, key
        self._on = dt.date.fromisoformat(value["on"])
        self.items: list[int | None] = list(value["items"])
        self._about = about
        self.fault = ""
        self.pending: Pending | None = None
        desk.save_failed.connect(self._note_fault)

    @property
    def extra(self) -> int | None:
        """The answer to the form's further question."""
        value = self._about.get("extra")
        return value if isinstance(value, int) else None

    @property
    def finished_at(self) -> dt.datetime | None:
        """When the patient said that it was finished."""
        text = self._about.get("done_at")
        return dt.datetime.fromisoformat(text) if isinstance(text, str) else None

    def _note_fault(self, sentence: str) -> None:
        self.fault = sentence

    def answer(self, place: int | None, value: int | None) -> bool:
        """Puts an answer on disk, or that the question is left unanswered; False when it is not, and it is pending then."""
        items, about = list(self.items), dict(self._about)
        if place is None:
            about = {**{name: each for name, each in about.items() if name != "extra"}, **({} if value is None else {"extra": value})}
        else:
            items[place] = value
            other = self.form.other_of(place)
            if value is not None and other is not None:
                # Of such a pair one answer counts: the one that was given last.
                items[other] = None
        if not self._write(items, about):
            self.pending = Pending(place, value)
            return False
        self.pending = None
        return True

    def finish(self) -> bool:
        """Notes that the patient said that it was finished."""
        return self._write(list(self.items), {**self._about, "done_at": moment_text(self._desk.now())})

    def try_again(self) -> bool:
        """Puts the pending answer on disk; True where nothing is pending."""
        return self.pending is None or self.answer(*self.pending)

    def _write(self, items: list[int | None], about: dict[str, Any]) -> bool:
        desk = self._desk
        given = [(self.form.scale.entry, self.key, entry_value(self.form.scale, self._on, items=items)), ("score_about", self.key, about)]
        self.fault = ""
        asked = any(desk.needs_reason(kind, key, value=value) for kind, key, value in given)
        if not desk.answers(given, OWN_ANSWER if asked else None):
            return False
        self.items, self._about = items, about
        return True

    def brings_up_advice(self, place: int | None) -> bool:
        """Whether the answer to this question brings up the crisis advice."""
        scale = self.form.scale
        return place is not None and scale.items[place].number == scale.self_harm and is_positive(scale, self.items[place])

    def first_open(self) -> int:
        """The place to begin at: the first question without an answer, the first of all where everything is answered."""
        answered = {place for place, value in enumerate(self.items) if value is not None}
        closed = answered | {other for place in answered if (other := self.form.other_of(place)) is not None}
        return next((place for place in range(len(self.items)) if place not in closed), 0)


def wordings_of(desk: "Desk") -> Wordings:
    """The clinic's own licensed wordings, beside its record."""
    return read_wordings(desk.record.path.parent / FOLDER, desk.library.scales)


def offered_scales(desk: "Desk") -> tuple[Scale, ...]:
    """The scales that the open patient can fill in here."""
    return self_rated_scales(desk.library.scales, wordings_of(desk)) if desk.patient is not None else ()


def why_not(desk: "Desk", scale_id: str) -> str:
    """Why the open patient cannot fill in this scale here, with the remedy; empty where it can be done."""
    if desk.patient is None:
        return _("Open the patient first, who is to fill in the form.")
    scale = next((one for one in desk.library.scales if one.id == scale_id), None)
    if scale is None:
        return _("There is no scale of this name in the content.")
    return desk.may("answer") or why_not_self_rated(scale, wordings_of(desk))


def start_self_rating(window: "MainWindow", desk: "Desk", scale_id: str) -> bool:
    """Locks everything away and shows the form to the patient; False, with the reason in the status row, where it cannot be done.

    One that this patient began today and did not finish goes on. Only a passphrase of staff brings the record back.
    """
    if window.today is None or window.is_covered or not window.settle():
        return False
    refusal, patient = why_not(desk, scale_id), desk.patient
    if refusal or patient is None:
        if window.status is not None:
            window.status.say_refused(refusal)
        return False
    from trd_desk.ui.pages.self_rating import SelfRatingPage

    scale = desk.library.scale(scale_id)
    shown = wording_of(scale, wordings_of(desk))
    if shown is None:
        return False
    form = self_rating_form(scale, shown)
    rating = _begun_today(desk, patient, form) or _new(desk, patient, form)
    page = SelfRatingPage(desk, window.theme, rating)
    before = window.windowState()
    window.today.cover.put_on(page)
    # After the cover is off.
    page.unlocked.connect(lambda person: _come_back(window, desk, before, person, scale_id))
    _show_as(window, before | Qt.WindowState.WindowFullScreen)
    return True


def _come_back(window: "MainWindow", desk: "Desk", before: Qt.WindowState, person: "Person | None", scale_id: str) -> None:
    """The cover is off already: the window as it was, at the scales, for whoever works from now on; the patient's answers are not undone."""
    from trd_desk.ui.pages.outcomes import OutcomesPage

    _show_as(window, before)
    desk.work_as(person if person is not None else desk.person)
    window.show_step("outcomes")
    page = window.stack.currentWidget()
    if isinstance(page, OutcomesPage):
        page.focus_field(f"scores.{scale_id}")
        if page.crisis.notice is not None:
            page.crisis.record.setFocus(Qt.FocusReason.OtherFocusReason)
            page.verticalScrollBar().setValue(0)
        else:
            # Not in the answers of the patient, which a key pressed in passing would change.
            page.focus_first()


def _show_as(window: "MainWindow", state: Qt.WindowState) -> None:
    """Over the whole screen, or as it was before; the keyboard stays in the window."""
    window.setWindowState(state)
    window.activateWindow()


def _begun_today(desk: "Desk", patient: "Patient", form: SelfRatingForm) -> SelfRating | None:
    today, count = desk.today().isoformat(), len(form.scale.items)
    for key, about in reversed(patient.facts("score_about", ScoreAboutFact).items()):
        value = patient.value(form.scale.entry, key)
        if about.by != "patient" or about.done_at is not None or about.wording != form.source or not isinstance(value, dict):
            continue
        items = value.get("items")
        if value.get("scale") == form.scale.id and value.get("on") == today and isinstance(items, list) and len(items) == count:
            return SelfRating(desk, form, key, value, about.model_dump(mode="json", exclude_none=True))
    return None


def _new(desk: "Desk", patient: "Patient", form: SelfRatingForm) -> SelfRating:
    _kind, key = new_key(patient, form.scale)
    value = {"on": desk.today().isoformat(), "items": [None] * len(form.scale.items)}
    return SelfRating(desk, form, key, value, {"by": "patient", "wording": form.source})
