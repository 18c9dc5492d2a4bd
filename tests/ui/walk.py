"""Walks a window and tells in sentences what a clinician could not read or reach: names, cut labels, overlaps."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QFocusFrame,
    QFrame,
    QLabel,
    QLayout,
    QScrollBar,
    QWidget,
)


def _who(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName()!r} {words[:50]!r}"


def _visible(window: QWidget) -> list[QWidget]:
    return [w for w in window.findChildren(QWidget) if w.isVisibleTo(window) and not isinstance(w, QScrollBar | QFocusFrame)]


def unnamed(window: QWidget) -> list[str]:
    """Controls that take the keyboard but tell a screen reader nothing."""
    faults = []
    for widget in _visible(window):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QLayout):
            continue
        if widget.focusProxy() is not None or (type(widget) is QWidget and not widget.accessibleName()):
            continue
        if isinstance(widget, QAbstractScrollArea) and widget.parent() and widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
            pass
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not widget.accessibleName() and not words.strip():
            faults.append(f"no accessible name: {_who(widget)} in {_who(widget.parentWidget())}")
        if isinstance(widget, QAbstractSpinBox):
            faults.append(f"a spin box cannot be empty: {_who(widget)}")
    return faults


def cut(window: QWidget) -> list[str]:
    """Labels and buttons that are too small for their words."""
    faults = []
    for widget in _visible(window):
        if isinstance(widget, QLabel) and widget.text():
            room, needed = widget.contentsRect(), _needed(widget)
            if needed.width() > room.width() + 1 or needed.height() > room.height() + 1:
                faults.append(f"cut: {_who(widget)} needs {needed.width()}×{needed.height()}, has {room.width()}×{room.height()}")
        elif isinstance(widget, QAbstractButton) and widget.text():
            hint = widget.sizeHint() if not widget.hasHeightForWidth() else None
            if hint is not None and (hint.width() > widget.width() + 1 or hint.height() > widget.height() + 1):
                faults.append(f"cut: {_who(widget)} needs {hint.width()}×{hint.height()}, has {widget.width()}×{widget.height()}")
            elif hint is None and widget.heightForWidth(widget.width()) > widget.height() + 1:
                faults.append(f"cut: {_who(widget)} needs a height of {widget.heightForWidth(widget.width())}, has {widget.height()}")
    return faults


def _needed(label: QLabel) -> QRect:
    room = label.contentsRect()
    if label.textFormat() == Qt.TextFormat.RichText:
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setDocumentMargin(0)
        document.setHtml(label.text())
        if label.wordWrap():
            document.setTextWidth(room.width())
        return QRect(0, 0, round(document.size().width()) if not label.wordWrap() else room.width(), round(document.size().height()))
    metrics = QFontMetrics(label.font())
    if label.wordWrap():
        return metrics.boundingRect(QRect(0, 0, max(1, room.width()), 10_000), int(Qt.TextFlag.TextWordWrap), label.text())
    return metrics.boundingRect(QRect(0, 0, 10_000, 10_000), int(Qt.TextFlag.TextSingleLine), label.text())


def overlaps(window: QWidget) -> list[str]:
    """Widgets of one parent that lie over one another."""
    faults = []
    for parent in [window, *_visible(window)]:
        if isinstance(parent, QAbstractScrollArea):
            continue
        own = [
            w for w in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if w.isVisibleTo(window) and not w.isWindow() and not isinstance(w, QFocusFrame | QScrollBar) and w.width() and w.height()
            and not w.property("overlay")
        ]
        for place, one in enumerate(own):
            for other in own[place + 1 :]:
                shared = one.geometry() & other.geometry()
                if shared.width() > 1 and shared.height() > 1:
                    faults.append(f"overlap of {shared.width()}×{shared.height()}: {_who(one)} and {_who(other)}")
    return faults


def outside(window: QWidget) -> list[str]:
    """Widgets that reach beyond their parent where nothing scrolls."""
    faults = []
    for widget in _visible(window):
        parent = widget.parentWidget()
        if widget.isWindow() or parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea) or isinstance(widget, QFrame) is None:
            continue
        corner = QPoint(widget.geometry().right(), widget.geometry().bottom())
        if widget.width() and widget.height() and (corner.x() > parent.width() + 1 or corner.y() > parent.height() + 1):
            faults.append(f"outside its parent: {_who(widget)} ends at {corner.x()},{corner.y()} of {parent.width()}×{parent.height()}")
    return faults


def faults(window: QWidget) -> list[str]:
    """Every fault of a shown window or page."""
    return [*unnamed(window), *cut(window), *overlaps(window), *outside(window)]
