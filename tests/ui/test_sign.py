"""The dialog in which a person signs: who is offered, what is missing, wrong passphrases, and what stays typed."""

import itertools
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from trd_desk.record.people import find, new_person
from trd_desk.store import vault
from trd_desk.store.record import Record
from trd_desk.ui.widgets.person_choice import PersonChoice
from trd_desk.ui.widgets.sign import Act, SignDialog, ask_signature

OSEI = "plum lantern forty river"
MARSH = "seven quiet copper gates"
OVERRIDE = Act("override", "Override: blood pressure 144/86", "The dose may be given, and this prints as a note.", needs_reason=True, least_reason=10)
WITNESS = Act("witness", "Witness the waste", "14 mg of ketamine were poured away.")


@pytest.fixture
def record(tmp_path):
    """A real record with a prescriber and two nurses, cheap to open."""
    with Record.create(tmp_path / "clinic.trd", OSEI, new_person("Dr K. Osei", "prescriber"), cost=vault.FLOOR) as made:
        made.add_person("J. Marsh", "nurse", manages=False, passphrase=MARSH, by=made.person)
        made.add_person("A. Lindgren", "nurse", manages=False, passphrase=MARSH + " two", by=made.person)
        made.add_person("M. Reed", "reader", manages=False, passphrase=MARSH + " three", by=made.person)
        yield made


@pytest.fixture
def asked(theme, qtbot):
    """Shows a dialog and gives it with its parts, found by their names."""

    def ask(record, act, **more):
        dialog = SignDialog(theme, record, act, people=record.people(), **more)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return ask


def part(dialog, name):
    kinds = {"person": PersonChoice, "reason": QPlainTextEdit, "passphrase": QLineEdit, "done": QPushButton, "give_up": QPushButton}
    found = dialog.findChild(kinds[name], f"sign.{name}")
    assert found is not None
    return found


def offered(dialog):
    choice = part(dialog, "person")
    return [choice.itemText(place) for place in range(choice.count())]


def test_only_those_who_may_are_offered(record, asked):
    assert offered(asked(record, OVERRIDE)) == ["Dr K. Osei, prescriber"]
    assert offered(asked(record, WITNESS)) == ["Dr K. Osei, prescriber", "J. Marsh, nurse", "A. Lindgren, nurse"]
    for left_out in ("J. Marsh", find(record.people(), "J. Marsh"), find(record.people(), "J. Marsh").id):
        assert offered(asked(record, WITNESS, exclude=[left_out])) == ["Dr K. Osei, prescriber", "A. Lindgren, nurse"]
    record.set_person(find(record.people(), "A. Lindgren").id, active=False, by=record.person)
    assert offered(asked(record, WITNESS)) == ["Dr K. Osei, prescriber", "J. Marsh, nurse"]


def test_the_preset_is_chosen_and_the_only_one_too(record, asked):
    assert part(asked(record, WITNESS, preset="J. Marsh"), "person").currentText() == "J. Marsh, nurse"
    assert part(asked(record, WITNESS, preset="M. Reed"), "person").currentIndex() == -1
    assert part(asked(record, OVERRIDE), "person").currentText() == "Dr K. Osei, prescriber"


@pytest.mark.parametrize(
    ("act", "exclude", "words"),
    [
        (OVERRIDE, ["Dr K. Osei"], "other than Dr K. Osei"),
        (Act("manage", "x", "y"), ["Dr K. Osei"], "somebody who manages people"),
    ],
)
def test_why_nobody_can_be_chosen_is_said(record, asked, act, exclude, words, qtbot):
    dialog = asked(record, act, exclude=exclude)
    assert words in dialog.message.text()
    assert not part(dialog, "done").isVisible()
    assert not part(dialog, "passphrase").isVisible()
    with qtbot.waitSignal(dialog.given_up):
        part(dialog, "give_up").click()


def test_a_record_that_names_nobody_says_where_to_begin(tmp_path, asked):
    with Record.create(tmp_path / "old.trd", OSEI, cost=vault.FLOOR) as old:
        assert "Name yourself" in asked(old, WITNESS).message.text()


def test_an_act_is_signed_by_keyboard_alone(record, asked, qtbot):
    dialog = asked(record, OVERRIDE)
    assert dialog.focusWidget() is part(dialog, "reason")
    qtbot.keyClicks(part(dialog, "reason"), "Usual  pressure at rest")
    qtbot.keyClick(part(dialog, "reason"), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is part(dialog, "person")
    qtbot.keyClick(part(dialog, "person"), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is part(dialog, "passphrase")
    qtbot.keyClicks(part(dialog, "passphrase"), OSEI)
    with qtbot.waitSignal(dialog.signed, timeout=10_000) as caught:
        qtbot.keyClick(part(dialog, "passphrase"), Qt.Key.Key_Return)
    signed = caught.args[0]
    assert (signed.person.name, signed.reason) == ("Dr K. Osei", "Usual pressure at rest")
    assert not dialog.isVisible()
    assert part(dialog, "passphrase").text() == ""


def test_a_name_is_chosen_by_its_first_letters(record, asked, qtbot):
    choice = part(asked(record, WITNESS), "person")
    assert choice.currentIndex() == -1
    qtbot.keyClicks(choice, "a.")
    assert choice.currentText() == "A. Lindgren, nurse"


def test_a_reason_that_could_not_be_kept_stands_there_again(record, asked):
    dialog = asked(record, replace(OVERRIDE, reason="She has 142 at rest."))
    assert part(dialog, "reason").toPlainText() == "She has 142 at rest."
    assert dialog.missing.text() == "It is kept in the record and printed with the act."


def test_what_is_missing_is_told_one_by_one(record, asked, qtbot):
    dialog = asked(record, Act("sign", "Sign the session", "As it stands.", needs_reason=True, least_reason=10))
    done = part(dialog, "done")
    assert "10 characters more" in dialog.missing.text()
    part(dialog, "reason").setPlainText("  because ")
    assert "3 characters more" in dialog.missing.text()
    done.click()
    assert dialog.message.text().startswith("Reason: 3 characters more")
    part(dialog, "reason").setPlainText("because it is")
    done.click()
    assert dialog.message.text().startswith("Name:")
    assert part(dialog, "person").choose(find(record.people(), "J. Marsh").id)
    done.click()
    assert dialog.message.text().startswith("Passphrase:")
    assert record.verify_person(find(record.people(), "J. Marsh").id, MARSH), "no try was counted"


def test_a_wrong_passphrase_keeps_everything(record, asked, qtbot):
    dialog = asked(record, OVERRIDE)
    part(dialog, "reason").setPlainText("Usual pressure at rest")
    part(dialog, "passphrase").setText("canary wrong words")
    part(dialog, "done").click()
    assert not part(dialog, "done").isEnabled()
    qtbot.waitUntil(lambda: part(dialog, "done").isEnabled(), timeout=10_000)
    assert "not the passphrase of Dr K. Osei" in dialog.message.text()
    assert "canary" not in dialog.message.text()
    assert dialog.isVisible()
    assert part(dialog, "reason").toPlainText() == "Usual pressure at rest"
    assert part(dialog, "passphrase").text() == "canary wrong words"
    assert part(dialog, "passphrase").selectedText() == "canary wrong words"
    part(dialog, "passphrase").setText(OSEI)
    with qtbot.waitSignal(dialog.signed, timeout=10_000):
        part(dialog, "done").click()


def test_three_wrong_ones_wait_and_say_so_even_in_the_next_dialog(record, asked, qtbot):
    dialog = asked(record, OVERRIDE)
    part(dialog, "reason").setPlainText("Usual pressure at rest")
    for turn in range(3):
        part(dialog, "passphrase").setText(f"wrong {turn}")
        part(dialog, "done").click()
        qtbot.waitUntil(lambda: dialog._work is None, timeout=10_000)
    assert "three times" in dialog.message.text()
    assert not part(dialog, "done").isEnabled()
    dialog.reject()
    again = asked(record, Act("witness", "Witness", ""))
    part(again, "person").choose(find(record.people(), "Dr K. Osei").id)
    assert "three times" in again.message.text()
    part(again, "person").choose(find(record.people(), "J. Marsh").id)
    assert part(again, "done").isEnabled(), "others need not wait"
    part(again, "person").choose(find(record.people(), "Dr K. Osei").id)
    part(again, "passphrase").setText(OSEI)
    qtbot.waitUntil(lambda: part(again, "done").isEnabled(), timeout=10_000)
    with qtbot.waitSignal(again.signed, timeout=10_000):
        part(again, "done").click()


def test_esc_gives_up_and_nothing_is_signed_even_while_it_is_looked_at(record, asked, qtbot):
    dialog = asked(record, WITNESS, preset="J. Marsh")
    told = []
    dialog.signed.connect(told.append)
    part(dialog, "passphrase").setText(MARSH)
    part(dialog, "done").click()
    with qtbot.waitSignal(dialog.given_up):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: dialog._work is None, timeout=10_000)
    assert told == []


def test_the_window_is_never_blocked_while_a_passphrase_is_looked_at(record, asked, qtbot):
    marsh = find(record.people(), "J. Marsh")
    keys = vault.read(vault.key_file(record.path))
    slow = keys.new_slot(record._key, MARSH, vault.Cost(vault.FLOOR.memory_kib, 10), marsh)
    vault.write(vault.key_file(record.path), keys.with_slot(slow))
    dialog = asked(record, WITNESS, preset=marsh)
    part(dialog, "passphrase").setText(MARSH)
    ticks = [time.perf_counter()]
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(5)
    with qtbot.waitSignal(dialog.signed, timeout=20_000):
        part(dialog, "done").click()
    timer.stop()
    assert ticks[-1] - ticks[0] > 0.2
    assert max(after - before for before, after in itertools.pairwise(ticks)) < 0.1


def test_the_practice_clinic_says_its_passphrase(practice_record, asked, qtbot):
    dialog = asked(practice_record, WITNESS, preset="A. Lindgren")
    words = [label.text() for label in dialog.findChildren(type(dialog.missing))]
    assert "In the practice clinic every passphrase is: practice" in words
    qtbot.keyClicks(part(dialog, "passphrase"), "practice")
    with qtbot.waitSignal(dialog.signed) as caught:
        qtbot.keyClick(part(dialog, "passphrase"), Qt.Key.Key_Return)
    assert caught.args[0].person.name == "A. Lindgren"


def test_asking_over_a_window_gives_the_signature_or_none(practice_record, theme, qtbot):
    window = QPlainTextEdit()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    window.setFocus()

    def sign():
        dialog = QApplication.activeModalWidget()
        part(dialog, "passphrase").setText("practice")
        part(dialog, "done").click()

    QTimer.singleShot(50, sign)
    signed = ask_signature(theme, window, practice_record, WITNESS, preset="J. Marsh")
    assert (signed.person.name, signed.reason) == ("J. Marsh", "")
    QTimer.singleShot(50, lambda: part(QApplication.activeModalWidget(), "give_up").click())
    assert ask_signature(theme, window, practice_record, WITNESS, people=practice_record.people()) is None


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_of_the_dialog_is_cut_or_unnamed(practice_record, theme, asked, qtbot, look, percent):
    from walk import faults

    theme.use(name=look, text_percent=percent)
    dialog = asked(practice_record, OVERRIDE)
    part(dialog, "passphrase").setText("wrong")
    part(dialog, "reason").setPlainText("x")
    part(dialog, "done").click()
    qtbot.wait(20)
    assert faults(dialog) == []
    part(dialog, "reason").setPlainText("Usual pressure at rest")
    part(dialog, "done").click()
    qtbot.waitUntil(lambda: dialog._work is None)
    qtbot.wait(20)
    assert faults(dialog) == []


def test_the_focus_ring_outlives_the_dialog(practice_record, theme, qapp, qtbot):
    """The ring lies in the window of the control that it is drawn around, and must not go with it."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from shiboken6 import isValid

    from trd_desk.ui.widgets.focus_frame import FocusFrame

    window = QPlainTextEdit()
    qtbot.addWidget(window)
    window.show()
    ring = FocusFrame(theme, qapp)
    dialog = SignDialog(theme, practice_record, WITNESS, people=practice_record.people(), preset="J. Marsh", parent=window)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: ring.widget() is part(dialog, "passphrase"))
    assert ring.window() is dialog
    dialog.reject()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert isValid(ring)
    window.activateWindow()
    window.setFocus()
    edit = QLineEdit(window)
    edit.show()
    edit.setFocus()
    qtbot.waitUntil(lambda: ring.widget() is edit)
    assert ring.isVisible()
    ring.setWidget(None)
    ring.setParent(None)
    ring.deleteLater()
