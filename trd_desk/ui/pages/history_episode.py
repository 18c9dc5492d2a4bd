"""The episode, the patient's facts and the scores: every field saved when it is left."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.history_fields import Box, make_control
from trd_desk.ui.pages.history_layout import FlowBox
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import Field
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, Card
from trd_desk.view.entry_checks import faults_of, first_for, score_line
from trd_desk.view.entry_fields import EntryField, episode_fields, licence_field, patient_fields, score_fields
from trd_desk.view.scale_results import items_total, score_fault


class Facts(FlowBox):
    """Fields of which each is an entry of its own: (kind, name of the field)."""

    def __init__(self, desk: Desk, theme: Theme, kind: str, fields: Sequence[EntryField], parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=24, line_gap=12)
        self.desk, self.kind = desk, kind
        self.boxes: dict[str, Box] = {}
        for field in fields:
            path = field.name if kind == field.name else f"{kind}.{field.name}"
            control = make_control(theme, field, latest=desk.today)
            box = Box(theme, field, path, control)
            if isinstance(control, Field) and hasattr(control, "check"):
                control.check = lambda value, name=field.name: self._check(name, value)
            box.answered.connect(lambda value, name=field.name: self._answer(name, value))
            box.unknown.connect(lambda name=field.name: self._answer(name, None, unknown=True))
            box.grown.connect(self.updateGeometry)
            self.boxes[field.name] = box
            self.flow.addWidget(box)

    def _key(self, name: str) -> str:
        return "" if self.kind == name else name

    def _check(self, name: str, value: Any) -> tuple[str, bool]:
        patient = self.desk.patient
        if patient is None:
            return "", False
        if isinstance(value, tuple):
            value = [day.isoformat() for day in value]
        plain = value.isoformat() if hasattr(value, "isoformat") else value
        found = faults_of(patient, self.kind, self._key(name), plain, self.desk.today())
        return (found[0].sentence, True) if found else ("", False)

    def _answer(self, name: str, value: Any, *, unknown: bool = False) -> None:
        key = self._key(name)
        if value is None and not unknown:
            done = self.desk.take_back(self.kind, key)
        else:
            done = self.desk.answer(self.kind, key, value)
        if not done:
            box = self.boxes[name]
            if isinstance(box.control, Field):
                box.control.mark_not_saved()
            else:
                self._show(name)

    def _show(self, name: str) -> None:
        patient = self.desk.patient
        if patient is not None:
            key = self._key(name)
            self.boxes[name].show_value(patient.value(self.kind, key), asked=self.desk.is_asked(self.kind, key))

    def refresh(self) -> None:
        """Shows the answers of the record."""
        for name in self.boxes:
            self._show(name)


class ScoreLine(FlowBox):
    """One score: scale, day and total. A new one is saved as soon as scale and day are known."""

    saved_new = Signal()

    def __init__(self, desk: Desk, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=16, line_gap=8)
        self.desk, self.key = desk, key
        self.boxes: dict[str, Box] = {}
        self.draft: dict[str, Any] = {}
        for field in score_fields():
            control = make_control(theme, field, latest=desk.today)
            box = Box(theme, field, f"scores.{key}.{field.name}", control)
            if isinstance(control, Field) and hasattr(control, "check"):
                control.check = lambda value, name=field.name: self._check(name, value)
            box.answered.connect(lambda value, name=field.name: self._answer(name, value))
            box.grown.connect(self.updateGeometry)
            self.boxes[field.name] = box
            self.flow.addWidget(box)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(theme, " ", "small"))
        self.remove = Button(theme, _("Remove"), kind="quiet")
        column.addWidget(self.remove)
        column.addStretch(1)
        self.flow.addWidget(holder)

    def value(self) -> dict[str, Any]:
        """The score as the record has it, or what is known of a new one."""
        patient = self.desk.patient
        found = None if patient is None else patient.value("score", self.key)
        return dict(found) if isinstance(found, Mapping) else dict(self.draft)

    def _check(self, name: str, value: Any) -> tuple[str, bool]:
        patient = self.desk.patient
        if patient is None:
            return "", False
        plain = value.isoformat() if hasattr(value, "isoformat") else value
        score = self.value() | {name: plain}
        fault = first_for(faults_of(patient, "score", self.key, score, self.desk.today()), name)
        if fault is not None:
            return fault.sentence, True
        sentence = score_fault(self.desk.library, patient, score, name)
        return sentence, bool(sentence)

    def _answer(self, name: str, value: Any) -> None:
        new = self.value()
        if value is None:
            new.pop(name, None)
        else:
            new[name] = value
        if name == "scale" and self.desk.is_asked("score", self.key) and self._does_not_fit(new):
            return
        if not new.get("scale") or not new.get("on"):
            if self.desk.is_asked("score", self.key):
                self.boxes[name].say(_("A score needs its scale and its day. Write it again, or remove the score."), fault=True)
                return
            self.draft = new
            missing = "on" if new.get("scale") else "scale"
            words = (
                _("Write the day; then the score is saved.")
                if missing == "on"
                else _("Choose the scale; then the score is saved.")
            )
            self.boxes[missing].say(words)
            return
        self.draft = new
        was_new = not self.desk.is_asked("score", self.key)
        if not self.desk.answer("score", self.key, new):
            control = self.boxes[name].control
            if isinstance(control, Field):
                control.mark_not_saved()
            return
        for box in self.boxes.values():
            box.say("")
        if was_new:
            self.saved_new.emit()

    def _does_not_fit(self, score: Mapping[str, Any]) -> bool:
        """Whether the total cannot be one of another scale; it is said, and the scale stays as it was."""
        patient = self.desk.patient
        sentence = "" if patient is None else score_fault(self.desk.library, patient, score, "total")
        if sentence:
            self.refresh()
            self.boxes["scale"].say(sentence, fault=True)
        return bool(sentence)

    def refresh(self) -> None:
        """Shows the score of the record, or what is known of a new one; a total that its items make is corrected where they stand."""
        value = self.value()
        made = items_total(self.desk.library, value)
        for name, box in self.boxes.items():
            box.show_value(made.total if made is not None and name == "total" else value.get(name), asked=True)
        total = self.boxes["total"].control
        if isinstance(total, Field):
            total.edit.setReadOnly(made is not None)
        self.boxes["scale"].control.setEnabled(made is None)
        if made is not None:
            self.boxes["total"].say(made.sentence)
        self.remove.setAccessibleName(_("Remove {score}").format(score=score_line(value) or _("this score")))


class Scores(Card):
    """All scores of the patient, each a line, and the way to add one."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Scores"), spacing=12, parent=parent)
        self.desk, self.theme = desk, theme
        self.lines: dict[str, ScoreLine] = {}
        self._held = QVBoxLayout()
        self._held.setSpacing(12)
        self._none = Label(theme, _("No score yet. Definitions that ask for a score wait for one."), colour="text_2", wrap=True)
        self.body.addWidget(self._none)
        self.body.addLayout(self._held)
        self.add = Button(theme, _("Add score"), icon="add")
        self.add.setObjectName("scores.add")
        self.add.clicked.connect(lambda: self.add_score())
        self.body.addWidget(self.add)

    def refresh(self) -> None:
        """Shows the scores of the record; a new one that is not complete yet stays."""
        patient = self.desk.patient
        if patient is None:
            return
        known = [key for (kind, key), entry in patient.answers.items() if kind == "score" and entry.value is not None]
        for key in [
            key for key, line in self.lines.items() if key not in known and not (line.draft and not self._was_saved(key))
        ]:
            self._drop(key)
        for key in known:
            if key not in self.lines:
                self._make(key)
        for line in self.lines.values():
            line.refresh()
        self._none.setVisible(not self.lines)

    def _was_saved(self, key: str) -> bool:
        patient = self.desk.patient
        return patient is not None and ("score", key) in patient.answers

    def _make(self, key: str) -> ScoreLine:
        line = ScoreLine(self.desk, self.theme, key)
        line.remove.clicked.connect(lambda _checked=False, key=key: self._remove(key))
        self.lines[key] = line
        self._held.addWidget(line)
        line.show()
        return line

    def _drop(self, key: str) -> None:
        line = self.lines.pop(key)
        line.hide()
        line.setParent(None)
        line.deleteLater()

    def _remove(self, key: str) -> None:
        if self.desk.is_asked("score", key):
            self.desk.take_back("score", key)
        else:
            self._drop(key)
            self.refresh()
        self.add.setFocus()

    def add_score(self, scale: str | None = None) -> ScoreLine:
        """Adds a line for a new score and goes to it; `scale` is chosen beforehand where it is known which one is asked for."""
        patient = self.desk.patient
        used = {key for kind, key in (patient.answers if patient else {}) if kind == "score"} | set(self.lines)
        number = 1
        while f"s{number}" in used:
            number += 1
        line = self._make(f"s{number}")
        line.draft = {"scale": scale} if scale else {"scale": None}
        line.refresh()
        self._none.hide()
        target = line.boxes["on" if scale else "scale"].control
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        return line

    def is_begun(self, scale: str) -> bool:
        """Whether the newest score of a scale was begun item by item and has no total yet, so that it is gone on with under Scales."""
        values = [value for line in self.lines.values() if (value := line.value()).get("scale") == scale]
        newest = max(values, key=lambda value: str(value.get("on") or ""), default=None)
        made = None if newest is None else items_total(self.desk.library, newest)
        return made is not None and made.total is None

    def go_to_scale(self, scale: str) -> None:
        """Goes to the newest score of a scale that lacks its total, or begins a new one."""
        for line in reversed(self.lines.values()):
            value = line.value()
            if value.get("scale") == scale and value.get("total") is None and value.get("items") is None:
                line.boxes["total" if value.get("on") else "on"].control.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.add_score(scale)


class EpisodeSection(QWidget):
    """Episode, patient and scores, one below the other."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        episode = Card(theme, _("The episode"), spacing=12)
        self.episode = Facts(desk, theme, "episode", episode_fields())
        episode.body.addWidget(self.episode)
        self.scores = Scores(desk, theme)
        person = Card(theme, _("The patient"), spacing=12)
        self.person = Facts(desk, theme, "patient", patient_fields())
        self.licence = Facts(desk, theme, "licence_region", (licence_field(),))
        person.body.addWidget(self.person)
        person.body.addWidget(self.licence)
        for card in (episode, self.scores, person):
            column.addWidget(card)
        column.addStretch(1)

    def facts(self) -> tuple[Facts, ...]:
        """The groups of fields."""
        return (self.episode, self.person, self.licence)

    def refresh(self) -> None:
        """Shows the answers of the record."""
        for group in self.facts():
            group.refresh()
        self.scores.refresh()

    def box(self, path: str) -> Box | None:
        """The field of a path."""
        boxes = [*(box for group in self.facts() for box in group.boxes.values())]
        boxes += [box for line in self.scores.lines.values() for box in line.boxes.values()]
        return next((box for box in boxes if box.path == path), None)
