"""The places of the part Scales: the list of scales, the form, and beside it the total with the earlier results."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from trd_desk.ui.widgets.item_layout import ItemLayout, height_at

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme

# Widths at 100 per cent: the list, the side with total and results, and what the form needs at least between them.
_LIST: Final = 268
_SIDE: Final = 336
_LEAST: Final = 460


class ScalesLayout(ItemLayout):
    """List, form and side beside each other; with less room the side goes below the form, and the list becomes one field above."""

    def __init__(self, theme: "Theme", parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offset = 0

    def wide(self, width: int) -> tuple[bool, bool]:
        """Whether the list and whether the side stand beside the form at this width."""
        gap = self._theme.px("column_gap")
        with_list = width >= self._theme.scaled(_LIST + _LEAST) + gap
        with_side = width >= self._theme.scaled(_LIST + _LEAST + _SIDE) + 2 * gap
        return with_list, with_side

    def keep_in_view(self, offset: int) -> None:
        """Says how far the page is scrolled: the side goes along, so that the running total stays in view."""
        if offset != self._offset:
            self._offset = offset
            if self.geometry().isValid():
                self._place(self.geometry(), move=True)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(_LEAST), self.heightForWidth(self._theme.scaled(1238)))

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._items[1:]), default=0), 0)

    def _place(self, area: QRect, *, move: bool) -> int:
        if len(self._items) < 4:
            return 0
        chosen, listed, form, side = self._items
        gap = self._theme.px("column_gap")
        with_list, with_side = self.wide(area.width())
        left = self._theme.scaled(_LIST) + gap if with_list else 0
        right = self._theme.scaled(_SIDE) + gap if with_side else 0
        top = 0 if with_list else height_at(chosen, area.width()) + gap
        wide = area.width() - left - right
        form_high = height_at(form, wide)
        side_wide = right - gap if with_side else wide
        side_high = height_at(side, side_wide)
        tall = max(form_high, height_at(listed, left - gap) if with_list else 0)
        if move:
            listed_high = height_at(listed, left - gap) if with_list else 0
            listed.setGeometry(QRect(area.left(), area.top(), left - gap if with_list else 0, listed_high))
            chosen.setGeometry(QRect(area.left(), area.top(), 0 if with_list else area.width(), 0 if with_list else top - gap))
            form.setGeometry(QRect(area.left() + left, area.top() + top, wide, form_high))
            if with_side:
                shift = max(0, min(self._offset - area.top(), tall - side_high))
                side.setGeometry(QRect(area.left() + left + wide + gap, area.top() + shift, side_wide, side_high))
            else:
                side.setGeometry(QRect(area.left() + left, area.top() + top + form_high + gap, side_wide, side_high))
        if with_side:
            return max(tall, side_high)
        return max(top + form_high + gap + side_high, height_at(listed, left - gap) if with_list else 0)
