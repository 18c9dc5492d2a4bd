"""The rows that need someone, in the order of the view; the order changes only when the focus leaves a row."""

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_checks_fields import Clock
from trd_desk.ui.pages.session_checks_row import CheckItem
from trd_desk.ui.widgets.labels import Label

if TYPE_CHECKING:
    import datetime as dt

    from trd_desk.content.conduct_models import ConductRules
    from trd_desk.ui.theme import Theme
    from trd_desk.view.checklist import ChecklistView

# So many rows are made at a time, so that the window is never held up.
_AT_ONCE = 6


class CheckList(QFrame):
    """A frame of rows. A row is made when it is first needed and kept from then on.

    Signals: those of its rows, and
        built(): some more rows have been made.
    """

    built = Signal()

    given = Signal(str, str, object)
    taken_back = Signal(str, str)
    confirmed = Signal(str, str)
    override_wanted = Signal(str)
    open_wanted = Signal(str)
    followed = Signal(str)

    def __init__(self, theme: "Theme", now: Clock, conduct: "ConductRules") -> None:
        super().__init__()
        self._theme, self._now, self._conduct = theme, now, conduct
        self.setProperty("kind", "card")
        self.setAccessibleName(_("What needs someone before the dose"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._empty = Label(theme, "", wrap=True)
        self._empty.setContentsMargins(16, 14, 16, 14)
        self._column.addWidget(self._empty)
        self._rows: dict[str, CheckItem] = {}
        self._order: list[str] = []
        self._opened: set[str] = set()
        # The row that has the focus, and whether its questions stood open when it got it: then they stay until it loses it.
        self._held: str | None = None
        self._kept = False
        self._last: tuple[ChecklistView, dt.datetime] | None = None
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._go_on)

    def forget(self) -> None:
        """Puts every row away, before another session is shown."""
        for row in self._rows.values():
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self._builder.stop()
        self._rows, self._order, self._opened, self._held, self._kept, self._last = {}, [], set(), None, False, None

    # ------------------------------------------------------------------------------------------------------------ what is shown

    def show_rows(self, view: "ChecklistView", now: "dt.datetime", *, in_order: bool = False) -> None:
        """Shows the rows as they stand; while the focus is in one of them they keep their places, unless they are put in order."""
        wanted = [row.id for row in view.needs]
        wanted += [row.id for row in view.rows if (row.id in self._opened or row.id == self._held) and row.id not in wanted]
        if self._held is not None and self._held in self._order and not in_order:
            # Those that passed meanwhile stay until the focus leaves; new ones come at the end.
            wanted = [*self._order, *(name for name in wanted if name not in self._order)]
        self._last = (view, now)
        wanted, more = self._at_once(wanted)
        usable = not view.closed
        for name in wanted:
            row = view.row(name)
            shown = self._rows.get(name)
            if shown is None:
                shown = self._rows[name] = CheckItem(self._theme, self._now, self._conduct, row)
                shown.given.connect(self.given)
                shown.taken_back.connect(self.taken_back)
                shown.confirmed.connect(self.confirmed)
                shown.override_wanted.connect(self.override_wanted)
                shown.open_wanted.connect(self.open_wanted)
                shown.followed.connect(self.followed)
            shown.show_row(row, now, opened=name in self._opened, kept=self._kept and name == self._held, usable=usable)
        self._arrange(wanted)
        ready = not wanted
        self._empty.setText(_("Nothing needs anybody: every item is in order.") if ready else "")
        self._empty.setVisible(ready)
        if more:
            self._builder.start()
        else:
            self._builder.stop()

    def _at_once(self, wanted: list[str]) -> tuple[list[str], bool]:
        """The rows that are there already and the next few that are to be made; whether more are to come."""
        new = [name for name in wanted if name not in self._rows and name not in self._opened]
        later = set(new[_AT_ONCE:])
        return [name for name in wanted if name not in later], bool(later)

    def _go_on(self) -> None:
        if self._last is None:
            self._builder.stop()
        else:
            self.show_rows(*self._last)
            self.built.emit()

    def complete(self) -> None:
        """Makes every row now; by itself the list is made a few rows at a time."""
        while self._builder.isActive():
            self._go_on()

    def _arrange(self, wanted: list[str]) -> None:
        if wanted != self._order:
            for name in self._order:
                if name not in wanted:
                    self._rows[name].hide()
                    self._column.removeWidget(self._rows[name])
            for place, name in enumerate(wanted):
                row = self._rows[name]
                if self._column.indexOf(row) != place:
                    self._column.removeWidget(row)
                    self._column.insertWidget(place, row)
                row.first = place == 0
                if row.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                    # A new row is shown by the layout, together with the others.
                    row.show()
            self._order = wanted
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        """Tab goes as the eye does, also after rows have changed their places."""
        stops = [stop for name in self._order for stop in self._rows[name].targets()]
        for one, other in pairwise(stops):
            if one.nextInFocusChain() is not other:
                QWidget.setTabOrder(one, other)

    def tick(self, now: "dt.datetime") -> None:
        """Paints what is left of the countdowns."""
        for name in self._order:
            self._rows[name].tick(now)

    def ids(self) -> frozenset[str]:
        """The items that stand as rows."""
        return frozenset(self._order)

    def is_empty(self) -> bool:
        """Whether no row stands here."""
        return not self._order

    def message(self) -> str:
        """What is said instead of rows."""
        return self._empty.text()

    def item(self, name: str) -> CheckItem | None:
        """The row of an item, where it stands."""
        return self._rows.get(name) if name in self._order else None

    def mark_not_saved(self, item: str, field: str) -> None:
        """Says beside a question that its answer is not on disk."""
        shown = self._rows.get(item)
        if shown is not None and field in shown.lines:
            shown.lines[field].mark_not_saved()

    # ------------------------------------------------------------------------------------------------------- focus and keyboard

    def open(self, item: str, view: "ChecklistView", now: "dt.datetime") -> CheckItem:
        """Opens the questions of an item, in a row of its own where it had none."""
        self._opened = {item}
        self._held, self._kept = item, True
        self.show_rows(view, now)
        if item not in self._order:
            self._arrange([*self._order, item])
        return self._rows[item]

    def fold(self, item: str, view: "ChecklistView", now: "dt.datetime") -> None:
        """Closes the questions of an item again; it keeps its place while it has the focus."""
        self._opened.discard(item)
        self._kept = False
        self.show_rows(view, now)

    def focus_moved(self, now: QWidget) -> bool:
        """Notes which row the focus is in; whether it has left another one, so that the rows may be put in order."""
        shown = self.item_of(now)
        held = None if shown is None else shown.row.id
        if held == self._held:
            return False
        left, self._held = self._held, held
        # Nothing opens at a press of the override: its button would move away before it is let go.
        self._kept = shown is not None and now not in (shown, shown.override)
        self._opened = {name for name in self._opened if name == held}
        return left is not None

    def item_of(self, widget: QWidget | None) -> CheckItem | None:
        """The row that a widget belongs to."""
        each = widget
        while each is not None:
            if isinstance(each, CheckItem):
                return each if each.row.id in self._order else None
            each = each.parentWidget()
        return None

    def _stops(self) -> list[QWidget]:
        return [stop for name in self._order for stop in self._rows[name].targets()]

    def beside(self, focus: QWidget, by: int) -> QWidget | None:
        """The next or previous stop of the keyboard."""
        stops = self._stops()
        shown = self.item_of(focus)
        if focus not in stops and shown is not None:
            # On a button of the row: on from the row itself.
            own = shown.targets()
            focus = own[-1] if by > 0 else own[0]
        if focus not in stops:
            return None
        place = stops.index(focus) + by
        return stops[place] if 0 <= place < len(stops) else None

    def first_missing(self) -> QWidget | None:
        """The first question without an answer, else the first row."""
        for name in self._order:
            if self._rows[name].row.asking and self._rows[name].focusPolicy() == Qt.FocusPolicy.NoFocus:
                return self._rows[name].first_target()
        return self._rows[self._order[0]].first_target() if self._order else None

    def last_target(self) -> QWidget | None:
        """The last stop of the keyboard."""
        stops = self._stops()
        return stops[-1] if stops else None
