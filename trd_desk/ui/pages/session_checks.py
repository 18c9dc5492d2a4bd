"""The part Before the dose: one result, the items that need someone, the pressure tiers, and below them what passed."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFocusFrame, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.ui.pages.session_banner import ResultBanner
from trd_desk.ui.pages.session_checks_acts import ChecksActs
from trd_desk.ui.pages.session_checks_fields import CheckField
from trd_desk.ui.pages.session_checks_head import GiveHead, StaleLine
from trd_desk.ui.pages.session_checks_layouts import SideLayout
from trd_desk.ui.pages.session_checks_passed import PassedGroups, PassedItem
from trd_desk.ui.pages.session_checks_row import CheckItem
from trd_desk.ui.pages.session_checks_side import ChecksSide
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.layout import line
from trd_desk.view.checklist import ChecklistView, view_checklist

if TYPE_CHECKING:
    from collections.abc import Callable

    from trd_desk.engine.live_results import LiveSession
    from trd_desk.record.register import Register
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class _Ground(QWidget):
    """What scrolls; keys that its controls leave over go to the tab before the scroll area would take them."""

    def __init__(self, tab: "ChecksTab") -> None:
        super().__init__()
        self._tab = tab

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._tab.take_key(event):
            super().keyPressEvent(event)


class ChecksTab(ChecksActs):
    """The checklist. Y, N and U answer, Down and Up move, Enter opens or confirms, O overrides, F2 says where a rule comes from.

    Ctrl+Enter leads to the dose when it may be given. The list changes its order only when the focus leaves a row.
    """

    fills = True

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        # The board of live sessions sounds the end of every wait, whichever page is in front; so this part is silent by itself.
        self.ring: Callable[[], None] = lambda: None
        self._shown: tuple[str, str] | None = None
        self._last_tick: dt.datetime | None = None
        self._moments: tuple[dt.datetime, ...] = ()
        self.banner = ResultBanner(theme)
        self.body.addWidget(self.banner)
        self.again = StaleLine(theme)
        self.again.button.clicked.connect(self._still_holds)
        self.body.addWidget(self.again)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.area.setMinimumHeight(120)
        ground = _Ground(self)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(theme.px("s1"))
        both = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        both.setSizePolicy(policy)
        self._beside = SideLayout(theme, both)
        self.side = ChecksSide(theme)
        self._beside.addWidget(self.list)
        self._beside.addWidget(self.side)
        column.addWidget(both)
        self._rule = line()
        column.addWidget(self._rule)
        self.passed = PassedGroups(theme)
        column.addWidget(self.passed)
        column.addStretch(1)
        self.area.setWidget(ground)
        ground.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        self.area.verticalScrollBar().valueChanged.connect(self._beside.keep_in_view)
        self.body.addWidget(self.area, 1)
        self.body.addWidget(self.about)
        self.head = GiveHead(theme)
        self.head.button.clicked.connect(self._go_to_dose)
        self.list.given.connect(self._give)
        self.list.taken_back.connect(self._take_back)
        self.list.confirmed.connect(self._confirm)
        self.list.override_wanted.connect(self.sign_override)
        self.list.open_wanted.connect(self.open_item)
        self.list.followed.connect(self.go_to)
        self.list.built.connect(self._rows_built)
        self.passed.opened.connect(self.open_item)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._go_to_dose, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("F2"), self, self.about.turn, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def head_widget(self) -> QWidget | None:
        return self.head

    # ------------------------------------------------------------------------------------------------------------ what is shown

    def _register(self) -> "Register | None":
        """The controlled-drug register; None where it cannot be read, which the page of the register says."""
        try:
            return self.desk.register()
        except StoreError:
            return None

    def show_live(self, live: "LiveSession | None") -> None:
        """Shows the checklist as it stands; focus, scrolling and what is being typed stay as they are."""
        if live is None or self.desk.patient is None:
            super().show_live(live)
            return
        shown, self._shown = self._shown, (self.desk.patient.key, live.id)
        if shown is not None and shown != self._shown:
            if shown[0] == self._shown[0]:
                # What is typed belongs to the session it was typed for; before another patient the window has settled it.
                for field in self.list.findChildren(CheckField):
                    if field.holds_unsaved():
                        field.commit()
            self.list.forget()
            self._reasons.clear()
            self._moments, self._last_tick = (), None
        super().show_live(live)
        view = self._view = view_checklist(self.desk.library, self.desk.patient, live, by=self.desk.by, register=self._register())
        self._ring_if_due(live.now)
        self._moments = view.moments
        result = view.result
        left = result.left(live.now)
        self.banner.say(result.mark, result.words, f"{left} {result.reason}".strip(), result.more or view.closed, bold=left, counts=result.counts)
        self.again.ask("" if view.closed else view.ask_again)
        self._show_rows(view, live.now)
        self.side.show_view(view)
        self.head.show_give(view.give)
        self._say_about()

    def _show_rows(self, view: ChecklistView, now: dt.datetime, *, in_order: bool = False) -> None:
        self.list.show_rows(view, now, in_order=in_order)
        self.list.setVisible(not self.list.is_empty() or bool(self.list.message()))
        self.passed.show_groups(view.passed, self.list.ids())
        self._rule.setVisible(bool(self.passed.items()))

    def _rows_built(self) -> None:
        if self._view is not None:
            self.passed.show_groups(self._view.passed, self.list.ids())

    def complete(self) -> None:
        """Makes every row now."""
        self.list.complete()

    def tick(self, now: dt.datetime) -> None:
        """Counts down, and sounds once when the time has come."""
        view = self._view
        if view is None or self.live is None:
            return
        self._ring_if_due(now)
        left = view.result.left(now)
        if left:
            self.banner.say_reason(f"{left} {view.result.reason}", left)
        self.list.tick(now)

    def _ring_if_due(self, now: dt.datetime) -> None:
        since, self._last_tick = self._last_tick, now
        if since is not None and any(since < moment <= now for moment in self._moments):
            self.ring()

    # ------------------------------------------------------------------------------------------------------- focus and keyboard

    def open_item(self, item: str) -> None:
        """Opens the answers of an item for correction and gives them the focus."""
        if self._view is None or self.live is None or self._view.closed:
            return
        # The focus goes there before the line that was clicked is put away, or Qt would pass it on to a neighbour.
        self._take_focus(self.list.open(item, self._view, self.live.now).first_target())
        self._show_rows(self._view, self.live.now)

    def focus_field(self, field: str) -> bool:
        """Opens the question of a field of the checklist, such as predose.escort_named, and gives it the focus."""
        name = field.removeprefix("predose.")
        view = self._view
        if view is None:
            return False
        items = {item.field: item.id for item in self.desk.library.predose.item if item.field}
        asked = {question.field: row.id for row in view.rows for question in row.questions}
        item = asked.get(name) or items.get(name)
        if item is None:
            return False
        self.open_item(item)
        return True

    def focus_first(self) -> None:
        """Gives the focus to the first question that is still to be answered, else to the first row."""
        target = self.list.first_missing()
        if target is None and self.head.button.isEnabled():
            target = self.head.button
        if target is None:
            target = self.passed.current()
        if target is not None:
            self._take_focus(target)

    def _take_focus(self, target: QWidget) -> None:
        made = self.list.item_of(target)
        if made is not None:
            # One that was made just now is shown only when the layout gets to it.
            made.show()
        self._bring_into_view(target)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _bring_into_view(self, target: QWidget) -> None:
        ground = self.area.widget()
        if ground is None or not ground.isAncestorOf(target):
            return
        layout = ground.layout()
        if layout is not None:
            layout.activate()
        self.area.ensureWidgetVisible(self.list.item_of(target) or target, 0, 8)
        self.area.ensureWidgetVisible(target, 0, 8)
        for ring in self.area.viewport().findChildren(QFocusFrame, options=Qt.FindChildOption.FindDirectChildrenOnly):
            # Qt hides the ring of a control out of view, and does not show it again when the control is scrolled to.
            if ring.widget() is target and not ring.isVisible():
                ring.show()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Puts the rows in order again when the focus has gone to another row, not while a dialog is open over the page."""
        if now is None or self._view is None or self.live is None or now.window() is not self.window() or not self.isVisible():
            return
        if self.list.focus_moved(now):
            self._show_rows(self._view, self.live.now, in_order=True)
            if self.isAncestorOf(now):
                self._bring_into_view(now)
        self._say_about()

    def _say_about(self) -> None:
        """Says where the rule of the row in focus comes from."""
        focus = QApplication.focusWidget()
        shown = self.list.item_of(focus)
        row = shown.row if shown is not None else focus.row if isinstance(focus, PassedItem) else None
        if row is not None:
            keys = _("Enter opens it.") if shown is None or focus is shown else self._keys(shown, focus)
            self.about.show_row(row, keys)

    def _keys(self, shown: CheckItem, focus: QWidget | None) -> str:
        question = shown.line_of(focus)
        if question is None:
            return ""
        parts = []
        if question.question.form == "yes_no":
            parts.append(_("U: not known."))
        if question.question.answered:
            parts.append(_("Delete takes it back."))
        if shown.row.signatures and not isinstance(focus, LineEdit):
            parts.append(_("O: override."))
        return " ".join(parts)

    def take_key(self, event: QKeyEvent) -> bool:
        """Keys that no control has used: arrows, Enter, O and Esc."""
        focus, key = QApplication.focusWidget(), event.key()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if isinstance(focus, PassedItem):
            return self._from_passed(focus, key)
        shown = self.list.item_of(focus)
        if shown is None or focus is None:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            return self._step(focus, 1 if key == Qt.Key.Key_Down else -1)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._enter(shown, focus)
        if key == Qt.Key.Key_Space and focus is shown:
            self.open_item(shown.row.id)
            return True
        if key == Qt.Key.Key_O and not isinstance(focus, LineEdit):
            self.sign_override(shown.row.id)
            return True
        if key == Qt.Key.Key_Escape and shown.opened and self._view is not None and self.live is not None:
            self.list.fold(shown.row.id, self._view, self.live.now)
            self._take_focus(shown.first_target())
            return True
        return False

    def _enter(self, shown: CheckItem, focus: QWidget) -> bool:
        """Enter opens a row, confirms what the record knows, and goes on from what was typed."""
        if focus is shown:
            self.open_item(shown.row.id)
            return True
        asked = shown.line_of(focus)
        if asked is None or (isinstance(focus, LineEdit) and focus.text() != focus.kept):
            return asked is not None
        known = asked.question.suggestion
        if not asked.question.answered and known is not None and known.value is not None:
            self._confirm(shown.row.id, asked.field)
        # A reading is not repeated at once: on to the next item.
        return self._step(shown.targets()[-1] if asked.question.form == "pressure" else focus, 1)

    def _step(self, focus: QWidget, by: int) -> bool:
        target = self.list.beside(focus, by)
        if target is None and by > 0:
            target = self.passed.top() or (self.head.button if self.head.button.isEnabled() else None)
        if target is not None:
            self._take_focus(target)
        return True

    def _from_passed(self, focus: PassedItem, key: int) -> bool:
        if key not in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right):
            return False
        target: QWidget | None = self.passed.step(focus, key)
        if target is None and key == Qt.Key.Key_Up:
            target = self.list.last_target()
        if target is not None:
            self._take_focus(target)
        return True

    def _go_to_dose(self) -> None:
        if self._view is not None and self._view.give.words and self._view.give.usable:
            self.tab_wanted.emit("dose")
