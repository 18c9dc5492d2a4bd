"""All versions of one answer, in a panel that Esc closes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, line
from trd_desk.view.entry_versions import Version


class VersionsPanel(QDialog):
    """What was answered, by whom, when and why it was changed, the newest first."""

    def __init__(self, theme: Theme, question: str, versions: Sequence[Version], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versions")
        self.setWindowTitle(_("Earlier versions"))
        self.setAccessibleName(_("Earlier versions of: {question}").format(question=question))
        self.setMinimumWidth(theme.scaled(620))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(Label(theme, question, "title", bold=True, wrap=True))
        if not versions:
            column.addWidget(Label(theme, _("Not answered yet: there are no earlier versions."), colour="text_2", wrap=True))
        else:
            column.addWidget(self._table(theme, versions), 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = Button(theme, _("Close"))
        close.setToolTip("Esc")
        close.clicked.connect(self.accept)
        foot.addWidget(close)
        column.addLayout(foot)
        close.setFocus()

    @staticmethod
    def _table(theme: Theme, versions: Sequence[Version]) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column, stretch in enumerate((3, 2, 2, 3)):
            grid.setColumnStretch(column, stretch)
        for column, head in enumerate((_("Answer"), _("By"), _("When"), _("Reason"))):
            grid.addWidget(Label(theme, head, "small", colour="text_2"), 0, column)
        for place, version in enumerate(versions):
            grid.addWidget(line(), 2 * place + 1, 0, 1, 4)
            words = (
                (version.said, version.now, "text"),
                (version.by, False, "text"),
                (version.when, False, "text"),
                (version.reason or ("–"), False, "text_2"),
            )
            for column, (text, bold, colour) in enumerate(words):
                label = Label(theme, text, bold=bold, colour=colour, wrap=True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(label, 2 * place + 2, column, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(2 * len(versions) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(held)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName("; ".join(", ".join(part for part in (v.said, v.by, v.when, v.reason) if part) for v in versions))
        held.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area
