"""The one style sheet of the program: borders, radii and padding; every colour is a token, every letter comes from QFont."""

import re
from collections.abc import Callable
from typing import Any

_SHEET = """
QPushButton { border: 1px solid @line; border-radius: @radius.control; padding: 0 12px; min-height: @height;
    background: @bg_surface; color: @text; }
QPushButton:hover { background: @bg_selected; }
QPushButton:pressed { background: @bg_sunken; }
QPushButton:disabled { background: @bg_sunken; color: @text_disabled; border-color: @divider; }
QPushButton[kind="primary"] { background: @accent; color: @on_accent; border-color: @accent; }
QPushButton[kind="primary"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[kind="primary"]:pressed { background: @accent_pressed; border-color: @accent_pressed; }
QPushButton[kind="primary"]:disabled { background: @bg_sunken; color: @text_disabled; border-color: @divider; }
QPushButton[kind="quiet"] { border-color: transparent; background: transparent; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: @bg_selected; }
QLineEdit, QPlainTextEdit, QComboBox { border: 1px solid @line; border-radius: @radius.control; padding: 0 8px;
    background: @bg_surface; color: @text; selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit, QComboBox { min-height: @height; }
QPushButton[touch="true"], QLineEdit[touch="true"], QComboBox[touch="true"] { min-height: @touch; }
QPlainTextEdit { padding: 4px 4px; }
QLineEdit[fault="true"], QPlainTextEdit[fault="true"] { border: 2px solid @text; padding: 0 7px; }
QLineEdit[kind="strip"] { min-height: 0; padding: 0 6px; }
QLineEdit[kind="strip"][fault="true"] { padding: 0 5px; }
QTableView[kind="strip"] { border: 0; border-radius: 0; background: transparent; }
QTableView[kind="strip"] QTableCornerButton::section { background: transparent; }
QPushButton[kind="keyed"] { text-align: left; }
QPushButton[kind="corner"] { border-color: transparent; background: transparent; min-height: 0; padding: 0 6px; text-align: left; }
QPushButton[kind="corner"]:checked, QPushButton[kind="corner"]:hover { background: @bg_selected; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: @bg_sunken; color: @text_disabled;
    border-color: @divider; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox QAbstractItemView, QListView[kind="popup"] { border: 1px solid @line_strong; background: @bg_raised;
    selection-background-color: @bg_selected; selection-color: @text; }
QFrame[kind="card"] { border: 1px solid @divider; border-radius: @radius.card; background: @bg_surface; }
QFrame[kind="band"] { border: 1px solid @amber_edge; border-radius: 0; background: @amber_band; }
QFrame[kind="note"] { border: 1px solid @divider; border-radius: @radius.control; background: @bg_sunken; }
QFrame[kind="popover"] { border: 1px solid @line_strong; border-radius: @radius.card; background: @bg_raised; }
QFrame[kind="line"] { border: 0; background: @divider; max-height: 1px; min-height: 1px; }
QTableView, QTreeView, QListView { border: 1px solid @divider; border-radius: @radius.card; background: @bg_surface;
    gridline-color: @divider; selection-background-color: @bg_selected; selection-color: @text; outline: 0; }
QTableView[kind="part"] { border: 0; border-radius: 0; }
QHeaderView::section { border: 0; border-bottom: 1px solid @divider; padding: 4px 8px; background: @bg_surface; color: @text_2; }
QHeaderView::section:first, QHeaderView::section:only-one { padding-left: 16px; }
QTableCornerButton::section { border: 0; background: @bg_surface; }
QScrollArea { border: 0; background: transparent; }
QScrollBar:vertical { width: 12px; background: transparent; border: 0; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; border: 0; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 3px; margin: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: @line_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QToolTip { border: 1px solid @line_strong; padding: 4px 6px; background: @bg_raised; color: @text; }
QCheckBox, QRadioButton { spacing: 8px; }
"""
_TOKEN = re.compile(r"@([a-z_0-9]+(?:\.[a-z_]+)?)")


def style_sheet(token: Callable[[str], Any]) -> str:
    """The sheet with every `@token` replaced by its value; heights of controls leave room for their one-pixel border."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        height = {"height": "control_height", "touch": "control_height_touch"}.get(name)
        return str(token(name)) if height is None else f"{int(token(height)[:-2]) - 2}px"

    return _TOKEN.sub(value, _SHEET)
