"""The look of the program: colours, sizes, letters and icons of one of three themes, at one of several text sizes."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import QByteArray, QObject, QRectF, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from trd_desk.paths import resources
from trd_desk.ui import tokens
from trd_desk.ui.style_sheet import style_sheet

THEMES: Final = ("light", "dark", "contrast")
TEXT_SIZES: Final = (100, 125, 150, 175, 200)
FONT_FILES: Final = ("IBMPlexSans-Regular.ttf", "IBMPlexSans-SemiBold.ttf", "IBMPlexSans-Italic.ttf")

_ROLES: Final = {
    QPalette.ColorRole.Window: "bg_window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "bg_surface",
    QPalette.ColorRole.AlternateBase: "bg_sunken",
    QPalette.ColorRole.ToolTipBase: "bg_raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text_3",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "bg_surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on_red",
    QPalette.ColorRole.Light: "bg_raised",
    QPalette.ColorRole.Midlight: "divider",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line_strong",
    QPalette.ColorRole.Shadow: "line_strong",
    QPalette.ColorRole.Highlight: "bg_selected",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
}
_DISABLED: Final = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


@lru_cache(maxsize=256)
def _svg(name: str) -> bytes:
    return (resources() / "icons" / f"{name}.svg").read_bytes()


class Theme(QObject):
    """The theme in use. `px` and `font` follow the text size; `changed` is emitted after a new theme or text size is in force."""

    changed = Signal()

    def __init__(self, name: str = "light", text_percent: int = 100, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name if name in THEMES else "light"
        self.text_percent = text_percent if text_percent in TEXT_SIZES else 100
        self._pixmaps: dict[tuple[str, int, str, float], QPixmap] = {}
        self._fonts: dict[tuple[str, bool, bool], QFont] = {}
        self._metrics: dict[tuple[str, bool], QFontMetrics] = {}
        self._sizes: dict[str, int] = {}
        self._palette: tuple[str, QPalette] | None = None

    def colour(self, name: str) -> QColor:
        """The colour of a token of [color], such as `text_2`; an unknown name is a defect (KeyError)."""
        return QColor(tokens.COLOR[self.name][name])

    def px(self, name: str) -> int:
        """The length of a token in logical pixels: `size` and `type` grow with the text size, spaces, radii and lines do not.

        `table.token` names the table (`radius.card`, `line_width.focus`); a bare name is looked for in size, space, type.
        """
        if name not in self._sizes:
            table, _dot, token = name.rpartition(".")
            for each in (table,) if table else ("size", "space", "type"):
                value = getattr(tokens, each.upper()).get(token)
                if value is not None:
                    self._sizes[name] = round(value * self.text_percent / 100) if each in {"size", "type"} else int(value)
                    break
        return self._sizes[name]

    def scaled(self, pixels: float) -> int:
        """A length drawn for a text size of 100 %, at the text size in use."""
        return round(pixels * self.text_percent / 100)

    def font(self, size: str = "body", *, bold: bool = False, italic: bool = False) -> QFont:
        """The typeface in one of the four sizes: small, body, title, display."""
        key = (size, bold, italic)
        font = self._fonts.get(key)
        if font is None:
            font = QFont()
            font.setFamilies([tokens.FONT["family"], *tokens.FONT["fallback"]])
            font.setPixelSize(self.px(f"type.{size}"))
            font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            font.setItalic(italic)
            self._fonts[key] = font
        return font

    def line_height(self, size: str = "body") -> int:
        """The distance of two lines of this text size in logical pixels."""
        return round(int(tokens.TYPE["line_height"][size]) * self.text_percent / 100)

    def metrics(self, size: str = "body", *, bold: bool = False) -> QFontMetrics:
        """The measures of the typeface in this size."""
        key = (size, bold)
        metrics = self._metrics.get(key)
        if metrics is None:
            metrics = self._metrics[key] = QFontMetrics(self.font(size, bold=bold))
        return metrics

    def icon_name(self, use: str) -> str:
        """The icon's file name for a use in [icons] or a state in [state], such as `patients`; any other name is its own."""
        if use in tokens.ICONS:
            return str(tokens.ICONS[use])
        if use in tokens.STATE:
            return str(tokens.STATE[use]["icon"])
        if use in tokens.SOURCE_STATUS:
            return str(tokens.SOURCE_STATUS[use]["icon"])
        return use

    def pixmap(self, name: str, pixels: int, colour: str = "text", ratio: float = 1.0) -> QPixmap:
        """The icon drawn `pixels` wide (already scaled) in a token's colour, at a device pixel ratio; kept for the next time."""
        key = (name, pixels, f"{self.name}.{colour}", ratio)
        found = self._pixmaps.get(key)
        if found is None:
            from PySide6.QtSvg import QSvgRenderer

            svg = _svg(self.icon_name(name)).replace(b"currentColor", tokens.COLOR[self.name][colour].encode())
            found = QPixmap(round(pixels * ratio), round(pixels * ratio))
            found.fill(QColor(0, 0, 0, 0))
            painter = QPainter(found)
            QSvgRenderer(QByteArray(svg)).render(painter, QRectF(found.rect()))
            painter.end()
            found.setDevicePixelRatio(ratio)
            self._pixmaps[key] = found
        return found

    def icon(self, name: str, size: str = "icon", colour: str = "text", *, gap: int = 0) -> QIcon:
        """The icon for buttons and menus, at one and two device pixels a logical pixel, with its disabled look.

        `gap` adds empty pixels at its right, because Qt sets a button's words hard against its icon.
        """
        icon = QIcon()
        for ratio in (1.0, 2.0):
            for inked, mode in ((colour, QIcon.Mode.Normal), ("text_disabled", QIcon.Mode.Disabled)):
                icon.addPixmap(_widened(self.pixmap(name, self.px(size), inked, ratio), gap), mode)
        return icon

    def palette(self) -> QPalette:
        """Every role of the palette; one and the same until the theme changes, so it is copied before it is changed."""
        if self._palette is not None and self._palette[0] == self.name:
            return self._palette[1]
        palette = QPalette()
        for role, name in _ROLES.items():
            palette.setColor(role, self.colour(name))
        for role in _DISABLED:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text_disabled"))
        self._palette = (self.name, palette)
        return palette

    def apply(self, app: QApplication) -> None:
        """Puts palette, font and style sheet in force, palette first."""
        app.setPalette(self.palette())
        app.setFont(self.font())
        app.setStyleSheet(style_sheet(self._token))

    def use(self, *, name: str | None = None, text_percent: int | None = None) -> None:
        """Changes the theme or the text size and redraws every window."""
        if name in THEMES:
            self.name = name or self.name
        if text_percent in TEXT_SIZES:
            self.text_percent = text_percent or self.text_percent
        self._fonts.clear()
        self._metrics.clear()
        self._sizes.clear()
        self._pixmaps.clear()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.apply(app)
        self.changed.emit()

    def _token(self, name: str) -> Any:
        """What `{name}` stands for in the style sheet: a colour, or a length with its unit."""
        if name in tokens.COLOR[self.name]:
            return tokens.COLOR[self.name][name]
        return f"{self.px(name)}px"


def _widened(pixmap: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return pixmap
    ratio = pixmap.devicePixelRatio()
    wide = QPixmap(pixmap.width() + round(gap * ratio), pixmap.height())
    wide.fill(QColor(0, 0, 0, 0))
    painter = QPainter(wide)
    painter.drawPixmap(wide.rect().adjusted(0, 0, -round(gap * ratio), 0), pixmap)
    painter.end()
    wide.setDevicePixelRatio(ratio)
    return wide


def load_fonts(names: Iterable[str] = FONT_FILES) -> list[str]:
    """Makes the bundled typeface known to Qt; the names of files that could not be read are given back."""
    folder = resources() / "fonts"
    return [name for name in names if QFontDatabase.addApplicationFont(str(folder / name)) < 0]
