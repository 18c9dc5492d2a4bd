"""A label above what it names."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label


class Labelled(QWidget):
    """A label above its control, which is its accessible name; more controls may stand beside it.

    Signals: none.
    """

    def __init__(self, theme: Theme, label: str, control: QWidget, *beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.label = Label(theme, label, "small", colour="text_2", wrap=True)
        self.label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        column.addWidget(self.label)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(control)
        for widget in beside:
            row.addWidget(widget)
        if control.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed or beside:
            row.addStretch(1)
        column.addLayout(row)
