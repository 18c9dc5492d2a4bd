"""The part Scales of the page Outcomes: every scale with its latest result, the form of one, and its earlier results."""

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from trd_desk.content.wording import Wordings, wording_of
from trd_desk.i18n import _
from trd_desk.ui.pages.history_versions import VersionsPanel
from trd_desk.ui.pages.outcome_scales_form import ScaleFormCard, ScaleState
from trd_desk.ui.pages.outcome_scales_layout import ScalesLayout
from trd_desk.ui.pages.outcome_scales_list import ResultList, ScaleList
from trd_desk.ui.pages.outcome_tab import OutcomeTab
from trd_desk.ui.pages.session_dose_fields import OneOf
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card
from trd_desk.view.crisis import crisis_done
from trd_desk.view.scale_form import Mode, view_form
from trd_desk.view.scale_results import open_entry, same_day, score_versions, view_results, view_scales
from trd_desk.view.scales import day_fault, entry_value, is_answered, new_key, total_fault

if TYPE_CHECKING:
    from trd_desk.content.scale_models import Scale
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.main_window import MainWindow
    from trd_desk.ui.theme import Theme

class ScalesTab(OutcomeTab):
    """The part Scales. Ins begins a new entry, a digit answers an item, Delete takes an answer back, Ctrl+H shows earlier versions."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._scale = desk.library.scales[0].id
        self._patient: str | None = None
        # The entry in hand: its key, or None for one that is not on disk. The draft holds what was answered and is not on disk.
        self._key: str | None = None
        self._draft: dict[str, Any] = {}
        self._mode: Mode | None = None
        self._wordings = Wordings()
        self._area: QScrollArea | None = None
        self._order: list[QWidget] = []
        self.new = Button(theme, _("New entry"), kind="primary", icon="add")
        self.new.setObjectName("scales.new")
        self.new.setToolTip(_("Ins"))
        self.new.clicked.connect(self.begin)
        self.faults = Message(theme, tone="amber")
        self.faults.setObjectName("scales.faults")
        self.body.addWidget(self.faults)
        held = QWidget()
        self._places = ScalesLayout(theme, held)
        self.choice = OneOf(theme, ())
        self.choice.setObjectName("scales.choice")
        self.choice.answered.connect(self.choose)
        self._choice_box = Labelled(theme, _("Scale"), self.choice)
        self.list = ScaleList(theme)
        self.list.chosen.connect(self.choose)
        self._list_card = Card(theme, spacing=0)
        self._list_card.body.setContentsMargins(0, 4, 0, 4)
        self._list_card.body.addWidget(self.list)
        self.form = ScaleFormCard(theme, desk.today)
        self.state = ScaleState(theme)
        self.results = ResultList(theme)
        self._side = self._made_side()
        for widget in (self._choice_box, self._list_card, self.form, self._side):
            self._places.addWidget(widget)
        self.body.addWidget(held)
        self.body.addStretch(1)
        self._held = held
        self._connect()

    def _made_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px("column_gap"))
        column.addWidget(self.state)
        card = Card(self.theme, _("Results"), spacing=4)
        self._none = Label(self.theme, _("Nothing is recorded on this scale yet."), colour="text_2", wrap=True)
        card.body.addWidget(self._none)
        card.body.addWidget(self.results)
        column.addWidget(card)
        column.addStretch(1)
        return side

    def _connect(self) -> None:
        form = self.form
        form.item_answered.connect(self._item)
        form.answered.connect(self._whole)
        form.day_given.connect(self._day)
        form.mode_wanted.connect(self._wants_mode)
        form.session_given.connect(lambda value: self._say({"session": value}))
        form.phase_given.connect(lambda value: self._say({"phase": value}))
        form.extra_given.connect(self._further)
        self.state.versions_wanted.connect(self.show_versions)
        self.state.removal_wanted.connect(lambda: self.remove(self._key))
        form.patient_wanted.connect(self._to_patient)
        form.day.judge = lambda day: day_fault(self.desk.patient, day) if self.desk.patient is not None else ""
        form.total.judge = lambda total: total_fault(self._of(), total)
        self.results.opened.connect(self.open)
        self.results.removal_wanted.connect(self.remove)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, act in (("Ins", self.begin), ("Ctrl+H", self.show_versions)):
            QShortcut(QKeySequence(key), self, act, context=context)

    # What is shown

    def _of(self) -> "Scale":
        return self.desk.library.scale(self._scale)

    def _value(self) -> Mapping[str, Any]:
        """The entry in hand as the record has it, else what is known of it so far."""
        patient, scale = self.desk.patient, self._of()
        found = patient.value(scale.entry, self._key) if patient is not None and self._key is not None else None
        return {**found, **self._draft} if isinstance(found, Mapping) else self._draft

    def refresh(self) -> None:
        """Shows the open patient's scales as known now; what is in hand stays."""
        from trd_desk.ui.frame.self_rating import wordings_of

        patient = self.desk.patient
        if patient is None:
            return
        if patient.key != self._patient:
            self._patient = patient.key
            self._forget()
            self._take_up()
        elif self._key is not None and patient.value(self._of().entry, self._key) is None:
            self._forget()
        self._wordings = wordings_of(self.desk)
        self.faults.say(" ".join(f"{fault}." for fault in self._wordings.faults))
        scale, value, today = self._of(), self._value(), self.desk.today()
        shown = wording_of(scale, self._wordings)
        rows = view_scales(self.desk.library, patient)
        self.list.show_rows(rows, scale.id)
        self.choice.set_options([(row.id, row.name) for row in rows])
        self.choice.show_value(scale.id)
        form = view_form(patient, scale, self._key, value, shown, today, self._mode)
        self.form.show_form(form)
        also = [same_day(patient, scale, form.on, self._key)]
        if self._key is not None:
            also += crisis_done(self.desk.library, patient, today, self._key)
        self.state.show_form(form, tuple(filter(None, also)), known=self._key is not None)
        results = view_results(patient, scale)
        self._none.setVisible(not results)
        self.results.show_rows(results, self._key)
        self._held.updateGeometry()
        self._arrange()
        self._tab_order()

    def _tab_order(self) -> None:
        """Reading order: list, form, total, results; the items and lines were made when they were needed."""
        order: list[QWidget] = [self.choice, *self.list.lines.values(), *self.form.in_order(), self.state.versions, self.state.remove]
        order += [*self.results.lines.values(), self.results.more]
        if order != self._order:
            self._order = order
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)

    def _arrange(self) -> None:
        with_list, _with_side = self._places.wide(self._held.width())
        self._list_card.setVisible(with_list)
        self._choice_box.setVisible(not with_list)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None and parent is not self._area:
            self._area = parent
            bar = parent.verticalScrollBar()
            bar.valueChanged.connect(self._scrolled)
            # Something above this part came or went, such as the crisis advice.
            bar.rangeChanged.connect(self._scrolled)

    def _scrolled(self) -> None:
        if self._area is not None and self.isVisible():
            self._places.keep_in_view(max(0, self._area.verticalScrollBar().value() - self._top()))

    def _to_top(self) -> None:
        """Shows another scale from its beginning."""
        if self._area is not None:
            bar = self._area.verticalScrollBar()
            bar.setValue(min(bar.value(), max(0, self._top() - self.theme.px("s2"))))

    def _top(self) -> int:
        """How far below the top of the page this part begins."""
        ground = None if self._area is None else self._area.widget()
        return 0 if ground is None else self._held.mapTo(ground, self._held.rect().topLeft()).y()

    def head_widget(self) -> QWidget:
        """The button that begins a new entry."""
        return self.new

    # What is in hand

    def _forget(self) -> None:
        """Puts the entry in hand away: a new one begins, of today."""
        self._key, self._draft, self._mode = None, {}, None
        self.form.message.say("")
        self.form.told.say("")

    def _take_up(self) -> None:
        """Goes on with what was begun today and is not complete."""
        patient = self.desk.patient
        if patient is not None:
            self._key = open_entry(patient, self._of(), self.desk.today())

    def choose(self, scale: str) -> None:
        """Shows the form of a scale: what was begun today, else a new entry."""
        if not self.may_leave():
            self.refresh()
            return
        self._scale = scale
        self._forget()
        self._take_up()
        self.results.show_rows((), None, fresh=True)
        self.refresh()
        self.form.focus_answer()
        self._to_top()

    def begin(self) -> None:
        """Begins a new entry of the scale in hand."""
        if not self.may_leave():
            return
        self._forget()
        self.refresh()
        self.form.focus_answer()

    def open(self, key: str) -> None:
        """Opens an earlier entry, to go on with it or to correct it."""
        if not self.may_leave():
            return
        self._forget()
        self._key = key
        self.refresh()
        self.form.focus_answer()

    def may_leave(self) -> bool:
        """Whether everything typed here is on disk; what is not is shown and said."""
        for field in (self.form.day, self.form.total):
            if field.isVisibleTo(self) and not field.commit():
                field.edit.setFocus()
                return False
        # What the disk refused is tried once more before it is put away; who may not answer has nothing to keep.
        return not is_answered(self._draft) or bool(self.desk.may("answer")) or self._say({})

    # Saving

    def _item(self, place: int, value: int | None) -> None:
        scale = self._of()
        items = [*(self._value().get("items") or ()), *[None] * len(scale.items)]
        items = items[: max(len(scale.items), len(self._value().get("items") or ()))]
        items[place] = value
        self._say({"items": items})

    def _whole(self, value: Any) -> None:
        self._say({"level": value} if self._of().scoring == "level" else {"total": value})

    def _day(self, day: dt.date) -> None:
        self._say({"on": day.isoformat()})

    def _wants_mode(self, mode: Mode) -> None:
        self._mode = mode
        self.refresh()
        self.form.focus_answer()

    def _say(self, said: Mapping[str, Any]) -> bool:
        """Puts the entry in hand on disk with these words, as soon as it has an answer and its day is right."""
        patient, scale = self.desk.patient, self._of()
        if patient is None:
            return False
        value = {**self._value(), **said}
        if not self.form.day.commit():
            # Nothing is written under a wrong day. What was answered stands here until the day is right.
            self._draft = value
            self.form.message.say(_("Not on disk yet: correct the day, and the answers here are saved with it."))
            self.refresh()
            self.form.day.edit.setFocus()
            return False
        if not is_answered(value):
            return self._nothing_left(value)
        on = dt.date.fromisoformat(value["on"]) if value.get("on") else self.desk.today()
        kind, key = (scale.entry, self._key) if self._key is not None else new_key(patient, scale)
        entry = entry_value(
            scale,
            on,
            items=value.get("items"),
            total=value.get("total"),
            level=value.get("level"),
            session=value.get("session"),
            phase=value.get("phase"),
        )
        before, self._key = self._key, key
        if self.desk.answer(kind, key, entry):
            self._draft = {}
            self.form.message.say("")
            self.form.told.say("")
            return True
        self._key = before
        self._not_saved(value)
        return False

    def _not_saved(self, value: Mapping[str, Any]) -> None:
        """Nothing was saved: a new entry keeps what was answered, an old one shows what stands on disk."""
        if self._key is None:
            self._draft = dict(value)
            self.form.message.say(_("Not saved. What you answered is still here; answer again to try once more."))
        else:
            self._draft = {}
            self.form.message.say(_("Not saved. The form shows what is on disk."))
        if self.form.total.isVisibleTo(self) and self.form.total.edit.isModified():
            self.form.total.mark_not_saved()
        self.refresh()

    def _nothing_left(self, value: Mapping[str, Any]) -> bool:
        """The last answer of an entry was taken back: an entry without an answer is none."""
        self._draft = {name: said for name, said in value.items() if name in ("on", "session", "phase") and said is not None}
        if self._key is None:
            self.refresh()
            return True
        draft, mode = self._draft, self._mode
        done = self.desk.take_back(self._of().entry, self._key)
        self._draft, self._mode = (draft, mode) if done else ({}, mode)
        self.refresh()
        return done

    def _further(self, value: int | None) -> None:
        """The answer to the form's further question, which belongs to no total."""
        patient, scale = self.desk.patient, self._of()
        if patient is None or self._key is None:
            return
        shown = wording_of(scale, self._wordings)
        old = patient.value("score_about", self._key)
        about = dict(old) if isinstance(old, Mapping) else {"by": "clinician", "wording": None if shown is None else shown.source}
        about = {name: said for name, said in {**about, "extra": value}.items() if said is not None}
        if not self.desk.answer("score_about", self._key, about):
            self.refresh()

    def remove(self, key: str | None) -> None:
        """Takes an entry back; the history keeps it, and undo brings it back."""
        patient, scale = self.desk.patient, self._of()
        if patient is None or key is None or patient.value(scale.entry, key) is None:
            return
        in_hand = key == self._key
        if self.desk.take_back(scale.entry, key):
            if in_hand:
                # A day or a total that could not be kept was meant for the entry that is gone.
                for field in (self.form.day, self.form.total):
                    field.give_up()
                self.refresh()
            self.form.told.say(_("Taken back. Ctrl+Z brings it back."))
            self.new.setFocus()

    def show_versions(self) -> None:
        """Shows every version of the entry in hand."""
        if self._key is None:
            return
        scale = self._of()
        found = score_versions(scale, self.desk.history(scale.entry, self._key))
        panel = VersionsPanel(self.theme, _(scale.title), found, self.window())
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel.open()

    def _to_patient(self) -> None:
        from trd_desk.ui.frame.self_rating import start_self_rating

        if self.may_leave():
            start_self_rating(cast("MainWindow", self.window()), self.desk, self._scale)

    # Ways in

    def focus_field(self, field: str) -> bool:
        """Shows the scale that a path names, such as `scores.madrs`, and gives the focus to what it still asks for."""
        name = field.partition(".")[2].partition(".")[0]
        if not any(scale.id == name for scale in self.desk.library.scales):
            return False
        self.choose(name)
        patient = self.desk.patient
        begun = None if patient is None or self._key is not None or self._scale != name else open_entry(patient, self._of())
        if begun is not None:
            self.open(begun)
        return True

    def focus_first(self) -> None:
        """Gives the focus to the scale in hand in the list."""
        line = self.list.lines.get(self._scale)
        target: QWidget = line if line is not None and line.isVisibleTo(self) else self.choice
        target.setFocus(Qt.FocusReason.TabFocusReason)
