"""The filters of the part Evidence: a line of words, four lists, and whether an interval is asked for."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.drop_list import DropList
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.library_evidence import EvidenceChoices, EvidenceFilter

_LINE_WIDTH = 200


class Filters(FlowRow):
    """What is looked for. Ctrl+F goes to the words; Clear takes every filter back.

    Signals:
        changed(object): the EvidenceFilter in force.
        left_below(): Down in the line of words.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, line_gap=6, parent=parent)
        self._theme = theme
        self._filling = False
        self.words = LineEdit(theme)
        self.words.setObjectName("library.words")
        self.words.setPlaceholderText(_("Words"))
        self.words.setAccessibleName(_("Words that occur in the result"))
        self.words.setToolTip(_("Every word must occur. Ctrl+F"))
        self.words.setClearButtonEnabled(False)
        self.words.textChanged.connect(self._tell)
        self.add(self.words)
        self.treatment = self._list("treatment", _("Treatment"))
        self.measure = self._list("measure", _("Measure"))
        self.paper = self._list("paper", _("Paper"))
        self.grade = self._list("grade", _("Grade"))
        self.interval = ChoiceSegments(theme, _("Interval"), [(False, _("All")), (True, _("Only with an interval"))])
        self.interval.setObjectName("library.with_interval")
        self.interval.choose(False)
        self.interval.answered.connect(self._tell)
        self.interval.taken_back.connect(self._any_interval)
        self.add(self.interval)
        self.clear = Button(theme, _("Clear"), kind="quiet", icon="x")
        self.clear.setObjectName("library.clear")
        self.clear.setAccessibleName(_("Clear every filter"))
        self.clear.clicked.connect(self.forget)
        self.add(self.clear)
        self.clear.setEnabled(False)
        QShortcut(QKeySequence("Ctrl+F"), self, self._to_words)
        theme.changed.connect(self._fit)
        self._fit()

    def _list(self, name: str, words: str) -> DropList:
        made = DropList(self._theme)
        made.setObjectName(f"library.{name}")
        made.setAccessibleName(words)
        made.addItem(_("{what}: all").format(what=words), "")
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.currentIndexChanged.connect(self._tell)
        self.add(made)
        return made

    def _fit(self) -> None:
        self.words.setFixedWidth(self._theme.scaled(_LINE_WIDTH))
        for each in (self.treatment, self.measure, self.paper, self.grade):
            each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            # As wide as what it shows, and a little of what it could show: a long name widens it when it is chosen.
            each.setFixedWidth(self._theme.metrics().horizontalAdvance(each.currentText()) + self._theme.scaled(16) + 34)
        self.flow.invalidate()
        self.updateGeometry()

    # What is chosen

    def show_choices(self, choices: EvidenceChoices) -> None:
        """Offers what occurs; what was chosen stays chosen."""
        self._filling = True
        for made, pairs in (
            (self.treatment, choices.treatments),
            (self.measure, choices.measures),
            (self.paper, choices.papers),
            (self.grade, choices.grades),
        ):
            self._offer(made, pairs)
        self._filling = False
        self._fit()

    def _offer(self, made: DropList, pairs: Sequence[tuple[str, str]]) -> None:
        held = made.currentData()
        while made.count() > 1:
            made.removeItem(1)
        for value, words in pairs:
            made.addItem(words, value)
        made.setCurrentIndex(max(made.findData(held), 0))

    def wanted(self) -> EvidenceFilter:
        """The filter in force."""
        return EvidenceFilter(
            treatment=self.treatment.currentData() or "",
            measure=self.measure.currentData() or "",
            paper=self.paper.currentData() or "",
            grade=self.grade.currentData() or "",
            words=self.words.text().strip(),
            with_interval=bool(self.interval.chosen()),
        )

    def forget(self) -> None:
        """Takes every filter back."""
        self._filling = True
        self.words.clear()
        for each in (self.treatment, self.measure, self.paper, self.grade):
            each.setCurrentIndex(0)
        self.interval.choose(False)
        self._filling = False
        self._tell()

    def _any_interval(self) -> None:
        self.interval.choose(False)
        self._tell()

    def _to_words(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def _tell(self, *_what: object) -> None:
        if self._filling:
            return
        self._fit()
        wanted = self.wanted()
        self.clear.setEnabled(wanted.is_on)
        self.changed.emit(wanted)
