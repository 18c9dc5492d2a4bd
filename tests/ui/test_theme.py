"""The tokens keep their promises: contrast, equality of the module with the TOML, every icon there, sizes at 100 to 200 per cent."""

import math
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from trd_desk.paths import resources
from trd_desk.ui import make_tokens, tokens
from trd_desk.ui.style_sheet import style_sheet
from trd_desk.ui.theme import FONT_FILES, THEMES, Theme, load_fonts

TOML = make_tokens.read_toml()


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_module_says_what_the_toml_says():
    assert Path(tokens.__file__).read_text(encoding="utf-8") == make_tokens.module_text(), "run: python -m trd_desk.ui.make_tokens"


@pytest.mark.parametrize("theme", THEMES)
def test_contrast_is_what_the_tokens_say(theme):
    colours = TOML["color"][theme]
    for pair, said in TOML["contrast_check"][theme].items():
        front, _on, back = pair.partition(" on ")
        ratio = contrast(colours[front], colours[back])
        assert math.isclose(ratio, said, abs_tol=0.011), f"{theme}: {pair} is {ratio:.2f}"
        thin = front.startswith(("line", "focus", "amber_edge", "red_edge")) or front == "red_fill"
        assert ratio >= (3.0 if thin else 4.5), f"{theme}: {pair} is only {ratio:.2f}"


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_the_same_colours(theme):
    assert set(TOML["color"][theme]) == set(TOML["color"]["light"])


def test_every_icon_named_is_there():
    named = {name for table in ("state", "source_status") for name in (entry["icon"] for entry in tokens.__dict__[table.upper()].values())}
    named |= set(tokens.ICONS.values())
    missing = [name for name in sorted(named) if not (resources() / "icons" / f"{name}.svg").is_file()]
    assert not missing


def test_the_typeface_is_the_bundled_one(theme):
    assert load_fonts() == []
    assert all((resources() / "fonts" / name).is_file() for name in FONT_FILES)
    assert QFontInfo(theme.font()).family() == tokens.FONT["family"]


@pytest.mark.parametrize("percent", [100, 125, 150, 175, 200])
def test_letters_and_controls_grow_together(qapp, percent):
    theme = Theme("light", percent)
    assert theme.font("body").pixelSize() == round(15 * percent / 100)
    assert theme.px("control_height") == round(32 * percent / 100)
    assert theme.px("page_margin") == 24
    assert theme.px("radius.card") == 6


@pytest.mark.parametrize("name", THEMES)
def test_palette_and_sheet_come_from_the_tokens(qapp, name):
    theme = Theme(name)
    palette = theme.palette()
    assert palette.color(QPalette.ColorRole.Window).name() == tokens.COLOR[name]["bg_window"].lower()
    assert palette.color(QPalette.ColorRole.Mid).name() == tokens.COLOR[name]["line"].lower()
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name() == tokens.COLOR[name]["text_disabled"].lower()
    sheet = style_sheet(theme._token)
    assert "@" not in sheet
    assert tokens.COLOR[name]["accent"] in sheet


def test_an_unknown_token_is_a_defect(theme):
    with pytest.raises(KeyError):
        theme.px("no_such_size")
    with pytest.raises(KeyError):
        theme.colour("no_such_colour")


def test_a_change_of_theme_reaches_the_program(theme, qtbot):
    with qtbot.waitSignal(theme.changed):
        theme.use(name="dark", text_percent=150)
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == tokens.COLOR["dark"]["bg_window"].lower()
    assert QApplication.font().pixelSize() == 22 or QApplication.font().pixelSize() == 23


def test_icons_take_the_theme_colour(theme):
    pixmap = theme.pixmap("patients", 24, "accent", 2.0)
    assert pixmap.width() == 48
    image = pixmap.toImage()
    inks = {image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255}
    assert tokens.COLOR["light"]["accent"].lower() in inks
