"""The title line of a page: one row where there is room, and rows below one another where there is not."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLabel, QLayoutItem, QWidget, QWidgetItem

from trd_desk.ui.widgets.item_layout import ItemLayout

_GAP: Final = 16
_NEAR: Final = 8


class HeadLayout(ItemLayout):
    """Title at the left, subtitle after it, the page's buttons at the right.

    Where they do not fit in one row the subtitle goes below the title, then the buttons below the subtitle.
    """

    def insertWidget(self, index: int, widget: QWidget, *_how: object) -> None:
        """Puts a widget at a place; at 1 it takes the subtitle's."""
        self.addChildWidget(widget)
        self._items.insert(index, QWidgetItem(widget))
        self.invalidate()

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSize().width(), self.heightForWidth(800))

    def minimumSize(self) -> QSize:
        wide = max((item.sizeHint().width() for item in self._others()), default=0)
        return QSize(wide, 0)

    def _others(self) -> list[QLayoutItem]:
        return [item for number, item in enumerate(self._items) if number != 1 and not item.isEmpty()]

    def _place(self, area: QRect, *, move: bool) -> int:
        if not self._items:
            return 0
        title, rest = self._items[0], [item for item in self._items[2:] if not item.isEmpty()]
        subtitle = self._items[1] if len(self._items) > 1 else None
        words = subtitle.widget() if subtitle is not None else None
        sub_wide = 0
        if isinstance(words, QLabel):
            sub_wide = words.fontMetrics().horizontalAdvance(words.text()) + 4 if words.text() else 0
        elif subtitle is not None and not subtitle.isEmpty():
            sub_wide = subtitle.sizeHint().width()
        buttons = sum(item.sizeHint().width() + _NEAR for item in rest)
        title_size = title.sizeHint()
        high = max([title_size.height(), *(item.sizeHint().height() for item in rest)])
        width = area.width()
        beside = title_size.width() + _GAP + buttons <= width or not rest
        if move:
            title.setGeometry(QRect(area.topLeft(), QSize(min(title_size.width(), width), high if beside else title_size.height())))
        if title_size.width() + _GAP + sub_wide + (_GAP + buttons if rest else 0) <= width:
            if move and subtitle is not None:
                subtitle.setGeometry(QRect(area.left() + title_size.width() + _GAP, area.top(), sub_wide, high))
            self._right(rest, area, high, place=move)
            return high
        y = area.top() + (high if beside else title_size.height())
        if beside:
            self._right(rest, area, high, place=move)
        if sub_wide and words is not None and subtitle is not None:
            tall = words.heightForWidth(width) if words.hasHeightForWidth() else words.sizeHint().height()
            if move:
                subtitle.setGeometry(QRect(area.left(), y, width, tall))
            y += tall + _NEAR
        if not beside:
            y = self._flow(rest, area, y, place=move)
        return y - area.top()

    def _right(self, items: list[QLayoutItem], area: QRect, high: int, *, place: bool) -> None:
        x = area.left() + area.width()
        for item in reversed(items):
            size = item.sizeHint()
            x -= size.width()
            if place:
                item.setGeometry(QRect(QPoint(x, area.top() + (high - size.height()) // 2), size))
            x -= _NEAR

    def _flow(self, items: list[QLayoutItem], area: QRect, y: int, *, place: bool) -> int:
        x, tall = area.left(), 0
        for item in items:
            size = item.sizeHint()
            if x > area.left() and x + size.width() > area.left() + area.width():
                x, y, tall = area.left(), y + tall + _NEAR, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + _NEAR
            tall = max(tall, size.height())
        return y + tall
