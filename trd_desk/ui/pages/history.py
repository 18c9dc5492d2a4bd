"""The page History: past treatments first; the episode with its scores and the diagnostic criteria one key away."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QMenu, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.history_asked import AskedChips
from trd_desk.ui.pages.history_buttons import KeyButton
from trd_desk.ui.pages.history_criteria import CriteriaSection
from trd_desk.ui.pages.history_editor import TreatmentEditor
from trd_desk.ui.pages.history_episode import EpisodeSection
from trd_desk.ui.pages.history_side import Side
from trd_desk.ui.pages.history_table import TreatmentTable
from trd_desk.ui.pages.history_versions import VersionsPanel
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.layout import EmptyState, Page
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.entry_fields import (
    EntryField,
    episode_fields,
    kinds,
    licence_field,
    patient_fields,
    score_fields,
    treatment_fields,
)
from trd_desk.view.entry_versions import Version, treatment_versions, versions
from trd_desk.view.history import HistoryView, view_history

TREATMENTS: Final = "treatments"
EPISODE: Final = "episode"
CRITERIA: Final = "criteria"
SIDE_WIDTH: Final = 264
NARROW_SIDE: Final = 240
ROOMY_FROM: Final = 1190
WIDEST_TABLE: Final = 1100
LEAST_FORM: Final = 560


class HistoryPage(Page):
    """What happened before: treatments, what was asked, the episode, scores and criteria; what is missing stands beside.

    Signals:
        go_to(str): a question was followed that another page answers.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.setObjectName("history")
        self.section = TREATMENTS
        self._patient: str | None = None
        self._view: HistoryView | None = None
        self._showing = False
        self._build_head()
        self.asked = AskedChips(desk, theme)
        self.body.addWidget(self.asked)
        self._split = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._split)
        self._columns.setContentsMargins(0, 4, 0, 0)
        self._columns.setSpacing(theme.px("column_gap"))
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        self.table = TreatmentTable(theme)
        self.editor = TreatmentEditor(desk, theme)
        self.table.set_editor(self.editor)
        self.episode = EpisodeSection(desk, theme)
        self.criteria = CriteriaSection(desk, theme)
        self._empty = EmptyState(theme, "")
        for widget in (self.table, self._empty, self.episode, self.criteria):
            left.addWidget(widget)
        left.addStretch(1)
        self.side = Side(theme)
        self._columns.addWidget(self._left, 100)
        self._columns.addWidget(self.side, 0, Qt.AlignmentFlag.AlignTop)
        self._columns.addStretch(0)
        self.body.addWidget(self._split)
        self.body.addStretch(1)
        self._connect()
        self.show_section(TREATMENTS)
        ground = self.widget()
        if ground is not None:
            ground.installEventFilter(self)

    def _build_head(self) -> None:
        self.parts = ChoiceSegments(
            self.theme,
            _("Part of the history"),
            ((TREATMENTS, _("Treatments")), (EPISODE, _("Episode and scores")), (CRITERIA, _("Criteria"))),
        )
        self.parts.setObjectName("history.parts")
        self.parts.setToolTip("Alt+1, Alt+2, Alt+3")
        self.parts.answered.connect(self.show_section)
        self.parts.taken_back.connect(lambda: self.parts.set_value(self.section))
        self.add_to_title(self.parts)
        self.add = KeyButton(self.theme, _("Add treatment"), icon="add", key="Ins")
        self.add.setObjectName("treatments.add")
        self.add.clicked.connect(self.choose_kind)
        self.add_to_title(self.add)
        self.kinds = QMenu(self)
        self.kinds.setObjectName("kinds")
        self.kinds.setAccessibleName(_("Kind of treatment"))
        for number, word in enumerate(kinds(), 1):
            action = QAction(f"&{number}  {word.label}", self.kinds)
            action.setObjectName(f"kind.{word.kind}")
            action.setToolTip(word.meaning)
            action.setStatusTip(word.meaning)
            action.triggered.connect(lambda _checked=False, kind=word.kind: self.add_treatment(kind))
            self.kinds.addAction(action)
        self.kinds.setToolTipsVisible(True)

    def _connect(self) -> None:
        for place, section in enumerate((TREATMENTS, EPISODE, CRITERIA), 1):
            # From anywhere in the window, while this page is shown.
            whole = Qt.ShortcutContext.WindowShortcut
            self._shortcut(f"Alt+{place}", lambda section=section: self._to_section(section), whole)
        self._shortcut("Ins", self.choose_kind)
        self._shortcut("Ctrl+H", self.show_versions)
        self._shortcut("Ctrl+D", self._copy_open)
        self.table.opened.connect(self.open_treatment)
        self.table.chosen.connect(self._follow)
        self.table.removed.connect(self.remove_treatment)
        self.editor.closed.connect(self._closed)
        self.editor.grown.connect(self._grown)
        self.editor.removed.connect(self.remove_treatment)
        self.editor.copied.connect(self.copy_treatment)
        self.editor.history_asked.connect(self._versions_of)
        self.side.followed.connect(self._go)
        self.theme.changed.connect(self._arrange)

    def _shortcut(
        self, key: str, act: Any, context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut
    ) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(context)
        shortcut.activated.connect(act)

    # What is shown

    def refresh(self) -> None:
        """Shows the open patient as known now."""
        patient, assessment = self.desk.patient, self.desk.assessment
        if patient is None or assessment is None:
            return
        if patient.key != self._patient:
            self._patient = patient.key
            self.editor.forget_unsaved()
            self.table.open_id = None
            self.asked.say("")
        self._showing = True
        view = self._view = view_history(self.desk.library, patient, assessment)
        self._show_title()
        self.asked.show_chips(view.asked, self.add)
        self.table.show_rows(view.rows, view.heads)
        self._empty.sentence.setText(view.empty)
        if self.table.open_id is not None:
            if self.table.row_of(self.table.open_id) < 0:
                had_focus = self.editor.path_of_focus() is not None
                self.editor.forget_unsaved()
                self.table.close_row()
                if had_focus:
                    (self.table if view.rows else self.add).setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.editor.refresh()
        self.side.show_view(view)
        self.episode.refresh()
        self.criteria.show_view(view.criteria)
        self._showing = False
        self._show_parts()
        self._arrange()

    def _show_title(self) -> None:
        if self._view is None:
            return
        title = {TREATMENTS: self._view.title, EPISODE: _("Episode and scores"), CRITERIA: self._view.criteria.title}[
            self.section
        ]
        self.set_title(title, self._view.subtitle)

    def show_section(self, section: str) -> None:
        """Shows treatments, episode or criteria."""
        self.section = section
        self.parts.set_value(section)
        self._show_title()
        self._show_parts()
        self._arrange()

    def _to_section(self, section: str) -> None:
        self.show_section(section)
        first: Mapping[str, QWidget | None] = {
            TREATMENTS: self.table if self.table.treatments.rows else self.add,
            EPISODE: self.episode.episode.boxes["diagnosis"].control,
            CRITERIA: next(iter(self.criteria.rows.values()), None),
        }
        target = first[section]
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_parts(self) -> None:
        listed = bool(self.table.treatments.rows)
        treatments = self.section == TREATMENTS
        self.asked.setVisible(treatments)
        self.add.setVisible(treatments)
        self.table.setVisible(treatments and listed)
        self._empty.setVisible(treatments and not listed)
        self.episode.setVisible(self.section == EPISODE)
        self.criteria.setVisible(self.section == CRITERIA)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the right column beside or below."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme = self.theme
        margins = self.body.contentsMargins()
        free = self.viewport().width() - margins.left() - margins.right()
        wide = theme.scaled(SIDE_WIDTH if free >= theme.scaled(ROOMY_FROM) else NARROW_SIDE)
        side = wide + self._columns.spacing()
        need = (
            self.table.natural_width() if self.section == TREATMENTS and self.table.treatments.rows else theme.scaled(LEAST_FORM)
        )
        beside = free - side >= need
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        widest = max(theme.scaled(WIDEST_TABLE), need)
        self._left.setMaximumWidth(widest if beside else 16_777_215)
        self._columns.setStretch(2, 1 if beside and free - side > widest else 0)
        if beside:
            self.side.setFixedWidth(wide)
        else:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps the ground as high as its words need, whatever changed in it."""
        if watched is self.widget() and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit_height()
        return super().eventFilter(watched, event)

    def _fit_height(self) -> None:
        """Gives the ground the height that its wrapped words need; a scroll area asks only for the least height of one line each."""
        ground = self.widget()
        if ground is None:
            return
        self.body.activate()
        width = self.viewport().width()
        needed = self.body.totalHeightForWidth(width) if self.body.hasHeightForWidth() else self.body.sizeHint().height()
        ground.setMinimumHeight(needed)

    def _grown(self) -> None:
        if not self._showing:
            self.table.editor_changed()

    # Treatments

    def choose_kind(self) -> None:
        """Asks for the kind of the treatment to add; Enter takes an antidepressant."""
        if self.desk.patient is None:
            return
        if self.section != TREATMENTS:
            self.show_section(TREATMENTS)
        self.kinds.setFont(self.theme.font())
        self.kinds.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)))
        self.kinds.setActiveAction(self.kinds.actions()[0])

    def add_treatment(self, kind: str, value: Mapping[str, Any] | None = None) -> str | None:
        """Adds a treatment and opens it at its first field; gives its id, or None when it could not be saved."""
        patient = self.desk.patient
        if patient is None:
            return None
        self._leave_editor()
        used = {key for of_kind, key in patient.answers if of_kind == "treatment"}
        number = 1
        while f"t{number}" in used:
            number += 1
        new = f"t{number}"
        if not self.desk.answer("treatment", new, dict(value or {"kind": kind})):
            return None
        self.open_treatment(new, "")
        return new

    def _leave_editor(self) -> None:
        if self.table.open_id is not None:
            self.editor.close_editor()

    def open_treatment(self, treatment_id: str, field: str = "") -> None:
        """Opens the editor of a treatment at a field; an empty name is its first."""
        if self.table.open_id not in (None, treatment_id):
            self._leave_editor()
        self.table.open_id = treatment_id
        self.editor.show_treatment(treatment_id)
        self.table.open_row(treatment_id)
        self.editor.focus_field(field)
        self._bring_row(treatment_id)

    def _bring_row(self, treatment_id: str) -> None:
        self._fit_height()
        QApplication.sendPostedEvents(self.widget(), QEvent.Type.LayoutRequest.value)
        rect = self.table.row_rect(treatment_id)
        ground = self.widget()
        if rect.isEmpty() or ground is None:
            return
        top = self.table.mapTo(ground, rect.topLeft())
        self.ensureVisible(top.x(), top.y() + rect.height(), 0, 8)
        self.ensureVisible(top.x(), top.y(), 0, 8)

    def _follow(self, treatment_id: str) -> None:
        if self._showing or not self.table.hasFocus():
            return
        if self.table.open_id is not None and treatment_id != self.table.open_id:
            self._leave_editor()
            self.table.select(treatment_id)
            self.table.open_id = treatment_id
            self.editor.show_treatment(treatment_id)
            self.table.open_row(treatment_id)
            self.table.setFocus()
        self._bring_row(treatment_id)

    def _closed(self) -> None:
        closed = self.table.open_id
        self.table.close_row()
        patient = self.desk.patient
        value = None if patient is None or closed is None else patient.value("treatment", closed)
        unsaved = closed is not None and self.editor.has_unsaved(closed)
        if unsaved:
            self.asked.say(_("An answer could not be saved. Open the row again: what you typed is still there."))
        elif closed is not None and isinstance(value, Mapping) and set(value) == {"kind"}:
            # A treatment of which nothing was said is none.
            self.desk.take_back("treatment", closed)
        if self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_treatment(self, treatment_id: str) -> None:
        """Takes a treatment out; what was added to it stays, added to nothing. Undo brings all of it back."""
        patient = self.desk.patient
        if patient is None or patient.value("treatment", treatment_id) is None:
            return
        row = self.table.row_of(treatment_id)
        name = self.table.treatments.rows[row].name if row >= 0 else ""
        gone: list[tuple[str, str, Any]] = [("treatment", treatment_id, None)]
        for (kind, key), entry in patient.answers.items():
            if kind == "treatment" and isinstance(entry.value, Mapping) and entry.value.get("with") == treatment_id:
                gone.append((kind, key, {part: said for part, said in entry.value.items() if part != "with"}))
        if self.table.open_id == treatment_id:
            self.editor.forget_unsaved()
            self.table.close_row()
        if self.desk.answers(gone):
            self.asked.say(_("Removed: {name}. Ctrl+Z brings it back.").format(name=name))
        (self.table if self.table.isVisible() else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_treatment(self, treatment_id: str) -> None:
        """Copies a treatment and opens the copy."""
        patient = self.desk.patient
        value = None if patient is None else patient.value("treatment", treatment_id)
        if isinstance(value, Mapping):
            self.add_treatment(str(value["kind"]), value)

    def _copy_open(self) -> None:
        chosen = self.table.open_id or (self.table.selected_id() if self.table.hasFocus() else None)
        if chosen is not None:
            self.copy_treatment(chosen)

    # Going to a field

    def _go(self, path: str) -> None:
        if not self.focus_field(path):
            self.go_to.emit(path)

    def focus_field(self, path: str) -> bool:
        """Opens what holds the field of this path, brings it into view and gives it the focus; False if it is not on this page."""
        head, _dot, rest = path.partition(".")
        if head == "treatments":
            treatment_id, _dot, field = rest.partition(".")
            if self.table.row_of(treatment_id) < 0:
                return False
            self.show_section(TREATMENTS)
            self.open_treatment(treatment_id, field)
        elif head == "asked":
            chip = self.asked.findChild(QWidget, path)
            if chip is None:
                return False
            self.show_section(TREATMENTS)
            chip.setFocus(Qt.FocusReason.OtherFocusReason)
        elif head == "scores" and self.episode.scores.is_begun(rest):
            self.go_to.emit(f"rating.{rest}")
        elif head == "scores":
            self.show_section(EPISODE)
            self.episode.scores.go_to_scale(rest)
        elif head in ("criteria", "criterion"):
            self.show_section(CRITERIA)
            number = int(rest) if rest.isdigit() and int(rest) in self.criteria.rows else 1
            self.criteria.rows[number].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            box = self.episode.box(path)
            if box is None:
                return False
            self.show_section(EPISODE)
            box.control.setFocus(Qt.FocusReason.OtherFocusReason)
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            QApplication.sendPostedEvents()
            self.ensureWidgetVisible(focused, 24, 96)
        return True

    def focus_first(self) -> None:
        """Begins at the table, or at the button that adds the first treatment."""
        self._to_section(self.section)

    # Earlier versions

    def show_versions(self) -> None:
        """Shows all versions of the field that has the focus, or of the selected treatment."""
        focused = QApplication.focusWidget()
        path = ""
        while focused is not None and focused is not self:
            name = focused.objectName().removesuffix(":edit")
            if name.partition(".")[0] in (
                "treatments",
                "asked",
                "episode",
                "patient",
                "scores",
                "criteria",
                "licence_region",
            ) and ("." in name or name == "licence_region"):
                path = name
                break
            focused = focused.parentWidget()
        if not path or path == "treatments.add":
            chosen = self.table.selected_id()
            path = f"treatments.{chosen}" if self.section == TREATMENTS and chosen else ""
        if path:
            self._versions_of(path)

    def _versions_of(self, path: str) -> None:
        question, found = self._versions(path)
        panel = VersionsPanel(self.theme, question, found, self.window())
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel.open()

    def _versions(self, path: str) -> tuple[str, tuple[Version, ...]]:
        patient, library = self.desk.patient, self.desk.library
        assert patient is not None  # noqa: S101 - the page shows a patient
        head, _dot, rest = path.partition(".")
        if head == "treatments":
            treatment_id, _dot, field = rest.partition(".")
            row = self.table.row_of(treatment_id)
            name = self.table.treatments.rows[row].name if row >= 0 else treatment_id
            entries = self.desk.history("treatment", treatment_id)
            part = field.partition(".")[0]
            value = patient.value("treatment", treatment_id)
            known = {each.name: each for each in treatment_fields(library, patient, value)} if isinstance(value, Mapping) else {}
            if part in known:
                label = known[part].label.format(number="").strip()
                return f"{name}: {label}", versions(library, entries, known[part], part)
            return name, treatment_versions(library, patient, entries)
        if head == "scores":
            key, _dot, part = rest.partition(".")
            field_of = {each.name: each for each in score_fields()}
            field_shown = field_of.get(part, field_of["total"])
            return f"{_('Score')}: {field_shown.label}", versions(
                library, self.desk.history("score", key), field_shown, field_shown.name
            )
        if head == "criteria":
            label = (
                next((line.label for line in self._view.criteria.lines if str(line.number) == rest), rest) if self._view else rest
            )
            yes_no = EntryField(rest, label, "yes_no")
            return label, versions(library, self.desk.history("criterion", rest), yes_no, None)
        if head == "asked":
            label = next((chip.label for chip in self._view.asked if chip.kind == rest), rest) if self._view else rest
            return label, versions(library, self.desk.history("asked", rest), EntryField(rest, label, "yes_no"), None)
        fields = {"episode": episode_fields(), "patient": patient_fields()}.get(head, (licence_field(),))
        shown = next(each for each in fields if each.name in (rest, path))
        return shown.label, versions(library, self.desk.history(head, rest), shown, None)
