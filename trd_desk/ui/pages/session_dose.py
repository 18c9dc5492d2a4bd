"""The part Dose: worked out, checked again by another person, and given, each step on disk before the next is shown."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from trd_desk.engine.live import live_session
from trd_desk.i18n import _
from trd_desk.record.session_plan import changed_plan
from trd_desk.ui.pages.session_banner import ResultBanner
from trd_desk.ui.pages.session_dose_acts import GivingActs
from trd_desk.ui.pages.session_dose_check import CheckTyped, Cover
from trd_desk.ui.pages.session_dose_fields import Columns
from trd_desk.ui.pages.session_dose_plan import PlanCard, keep_typed
from trd_desk.ui.pages.session_dose_worked import HistoryCard, WorkedCard
from trd_desk.ui.widgets.layout import Page
from trd_desk.view.clock_times import countdown
from trd_desk.view.register import batch_choices, form_in_hand, stock_remark
from trd_desk.view.session_dose import DoseView, view_session_dose
from trd_desk.view.words_giving import dose_mg_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from trd_desk.engine.live_results import LiveSession
    from trd_desk.ui.desk import Answer, Desk
    from trd_desk.ui.theme import Theme
    from trd_desk.view.session_giving import CheckQuestion

_SHARES: Final = (34, 33, 33)


class DoseTab(GivingActs):
    """The part Dose. Ctrl+Enter gives what comes next when it may be given.

    `ask_check` and `ask_signature` ask a person; tests answer for one.
    """

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.ask_check: Callable[[CheckQuestion], CheckTyped | None] = self._ask_check
        self._never = ""
        self._shown: tuple[str, str] | None = None
        self.banner = ResultBanner(theme)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.message)
        self.plan = PlanCard(theme, desk)
        self.worked = WorkedCard(theme)
        self.history = HistoryCard(theme)
        self.columns = Columns(theme, (self.plan, self.worked, self.giving), _SHARES)
        self.body.addWidget(self.columns)
        self.body.addWidget(self.history)
        self.body.addStretch(1)
        self.plan.plan_changed.connect(self._change_plan)
        self.plan.fact_given.connect(self._give_fact)
        self.plan.never_chosen.connect(self._explain)
        self.plan.cancel_wanted.connect(self.giving.open_cancel)
        self.worked.go_to.connect(self._follow)
        self.giving.judge_time = self._judge_time
        self.giving.judge_next = self._judge_next
        self.giving.check_wanted.connect(self.check_again)
        self.giving.batch_given.connect(lambda field, value: self._batch(field, batch=value))
        self.giving.expiry_given.connect(lambda field, value: self._batch(field, expires=value))
        self.giving.give_wanted.connect(self.give)
        self.giving.time_corrected.connect(self._correct_time)
        self.giving.stop_wanted.connect(self._stop_here)
        self.giving.ended_early.connect(self._end_early)
        self.giving.waste_wanted.connect(self._waste)
        self.giving.cancelled.connect(self._cancel)
        self.giving.not_given.connect(self._take_back)
        self.giving.register_wanted.connect(lambda: self.go_to.emit("register"))
        desk.clinic_changed.connect(self._show_again)

    # What is shown

    def show_live(self, live: "LiveSession | None") -> None:
        """Shows plan, dose, check and giving as they stand now."""
        super().show_live(live)
        if live is None or self.desk.patient is None:
            return
        shown = (self.desk.patient.key, live.id)
        if shown != self._shown:
            self._shown, self._never = shown, ""
            self.message.say("")
            self.giving.close_forms()
        library = self.desk.library
        view = self._view = view_session_dose(library, self.desk.patient, live, self.desk.assessment, by=self.desk.by)
        self._show_banner(view, live.now)
        self.plan.show_plan(view.plan)
        unchanged = _("The plan is unchanged: {product}.").format(product=library.conduct.route_of(view.plan.product).short)
        self.plan.show_never(self._never, unchanged)
        self.plan.cancel.setVisible(view.giving.may_cancel)
        self.worked.show_dose(view)
        self.history.show_history(view)
        self._show_giving(view, live)

    def _show_giving(self, view: DoseView, live: "LiveSession") -> None:
        library, product, register = self.desk.library, live.facts.record.product, self._register()
        stock = form_in_hand(library, register, product, view.batch.number)
        amount = 1.0 if stock.unit == "devices" else live.result.dose.mg or 0.0
        left = bool(view.giving.button) and view.giving.infusion is None
        remark = stock_remark(library, register, product, view.batch.number, amount) if view.batch.number and left else ""
        self.giving.show_batch(view.batch, batch_choices(library, register, product, live.facts.day), remark, usable=left)
        self.giving.show_giving(view.giving, view.check, stock)

    def _show_banner(self, view: DoseView, now: dt.datetime) -> None:
        reason = view.reason
        left = countdown(view.giving.opens_at, now) if view.giving.opens_at is not None else ""
        if left:
            reason = f"{left}. {reason}"
        self.banner.say(view.mark, view.headline, reason, view.more, bold=left, counts=view.counts)

    def _show_again(self) -> None:
        if self.isVisible():
            self.show_live(self.live)

    def tick(self, now: dt.datetime) -> None:
        """Counts the rest and the infusion; a rest that is over is shown at its second."""
        view, live = self._view, self.live
        if view is None or live is None:
            return
        opens = view.giving.opens_at
        if opens is not None and now >= opens and self.desk.patient is not None:
            self.show_live(live_session(self.desk.library, self.desk.patient, live.id, now))
            return
        if opens is not None:
            left = countdown(opens, now)
            self.banner.say_reason(f"{left}. {view.reason}", left)
        self.giving.show_clock(now)

    def focus_first(self) -> None:
        """Gives the focus to what comes next, or to the plan where nothing may be given yet."""
        giving = None if self._view is None else self._view.giving
        if giving is not None and giving.button and (giving.begun or self.giving.give.isEnabled()):
            self.giving.focus_giving()
        else:
            super().focus_first()

    def _follow(self, path: str) -> None:
        """A question whose field stands in the plan leads there, any other to its page."""
        if not self.focus_field(path):
            self.go_to.emit(path)

    def focus_field(self, field: str) -> bool:
        """Gives the focus to the control of the plan, or of the giving, that answers a field; False where it is not asked here."""
        first = self.plan.doses or self.plan.mg_per_kg
        own: dict[str, QWidget] = {"planned": first, "planned.dose_mg": first, "patient.weight_on": self.plan.weight, "given": self.giving.batch}
        name = ".".join(field.split(".")[2:]) if field.startswith("sessions.") else field
        found = own.get(name) or self.findChild(QWidget, name)
        if found is None or not found.isVisibleTo(self):
            return False
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # The plan

    def _change_plan(self, field: QWidget, changes: dict[str, Any], planned: dict[str, Any] | None) -> None:
        live = self.live
        if live is None:
            return
        self._never = ""
        body = live.log.entry.value if live.log.entry is not None else live.log.plan.model_dump(mode="json", exclude_none=True)
        try:
            value = changed_plan(live.id, body, planned, **changes)
        except ValueError:
            self.message.say(_("The plan cannot be so. Correct what was typed last, or bring the old answer back with Esc."))
            keep_typed(field)
            return
        self._keep(field, self.answer("session", "", value))

    def _give_fact(self, field: QWidget, answers: "list[Answer]") -> None:
        live = self.live
        if live is None:
            return
        names = {key: value for kind, key, value in answers if kind == "patient"}
        if live.facts.record.weight_kg is not None and "weight_kg" in names:
            # The session has a weight of its own, which goes before the patient's.
            self._change_plan(field, names, None)
            return
        self._keep(field, self.desk.answers(answers))

    def _explain(self, name: str) -> None:
        self._never = name
        self.show_live(self.live)

    # The second check

    def _ask_check(self, question: "CheckQuestion") -> CheckTyped | None:
        from trd_desk.ui.pages.session_dose_check import ask_check

        return ask_check(self.theme, self.window(), question)

    def _page(self) -> QWidget:
        """The page that this part stands on, whose every line may tell the dose."""
        each: QWidget | None = self.parentWidget()
        while each is not None and not isinstance(each, Page):
            each = each.parentWidget()
        return each or self

    def check_again(self) -> None:
        """Lets another person work the dose out, without a sight of the first result, and compares."""
        from trd_desk.ui.widgets.sign import Act

        live, view = self.live, self._view
        if live is None or view is None or view.check.why_not:
            return
        cover = Cover(self.theme, self._page())
        try:
            typed = self.ask_check(view.check.question)
            if typed is None:
                return
            dose = live.result.dose
            says = _("I have worked the dose out myself, without seeing the first result: {dose}.").format(dose=dose_mg_words(typed.mg, typed.devices))
            planner = [live.log.entry.by] if live.log.entry is not None else []
            signed = self.ask_signature(Act("second_check", _("Second check of the dose"), says, done=_("Sign the check")), [*planner, self.desk.by])
        finally:
            cover.take_away()
        if signed is None or self.live is None or self.live.id != live.id:
            return
        agrees = typed.mg == dose.mg and typed.devices == dose.devices
        value: dict[str, Any] = {
            "by": signed.person.name,
            "role": signed.person.role,
            "at": self.now_text(),
            "product": live.facts.record.product,
            "dose_mg": typed.mg,
            "agrees": agrees,
        }
        if typed.devices is not None:
            value["devices"] = typed.devices
        self.desk.answers_by(signed.person, [("second_check", live.id, value)], _("checked again"))
