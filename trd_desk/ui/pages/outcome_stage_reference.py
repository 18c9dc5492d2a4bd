"""What stands below the stages: function and goals, labels of resistance, what may fall at all, and stepped care as background."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_card import SourceBlock
from trd_desk.ui.pages.pathways_tables import TextTable
from trd_desk.ui.widgets.labels import Label, Remark, RichLabel
from trd_desk.ui.widgets.layout import Card, clear, line
from trd_desk.ui.widgets.painting import MarkLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trd_desk.ui.theme import Theme
    from trd_desk.view.stage import StageView
    from trd_desk.view.stage_care import CareView


class Sentences(QWidget):
    """Sentences below each other, each with its beginning in semi-bold; made anew only when they change.

    Signals: none.
    """

    def __init__(self, theme: "Theme", size: str = "small", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._size = theme, size
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._shown: tuple[tuple[str, str], ...] = ()

    def show_sentences(self, sentences: "Sequence[tuple[str, str]]") -> None:
        """Shows (bold beginning, rest) pairs; hidden where there is none."""
        taken = tuple(sentences)
        self.setVisible(bool(taken))
        if taken == self._shown:
            return
        self._shown = taken
        clear(self._column)
        for bold, rest in taken:
            self._column.addWidget(RichLabel(self._theme, f"{bold} {rest}".strip(), bold, self._size))


class TogetherCard(Card):
    """Function, goals and labels: what a stage is read together with.

    Signals: none.
    """

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Read together with"), spacing=4, parent=parent)
        self.setObjectName("stage.together")
        self.pairing = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.pairing)
        self.pairs = Sentences(theme, "body")
        self.body.addWidget(self.pairs)
        self.labels = Sentences(theme)
        self.body.addWidget(self.labels)

    def show_view(self, view: "StageView") -> None:
        """Shows function, goals and labels of a view."""
        self.pairing.setText(view.pairing)
        self.pairs.show_sentences([(f"{pair.label}:", pair.says) for pair in view.pairs])
        self.labels.show_sentences([("", said) for said in view.labels])


class ComponentsCard(Card):
    """What a stage is made of and what of it may fall, with the notes of the rule and its sources.

    Signals: none.
    """

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What may fall after treatment"), parent=parent)
        self._theme = theme
        heads = [_("Component"), _("May it fall?"), _("Rule"), _("Models")]
        self.table = TextTable(theme, _("What may fall after treatment"), heads, [26, 20, 34, 20])
        self.table.setObjectName("stage.components")
        self.body.addWidget(self.table)
        self.notes = Sentences(theme)
        self.body.addWidget(self.notes)
        self.body.addWidget(line())
        self._foot = QVBoxLayout()
        self.body.addLayout(self._foot)
        self._shown: tuple[object, ...] = ()

    def show_view(self, view: "StageView") -> None:
        """Shows the table, the notes and the sources of a view."""
        self.table.show_rows(view.components)
        self.notes.show_sentences([("", note) for note in view.notes])
        shown = (view.sources, view.warnings)
        if shown != self._shown:
            self._shown = shown
            clear(self._foot)
            self._foot.addWidget(SourceBlock(self._theme, view.sources))
            for warning in view.warnings:
                self._foot.addWidget(Remark(self._theme, "caution", warning, size="small"))


class CareCard(Card):
    """The step of care before and now, the table of steps, and what the audit found; background, and said so first.

    Signals: none.
    """

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent=parent)
        self._theme = theme
        self.setObjectName("stage.care")
        self.title = Label(theme, "", bold=True, wrap=True)
        self.body.addWidget(self.title)
        self._standing = MarkLabel(theme, "provisional", size=14)
        self._standing_word = Label(theme, "", "small", colour="text_2")
        standing = QHBoxLayout()
        standing.setSpacing(4)
        standing.addWidget(self._standing)
        standing.addWidget(self._standing_word, 1)
        self.body.addLayout(standing)
        self.replaced = Label(theme, "", wrap=True)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(MarkLabel(theme, "caution"), 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.replaced, 1)
        self.body.addLayout(above)
        self.steps = Sentences(theme, "body")
        self.steps.setObjectName("stage.care.steps")
        self.body.addWidget(self.steps)
        self.table = TextTable(theme, _("Steps of care"), [_("Step"), _("For whom"), _("What"), _("Here")], [8, 38, 40, 14])
        self.table.setObjectName("stage.care.table")
        self.body.addWidget(self.table)
        self.notes = Sentences(theme)
        self.body.addWidget(self.notes)
        self._foot = QVBoxLayout()
        self.body.addLayout(self._foot)
        self._shown: tuple[object, ...] = ()

    def show_care(self, view: "CareView") -> None:
        """Shows the step before and now with the table."""
        self.title.setText(view.title)
        self._standing.set_kind(view.standing.mark)
        self._standing_word.setText(f"{view.standing.word}. {view.standing.sentence}")
        self.replaced.setText(view.replaced)
        before, now = (_("Before:"), f"{view.before}."), (_("Now:"), f"{view.now}. {view.change}".strip())
        self.steps.show_sentences([before, now])
        self.table.show_rows(view.rows)
        gaps = "; ".join(view.gaps)
        self.notes.show_sentences([*(("", note) for note in view.notes), (f"{view.gaps_title}:", f"{gaps}.")])
        shown = (view.sources, view.warnings)
        if shown != self._shown:
            self._shown = shown
            clear(self._foot)
            for warning in view.warnings:
                self._foot.addWidget(Remark(self._theme, "caution", warning, size="small"))
            self._foot.addWidget(SourceBlock(self._theme, view.sources))
