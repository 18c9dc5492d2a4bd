"""The part Decisions of the page Outcomes: decision points on their line of time, the long-term schedule, and what all courses add up to."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.record.people import may
from trd_desk.ui.pages.outcome_decisions_layout import TwoColumns
from trd_desk.ui.pages.outcome_decisions_points import PointList
from trd_desk.ui.pages.outcome_decisions_schedule import Schedule
from trd_desk.ui.pages.outcome_tab import OutcomeTab
from trd_desk.ui.pages.pathways_tables import TextTable
from trd_desk.ui.pages.session_course_fields import TouchChoice, reveal
from trd_desk.ui.widgets.labels import Label, Message, QuestionLink
from trd_desk.ui.widgets.layout import clear
from trd_desk.view.decisions import view_decisions
from trd_desk.view.decisions_follow import harm_heads
from trd_desk.view.people import person_words

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.outcome_decisions_form import Decided
    from trd_desk.ui.theme import Theme
    from trd_desk.ui.widgets.sign import Signed
    from trd_desk.view.decisions import DecisionsView
    from trd_desk.view.parts import Ask

# How the width of the table of harm is divided: quarter, given, given in all, and the domains.
_FIRST: Final = (12, 19, 19)
_OTHER: Final = 14


class DecisionsTab(OutcomeTab):
    """The part Decisions. A decision is a prescriber's: who is none is asked for the signature of one."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._product = ""
        self._patient = ""
        self._check: tuple[str, str] = ("", "")
        self._view: DecisionsView | None = None
        self._asked: tuple[Ask, ...] = ()
        self.ask_signature: Callable[[Any], Signed | None] = self._ask_signature
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._choice_row = QVBoxLayout()
        self.choice: TouchChoice | None = None
        column.addLayout(self._choice_row)
        self.title = Label(theme, "", "title", bold=True, wrap=True)
        self.headline = Label(theme, "", wrap=True)
        self.rule = Label(theme, "", wrap=True)
        self.empty = Label(theme, "", wrap=True)
        self.message = Message(theme)
        self.points = PointList(theme, desk.today)
        self.points.wanted.connect(self._decide)
        self.points.followed.connect(self._follow)
        self._asks = QVBoxLayout()
        self._asks.setSpacing(4)
        for widget in (self.title, self.headline, self.rule, self.empty, self.message):
            column.addWidget(widget)
        column.addLayout(self._asks)
        column.addWidget(self.points)
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        self.schedule = Schedule(theme, desk.today)
        self.schedule.answered.connect(self._checked)
        self.schedule.opened.connect(self._check_opened)
        self.schedule.followed.connect(self._follow)
        side.addWidget(self.schedule)
        side.addSpacing(8)
        self.harm_title = Label(theme, "", bold=True, wrap=True)
        side.addWidget(self.harm_title)
        heads = harm_heads(desk.library)
        self.harm = TextTable(theme, _("All courses together"), heads, (*_FIRST, *[_OTHER] * (len(heads) - len(_FIRST))))
        side.addWidget(self.harm)
        self.harm_notes = Label(theme, "", "small", colour="text_2", wrap=True)
        side.addWidget(self.harm_notes)
        self.columns = TwoColumns(theme, left, right)
        self.body.addWidget(self.columns)
        self.body.addStretch(1)

    # What is shown

    def refresh(self) -> None:
        """Shows decisions and follow-up of the open patient as known now."""
        patient = self.desk.patient
        if patient is None:
            return
        if patient.key != self._patient:
            self._patient, self._product = patient.key, ""
            self.message.say("")
        view = self._view = view_decisions(self.desk.library, patient, self.desk.today(), self._product or None)
        self._product = view.product
        self._show_products(view)
        for label, text in ((self.title, view.title), (self.headline, view.headline), (self.rule, view.stop_rule), (self.empty, view.empty)):
            label.setText(text)
            label.setVisible(bool(text))
        self._show_asks(view)
        self.points.show_view(view, f"{patient.key}/{view.product}", self._who())
        self.points.setVisible(bool(view.points))
        self.schedule.show_rows(view.domains, patient.key)
        self.schedule.setVisible(bool(view.domains))
        self._show_check()
        for widget in (self.harm_title, self.harm):
            widget.setVisible(bool(view.harm.rows))
        self.harm_title.setText(view.harm.title)
        self.harm.show_rows(view.harm.rows)
        self.harm_notes.setText("\n".join(view.harm.notes))
        self.harm_notes.setVisible(bool(view.harm.notes))

    def _show_products(self, view: "DecisionsView") -> None:
        """A choice where there is more than one course."""
        if self.choice is not None:
            if self.choice.property("products") == str(view.products):
                self.choice.set_value(view.product)
                return
            self._choice_row.removeWidget(self.choice)
            self.choice.hide()
            self.choice.deleteLater()
            self.choice = None
        if len(view.products) > 1:
            self.choice = TouchChoice(self.theme, _("Course"), view.products)
            self.choice.setProperty("products", str(view.products))
            self.choice.set_value(view.product)
            self.choice.answered.connect(self._show_product)
            self.choice.taken_back.connect(lambda: self.choice.set_value(self._product) if self.choice is not None else None)
            self._choice_row.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_asks(self, view: "DecisionsView") -> None:
        """What would settle what cannot be told of the points."""
        if view.asks == self._asked:
            return
        self._asked = view.asks
        clear(self._asks)
        for ask in view.asks:
            link = QuestionLink(self.theme, ask.text, ask.field)
            link.followed.connect(self._follow)
            self._asks.addWidget(link)

    def _show_product(self, product: str) -> None:
        self._product = product
        self.refresh()

    def _who(self) -> str:
        """In whose name a decision is recorded."""
        person = self.desk.person
        if person is None:
            return self.desk.may("decide")
        if may(person, "decide"):
            return _("In the name of {person}.").format(person=person_words(person))
        return _("A decision is a prescriber's: one will be asked to sign.")

    # Decisions

    def _decide(self, name: str, decided: "Decided") -> None:
        """Puts a decision on disk in the name of a prescriber: of who works, else of one who signs for it."""
        view = self._view
        point = None if view is None else view.point(name)
        body = self.points.body
        if point is None or body is None:
            return
        value: dict[str, Any] = {"point": point.id, "product": point.product, "on": decided.on.isoformat(), "decision": decided.decision}
        value["reason"] = decided.reason
        if decided.next_on is not None:
            value["next_on"] = decided.next_on.isoformat()
        person = self.desk.person
        if person is None:
            body.form.message.say(self.desk.may("decide"))
            return
        if may(person, "decide"):
            saved = self.desk.answer("course_decision", point.key, {**value, "by": person.name, "role": person.role})
        else:
            from trd_desk.ui.widgets.sign import Act

            says = _("{point}: {decision}. Reason: {reason}").format(
                point=point.label, decision=dict(point.choices)[decided.decision], reason=decided.reason
            )
            signed = self.ask_signature(Act("decide", _("Decision: {point}").format(point=point.label), says))
            if signed is None:
                body.form.message.say(_("Not recorded: a prescriber has to sign. What you typed is still here."))
                return
            given = {**value, "by": signed.person.name, "role": signed.person.role}
            saved = self.desk.answers_by(signed.person, [("course_decision", point.key, given)])
        if not saved:
            if self.points.body is not None:
                self.points.body.form.message.say(_("Not saved. What you typed is still here."))
            return
        self.points.forget()
        self.refresh()
        self.message.say(_("Recorded: {point}, {decision}.").format(point=point.label, decision=dict(point.choices)[decided.decision].lower()))
        line = self.points.lines.get(name)
        if line is not None:
            line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_signature(self, act: Any) -> "Signed | None":
        from trd_desk.ui.widgets.sign import ask_signature

        return ask_signature(self.theme, self.window(), self.desk.record, act)

    # Checks

    def _check_opened(self, domain: str) -> None:
        """A check of today is gone on with; else a new one begins."""
        patient, today = self.desk.patient, self.desk.today().isoformat()
        if patient is None:
            return
        own = [key for (kind, key), entry in patient.answers.items() if kind == "follow_up" and _is_check(entry.value, domain, today)]
        self._check = (domain, own[-1] if own else new_id())
        self._show_check()
        if self.schedule.form is not None:
            reveal(self.schedule.form)

    def _show_check(self) -> None:
        patient, form = self.desk.patient, self.schedule.form
        if patient is not None and form is not None and self.schedule.domain == self._check[0]:
            form.show_stored(patient.value("follow_up", self._check[1]))

    def _checked(self, domain: str, value: Mapping[str, Any]) -> None:
        """One answer of a check, on disk at once."""
        if domain != self._check[0]:
            return
        if not self.desk.answer("follow_up", self._check[1], dict(value)) and self.schedule.form is not None:
            self._show_check()
            self.schedule.form.not_saved()
            return
        self.refresh()

    # Ways in

    def _follow(self, path: str) -> None:
        """Goes to the field that answers a question: in this part, or on another page."""
        if path.startswith(("course_decision", "follow_up")):
            self.focus_field(path)
        else:
            self.go_to.emit(path)

    def focus_field(self, field: str) -> bool:
        """Opens the point or the check of a path: course_decision.<product>.<point>, follow_up.<domain>; alone, what is due longest."""
        kind, _dot, rest = field.partition(".")
        if kind == "follow_up" and rest:
            self.schedule.open(rest)
            return self.schedule.domain == rest
        product, _dot, name = rest.partition(".")
        if product and product != self._product:
            self._show_product(product)
        name = name or self.points.opened
        if name not in self.points.lines:
            return False
        self.points.open(name)
        self.points.lines[name].setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(self.points.lines[name])
        return True

    def focus_first(self) -> None:
        """Gives the focus to the open point, else to the first."""
        line = self.points.lines.get(self.points.opened) or next(iter(self.points.lines.values()), None)
        if line is not None:
            line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().focus_first()


def _is_check(value: Any, domain: str, day: str) -> bool:
    return isinstance(value, dict) and value.get("domain") == domain and value.get("on") == day
