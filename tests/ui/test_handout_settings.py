"""The telephone numbers of the page Settings: typed, kept, refused in words, and what the handout is made with."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from trd_desk.errors import UserError
from trd_desk.ui import preferences
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.settings import SettingsPage
from trd_desk.view.handout import ClinicLines, view_handout


@pytest.fixture
def page(qtbot, desk: Desk, theme):
    made = SettingsPage(desk, theme)
    qtbot.addWidget(made)
    made.show()
    return made


def type_in(qtbot, field, text):
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)


def handout(desk):
    kept = desk.preferences
    return view_handout(
        desk.library,
        "esketamine_in",
        patient_name="Mirela Dobre",
        number="TRD-0158",
        appointment=dt.datetime(2026, 3, 24, 10, 0),
        clinic=ClinicLines(kept.clinic, kept.phone, kept.emergency),
    )


def test_the_numbers_are_kept_and_read_again(qtbot, page, desk, tmp_path):
    with qtbot.waitSignal(page.changed):
        type_in(qtbot, page.phone, " 020  7946 0112 ")
    type_in(qtbot, page.emergency, "999")
    type_in(qtbot, page.red_call, "2222")
    assert (desk.preferences.phone, desk.preferences.emergency, desk.preferences.red_call) == ("020 7946 0112", "999", "2222")
    preferences.write(tmp_path, desk.preferences)
    assert preferences.read(tmp_path) == desk.preferences
    other = SettingsPage(desk, page.theme)
    qtbot.addWidget(other)
    assert [field.text() for field in (other.phone, other.emergency, other.red_call)] == ["020 7946 0112", "999", "2222"]


def test_what_cannot_be_dialled_is_told_and_stays_typed(qtbot, page, desk):
    type_in(qtbot, page.phone, "ask at the desk")
    assert desk.preferences.phone == ""
    assert page.phone.text() == "ask at the desk"
    assert "Not a telephone number" in page.phone.sentence.text()
    type_in(qtbot, page.phone, "020 7946 0112 ext 3")
    assert desk.preferences.phone == "020 7946 0112 ext 3"
    assert not page.phone.is_fault()


def test_an_emptied_number_blocks_the_handout_by_the_name_of_its_field(qtbot, page, desk):
    labels = [page.findChild(type(page.phone), f"settings.{name}").accessibleName() for name in ("phone", "emergency", "red_call")]
    with pytest.raises(UserError) as told:
        handout(desk)
    assert f"“{labels[0]}” and “{labels[1]}”" in str(told.value)
    type_in(qtbot, page.phone, "020 7946 0112")
    type_in(qtbot, page.emergency, "999")
    assert handout(desk).phones[1].number.endswith("999")
    type_in(qtbot, page.emergency, "")
    page.emergency.edit.clear()
    page.emergency.commit()
    with pytest.raises(UserError, match="Emergency"):
        handout(desk)


def test_each_number_says_what_it_is_for(page):
    for name, purpose in (("phone", "questions"), ("emergency", "life is in danger"), ("red_call", "red alarm")):
        field = page.findChild(type(page.phone), f"settings.{name}")
        assert purpose in field.accessibleDescription()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_of_the_card_is_cut_or_unnamed(desk, theme, qtbot, percent):
    from walk import cut, overlaps, unnamed

    theme.use(text_percent=percent)
    page = SettingsPage(desk, theme)
    qtbot.addWidget(page)
    page.resize(1400, 2400)
    page.show()
    qtbot.wait(30)
    assert unnamed(page) + cut(page) + overlaps(page) == []
