"""The people of a record in the window: adding, changing, removing, naming oneself, and who works now."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from trd_desk.record.people import find, managing, new_person
from trd_desk.store import vault
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.people_forms import PersonForm
from trd_desk.ui.pages.settings import SettingsPage
from trd_desk.ui.pages.unlock import UnlockPage
from trd_desk.ui.widgets.sign import SignDialog

OSEI = "plum lantern forty river"
MARSH = "seven quiet copper gates"
OTHER = "nine yellow paper boats"


@pytest.fixture
def record(tmp_path):
    """A real record with a prescriber who manages and a nurse."""
    with Record.create(tmp_path / "clinic.trd", OSEI, new_person("Dr K. Osei", "prescriber"), cost=vault.FLOOR) as made:
        made.add_person("J. Marsh", "nurse", manages=False, passphrase=MARSH, by=made.person)
        yield made


@pytest.fixture
def card(record, theme, qtbot, library):
    """The card of the people on the page of the settings."""
    desk = Desk(record, library=lambda: library)
    page = SettingsPage(desk, theme)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.show()
    page.desk_kept = desk
    return page.people


def rows(card):
    return [tuple(card.table.item(row, column).text() for column in range(4)) for row in range(card.table.rowCount())]


def choose(card, name):
    place = next(row for row in range(card.table.rowCount()) if card.table.item(row, 0).text() == name)
    card.table.selectRow(place)


class Answers:
    """Fills the dialogs that come, one after the other, as a person would; what it is not told of is given up."""

    def __init__(self, qtbot, *deeds):
        self.left, self.seen, self.qtbot = list(deeds), [], qtbot
        self.on = self.idle = 0

    def look(self):
        if not self.on:
            return
        # Armed anew before anything is done, because a dialog may be opened over a dialog.
        QTimer.singleShot(30, self.look)
        dialog = QApplication.activeModalWidget()
        if dialog is None or getattr(dialog, "_work", None) is not None:
            return
        self.idle += 1
        if self.left and isinstance(dialog, self.left[0][0]):
            self.idle = 0
            self.seen.append(dialog.accessibleName())
            self.left.pop(0)[1](dialog)
        elif not self.left or self.idle > 100:
            dialog.reject()

    def __enter__(self):
        self.on = 1
        QTimer.singleShot(30, self.look)
        return self

    def __exit__(self, *_fault):
        self.on = 0
        self.qtbot.wait(40)
        assert not self.left


def signs(words, name=None):
    def deed(dialog):
        if name is not None:
            assert dialog.person.choose(find(dialog._people, name).id)
        dialog.passphrase.setText(words)
        dialog.done_button.click()

    return SignDialog, deed


def gives_up(dialog):
    dialog.reject()


def fills(*, name=None, role=None, manages=None, present=None, new=None, again=None):
    def deed(form):
        if name is not None:
            form.name.setText(name)
        if role is not None:
            form.role.choose(role)
            form.role.answered.emit(role)
        if manages is not None:
            form.manages.choose(manages)
        if present is not None:
            form.present.setText(present)
        if new is not None:
            form.first.setText(new)
            form.second.setText(again or new)
        form.done_button.click()

    return PersonForm, deed


# The table


def test_the_table_says_who_there_is_in_words(card):
    assert rows(card) == [("Dr K. Osei", "prescriber", "yes", "is working now"), ("J. Marsh", "nurse", "no", "works here")]
    assert card.name_button.isHidden()
    assert card.back_button.isHidden()


def test_somebody_is_added_with_their_own_passphrase(card, record, qtbot):
    with Answers(qtbot, fills(name=" A.  Lindgren", role="nurse", manages=True, new=OTHER), signs(OSEI)) as given:
        qtbot.keyClick(card.table, Qt.Key.Key_Insert)
    assert given.seen == ["Add a person", "Add A. Lindgren, nurse"]
    assert rows(card)[2] == ("A. Lindgren", "nurse", "yes", "works here")
    assert card.message.text() == "Saved: A. Lindgren, nurse, manages people."
    with Record.open(record.path, OTHER, "A. Lindgren") as opened:
        assert opened.person.manages


def test_what_is_wrong_is_told_in_the_form_and_stays_typed(card, record, qtbot):
    told = []

    def then(kind_and_deed):
        kind, deed = kind_and_deed

        def both(form):
            told.append(form.message.text())
            deed(form)

        return kind, both

    deeds = [
        fills(),
        then(fills(role="nurse")),
        then(fills(name="J. marsh", new="short")),
        then(fills(new=OTHER, again=OTHER + "x")),
        then(fills(new=OTHER)),
        signs(OSEI),
        then(fills(name="A. Lindgren")),
        (SignDialog, gives_up),
        then((PersonForm, lambda form: form.reject())),
    ]
    with Answers(qtbot, *deeds) as given:
        card.add()
    assert [words.split(":")[0].split(".")[0] for words in told[:2]] == ["Role", "Name"]
    assert "too short" in told[2]
    assert "differ" in told[3]
    assert "Somebody is called J. Marsh already" in told[4]
    assert told[5] == ""
    assert not given.left
    assert [person.name for person in record.people()] == ["Dr K. Osei", "J. Marsh"]


def test_a_role_is_changed_and_the_last_who_manages_stays(card, record, qtbot):
    choose(card, "Dr K. Osei")
    told = []
    with Answers(qtbot, fills(role="nurse", manages=False), signs(OSEI), (PersonForm, lambda form: (told.append(form.message.text()), form.reject()))):
        qtbot.keyClick(card.table, Qt.Key.Key_Return)
    assert "the only one left who manages people" in told[0]
    choose(card, "J. Marsh")
    with Answers(qtbot, fills(role="administrator"), signs(OSEI)) as given:
        card.change_button.click()
    assert given.seen[-1] == "Change what J. Marsh may do"
    assert rows(card)[1] == ("J. Marsh", "administrator", "yes", "works here")
    assert len(managing(record.people())) == 2


def test_an_administrator_manages_and_a_reader_never_does(card, qtbot):
    seen = []

    def look(form):
        for role in ("administrator", "reader", "nurse"):
            form.role.choose(role)
            form.role.answered.emit(role)
            seen.append((role, form.manages.chosen(), form.manages.isEnabled()))
        form.reject()

    with Answers(qtbot, (PersonForm, look)):
        card.add()
    assert seen == [("administrator", True, False), ("reader", False, False), ("nurse", False, True)]


def test_somebody_is_removed_once_it_is_signed_and_can_be_brought_back(card, record, qtbot):
    choose(card, "J. Marsh")
    with Answers(qtbot, (SignDialog, gives_up)) as given:
        qtbot.keyClick(card.table, Qt.Key.Key_Delete)
    assert given.seen == ["Remove J. Marsh, nurse"]
    assert find(record.people(), "J. Marsh").active
    with Answers(qtbot, signs(OSEI)):
        card.remove_button.click()
        qtbot.waitUntil(lambda: "J. Marsh was removed." in card.message.text(), timeout=10_000)
    assert rows(card)[1] == ("J. Marsh", "nurse", "no", "removed")
    choose(card, "J. Marsh")
    assert card.remove_button.isHidden()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return):
        qtbot.keyClick(card.table, key)
        assert "removed" in card.message.text()
    with Answers(qtbot, fills(new=OTHER), signs(OSEI)):
        card.back_button.click()
    assert find(record.people(), "J. Marsh").active
    Record.open(record.path, OTHER, "J. Marsh").close()


def test_a_passphrase_is_changed_with_the_present_one(card, record, qtbot):
    choose(card, "J. Marsh")
    told = []
    deeds = [fills(present="wrong", new=OTHER), (PersonForm, lambda form: (told.append(form.message.text()), fills(present=MARSH)[1](form)))]
    with Answers(qtbot, *deeds):
        card.secret_button.click()
    assert "present passphrase is not right" in told[0]
    assert "in force" in card.message.text()
    Record.open(record.path, OTHER, "J. Marsh").close()


def test_a_person_whose_slot_is_missing_is_shown_and_given_another(card, record, qtbot):
    keys = vault.read(vault.key_file(record.path))
    vault.write(vault.key_file(record.path), keys.only(lambda slot: slot["user"]["name"] != "J. Marsh"))
    card.refresh()
    assert rows(card)[1][3] == "has no passphrase, cannot open the record"
    choose(card, "J. Marsh")
    with Answers(qtbot, fills(new=OTHER), signs(OSEI)):
        card.back_button.click()
    assert rows(card)[1][3] == "works here"


def test_a_record_that_names_nobody_lets_its_owner_be_the_first(tmp_path, theme, qtbot, library):
    with Record.create(tmp_path / "old.trd", OSEI, cost=vault.FLOOR) as old:
        desk = Desk(old, library=lambda: library)
        assert desk.person is None
        assert desk.may("answer") == ""
        assert "Name yourself" in desk.may("override")
        page = SettingsPage(desk, theme)
        qtbot.addWidget(page)
        page.show()
        assert page.name_rows.isVisible()
        assert page.people.table.isHidden()
        assert page.focus_field("people.name_yourself")
        told = []
        deeds = [
            fills(name="Dr K. Osei", role="prescriber", present="wrong words here"),
            (PersonForm, lambda form: (told.append(form.message.text()), fills(present=OSEI)[1](form))),
        ]
        with Answers(qtbot, *deeds):
            page.people.name_button.click()
        assert "not the one that opened this record" in told[0]
        assert desk.person.name == desk.by == "Dr K. Osei"
        assert desk.person.manages
        page.refresh()
        assert not page.name_rows.isVisible()
        assert rows(page.people) == [("Dr K. Osei", "prescriber", "yes", "is working now")]


def test_the_practice_people_can_be_changed_as_well(practice_record, theme, qtbot, library):
    desk = Desk(practice_record, library=lambda: library)
    page = SettingsPage(desk, theme)
    qtbot.addWidget(page)
    page.show()
    assert [row[0] for row in rows(page.people)] == ["J. Marsh", "Dr K. Osei", "A. Lindgren", "P. Novak", "M. Reed"]
    choose(page.people, "M. Reed")
    page.people.secret_button.click()
    assert "every passphrase is: practice" in page.people.message.text()
    with Answers(qtbot, fills(name="S. New", role="reader"), signs("practice", "P. Novak")):
        page.people.add_button.click()
    assert rows(page.people)[-1] == ("S. New", "reader", "no", "works here")
    assert practice_record.verify_person(find(practice_record.people(), "S. New").id, "practice")


def test_one_who_does_not_manage_needs_one_who_does(practice_record, theme, qtbot, library):
    desk = Desk(practice_record, library=lambda: library)
    page = SettingsPage(desk, theme)
    qtbot.addWidget(page)
    page.show()
    choose(page.people, "M. Reed")
    names = []

    def look(dialog):
        names.extend(dialog.person.itemText(place) for place in range(dialog.person.count()))
        dialog.reject()

    with Answers(qtbot, (SignDialog, look)):
        page.people.remove()
    assert names == ["Dr K. Osei, prescriber", "P. Novak, administrator"]
    assert find(practice_record.people(), "M. Reed").active


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_of_the_forms_is_cut_or_unnamed(card, theme, qtbot, look, percent):
    from walk import faults

    theme.use(name=look, text_percent=percent)
    found = []

    def look_at(form):
        form.done_button.click()
        qtbot.wait(20)
        found.extend(faults(form))
        form.reject()

    for deed in (card.add, card.change, card.change_passphrase, card.name_yourself):
        with Answers(qtbot, (PersonForm, look_at)):
            deed()
    assert found == []


# Who works now


@pytest.fixture
def window(theme, desk, qtbot):
    made = MainWindow(theme, practice=True)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.usable):
        made.attach(desk)
    qtbot.waitUntil(lambda: made.status is not None)
    desk.ask_reason = lambda _title: "typing mistake"
    made.open_patient(desk.record.find_number("TRD-0151"))
    return made


def test_the_status_says_who_works_and_lets_it_be_changed(window, desk, qtbot):
    assert window.status._who.text() == "J. Marsh, nurse"
    assert "J. Marsh, nurse" in window.status._who.accessibleName()
    assert desk.answer("criterion", "7", True)
    patient = desk.patient.key
    with qtbot.waitSignal(desk.person_changed), Answers(qtbot, signs("practice", "Dr K. Osei")) as given:
        qtbot.keyClick(window.status._who, Qt.Key.Key_Return)
    assert given.seen == ["Who is working?"]
    assert window.status._who.text() == "Dr K. Osei, prescriber"
    assert desk.patient.key == patient
    assert not desk.can_undo
    assert desk.may("override") == ""
    assert desk.answer("criterion", "8", True)
    assert [desk.patient.answers["criterion", number].by for number in "78"] == ["J. Marsh", "Dr K. Osei"]


def test_a_wrong_passphrase_changes_nobody(window, desk, qtbot):
    with Answers(qtbot, signs("wrong", "Dr K. Osei"), (SignDialog, gives_up)):
        window.change_person()
    assert desk.by == "J. Marsh"


def test_a_reader_changes_nothing_and_is_told_so(window, desk, qtbot):
    assert desk.answer("criterion", "7", True)
    desk.work_as(find(desk.record.people(), "M. Reed"))
    count = desk.record.entry_count()
    for change in (
        lambda: desk.answer("criterion", "7", False),
        lambda: desk.answers([("criterion", "8", True)]),
        lambda: desk.take_back("criterion", "7"),
        lambda: desk.clinic_answers([("sound_check", "2026-03-17", {"heard": True})]),
    ):
        with qtbot.waitSignal(desk.save_failed) as told:
            assert change() is False
        assert "M. Reed is a reader, who sees everything and changes nothing." in told.args[0]
    assert not desk.undo_last()
    from trd_desk.errors import StoreError

    with pytest.raises(StoreError, match="M. Reed is a reader"):
        desk.new_patient("NEW-1", None, None, None)
    assert desk.record.entry_count() == count
    assert window.status.refusal()


def test_an_act_of_another_is_written_in_their_name_and_is_not_undone_in_passing(window, desk):
    osei = find(desk.record.people(), "Dr K. Osei")
    assert desk.answer("criterion", "7", True)
    assert desk.answer("criterion", "8", True)
    assert desk.answers_by(osei, [("criterion", "7", False)], "usual for her at rest")
    entry = desk.patient.answers["criterion", "7"]
    assert (entry.by, entry.reason, entry.value) == ("Dr K. Osei", "usual for her at rest", False)
    assert desk.by == "J. Marsh"
    assert not desk.undo_last(), "it is said that the signed one stands"
    assert "stands" in window.status.refusal()
    assert desk.is_asked("criterion", "8")
    assert desk.undo_last(), "what was answered beside it can be undone"
    assert not desk.is_asked("criterion", "8")
    assert not desk.undo_last()
    assert desk.patient.answers["criterion", "7"].by == "Dr K. Osei"


def test_who_may_not_answer_writes_nothing_for_another(window, desk, qtbot):
    with qtbot.waitSignal(desk.save_failed):
        assert not desk.answers_by(find(desk.record.people(), "M. Reed"), [("criterion", "7", True)])
    assert not desk.is_asked("criterion", "7")


def test_who_was_removed_in_another_window_answers_no_more(window, desk, qtbot):
    with Record.open_practice(desk.record.path) as other:
        other.set_person("practice-nurse", active=False, by=find(other.people(), "Dr K. Osei"))
    with qtbot.waitSignal(desk.save_failed) as told:
        assert not desk.answer("criterion", "7", True)
    assert "no longer works with this record" in told.args[0]


def test_undo_of_another_act_is_not_offered_by_a_new_person(window, desk):
    assert desk.answer("criterion", "7", True)
    assert window.status._undo.isVisible()
    desk.work_as(find(desk.record.people(), "A. Lindgren"))
    assert not window.status._undo.isVisible()


# Unlocking


def test_the_name_is_chosen_before_the_passphrase(record, theme, qtbot):
    record.close()
    page = UnlockPage(theme, record.path)
    qtbot.addWidget(page)
    page.show()
    page.focus_first()
    assert [page.person.itemText(place) for place in range(page.person.count())] == ["Dr K. Osei", "J. Marsh"]
    assert page.person.value() is None
    assert page.focusWidget() is page.person
    page.field.setText(MARSH)
    page.unlock.click()
    assert "Choose your name" in page.message.text()
    qtbot.keyClicks(page.person, "j")
    with qtbot.waitSignal(page.unlocked, timeout=10_000) as caught:
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    with caught.args[0] as opened:
        assert opened.person.name == "J. Marsh"
    page.person.choose("Dr K. Osei")
    page.field.setText(MARSH)
    page.unlock.click()
    qtbot.waitUntil(lambda: page.unlock.isEnabled(), timeout=10_000)
    assert "The name or the passphrase does not open this record" in page.message.text()


@pytest.mark.parametrize(("user", "chosen"), [("j. MARSH", "J. Marsh"), ("Nobody", None), (None, None)])
def test_a_name_from_the_command_line_is_chosen_beforehand(record, theme, qtbot, user, chosen):
    record.close()
    page = UnlockPage(theme, record.path, user=user)
    qtbot.addWidget(page)
    page.show()
    assert page.person.value() == chosen
    assert ("nobody called Nobody" in page.message.text()) is (user == "Nobody")


def test_an_old_record_asks_for_no_name(tmp_path, theme, qtbot):
    Record.create(tmp_path / "old.trd", OSEI, cost=vault.FLOOR).close()
    page = UnlockPage(theme, tmp_path / "old.trd")
    qtbot.addWidget(page)
    page.show()
    page.focus_first()
    assert not page.person.isVisible()
    assert page.focusWidget() is page.field
    page.field.setText(OSEI)
    with qtbot.waitSignal(page.unlocked, timeout=10_000) as caught:
        page.unlock.click()
    caught.args[0].close()
