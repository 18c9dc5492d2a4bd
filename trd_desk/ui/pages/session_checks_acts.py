"""What a person does in the part Before the dose: each answer, weight, confirmation and override is one entry on disk."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_checks_about import AboutLine
from trd_desk.ui.pages.session_checks_list import CheckList
from trd_desk.ui.pages.session_tab import SessionTab

if TYPE_CHECKING:
    from collections.abc import Callable

    from trd_desk.record.people import Person
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme
    from trd_desk.ui.widgets.sign import Signed
    from trd_desk.view.checklist import ChecklistView


class ChecksActs(SessionTab):
    """The answers of the checklist and its overrides. `list` holds the rows that lead here, `about` says why something was not done."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        # Replaced in tests; the dialog asks for a person, their passphrase and, for an override, the reason.
        self.ask_signature: Callable[..., Signed | None] = self._ask_signature
        self._view: ChecklistView | None = None
        # Reasons of overrides that were signed and could not be kept, by item.
        self._reasons: dict[str, str] = {}
        self.list = CheckList(theme, self._session_now, desk.library.conduct)
        self.about = AboutLine(theme)

    def _session_now(self) -> dt.datetime:
        """This moment on the clock that the session's times are told in."""
        now = self.desk.now()
        return now if self.live is None else now.astimezone(self.live.log.zone)

    def _bring_into_view(self, target: QWidget) -> None:
        """Scrolls to a control and its row."""

    # ----------------------------------------------------------------------------------------------------------------- answers

    def _give(self, item: str, field: str, value: Any) -> None:
        """Puts one answer on disk. An override was for the answer that stood then, so it ends with it."""
        live, view = self.live, self._view
        if live is None or view is None:
            return
        reason: str | None = None
        given: list[tuple[str, str, Any]]
        if field == "weight_kg":
            given, reason = self._weight(value), _("weighed today")
        elif field == "height_cm":
            given = [("patient", "height_cm", value)]
        else:
            given = [("predose", f"{live.id}/{field}", value)]
        row = view.row(item)
        if row.again and not field.startswith("pressure/"):
            reason = _("measured again")
        if live.log.value("override", item) is not None:
            if reason is None and not any(self.desk.needs_reason(*one[:2], value=one[2]) for one in given):
                reason = _("a new answer after the override")
            given.append(("override", f"{live.id}/{item}", None))
        if not self.desk.answers(given, reason, anew=row.again):
            self.list.mark_not_saved(item, field)
        focus = QApplication.focusWidget()
        if focus is not None and self.list.item_of(focus) is not None:
            # What the answer has led to stands below it.
            self._bring_into_view(focus)

    def _weight(self, kg: float) -> list[tuple[str, str, Any]]:
        """Weight and day together; a session with a weight of its own takes the new one too."""
        live, patient = self.live, self.desk.patient
        today = self.desk.today().isoformat()
        given: list[tuple[str, str, Any]] = [("patient", "weight_kg", kg), ("patient", "weight_on", today)]
        if live is not None and patient is not None and live.log.plan.weight_kg is not None:
            given.append(("session", live.id, {**patient.value("session", live.id), "weight_kg": kg, "weight_on": today}))
        return given

    def _take_back(self, item: str, field: str) -> None:
        live = self.live
        if live is None:
            return
        kind, key = ("patient", field) if field in ("weight_kg", "height_cm") else ("predose", f"{live.id}/{field}")
        if not self.desk.take_back(kind, key):
            self.list.mark_not_saved(item, field)

    def _confirm(self, item: str, field: str) -> None:
        """Makes an answer of what the record knows, which it is only now."""
        if self._view is None:
            return
        question = next((one for one in self._view.row(item).questions if one.field == field), None)
        if question is not None and question.suggestion is not None and question.suggestion.value is not None:
            self._give(item, field, question.suggestion.value)

    def _still_holds(self) -> None:
        self.answer("predose", "reviewed", self.now_text())

    # --------------------------------------------------------------------------------------------------------------- overrides

    def _ask_signature(self, act: Any, exclude: "tuple[Person, ...]" = ()) -> "Signed | None":
        from trd_desk.ui.widgets.sign import ask_signature

        preset = None if exclude else self.desk.person
        return ask_signature(self.theme, self.window(), self.desk.record, act, exclude=exclude, preset=preset)

    def sign_override(self, item: str) -> None:
        """Asks a prescriber for an override with its reason, and for a hold a second person; nothing is kept without all of them."""
        from trd_desk.ui.pages.session_checks_override import sign_override

        live, view = self.live, self._view
        if live is None or view is None or view.closed:
            return
        row = view.row(item)
        if not row.signatures:
            self.about.say(row.why_no_override or row.about)
            return
        signed = sign_override(self.ask_signature, row, self.desk.library.conduct.reason_letters, self._reasons)
        if signed is None or self.live is None or self.live.id != live.id:
            return
        if isinstance(signed, str):
            self.desk.save_failed.emit(signed)
            return
        person, value = signed
        if self.desk.answers_by(person, [("override", f"{live.id}/{item}", {**value, "at": self.now_text()})]):
            self._reasons.pop(item, None)
