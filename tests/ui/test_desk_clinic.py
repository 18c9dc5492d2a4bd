"""What one act says of the patient and of the clinic is on disk together, and an undone act leaves its line with one against it."""

from trd_desk.record.entries import CLINIC, new_id

LINE = {
    "at": "2026-03-17T14:26:07+01:00", "product": "esketamine_in", "form": "device 28 mg", "movement": "received", "amount": 12, "unit": "devices",
    "batch": "22AG417", "by": "J. Marsh",
}  # fmt: skip


def test_the_register_is_read_once_and_read_on(desk):
    assert desk.register().lines == ()
    said = []
    desk.clinic_changed.connect(lambda: said.append(1))
    assert desk.clinic_answers([("register", new_id(), LINE)])
    assert desk.register().balances[0].amount == 12
    assert said == [1]
    assert desk.clinic_answers([("register", new_id(), {**LINE, "movement": "given", "amount": 1})])
    assert desk.register().balances[0].amount == 11
    assert len(desk.record.entries_of_kind(CLINIC, "register")) == 2


def test_an_answer_and_its_line_are_one_act_and_undoing_writes_the_line_against_it(desk):
    key = desk.record.find_number("TRD-0151")
    desk.open_patient(key)
    before = desk.record.entry_count()
    given = {**LINE, "movement": "given", "amount": 1, "patient": key}
    back = {**given, "amount": -1, "note": "undone"}
    assert desk.answers(
        [("workup", "ecg", {"result": "normal"})],
        clinic=[("register", new_id(), given)],
        when_undone=lambda: [("register", new_id(), back)],
    )
    assert desk.record.entry_count() == before + 2
    assert desk.register().balances[0].amount == -1
    assert desk.patient.workup["ecg"] == {"result": "normal"}
    assert desk.undo_last()
    assert desk.register().balances[0].amount == 0
    assert [line.line.amount for line in desk.register().lines] == [1, -1]
    assert "ecg" not in desk.patient.workup
    assert desk.record.check() == []


def test_neither_is_saved_where_one_cannot_be(desk):
    key = desk.record.find_number("TRD-0151")
    desk.open_patient(key)
    before = desk.record.entry_count()
    said = []
    desk.save_failed.connect(said.append)
    unfit = {**LINE, "note": "a lone surrogate \ud800"}
    assert not desk.answers([("workup", "ecg", {"result": "normal"})], clinic=[("register", new_id(), unfit)])
    assert not desk.clinic_answers([("register", new_id(), unfit)])
    assert len(said) == 2
    assert desk.record.entry_count() == before
    assert desk.register().lines == ()


def test_a_line_of_another_window_is_seen(desk, practice_record):
    from trd_desk.store.record import Record

    assert desk.register().lines == ()
    with Record.open_practice(practice_record.path) as other:
        from trd_desk.record.entries import Draft

        other.append([Draft(CLINIC, "register", new_id(), LINE)], by="A", content_version="2026.11")
    assert desk.catch_up()
    assert desk.register().balances[0].amount == 12
