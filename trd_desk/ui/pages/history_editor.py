"""The editor of one treatment: its fields by kind, each answer saved when it is given."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.history_doses import Step
from trd_desk.ui.pages.history_fields import Box, Choice, Drug, DrugChoices, Spoken, keeps_escape, make_control
from trd_desk.ui.pages.history_layout import FlowBox
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import Field
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button
from trd_desk.view.entry_checks import drug_names, faults_of, first_for, plausibility
from trd_desk.view.entry_fields import EntryField, minimum_words, treatment_fields

EDGE: Final = 16


class TreatmentEditor(QWidget):
    """The fields of the open treatment, below its row. Tab walks them, Esc closes, nothing waits for a Save.

    Signals:
        closed(): Esc or Close; all answers are kept.
        grown(): the height changed.
        removed(str), copied(str): the treatment that its buttons ask to remove or copy.
        history_asked(str): the path of the field whose earlier versions are asked for.
    """

    closed = Signal()
    grown = Signal()
    removed = Signal(str)
    copied = Signal(str)
    history_asked = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.id: str | None = None
        self._kind = ""
        self._boxes: dict[str, Box] = {}
        self._steps: list[Step] = []
        self._unsaved: dict[str, str] = {}
        self._choices: dict[str, DrugChoices] = {}
        self.setObjectName("treatment_editor")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.scaled(EDGE), 2, theme.scaled(EDGE), 10)
        self._flow = FlowBox(gap=12, line_gap=6)
        column.addWidget(self._flow)
        self._flow.placed.connect(self._repaint_above)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._minimum = self._minimum_box()
        self._more = Button(theme, "", icon="add")
        self._more.setFixedWidth(theme.px("control_height") + 4)
        self._more.setAccessibleName(_("Add dose step"))
        self._more.setToolTip(_("Add dose step: Enter in the weeks of the last one does the same"))
        self._more.clicked.connect(self.add_step)
        self._more.installEventFilter(self)
        self._more_holder = self._under_label(self._more)
        self._menu_holder = self._menu_box()
        theme.changed.connect(self.grown)

    def _minimum_box(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(self.theme, _("Minimum dose"), "small", colour="text_2"))
        row = QHBoxLayout()
        row.setSpacing(6)
        self._minimum_dose = Label(self.theme, "", bold=True)
        self._minimum_dose.setMinimumHeight(self.theme.px("control_height"))
        self._minimum_dose.setObjectName("treatment_minimum")
        self._minimum_source = Label(self.theme, "", "small", colour="text_2")
        row.addWidget(self._minimum_dose)
        row.addWidget(self._minimum_source)
        column.addLayout(row)
        column.addStretch(1)
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        return box

    def _menu_box(self) -> QWidget:
        """The acts on the whole treatment, in a menu, so that the fields keep the room."""
        self.acts = QMenu(self)
        self.acts.setObjectName("treatment_acts")
        words = (
            (_("Earlier versions"), "Ctrl+H", lambda: self.history_asked.emit(f"treatments.{self.id}")),
            (_("Copy treatment"), "Ctrl+D", lambda: self.copied.emit(str(self.id))),
            (_("Remove treatment"), "", lambda: self.removed.emit(str(self.id))),
            (_("Close"), "Esc", self.close_editor),
        )
        for text, key, act in words:
            action = QAction(f"{text}\t{key}" if key else text, self.acts)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.acts.addAction(action)
        button = Button(self.theme, _("More"))
        button.setObjectName("treatment_more")
        button.setAccessibleName(_("More about this treatment: earlier versions, copy, remove, close"))
        button.clicked.connect(lambda: self.acts.popup(button.mapToGlobal(QPoint(0, button.height() + 2))))
        button.installEventFilter(self)
        self._more_acts = button
        return self._under_label(button)

    def _under_label(self, widget: QWidget) -> QWidget:
        """A widget at the height of the fields, where others have their label above."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(self.theme, " ", "small"))
        column.addWidget(widget)
        column.addStretch(1)
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        return box

    # What is shown

    def show_treatment(self, treatment_id: str) -> None:
        """Shows another treatment; what was typed and could not be kept waits for its return."""
        if treatment_id != self.id:
            self._put_away()
            self.id = treatment_id
        self.refresh()

    def refresh(self) -> None:
        """Shows the treatment as the record has it now."""
        treatment = self.value()
        patient = self.desk.patient
        if treatment is None or patient is None:
            return
        self._kind = str(treatment["kind"])
        fields = treatment_fields(self.desk.library, patient, treatment)
        order: list[QWidget] = []
        names = set()
        for field in fields:
            names.add(field.name)
            if field.type == "doses":
                order += self._show_steps(field, treatment)
            elif field.type == "minimum":
                words = minimum_words(self.desk.library, treatment)
                self._minimum_dose.setText(words.dose or "–")
                self._minimum_source.setText(words.source or _("not in the table"))
                order.append(self._minimum)
            else:
                box = self._box(field)
                box.show_value(treatment.get(field.name), asked=field.name in treatment)
                order.append(box)
        for name in [name for name in self._boxes if name not in names]:
            self._drop(self._boxes.pop(name))
        line_end = next((place for place, widget in enumerate(order) if place and widget.property("starts_line")), len(order))
        order.insert(line_end, self._menu_holder)
        self._flow.flow.set_order(order)
        # What belongs to the treatment shown before must not stay over this one: its minimum, its dose steps.
        for widget in (self._minimum, self._more_holder, *self._steps):
            widget.setVisible(widget in order)
        for widget in order:
            widget.show()
        self._tab_order(order)
        self.setAccessibleName(_("Answers about this treatment"))
        self.grown.emit()

    def _box(self, field: EntryField) -> Box:
        box = self._boxes.get(field.name)
        if box is not None and box.field.type == field.type and box.field.unit == field.unit:
            box.field = field
            if isinstance(box.control, Choice):
                box.control.set_options(field.options)
            return box
        if box is not None:
            self._drop(box)
        path = f"treatments.{self.id}.{field.name}"
        control = make_control(self.theme, field, self._drugs(), self.desk.today)
        box = Box(self.theme, field, path, control)
        box.setProperty("starts_line", field.starts_line)
        if isinstance(control, Field) and hasattr(control, "check"):
            control.check = lambda value, name=field.name: self._check(name, value)
        box.answered.connect(lambda value, name=field.name: self._answer(name, value))
        box.unknown.connect(lambda name=field.name: self._answer(name, None, unknown=True))
        box.grown.connect(self.grown)
        keeps_escape(control, self)
        self._boxes[field.name] = box
        self._restore(box)
        return box

    def _drugs(self) -> DrugChoices:
        found = self._choices.get(self._kind)
        if found is None:
            found = []
            names = drug_names(self.desk.library, self._kind)
            found += [(drug.name, drug.id, drug.beside) for drug in names]
            generic = {drug.name.casefold() for drug in names}
            for drug in names:
                for brand in drug.brands:
                    if brand.casefold() not in generic:
                        hint = ", ".join(part for part in (drug.name, drug.beside) if part)
                        found.append((brand, drug.id, hint))
            self._choices[self._kind] = found
        return found

    # Dose steps

    def _show_steps(self, field: EntryField, treatment: Mapping[str, Any]) -> list[QWidget]:
        steps = treatment.get("doses") or []
        wanted = max(len(steps), 1, 1 + max((step.number for step in self._steps if step.holds_unsaved()), default=0))
        if self._steps and len(self._steps) == wanted + 1 and not self._steps[-1].value():
            wanted += 1  # the empty step that was just asked for
        if self._steps and self._steps[0].unit != field.unit:
            for step in self._steps:
                self._drop(step)
            self._steps.clear()
        while len(self._steps) > wanted:
            self._drop(self._steps.pop())
        while len(self._steps) < wanted:
            self._make_step(field, len(self._steps))
        for place, step in enumerate(self._steps):
            step.show_step(steps[place] if place < len(steps) else None)
            step.setProperty("starts_line", field.starts_line and place == 0)
        return [*self._steps, self._more_holder]

    def _make_step(self, field: EntryField, place: int) -> Step:
        step = Step(self.theme, field, f"treatments.{self.id}.doses", place, self._check_step)
        step.changed.connect(self._answer_doses)
        step.grown.connect(self.grown)
        step.entered.connect(lambda: self._next_step(step))
        for box in step.boxes():
            keeps_escape(box.control, self)
            self._restore(box)
        self._steps.append(step)
        return step

    def _next_step(self, step: Step) -> None:
        if step.number + 1 < len(self._steps):
            self._steps[step.number + 1].mg.setFocus()
        else:
            self.add_step()

    def add_step(self) -> None:
        """Adds an empty dose step after the last and goes there; an empty last one is used first."""
        treatment, patient = self.value(), self.desk.patient
        if treatment is None or patient is None:
            return
        field = next((each for each in treatment_fields(self.desk.library, patient, treatment) if each.type == "doses"), None)
        if field is None:
            return
        if not self._steps or self._steps[-1].value():
            self._make_step(field, len(self._steps))
        self.refresh()
        self._steps[-1].mg.setFocus(Qt.FocusReason.OtherFocusReason)

    # Answers

    def value(self) -> dict[str, Any] | None:
        """The treatment as the record has it, or None when it is not there."""
        patient = self.desk.patient
        found = None if patient is None or self.id is None else patient.value("treatment", self.id)
        return dict(found) if isinstance(found, Mapping) else None

    def _with(self, name: str, value: Any, *, unknown: bool = False) -> dict[str, Any]:
        treatment = self.value() or {}
        if value is None and not unknown:
            treatment.pop(name, None)
        else:
            treatment[name] = value
        return treatment

    def _check(self, name: str, value: Any) -> tuple[str, bool]:
        """What is wrong with an answer, or only unlikely."""
        patient = self.desk.patient
        if patient is None or self.id is None:
            return "", False
        plain = value.isoformat() if hasattr(value, "isoformat") else value
        return self._judge(self._with(name, plain), name)

    def _judge(self, treatment: Mapping[str, Any], name: str) -> tuple[str, bool]:
        patient = self.desk.patient
        if patient is None or self.id is None:
            return "", False
        fault = first_for(faults_of(patient, "treatment", self.id, treatment, self.desk.today()), name)
        if fault is not None:
            return fault.sentence, True
        unlikely = first_for(plausibility(self.desk.library, "treatment", treatment), name)
        return ("", False) if unlikely is None else (unlikely.sentence, False)

    def _check_step(self, place: int, part: str, value: Any) -> tuple[str, bool]:
        doses = [dict(step) for step in (self.value() or {}).get("doses") or []]
        while len(doses) <= place:
            doses.append({})
        doses[place][part] = value
        return self._judge(self._with("doses", doses), f"doses[{place}].{part}")

    def _answer(self, name: str, value: Any, *, unknown: bool = False) -> None:
        if self.value() is None or self.id is None:
            return
        box = self._boxes.get(name)
        old, new = self.value() or {}, self._with(name, value, unknown=unknown)
        # Saying what was unknown before corrects nothing.
        reason = "" if old.get(name) is None and name in old else None
        if not self.desk.answer("treatment", self.id, new, reason) and box is not None:
            if isinstance(box.control, Field):
                box.control.mark_not_saved()
            else:
                box.show_value(old.get(name), asked=name in old)

    def _answer_doses(self) -> None:
        steps = [step.value() for step in self._steps]
        while steps and not steps[-1]:
            steps.pop()
        old = (self.value() or {}).get("doses") or []
        more = len(steps) >= len(old) and all(said.items() <= now.items() for said, now in zip(old, steps, strict=False))
        new = self._with("doses", steps or None)
        if self.id is not None and not self.desk.answer("treatment", self.id, new, "" if more else None):
            for place, step in enumerate(self._steps):
                known = old[place] if place < len(old) else {}
                for box, part in zip(step.boxes(), ("mg", "weeks"), strict=True):
                    if isinstance(box.control, Spoken) and box.control.value() != known.get(part):
                        box.control.mark_not_saved()

    # Going about

    def focus_field(self, name: str) -> bool:
        """Gives the focus to a field of the treatment; an empty name or one it has not got leads to its first unanswered field."""
        if name.startswith("doses") and self._steps:
            parts = name.split(".")
            step = (
                self._steps[min(int(parts[1]), len(self._steps) - 1)]
                if len(parts) > 1 and parts[1].isdigit()
                else self._open_step()
            )
            target = step.weeks if parts[-1] == "weeks" or (len(parts) == 1 and step.mg.value() is not None) else step.mg
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        box = self._boxes.get(name)
        found = box is not None
        if box is None:
            treatment = self.value() or {}
            box = next(
                (each for key, each in self._boxes.items() if key not in treatment), next(iter(self._boxes.values()), None)
            )
            if len(treatment) > 1 and not name:
                box = next(iter(self._boxes.values()), None)
        if box is not None:
            box.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return found or not name

    def _open_step(self) -> Step:
        return next((step for step in self._steps if len(step.value()) < 2), self._steps[-1])

    def path_of_focus(self) -> str | None:
        """The path of the field that has the focus."""
        for box in (*self._boxes.values(), *(box for step in self._steps for box in step.boxes())):
            control = box.control
            if control.hasFocus() or (isinstance(control, Field) and control.edit.hasFocus()):
                return box.path
        return None

    def close_editor(self) -> None:
        """Keeps what is typed and closes."""
        for box in (*self._boxes.values(), *(box for step in self._steps for box in step.boxes())):
            box.leave()
        self._put_away()
        self.id = None
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes from every field; what is typed is kept first."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            field = watched.parent()
            if isinstance(field, Spoken) and field.refused:
                field.give_up()
            else:
                self.close_editor()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, Enter goes on to the next field; no other key reaches the table behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_editor()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        event.accept()

    def mousePressEvent(self, event: Any) -> None:
        """A click beside the fields is not one on the table."""
        event.accept()

    def mouseReleaseEvent(self, event: Any) -> None:
        """A click beside the fields is not one on the table."""
        event.accept()

    # Texts that could not be kept

    def _put_away(self) -> None:
        for box in (*self._boxes.values(), *(box for step in self._steps for box in step.boxes())):
            if isinstance(box.control, Field):
                if box.control.edit.text() != box.control.edit.kept:
                    self._unsaved[box.path] = box.control.text()
                else:
                    self._unsaved.pop(box.path, None)
        for widget in (*self._boxes.values(), *self._steps):
            self._drop(widget)
        self._boxes.clear()
        self._steps.clear()
        self._flow.flow.set_order([])

    def _restore(self, box: Box) -> None:
        text = self._unsaved.get(box.path)
        if text is not None and isinstance(box.control, Field):
            box.control.edit.setText(text)
            box.control.edit.textEdited.emit(text)

    def has_unsaved(self, treatment_id: str) -> bool:
        """Whether a text of this treatment waits that could not be kept."""
        return any(path.startswith(f"treatments.{treatment_id}.") for path in self._unsaved)

    def forget_unsaved(self) -> None:
        """Forgets texts of another patient."""
        self._unsaved.clear()
        self._put_away()
        self.id = None

    @staticmethod
    def _drop(widget: QWidget) -> None:
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()

    def _tab_order(self, order: list[QWidget]) -> None:
        stops: list[QWidget] = []
        for widget in order:
            if isinstance(widget, Step):
                stops += [box.control.edit for box in widget.boxes() if isinstance(box.control, Field)]
            elif isinstance(widget, Box):
                stops.append(widget.control.edit if isinstance(widget.control, Field) else widget.control)
            elif widget is self._more_holder:
                stops.append(self._more)
            elif widget is self._menu_holder:
                stops.append(self._more_acts)
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def _repaint_above(self) -> None:
        """Paints again what lies over the editor, such as the ring of the focus: it has moved with its field."""
        parent = self.parentWidget()
        for sibling in parent.children() if parent is not None else ():
            if isinstance(sibling, QWidget) and sibling is not self:
                sibling.update()

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines at this width."""
        margins = self.layout().contentsMargins() if self.layout() is not None else self.contentsMargins()  # type: ignore[union-attr]
        return self._flow.heightForWidth(width - margins.left() - margins.right()) + margins.top() + margins.bottom()

    def drug_control(self) -> Drug | None:
        """The field of the drug, where this kind has one."""
        box = self._boxes.get("drug")
        return box.control if box is not None and isinstance(box.control, Drug) else None
