"""The sheet that says what a part of a session rests on; it is read and closed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.widgets.labels import Label, Remark
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trd_desk.ui.theme import Theme
    from trd_desk.view.part_sources import RuleSource

_HIGHEST = 440


class SourcesSheet(Popover):
    """Titles, standings and warnings; Esc and Enter close it."""

    def __init__(self, theme: "Theme", part: str, found: "Sequence[RuleSource]", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What this part rests on: {part}").format(part=part), icon="book-open", parent=parent)
        self.setFixedWidth(theme.scaled(720))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(_("Sources and warnings"))
        area.viewport().setAutoFillBackground(False)
        ground = QWidget()
        ground.setAutoFillBackground(False)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        for one in found:
            column.addWidget(Label(theme, one.title, bold=True, wrap=True))
            for source in one.sources:
                said = ". ".join(part for part in (source.status, source.text, source.review) if part)
                column.addWidget(Remark(theme, source.mark, said, source.status, size="small"))
            for warning in one.warnings:
                column.addWidget(Remark(theme, "caution", warning, size="small"))
            column.addSpacing(12)
        column.addStretch(1)
        area.setWidget(ground)
        area.setMinimumHeight(theme.scaled(_HIGHEST))
        self.column.addWidget(area)
        close = Button(theme, _("Close"), kind="primary")
        close.setObjectName("sources.close")
        close.clicked.connect(self.accept)
        self.column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()
