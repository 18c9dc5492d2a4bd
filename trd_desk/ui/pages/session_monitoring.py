"""The part Monitoring: the alarms, the chart, the strip that takes the observations, the events, and the way to the door."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.record.session_log import entry_moment
from trd_desk.record.session_parts import SIGNS, moment_text
from trd_desk.ui.pages.session_monitoring_bars import SessionAlarms
from trd_desk.ui.pages.session_monitoring_chart import LeaderLines, SessionChart
from trd_desk.ui.pages.session_monitoring_events import RING, EventsColumn, UndoBox
from trd_desk.ui.pages.session_monitoring_events import WIDTH as EVENTS_WIDTH
from trd_desk.ui.pages.session_monitoring_strip import LEAST_WIDTH, Strip
from trd_desk.ui.pages.session_tab import SessionTab
from trd_desk.ui.widgets.labels import Message
from trd_desk.ui.widgets.layout import Button, EmptyState
from trd_desk.view.chart_axis import chart_axis
from trd_desk.view.session_chart import HEIGHT as CHART_HEIGHT
from trd_desk.view.session_chart import LEAST_HEIGHT as LEAST_CHART
from trd_desk.view.watch_entry import TypedTime, read_time, taken_minute
from trd_desk.view.watch_events import reports_of
from trd_desk.view.watch_leaders import Leader
from trd_desk.view.watch_strip import EntryState, WatchColumn, WatchView, view_watch
from trd_desk.view.watched import signs_of

if TYPE_CHECKING:
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.record.entries import Entry
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme
    from trd_desk.ui.widgets.fields import Field

WIDEST: int = 1100
# Which row of the strip answers what the door asks for.
FIELD_ROWS: Mapping[str, str] = {"blood_pressure": "pressure", "respiratory_rate": "rr", "heart_rate": "hr", "sedation": "moaas"}
_ROW_MOST = 40
_BAR = 72
_GAP = 30
_LOW = 480


class KeyedButton(Button):
    """A button with its key in a cap at its right."""

    def __init__(self, theme: "Theme", text: str, key: str, *, icon: str = "", parent: QWidget | None = None) -> None:
        self._cap = ""
        super().__init__(theme, text, kind="keyed", icon=icon, parent=parent)
        # The key itself is a shortcut of the page: that of a button would press it a moment later only.
        self._cap = key
        self.setToolTip(key)

    def _cap_width(self) -> int:
        return self._theme.metrics("small").horizontalAdvance(self._cap) + 10

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + (self._cap_width() + 10 if self._cap else 0), max(hint.height(), self._theme.px("control_height_touch")))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = self._cap_width(), self._theme.line_height("small")
        box = self.rect().adjusted(self.width() - wide - 12, (self.height() - high) // 2, -12, 0)
        box.setHeight(high)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("text_2"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._cap)
        painter.end()


class _Ground(QWidget):
    """What scrolls below the bars; the part lays it out."""


class MonitoringTab(SessionTab):
    """The hours after a dose. Ins adds an observation, Enter goes down in it, F2 corrects an earlier value, T its time."""

    fills = True

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.entry = EntryState()
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
        self.ground = _Ground()
        self.area.setWidget(self.ground)
        self.area.viewport().setAutoFillBackground(False)
        self.area.viewport().installEventFilter(self)
        self.ground.setAutoFillBackground(False)
        self.chart = SessionChart(theme, desk.library, self.ground)
        self.leaders = LeaderLines(theme, self.ground)
        self.strip = Strip(theme, desk.library, self._understand, self.ground)
        self.strip.values_of = self._values_of  # type: ignore[method-assign]
        self._connect_strip()
        self.events = EventsColumn(theme, lambda text: self._understand(text, "", event=True))
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
        strip.values_typed.connect(self._keep_values)
        strip.time_typed.connect(self._keep_time)
        strip.cell_typed.connect(self._correct)
        strip.moment_typed.connect(self._correct_time)
        strip.column_closed.connect(self._close)
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
            self._session, self.entry, self._wants_cadss = live.id, EntryState(), False
            self._noted.clear()
            self._versions.clear()
        self._drop_what_is_over(live)
        self._show(live)

    def _show(self, live: "LiveSession") -> None:
        call = self.desk.preferences.red_call
        view = view_watch(
            self.desk.library, live, entry=self.entry, versions=self._old_versions(live), cadss=self._wants_cadss, red_call=call
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
        begun = self.entry.observation
        values = self._values_of(begun) if begun is not None else {}
        at = next((one.at for one in live.observations if one.id == begun), None) if begun is not None else self.entry.at
        self.strip.show_view(view, now, values, at)
        self.events.show_view(view, reports_of(self.desk.library, live), has_number=bool(call.strip()), usable=not live.log.closed)
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
        if self._is_over(self.live, now):
            self._drop_what_is_over(self.live)
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

    def _values_of(self, observation: str | None) -> Mapping[str, float | None]:
        if self.live is None:
            return {}
        seen = next((one for one in self.live.observations if one.id == observation), None)
        return {} if seen is None else signs_of(self.live, seen)

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

    # The observation that is entered

    def _understand(self, text: str, own: str | None, *, event: bool = False) -> TypedTime:
        live = self.live
        if live is None:
            return TypedTime()
        found = read_time(live, text, self.desk.now().astimezone(live.log.zone), event=event)
        if found.fault or found.at is None or event:
            return found
        taken = taken_minute(live, found.at, own if own is not None else self.entry.observation)
        return TypedTime(sentence=taken, fault=True) if taken else found

    def _keep_values(self, field: "Any", values: Mapping[str, float | None]) -> None:
        live = self.live
        if live is None:
            return
        if self.entry.observation is not None:
            self._change(field, self.entry.observation, values)
            return
        now = self.desk.now().astimezone(live.log.zone)
        known = {name: value for name, value in values.items() if value is not None}
        if not known:
            return
        if live.log.closed and self.entry.at is None:
            field.refuse(_("The session is over, so the time comes first: type when this was measured (Shift+Enter goes up to it)."))
            return
        at = self.entry.at or now
        taken = taken_minute(live, at, None)
        if taken:
            field.refuse(taken)
            return
        before, column = self.entry, None if self.view is None else self.view.entry_column
        observation = new_id()
        self.entry = EntryState(observation, point=None if column is None else column.point)
        if not self.answer("observation", observation, {"at": moment_text(at), "recorded": moment_text(now), **known}):
            self.entry = before
            field.mark_not_saved()

    def _change(self, field: "Field | None", observation: str, values: Mapping[str, Any]) -> bool:
        """Writes an observation with some of its values changed; a value of None takes one away."""
        live = self.live
        part = None if live is None else live.log.parts.get(("observation", observation))
        if live is None or part is None:
            self.message.say(_("This observation came with a case file and is not changed here."))
            if field is not None:
                field.give_up()
            return False
        changed = {**part.entry.value, **values}
        changed = {name: value for name, value in changed.items() if value is not None}
        if any(name in SIGNS for name in changed):
            done = self.answer("observation", observation, changed)
        else:
            done = self.desk.take_back("observation", f"{live.id}/{observation}")
        if not done and field is not None:
            field.mark_not_saved()
        return done

    def _keep_time(self, field: "Any", moment: dt.datetime | None) -> None:
        live = self.live
        if live is None:
            return
        if self.entry.observation is None:
            self.entry = replace(self.entry, at=moment)
            self._show(live)
        elif moment is None:
            field.refuse(_("Time: an observation that was begun has one. Write it, such as 11:14."))
        else:
            self._change(field, self.entry.observation, {"at": moment_text(moment)})

    def _correct(self, field: "Field", observation: str, row: str, values: Mapping[str, Any]) -> None:
        del row
        self._change(field, observation, values)

    def _correct_time(self, field: "Any", observation: str, moment: dt.datetime | None) -> None:
        if moment is None:
            field.refuse(_("Time: an observation has one. Write it, such as 11:14."))
        else:
            self._change(field, observation, {"at": moment_text(moment)})

    def _close(self) -> None:
        self.entry = EntryState()
        if self.live is not None:
            self._show(self.live)
            if not self.strip.focus_entry():
                self.strip.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_extra(self) -> None:
        """Begins an observation between those that are due; what is typed in the one before is kept first."""
        live = self.live
        if live is None or not self.extra_button.isEnabled() or not self.strip.close_column():
            return
        self.entry = EntryState(extra=True)
        self._show(live)
        if live.log.closed:
            self.strip.time.edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.strip.focus_entry()

    def _enter_missed(self, column: WatchColumn) -> None:
        if self.live is None or column.moment is None or not self.strip.close_column():
            return
        self.entry = EntryState(extra=True, at=column.moment)
        self._show(self.live)
        self.strip.focus_entry()

    def _give_up_extra(self) -> None:
        if self.entry.observation is None and (self.entry.extra or self.entry.at is not None):
            self.entry = EntryState()
            if self.live is not None:
                self._show(self.live)
                self.strip.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_over(self, live: "LiveSession", now: dt.datetime) -> bool:
        """Whether nothing was added to the observation for so long that a further value would belong to another one."""
        part = live.log.parts.get(("observation", self.entry.observation or ""))
        if part is None or self.strip.unkept() is not None:
            return False
        return now - entry_moment(part.entry) > dt.timedelta(minutes=self.desk.library.conduct.observation_open_minutes)

    def _drop_what_is_over(self, live: "LiveSession") -> None:
        begun = self.entry.observation
        if begun is None:
            return
        if all(one.id != begun for one in live.observations) or self._is_over(live, self.desk.now()):
            self.entry = EntryState()

    def _want_cadss(self, wanted: bool) -> None:
        self._wants_cadss = wanted
        if self.live is not None:
            self._show(self.live)

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


