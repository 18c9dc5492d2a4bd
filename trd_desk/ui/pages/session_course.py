"""The part Course: where the course stands, its sessions, and the plan of the next."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.ui.pages.session_course_fields import SideBySide, reveal
from trd_desk.ui.pages.session_course_list import SessionList
from trd_desk.ui.pages.session_course_plan import PlanForm, TypedPlan
from trd_desk.ui.pages.session_course_position import CourseStands
from trd_desk.ui.pages.session_course_template import TemplatePanel
from trd_desk.ui.pages.session_permits import PermitsCard
from trd_desk.ui.pages.session_tab import SessionTab
from trd_desk.ui.widgets.labels import Message
from trd_desk.view import plain
from trd_desk.view.course_line import LEAST_WIDTH, WIDTH
from trd_desk.view.course_plan import (
    CoursePlan,
    PlanDraft,
    cancel_answers,
    draft_of,
    first_draft,
    plan_answers,
    reason_of,
    view_course_plan,
    why_not_cancel,
)
from trd_desk.view.course_position import view_course_position
from trd_desk.view.course_rows import day_named
from trd_desk.view.course_templates import TemplateProposal, template_answers, templates_of, view_template

if TYPE_CHECKING:
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

# The line is drawn in steps of so many pixels, so that it is not drawn anew with each pixel of a moving edge.
_STEP = 16


class CourseTab(SessionTab):
    """The part Course: Ins goes to the plan of a session.

    Nothing is planned, changed or cancelled before a button or Ctrl+Enter says so, and nothing is ever moved by itself.
    """

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._patient: str | None = None
        self._product = ""
        self._put_away: dict[str, TypedPlan] = {}
        self._width = WIDTH
        self.stands = CourseStands(theme)
        self.stands.product_chosen.connect(self._show_product)
        self.stands.asked.connect(self._follow)
        self.list = SessionList(theme, lambda reason: why_not_cancel(desk.library, reason))
        self.list.opened.connect(self.session_wanted)
        self.list.change_wanted.connect(self.change)
        self.list.cancelled.connect(self._cancel)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("s2"))
        column.addWidget(self.stands)
        column.addWidget(self.list)
        products: list[tuple[str, str]] = [(one.product, one.short) for one in desk.library.conduct.route]
        self.message = Message(theme)
        self.form = PlanForm(theme, products, self._work_out, desk.today)
        self.form.wanted.connect(self._plan)
        self.form.product_chosen.connect(self._product_of_form)
        self.form.template_wanted.connect(self._open_template)
        self.form.change_left.connect(self._leave_change)
        self.form.go_to.connect(self._follow)
        self.panel = TemplatePanel(theme, desk.today)
        self.panel.wanted.connect(self._plan_all)
        self.panel.given_up.connect(self._close_template)
        self.permits = PermitsCard(desk, theme)
        self.permits.link.followed.connect(self.go_to)
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.px("s2"))
        for widget in (self.message, self.form, self.panel, self.permits):
            side.addWidget(widget)
        self.columns = SideBySide(theme, left, right)
        self.body.addWidget(self.columns)
        self.body.addStretch(1)
        QShortcut(QKeySequence(Qt.Key.Key_Insert), self, self.start_plan, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._fit_line)

    # What is shown

    def show_live(self, live: "LiveSession | None") -> None:
        """Shows the course of the open patient; the product is that of the session in hand until another one is chosen."""
        super().show_live(live)
        patient = self.desk.patient
        if patient is None:
            return
        if patient.key != self._patient:
            self._turn_to(patient.key)
        view = view_course_position(
            self.desk.library, patient, self.desk.assessment, self.desk.now(), product=self._product or None, width=self._width
        )
        self.stands.show_course(view)
        self.list.show_rows(view.rows, None if live is None else live.id)
        self.form.refresh()
        self.permits.show_product(self.form.draft().product)

    def _turn_to(self, key: str) -> None:
        """Puts the form away with the patient it belongs to, and shows that of the patient who is open now."""
        if self._patient is not None and self.form.is_begun():
            self._put_away[self._patient] = self.form.typed()
        self._patient, self._product = key, ""
        self.message.say("")
        self.panel.hide()
        self.form.show()
        kept = self._put_away.pop(key, None)
        self._show_draft(self._fresh() if kept is None else kept.draft, kept)

    def _fresh(self) -> PlanDraft:
        patient = self.desk.patient
        return first_draft(self.desk.library, patient, self.desk.today(), self._product) if patient is not None else PlanDraft("")

    def _show_draft(self, draft: PlanDraft, kept: TypedPlan | None = None) -> None:
        self.form.show_draft(draft, None if kept is None else kept.texts)
        self._offer_templates(draft.product)

    def _offer_templates(self, product: str) -> None:
        self.form.show_templates([(one.id, one.title) for one in templates_of(self.desk.library, product)])

    def _show_product(self, product: str) -> None:
        self._product = product
        self.show_live(self.live)

    def _product_of_form(self, product: str) -> None:
        self._offer_templates(product)
        self.permits.show_product(product)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start(0)

    def _fit_line(self) -> None:
        """Draws the line as wide as its column is now."""
        wide = self.columns.left_width() * 100 / self.theme.text_percent
        wide = max(LEAST_WIDTH, wide // _STEP * _STEP)
        if wide != self._width:
            self._width = wide
            if self.desk.patient is not None:
                self.show_live(self.live)

    # The plan

    def start_plan(self) -> None:
        """Goes to the form, at the first thing that is still open in it."""
        self._close_template()
        self.form.focus_first()
        reveal(self.form.mode)

    def _work_out(self, draft: PlanDraft) -> CoursePlan | None:
        patient = self.desk.patient
        return None if patient is None else view_course_plan(self.desk.library, patient, draft, self.desk.today())

    def _plan(self, draft: PlanDraft) -> None:
        """Writes the plan in one transaction; a session of today is shown at once."""
        patient = self.desk.patient
        if patient is None or draft.day is None:
            return
        name = draft.session or new_id()
        answers = plan_answers(self.desk.library, patient, draft, self.desk.today(), name)
        if not self.desk.answers(answers, reason_of(answers, draft.reason)):
            self.form.message.say(_("Not saved. What you typed is still here."))
            return
        self._product = ""
        self._show_draft(self._fresh())
        self.show_live(self.live)
        if draft.given:
            self.message.say(_("Entered as given: {day}.").format(day=day_named(draft.day)))
        elif draft.session:
            self.message.say(_("Changed: {day}.").format(day=day_named(draft.day)))
        elif draft.day <= self.desk.today():
            self.session_wanted.emit(name)
            return
        else:
            self.message.say(_("Planned: {day}. It is opened from the list, or on its day from Today.").format(day=day_named(draft.day)))
        self.form.focus_first()

    def change(self, name: str) -> None:
        """Shows a planned session in the form, to be changed with a reason."""
        patient = self.desk.patient
        if patient is None or name not in patient.sessions:
            return
        self._close_template()
        self.message.say("")
        self._show_draft(draft_of(self.desk.library, patient, name, self.desk.today()))
        self.form.day.edit.setFocus()
        self.form.day.edit.selectAll()

    def _leave_change(self) -> None:
        self._show_draft(self._fresh())
        self.form.focus_first()

    def _cancel(self, name: str, reason: str) -> None:
        patient = self.desk.patient
        if patient is None:
            return
        answers = cancel_answers(self.desk.library, patient, name, reason, self.now_text(), self.desk.today())
        if self.desk.answers(answers, reason):
            self.list.close_form()
            self.message.say(_("Cancelled. It stays in the list with its reason."))
        else:
            self.list.form.message.say(_("Not saved. What you typed is still here."))

    # Templates

    def _open_template(self, name: str) -> None:
        draft, today = self.form.draft(), self.desk.today()

        def propose(days: dict[int, dt.date], left_out: list[int]) -> TemplateProposal | None:
            patient = self.desk.patient
            return None if patient is None else view_template(self.desk.library, patient, name, draft, today, days, left_out)

        self.message.say("")
        self.panel.open(propose)
        self.form.hide()

    def _close_template(self) -> None:
        if self.panel.isHidden():
            return
        self.panel.hide()
        self.form.show()
        self.form.focus_first()

    def _plan_all(self, proposal: TemplateProposal) -> None:
        patient = self.desk.patient
        if patient is None:
            return
        names = [new_id() for _session in proposal.sessions]
        answers = template_answers(self.desk.library, patient, proposal, self.form.draft(), self.desk.today(), names)
        if not self.desk.answers(answers, reason_of(answers, "")):
            self.panel.message.say(_("Not saved. The days are still here."))
            return
        self.panel.hide()
        self.form.show()
        self._product = ""
        self._show_draft(self._fresh())
        self.show_live(self.live)
        count = plain.counted("{count} session planned", "{count} sessions planned", len(names))
        self.message.say(_("{count}, each to be confirmed on its day.").format(count=count))
        self.form.focus_first()

    # Questions

    def _follow(self, path: str) -> None:
        """Goes to the field that answers a question: in this part, or on another page."""
        part, _dot, rest = path.partition(".")
        session, _dot, field = rest.partition(".")
        if path == "plan.indication":
            self.form.indication.setFocus()
        elif part == "sessions" and field in ("on", "given", "indication"):
            self.change(session)
        else:
            self.go_to.emit(path)

    def focus_first(self) -> None:
        """Gives the focus to the newest session, or to the plan where there is none."""
        line = next(iter(self.list.lines.values()), None)
        if line is not None:
            line.setFocus()
        else:
            self.form.focus_first()
