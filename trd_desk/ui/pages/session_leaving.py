"""The part Leaving: the readiness test, the earliest time, the signature, leaving against advice, and later words."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.ui.pages.session_banner import ResultBanner
from trd_desk.ui.pages.session_departure import DepartureForm
from trd_desk.ui.pages.session_tab import SessionTab
from trd_desk.ui.widgets.fields import TextField
from trd_desk.ui.widgets.labels import Label, Message, QuestionLink
from trd_desk.ui.widgets.layout import Button, Card, line
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.ui.widgets.segments import AnswerSegments
from trd_desk.view.clock_times import h_mm_ss
from trd_desk.view.leaving import LeavingView, NeedRow, PaperLink, view_leaving

if TYPE_CHECKING:
    from collections.abc import Callable

    from trd_desk.engine.live_results import LiveSession
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme
    from trd_desk.ui.widgets.sign import Act, Signed


class _NeedLine(QWidget):
    """One need: label, state in mark and word, why; and the answer with one key where it is a confirmation."""

    def __init__(self, tab: "LeavingTab", row: NeedRow) -> None:
        super().__init__()
        theme = tab.theme
        self._row: NeedRow | None = None
        self.setObjectName(f"need.{row.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(12)
        self.mark = MarkLabel(theme, row.state.mark, size=16)
        top.addWidget(self.mark)
        self.name = Label(theme, row.question if row.answer else row.label, bold=not row.answer, wrap=bool(row.answer))
        top.addWidget(self.name, 1)
        self.word = Label(theme, "", colour="text_2")
        self.segments: AnswerSegments | None = None
        if row.answer:
            self.segments = AnswerSegments(theme, row.question)
            self.segments.setObjectName(f"leaving.{row.answer}")
            self.segments.answered.connect(lambda value: tab.answer("leaving", row.answer, value))
            self.segments.taken_back.connect(lambda: tab.take_back(row.answer))
            top.addWidget(self.segments)
        else:
            top.addWidget(self.word)
        column.addLayout(top)
        self.why = Label(theme, "", "small", colour="text_2", wrap=True)
        column.addWidget(self.why)
        column.addWidget(line())

    def show_row(self, row: NeedRow, *, asked: bool, usable: bool) -> None:
        """Shows the need as it stands."""
        if self.segments is not None:
            self.segments.set_answer(row.value, asked=asked)
            self.segments.setEnabled(usable)
        if row == self._row:
            return
        self._row = row
        self.mark.set_kind(row.state.mark)
        self.name.setAccessibleName(f"{row.label}: {row.state.word}")
        both = row.measured and row.state.mark != "met"
        self.word.setText(_("{value}: {word}").format(value=row.measured, word=row.state.word) if both else row.measured or row.state.word)
        said = "" if row.state.mark == "met" or (row.answer and row.state.mark == "cannot_tell") else row.state.sentence
        self.why.setText(said)
        self.why.setVisible(bool(said))
        source = ". ".join(part for part in (row.source.status, row.source.text, row.source.review) if part)
        self.setToolTip(source)
        self.setAccessibleDescription(source)


class LeavingTab(SessionTab):
    """Ready to leave? Ctrl+Enter signs when everything is fulfilled."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.ask_signature: Callable[[Act], Signed | None] = self._ask_signature
        self._view: LeavingView | None = None
        self._lines: dict[str, _NeedLine] = {}
        self.banner = ResultBanner(theme)
        self.body.addWidget(self.banner)
        self.message = Message(theme, tone="amber")
        self.body.addWidget(self.message)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px("column_gap"))
        self._confirmed = Card(theme, _("Confirmed at the door"), spacing=0)
        self._measured = Card(theme, _("Measured and timed"), spacing=0)
        left = QVBoxLayout()
        left.setSpacing(theme.px("s1"))
        left.addWidget(self._confirmed)
        columns.addLayout(left, 1)
        columns.addWidget(self._measured, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(columns)
        self._ends = Card(theme, _("How the session ends"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self.sign_button = Button(theme, _("Sign: the patient leaves now"), kind="primary", icon="signature")
        self.sign_button.setObjectName("leaving.sign")
        self.sign_button.setToolTip("Ctrl+Enter")
        self.sign_button.setShortcut("Ctrl+Return")
        self.sign_button.setMinimumHeight(theme.px("control_height_touch"))
        self.sign_button.clicked.connect(self.sign)
        self.why = Label(theme, "", colour="text_2", wrap=True)
        self.why.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.depart_button = Button(theme, _("Leaves against advice"), icon="door-open")
        self.depart_button.setObjectName("leaving.depart")
        self.depart_button.setMinimumHeight(theme.px("control_height_touch"))
        self.depart_button.clicked.connect(self._show_departure)
        grid.addWidget(Label(theme, _("Signature"), bold=True), 0, 0)
        grid.addWidget(self.why, 0, 1)
        grid.addWidget(self.depart_button, 1, 0)
        early = _("Earlier than the test allows: kept as a record of its own, with reason, capacity and witness.")
        grid.addWidget(Label(theme, early, colour="text_2", wrap=True), 1, 1)
        grid.setColumnStretch(1, 1)
        self._choices = QWidget()
        self._choices.setLayout(grid)
        self._ends.body.addWidget(self._choices)
        self.departure = DepartureForm(theme, desk.library.conduct.reason_letters)
        self.departure.hide()
        self.departure.wanted.connect(self._depart)
        self.departure.given_up.connect(self._hide_departure)
        self._ends.body.addWidget(self.departure)
        self._record = Label(theme, "", wrap=True)
        self._ends.body.addWidget(self._record)
        self._papers = QWidget()
        self._paper_row = QHBoxLayout(self._papers)
        self._paper_row.setContentsMargins(0, 0, 0, 0)
        self._paper_row.setSpacing(16)
        self._paper_row.addStretch(1)
        self._papers.hide()
        self._shown_papers: tuple[PaperLink, ...] = ()
        self._ends.body.addWidget(self._papers)
        self.addendum = TextField(theme)
        self.addendum.setObjectName("addendum")
        self.addendum.setAccessibleName(_("Add a later word to this session"))
        self.addendum.set_placeholder(_("Add a later word; it is signed with your passphrase"))
        self.addendum.committed.connect(self._add)
        self._ends.body.addWidget(self.addendum)
        left.addWidget(self._ends)
        left.addStretch(1)
        self.body.addStretch(1)

    def head_widget(self) -> QWidget:
        """The signature."""
        return self.sign_button

    # What is shown

    def show_live(self, live: "LiveSession | None") -> None:
        """Shows the readiness test as it stands now."""
        super().show_live(live)
        if live is None:
            return
        view = view_leaving(self.desk.library, live)
        for card, rows in ((self._confirmed, view.confirmed), (self._measured, view.measured)):
            for row in rows:
                shown = self._lines.get(row.id)
                if shown is None:
                    shown = self._lines[row.id] = _NeedLine(self, row)
                    card.body.addWidget(shown)
                asked = self.desk.is_asked("leaving", f"{live.id}/{row.answer}") if row.answer else False
                shown.show_row(row, asked=asked, usable=not view.ended)
        self._view = view
        self.banner.say(view.verdict.mark, view.headline, self._countdown(live.now), view.explanation, bold=self._left(live.now), counts=(view.count,))
        self.message.say(" ".join(view.notes))
        self._choices.setVisible(not view.ended and not self.departure.isVisibleTo(self._ends))
        self.sign_button.setEnabled(not view.why_not_sign)
        self.why.setText(view.why_not_sign or _("Everything is fulfilled. The signature closes the session."))
        self.depart_button.setEnabled(live.result.leaving is not None and not view.ended)
        if view.ended:
            self.departure.hide()
        self._record.setText("\n".join((*view.departure, *((view.signed,) if view.signed else ()), *view.addenda)))
        self._record.setVisible(bool(self._record.text()))
        self._show_papers(view.papers)
        self.addendum.setVisible(live.log.signature is not None)

    def _show_papers(self, papers: tuple[PaperLink, ...]) -> None:
        """Leads to the documents of a session that is over."""
        self._papers.setVisible(bool(papers))
        if papers == self._shown_papers:
            return
        self._shown_papers = papers
        for old in self._papers.findChildren(QuestionLink):
            self._paper_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, paper in enumerate(papers):
            link = QuestionLink(self.theme, paper.words, paper.path)
            link.setObjectName(f"leaving.{paper.path}")
            link.followed.connect(self.go_to)
            self._paper_row.insertWidget(place, link)
            link.show()

    def _left(self, now: dt.datetime) -> str:
        opens = None if self._view is None or self._view.ended else self._view.opens_at
        if opens is None or opens <= now:
            return ""
        return h_mm_ss(opens - now)

    def _countdown(self, now: dt.datetime) -> str:
        left = self._left(now)
        return _("{left} until the clocks allow it.").format(left=left) if left else ""

    def tick(self, now: dt.datetime) -> None:
        """Counts down."""
        if self._left(now):
            self.banner.say_reason(self._countdown(now), self._left(now))

    # Acts

    def _ask_signature(self, act: "Act") -> "Signed | None":
        from trd_desk.ui.widgets.sign import ask_signature

        return ask_signature(self.theme, self.window(), self.desk.record, act, people=self.desk.record.people(), preset=self.desk.person)

    def take_back(self, field: str) -> None:
        """Takes a confirmation back to not asked."""
        if self.live is not None:
            self.desk.take_back("leaving", f"{self.live.id}/{field}")

    def sign(self) -> None:
        """Asks for the signature and closes the session with it; the patient leaves at this moment."""
        from trd_desk.ui.widgets.sign import Act

        live, view = self.live, self._view
        if live is None or view is None or view.why_not_sign:
            return
        says = _("{headline}. The patient leaves now; the session is closed, later words are added to it.")
        act = Act("sign", _("Sign the session"), says.format(headline=view.headline))
        signed = self.ask_signature(act)
        if signed is None or self.live is None or self.live.id != live.id:
            return
        now = self.now_text()
        kept = self.desk.answers_by(
            signed.person,
            [
                ("leaving", f"{live.id}/at", now),
                ("signature", live.id, {"by": signed.person.name, "role": signed.person.role, "at": now}),
                ("session_end", live.id, {"state": "left", "at": now}),
            ],
        )
        if kept:
            self._focus_papers()

    def _focus_papers(self) -> None:
        """Goes to the first document of the session that is over: the button that closed it can be pressed no more."""
        item = self._paper_row.itemAt(0)
        first = None if item is None else item.widget()
        (first if isinstance(first, QuestionLink) else self.addendum.edit).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_departure(self) -> None:
        self._choices.hide()
        self.departure.show()
        self.departure.focus_first()

    def _hide_departure(self) -> None:
        self.departure.hide()
        self._choices.show()
        self.depart_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _depart(self, said: dict[str, object]) -> None:
        """Keeps the early departure with the signature of the person who records it; what was typed stays if that is given up."""
        from trd_desk.ui.widgets.sign import Act

        live = self.live
        if live is None:
            return
        says = _("The patient leaves now, before the readiness test is fulfilled. Reason: {reason}")
        act = Act("sign", _("Record leaving against advice"), says.format(reason=said["reason"]))
        signed = self.ask_signature(act)
        if signed is None:
            return
        now = self.now_text()
        known = {name: value for name, value in said.items() if value is not None and value != ""}
        by = {"by": signed.person.name, "role": signed.person.role, "at": now}
        kept = self.desk.answers_by(
            signed.person,
            [
                ("departure", live.id, {**known, **by}),
                ("leaving", f"{live.id}/at", now),
                ("signature", live.id, by),
                ("session_end", live.id, {"state": "departed", "at": now, "reason": said["reason"]}),
            ],
        )
        if kept:
            self.departure.clear()
            self._focus_papers()

    def _add(self, text: str | None) -> None:
        from trd_desk.ui.widgets.sign import Act

        live = self.live
        if live is None or not text:
            return
        signed = self.ask_signature(Act("sign", _("Add to a signed session"), text))
        said = None if signed is None else {"text": text, "by": signed.person.name, "role": signed.person.role, "at": self.now_text()}
        if signed is None or not self.desk.answers_by(signed.person, [("addendum", f"{live.id}/{new_id()}", said)]):
            self.addendum.mark_not_saved()
            return
        self.addendum.set_value(None)
