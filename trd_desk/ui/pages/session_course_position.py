"""Where the course stands, as the view says it: the sentence, the facts beside it, the drawn line, what was missed, what is asked."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.pathways_reason import source_row
from trd_desk.ui.pages.session_course_fields import TouchChoice
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark
from trd_desk.ui.widgets.layout import clear
from trd_desk.ui.widgets.painting import DrawingView

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.course_position import CourseView, RuleSays
    from trd_desk.view.parts import Ask, SourceLine


class CourseStands(QWidget):
    """The upper part of the left column.

    Signals:
        product_chosen(str): the course of another product is to be shown.
        asked(str): a question was followed; its path.
    """

    product_chosen = Signal(str)
    asked = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[SourceLine | None, tuple[RuleSays, ...], tuple[Ask, ...]] | None = None
        self._products: tuple[tuple[str, str], ...] = ()
        self._drawing: object = None
        self.choice: TouchChoice | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.title = Label(theme, "", colour="text_2", wrap=True)
        self.column.addWidget(self.title)
        self.headline = Label(theme, "", "title", bold=True, wrap=True)
        self.column.addWidget(self.headline)
        self.facts = Label(theme, "", wrap=True)
        self.column.addWidget(self.facts)
        self._source = QVBoxLayout()
        self.column.addLayout(self._source)
        self.line = DrawingView(theme)
        self.column.addSpacing(4)
        self.column.addWidget(self.line)
        self._says = QVBoxLayout()
        self._says.setSpacing(4)
        self.column.addLayout(self._says)
        self._asks = QVBoxLayout()
        self._asks.setSpacing(4)
        self.column.addLayout(self._asks)
        self.empty = Label(theme, "", wrap=True)
        self.column.addWidget(self.empty)

    def show_course(self, view: "CourseView") -> None:
        """Shows the course; what is the same stays as it is."""
        self._show_products(view)
        self.title.setText(view.title)
        for label, text in ((self.headline, view.headline), (self.facts, " ".join(view.facts)), (self.empty, view.empty)):
            if label.text() != text:
                label.setText(text)
            label.setVisible(bool(text))
        if view.drawing != self._drawing:
            self._drawing = view.drawing
            if view.drawing is not None:
                self.line.set_drawing(view.drawing)
        self.line.setVisible(view.drawing is not None)
        if (view.source, view.says, view.asks) == self._shown:
            return
        self._shown = (view.source, view.says, view.asks)
        for layout in (self._source, self._says, self._asks):
            clear(layout)
        if view.source is not None:
            self._source.addWidget(source_row(self._theme, view.source))
        for one in view.says:
            self._says.addWidget(Remark(self._theme, one.remark.mark, one.remark.text, one.remark.bold))
            if one.source is not None:
                cited = source_row(self._theme, one.source)
                cited.setContentsMargins(24, 0, 0, 0)
                self._says.addWidget(cited)
            if one.ask is not None:
                self._says.addWidget(self._link(one.ask))
        for ask in view.asks:
            self._asks.addWidget(self._link(ask))

    def _link(self, ask: "Ask") -> QuestionLink:
        link = QuestionLink(self._theme, ask.text, ask.field)
        link.followed.connect(self.asked)
        return link

    def _show_products(self, view: "CourseView") -> None:
        if view.products != self._products:
            self._products = view.products
            if self.choice is not None:
                self.column.removeWidget(self.choice)
                self.choice.hide()
                self.choice.deleteLater()
                self.choice = None
            if len(view.products) > 1:
                self.choice = TouchChoice(self._theme, _("Course"), view.products)
                self.choice.setObjectName("course.product")
                self.choice.answered.connect(lambda product: self.product_chosen.emit(str(product)))
                self.choice.taken_back.connect(lambda: self.product_chosen.emit(""))
                self.column.insertWidget(0, self.choice)
                QWidget.setTabOrder(self, self.choice)
        if self.choice is not None:
            self.choice.set_value(view.product)
