"""The part Stage of the page Outcomes: before the first dose and now, the reviews, what may fall at all, and stepped care as background."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.engine.stage_before import stage_kept_anew
from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.ui.pages.outcome_stage_forms import BeforeCard, ReviewCard
from trd_desk.ui.pages.outcome_stage_reference import CareCard, ComponentsCard, TogetherCard
from trd_desk.ui.pages.outcome_stage_rows import StageRows
from trd_desk.ui.pages.outcome_tab import OutcomeTab
from trd_desk.ui.pages.session_course_fields import SideBySide, reveal
from trd_desk.ui.widgets.labels import Message
from trd_desk.ui.widgets.layout import Button
from trd_desk.view.stage import StageView, view_stage

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class StageTab(OutcomeTab):
    """The part Stage. A review is begun by its button and filled answer by answer; the stage of before is kept by its own."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._patient: str | None = None
        self._in_hand = ""
        self._view: StageView | None = None
        self.message = Message(theme, tone="amber")
        self.body.addWidget(self.message)
        self.rows = StageRows(theme)
        self.rows.followed.connect(self._follow)
        self.together = TogetherCard(theme)
        self.components = ComponentsCard(theme)
        self.before = BeforeCard(theme)
        self.before.answered.connect(self._answer_before)
        self.before.keep_wanted.connect(self._keep)
        self.reviews = ReviewCard(theme, desk.today)
        self.reviews.changed.connect(self._change_review)
        self.reviews.opened.connect(self._open_review)
        self.reviews.taken_back.connect(self._take_review_back)
        self.care = CareCard(theme)
        self.columns = SideBySide(theme, self._column(self.rows, self.together), self._column(self.reviews, self.before))
        self.body.addWidget(self.columns)
        for card in (self.components, self.care):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self._new = Button(theme, _("New review"), kind="primary", icon="plus")
        self._new.setObjectName("outcomes.stage.new")
        self._new.clicked.connect(self.begin_review)

    def _column(self, *cards: QWidget) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px("s2"))
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        return holder

    def head_widget(self) -> QWidget:
        """The button that begins a review."""
        return self._new

    # What is shown

    def refresh(self) -> None:
        """Shows the open patient as known now; what is being typed stays."""
        patient = self.desk.patient
        if patient is None:
            return
        if patient.key != self._patient:
            self._patient, self._in_hand = patient.key, ""
            self.message.say("")
        view = self._view = view_stage(self.desk.library, patient, self.desk.today())
        if all(row.key != self._in_hand for row in view.reviews):
            self._in_hand = next((row.key for row in view.reviews if row.on == self.desk.today()), "")
        self.rows.show_view(view)
        self.together.show_view(view)
        self.components.show_view(view)
        self.care.show_care(view.care)
        self.before.show_before(view.before)
        self.reviews.show_reviews(view.reviews, self._in_hand)

    # The stage before

    def _keep(self, product: str) -> None:
        self._write_before(product, None)

    def _answer_before(self, name: str, value: object) -> None:
        if self._view is not None:
            self._write_before(self._view.before.product, {name: value})

    def _write_before(self, product: str, answers: dict[str, object] | None) -> None:
        patient = self.desk.patient
        if patient is None or not product:
            return
        kept = stage_kept_anew(self.desk.library, patient, self.desk.today(), product, answers)
        if not self.desk.answer("stage_baseline", product, kept.model_dump(mode="json", exclude_none=True)):
            self.refresh()

    # Reviews

    def begin_review(self) -> None:
        """Begins a review of today, or opens the one that there is."""
        if self._view is None:
            return
        today = self.desk.today()
        known = next((row.key for row in self._view.reviews if row.on == today), "")
        key = known or new_id()
        self._in_hand = key
        if not known and not self.desk.answer("review", key, {"on": today.isoformat()}):
            self._in_hand = ""
        self.refresh()
        self._focus_review()

    def _focus_review(self) -> None:
        severity = self.reviews.state.controls.get("severity")
        if severity is not None and self.reviews.in_hand:
            reveal(self.reviews)
            severity.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_review(self, key: str) -> None:
        self._in_hand = key
        self.refresh()
        self._focus_review()

    def _change_review(self, key: str, name: str, value: Any) -> None:
        patient = self.desk.patient
        old = None if patient is None else patient.value("review", key)
        if old is None:
            return
        if name == "on" and value is None:
            self.message.say(_("A review needs its day: type it, or take the review back."))
            self.refresh()
            return
        self.message.say("")
        said = value.isoformat() if isinstance(value, dt.date) else value
        new = {part: answer for part, answer in {**old, name: said}.items() if answer is not None}
        if not self.desk.answer("review", key, new):
            if name in ("on", "note"):
                (self.reviews.on if name == "on" else self.reviews.note).mark_not_saved()
            self.refresh()

    def _take_review_back(self, key: str) -> None:
        if self.desk.take_back("review", key):
            self._in_hand = ""
            self.refresh()

    # Ways in

    def _follow(self, path: str) -> None:
        if not self.focus_field(path):
            self.go_to.emit(path)

    def focus_field(self, field: str) -> bool:
        """`review.new` begins a review; a fact of a review or of before is found by its path."""
        if field == "review.new":
            self.begin_review()
            return True
        if field.startswith("review.") and not self.reviews.in_hand:
            self.begin_review()
        found = self.findChild(QWidget, field) if field.startswith(("review", "stage_baseline")) else None
        if found is None or not found.isVisibleTo(self):
            return False
        reveal(found)
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
