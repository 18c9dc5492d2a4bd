"""The part Monitoring: the alarms, the chart, the strip that takes the observations, the events, and the way to the door."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.record.session_parts import moment_text
from trd_desk.ui.pages.session_monitoring_bars import SessionAlarms
from trd_desk.ui.pages.session_monitoring_chart import LeaderLines, SessionChart
from trd_desk.ui.pages.session_monitoring_entry import ObservationEntry
from trd_desk.ui.pages.session_monitoring_events import RING, EventsColumn, UndoBox
from trd_desk.ui.pages.session_monitoring_events import WIDTH as EVENTS_WIDTH
from trd_desk.ui.pages.session_monitoring_strip import LEAST_WIDTH, Strip
from trd_desk.ui.pages.session_tab import SessionTab
from trd_desk.ui.widgets.keyed_button import KeyedButton
from trd_desk.ui.widgets.labels import Message
from trd_desk.ui.widgets.layout import EmptyState
from trd_desk.view.chart_axis import chart_axis
from trd_desk.view.session_chart import HEIGHT as CHART_HEIGHT
from trd_desk.view.session_chart import LEAST_HEIGHT as LEAST_CHART
from trd_desk.view.watch_events import reports_of
from trd_desk.view.watch_leaders import Leader
from trd_desk.view.watch_strip import EntryState, WatchColumn, WatchView, view_watch

if TYPE_CHECKING:
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.record.entries import Entry
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.session_monitoring_fields import SignField
    from trd_desk.ui.theme import Theme

WIDEST: int = 1100
# Which row of the strip answers what the door asks for.
FIELD_ROWS: Mapping[str, str] = {"blood_pressure": "pressure", "respiratory_rate": "rr", "heart_rate": "hr", "sedation": "moaas"}
_ROW_MOST = 40
_BAR = 72
_GAP = 30
_LOW = 480


class MonitoringTab(SessionTab):
    """The hours after a dose. Ins adds an observation, Enter goes down in it, F2 corrects an earlier value, T its time."""

    fills = True

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.entering = ObservationEntry(desk, self._show_again)
        self.view: WatchView | None = None
        self._session = ""
        self._wants_cadss: bool = False
        self._noted: dict[str, dt.datetime] = {}
        self._versions: dict[str, tuple[str, Sequence[Entry]]] = {}
        self._arranged: tuple[Any, ...] = ()
        self._undo_box = UndoBox(theme, self)
        self._undo_box.wanted.connect(self._take_back_event)
        self.bars = SessionAlarms(desk, theme)
        self.bars.resized.connect(self._arrange_soon)
        self.body.addWidget(self.bars)
        self.message = Message(theme)
        self.body.addWidget(self.message)
        self.empty = EmptyState(theme, "", _("To the dose"))
        self.empty.pressed.connect(lambda: self.tab_wanted.emit("dose"))
        self.body.addWidget(self.empty, 1)
        self.content = QWidget()
        self.content.setMinimumHeight(120)
        self.content.installEventFilter(self)
        self.body.addWidget(self.content, 1)
        self.area = QScrollArea(self.content)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ground = QWidget()
        self.area.setWidget(self.ground)
        self.area.viewport().setAutoFillBackground(False)
        self.area.viewport().installEventFilter(self)
        self.ground.setAutoFillBackground(False)
        self.chart = SessionChart(theme, desk.library, self.ground)
        self.leaders = LeaderLines(theme, self.ground)
        self.strip = Strip(theme, desk.library, self.entering.understand, self.ground)
        self.strip.values_of = self._values_of  # type: ignore[method-assign]
        self._connect_strip()
        self.events = EventsColumn(theme, self.entering.understand_event)
        self.events.happened.connect(self._happened)
        self.events.removed.connect(self._take_back_event)
        self.events.changed.connect(self._change_event)
        self.events.leaving_wanted.connect(lambda: self.tab_wanted.emit("leaving"))
        self.events.resized.connect(self._arrange_soon)
        self.side = QScrollArea(self.content)
        self.side.setWidgetResizable(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setWidget(self.events)
        self.side.viewport().setAutoFillBackground(False)
        self.events.setAutoFillBackground(False)
        self.extra_button = KeyedButton(theme, _("Extra observation"), _("Ins"), icon="plus")
        self.extra_button.setObjectName("observations.extra")
        self.extra_button.clicked.connect(self.add_extra)
        QShortcut(QKeySequence(Qt.Key.Key_Insert), self, self.add_extra)
        theme.changed.connect(self._arrange_soon)

    def _connect_strip(self) -> None:
        strip = self.strip
        self.bars.entry_wanted.connect(strip.focus_entry)
        entering = self.entering
        strip.values_typed.connect(self._values_typed)
        strip.time_typed.connect(entering.keep_time)
        strip.cell_typed.connect(lambda field, observation, _row, values: entering.change(field, observation, values))
        strip.moment_typed.connect(entering.correct_time)
        strip.column_closed.connect(self._closed)
        strip.extra_given_up.connect(self._give_up_extra)
        strip.missed_wanted.connect(self._enter_missed)
        strip.checks_wanted.connect(lambda: self.tab_wanted.emit("checks"))
        strip.cadss_wanted.connect(self._want_cadss)
        strip.refused.connect(self.message.say)
        strip.left.connect(self._leave_strip)
        strip.focused.connect(lambda field: self.area.ensureWidgetVisible(field, 0, self.theme.scaled(_ROW_MOST)))
        strip.table.horizontalScrollBar().valueChanged.connect(self._lead)

    def head_widget(self) -> QWidget | None:
        """The button for an extra observation."""
        return self.extra_button

    # What is shown

    def show_live(self, live: "LiveSession | None") -> None:
        """Shows the session as known now; what is being typed stays, and so do focus and scrolling."""
        super().show_live(live)
        if live is None:
            return
        if live.id != self._session:
            self._session, self._wants_cadss = live.id, False
            self.entering.state = EntryState()
            self._noted.clear()
            self._versions.clear()
        self.entering.live = live
        self.entering.drop_what_is_over(typing=self.strip.unkept() is not None)
        self._show(live)

    def _show_again(self) -> None:
        if self.live is not None:
            self._show(self.live)

    def _show(self, live: "LiveSession") -> None:
        call = self.desk.preferences.red_call
        view = view_watch(
            self.desk.library, live, entry=self.entering.state, versions=self._old_versions(live), cadss=self._wants_cadss, red_call=call
        )
        self.view = view
        now = self.desk.now()
        # In a low window one bar leaves room for the entry; the number of the others stands in it.
        self.bars.most = 1 if self.height() < self.theme.scaled(_LOW) else 2
        self.bars.show_live(live)
        self.empty.sentence.setText(view.empty)
        self.empty.setVisible(bool(view.empty))
        self.content.setVisible(not view.empty)
        self.extra_button.setEnabled(not view.empty and view.changeable)
        self.message.say(view.closed)
        self.strip.may_correct = view.changeable
        self.strip.show_view(view, now, self._values_of(self.entering.state.observation), self.entering.moment)
        reports = reports_of(self.desk.library, live)
        self.events.show_view(view, reports, has_number=bool(call.strip()), live=not live.log.closed)
        self._arrange()
        self.chart.show_session(live, now)
        self._lead()

    def tick(self, now: dt.datetime) -> None:
        """A second has passed: the running times, the line of now, and the seconds of undo."""
        if self.live is None:
            return
        self.bars.tick(now)
        self.chart.tick(now)
        self.strip.tick(now)
        self._undo_box.tick(self._undo_seconds(now))
        if self.entering.drop_what_is_over(typing=self.strip.unkept() is not None):
            self._show(self.live)

    def _old_versions(self, live: "LiveSession") -> Mapping[str, Sequence["Entry"]]:
        """The older entries of the observations that were added to or corrected, read from the record once each."""
        found = {}
        for part in live.log.observations:
            if part.entry.supersedes is None:
                continue
            known = self._versions.get(part.name)
            if known is None or known[0] != part.entry.id:
                known = self._versions[part.name] = (part.entry.id, self.desk.history("observation", f"{live.id}/{part.name}"))
            found[part.name] = known[1]
        return found

    # Where it stands

    def _arrange_soon(self) -> None:
        self._arranged = ()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched in (self.area.viewport(), self.content):
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        """Lays chart, strip and events out: rows grow with the window first, then the chart; beside each other or one below the other."""
        if self.view is None or self.view.empty:
            return
        scaled, rows = self.theme.scaled, len(self.view.rows)
        whole = self.content.size()
        side = scaled(EVENTS_WIDTH)
        stacked = whole.width() - side - _GAP < scaled(LEAST_WIDTH)
        if stacked != (self.side.parentWidget() is self.ground):
            self.side.setParent(self.ground if stacked else self.content)
            self.side.show()
        room = whole.width() if stacked else min(whole.width() - side - _GAP, scaled(WIDEST))
        self.area.setGeometry(0, 0, room, whole.height())
        if not stacked:
            # The ring of the focus needs room on every side, or the scroll area would cut it.
            self.side.setGeometry(room + _GAP - RING, -RING, side + RING, whole.height() + RING)
        port = self.area.viewport().size()
        key = (port, whole, self.height(), rows, self.theme.text_percent, self.strip.model.columnCount(), self.events.sizeHint(), stacked)
        if key == self._arranged:
            return
        self._arranged = key
        wide = port.width()
        self.strip.resize(wide, self.strip.height())
        self.strip.fit()
        # As high as if one bar stood there, so that rows do not jump when an alarm comes.
        lines = self.leaders.wanted_height() + self.strip.wanted_height(0, 0)
        spare = self.height() - scaled(_BAR) - scaled(CHART_HEIGHT) - lines
        row = max(scaled(25), min(spare // rows, scaled(_ROW_MOST)))
        strip_height = self.strip.wanted_height(rows, row)
        chart_height = max(port.height() - self.leaders.wanted_height() - strip_height, scaled(LEAST_CHART))
        if stacked:
            chart_height = scaled(CHART_HEIGHT)
        self.strip.row_height = row
        self.chart.setGeometry(0, 0, wide, chart_height)
        self.leaders.setGeometry(0, chart_height, wide, self.leaders.wanted_height())
        self.strip.setGeometry(0, chart_height + self.leaders.height(), wide, strip_height)
        self.strip.fit()
        foot = self.strip.geometry().bottom() + 1
        self.events.set_columns(4 if stacked else 2)
        if stacked:
            high = max(self.events.heightForWidth(wide), self.events.minimumSizeHint().height())
            self.side.setGeometry(-RING, foot + self.theme.px("s2"), wide + RING, high)
            foot = self.side.geometry().bottom() + 1
        self.ground.setMinimumHeight(foot)
        self._undo_box.place()
        self._lead()

    def _lead(self) -> None:
        """Ties each column that is seen to its time on the chart."""
        live, view = self.live, self.view
        if live is None or view is None or view.empty:
            return
        scale = self.theme.text_percent / 100
        axis = chart_axis(live, self.chart.width() / scale)
        found = []
        for place, column in enumerate(view.columns):
            middle = self.strip.column_middle(place) / scale
            if column.moment is None and column.kind != "before":
                continue
            if middle < 96 or middle > self.strip.width() / scale:
                continue
            x = axis.x_before(99) if column.kind == "before" else axis.x(column.moment or live.now)
            found.append(Leader(x, middle, column.kind == "entry"))
        self.leaders.show_leaders(tuple(found))

    # Entering

    def _values_of(self, observation: str | None) -> Mapping[str, float | None]:
        return self.entering.values_of(observation)

    def _values_typed(self, field: "SignField", values: Mapping[str, float | None]) -> None:
        self.entering.keep_values(field, values, None if self.view is None else self.view.entry_column)

    def _closed(self) -> None:
        self.entering.close()
        if not self.strip.focus_entry():
            self.strip.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_extra(self) -> None:
        """Begins an observation between those that are due; what is typed in the one before is kept first."""
        if self.live is None or not self.extra_button.isEnabled() or not self.strip.close_column():
            return
        self.entering.begin_extra()
        if self.live.log.closed:
            self.strip.time.edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.strip.focus_entry()

    def _enter_missed(self, column: WatchColumn) -> None:
        if column.moment is not None and self.strip.close_column():
            self.entering.begin_extra(column.moment)
            self.strip.focus_entry()

    def _give_up_extra(self) -> None:
        if self.entering.give_up():
            self.strip.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _want_cadss(self, wanted: bool) -> None:
        self._wants_cadss = wanted
        self._show_again()

    def _leave_strip(self, way: int) -> None:
        if way > 0:
            self.events.focus_first()
        else:
            self.extra_button.setFocus(Qt.FocusReason.BacktabFocusReason)

    # Events

    def _happened(self, kind: str) -> None:
        live, now = self.live, self.desk.now()
        if live is None:
            return
        newest = max(self._noted, key=lambda one: self._noted[one], default=None)
        part = None if newest is None else live.log.parts.get(("event", newest))
        if newest is not None and part is not None and part.value.kind == kind and (now - self._noted[newest]).total_seconds() < 2:
            return  # the same press, bounced
        event = new_id()
        self._noted[event] = now
        if not self.answer("event", event, {"at": moment_text(now), "recorded": moment_text(now), "kind": kind}):
            del self._noted[event]
        else:
            word = self.desk.library.conduct.short_event(kind)
            self._undo_box.offer(event, _("{event}, {time}").format(event=_(word), time=f"{now:%H:%M}"), self.events.buttons[kind])
            self._undo_box.tick(self._undo_seconds(now))

    def _take_back_event(self, event: str) -> None:
        if self.live is not None and self.desk.take_back("event", f"{self.live.id}/{event}"):
            self._noted.pop(event, None)
            self._undo_box.tick(self._undo_seconds(self.desk.now()))

    def _change_event(self, field: "Any", event: str, name: str, value: Any) -> None:
        part = None if self.live is None else self.live.log.parts.get(("event", event))
        if part is None:
            return
        if name == "at" and value is None:
            field.refuse(_("Time: an event has one. Write it, such as 11:14."))
            return
        changed = {**part.entry.value, name: moment_text(value) if name == "at" else value}
        if not self.answer("event", event, {key: known for key, known in changed.items() if known is not None}) and field is not None:
            field.mark_not_saved()

    def _undo_seconds(self, now: dt.datetime) -> dict[str, int]:
        """The seconds left in which each of the newest events can be taken back with one press."""
        most = self.desk.library.conduct.undo_seconds
        left = {event: most - int((now - noted).total_seconds()) for event, noted in self._noted.items()}
        return {event: seconds for event, seconds in left.items() if seconds > 0}

    def focus_field(self, field: str) -> bool:
        """Gives the focus to the row that answers a question such as `observations.heart_rate`; False where none is entered now."""
        part, _dot, name = field.partition(".")
        if part == "events":
            self.events.focus_first()
            return True
        row = FIELD_ROWS.get(name, name)
        view = self.view
        if part != "observations" or view is None or view.entry_column is None:
            return False
        if row not in {one.id for one in view.rows}:
            return self.strip.focus_entry()
        self.strip.fields[row].edit.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def focus_first(self) -> None:
        """Gives the focus to the first empty field of the observation that is entered."""
        if self.content.isHidden():
            super().focus_first()
        elif not self.strip.focus_entry():
            self.strip.table.setFocus(Qt.FocusReason.TabFocusReason)


