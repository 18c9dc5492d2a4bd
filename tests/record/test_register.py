"""The controlled-drug register folded from its lines: balances by stock, counts that differ, corrections that refer to the old line."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trd_desk.record.entries import CLINIC, Entry
from trd_desk.record.register import RegisterLine, read_line, read_register

AT = dt.datetime(2026, 3, 17, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def line(movement="received", amount=12, **more):
    said = {"at": AT, "product": "esketamine_in", "form": "device 28 mg", "unit": "devices", "batch": "22AG417", "by": "J. Marsh", **more}
    return RegisterLine(movement=movement, amount=amount, **said)


def entries(*lines):
    values = [one.value() if isinstance(one, RegisterLine) else one for one in lines]
    return [entry(number, f"r{number}", value) for number, value in enumerate(values, 1)]


def entry(number, key, value):
    return Entry(number, f"e{number}", CLINIC, "register", key, value, "2026-03-17T09:00:00.000Z", 60, "J. Marsh", "2026.11")


def test_movements_add_up_by_batch():
    register = read_register(
        entries(
            line(amount=12),
            line("given", 1, patient="p1", session="s1"),
            line("given", 1, patient="p1", session="s1"),
            line("wasted", 1, witness="A. Lindgren", note="dropped"),
            line("received", 6, batch="23BX001", expires=dt.date(2027, 8, 31)),
            line("returned", 2, batch="23BX001"),
        )
    )
    assert [(one.batch, one.amount, one.expires) for one in register.balances] == [
        ("22AG417", 9, None),
        ("23BX001", 4, dt.date(2027, 8, 31)),
    ]
    assert [(one.before, one.after) for one in register.lines] == [(0, 12), (12, 11), (11, 10), (10, 9), (0, 6), (6, 4)]
    assert len(register.of_session("p1", "s1")) == 2
    assert register.balance(("esketamine", "device 28 mg", "22ag417")).amount == 9


def test_a_count_sets_the_balance_and_tells_what_differs():
    register = read_register(entries(line(amount=12), line("counted", 11, note="one missing"), line("given", 1), line("counted", 10)))
    first, last = register.lines[1], register.lines[3]
    assert (first.difference, last.difference) == (-1, 0)
    (balance,) = register.balances
    assert balance.amount == 10
    assert balance.counted is last


def test_ampoules_are_one_stock_whatever_the_route():
    mg = {"form": "ampoule", "unit": "mg", "batch": "K7"}
    register = read_register(
        entries(
            line("received", 1000, product="ketamine_iv", **mg),
            line("given", 34, product="ketamine_iv", **mg),
            line("given", 30.5, product="ketamine_im", **{**mg, "batch": " k7 "}),
        )
    )
    (balance,) = register.balances
    assert balance.amount == 935.5
    assert balance.products == {"ketamine_iv", "ketamine_im"}
    assert register.of_product("ketamine_sc") == (balance,)
    assert register.of_product("esketamine_in") == ()


def test_a_correction_is_a_line_that_gives_back():
    register = read_register(entries(line(amount=3), line("given", 1), line("given", -1, note="Corrects the line of 10:00: not given.")))
    assert register.balances[0].amount == 3


def test_a_line_is_never_changed_by_a_later_version():
    first, second = entries(line(amount=12), line(amount=2))
    changed = entry(3, "r1", line(amount=99).value())
    assert read_register([first, second, changed]).balances[0].amount == 14


def test_what_is_no_line_is_kept_apart():
    register = read_register(entries(line(amount=2), {"batch": "B1"}, {"batch": "B1", "note": 3}))
    assert register.unreadable == ("r2", "r3")
    assert register.balances[0].amount == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"amount": 0}, "a movement of nothing"),
        ({"amount": -1}, "says what it corrects"),
        ({"amount": 1.5}, "devices are whole"),
        ({"movement": "counted", "amount": -1}, "not negative"),
        ({"movement": "wasted", "amount": 1}, "waste is witnessed"),
        ({"movement": "wasted", "amount": 1, "witness": " j. MARSH"}, "another person"),
        ({"batch": ""}, "batch"),
        ({"movement": "lost"}, "movement"),
    ],
)
def test_bad_lines_are_refused(said, words):
    with pytest.raises(ValidationError, match=words):
        line(**said)


def test_a_line_reads_back_as_it_was():
    one = line("wasted", 2, expires=dt.date(2027, 8, 31), witness="A. Lindgren", witness_role="nurse", role="nurse", note="dropped")
    assert read_line(one.value()) == one
    assert one.value()["expires"] == "2027-08-31"
    assert "patient" not in one.value()


MOVES = st.lists(st.tuples(st.sampled_from(["received", "given", "returned", "counted"]), st.integers(1, 40), st.sampled_from(["A1", "B2"])), max_size=30)


@given(MOVES, st.integers(0, 30))
def test_reading_on_is_the_same_as_reading_all(moves, cut):
    lines = entries(*(line(movement, amount, batch=batch) for movement, amount, batch in moves))
    whole = read_register(lines)
    assert read_register(lines[cut:], read_register(lines[:cut])) == whole
    for balance in whole.balances:
        own = [one for one in whole.lines if one.line.batch == balance.batch]
        assert own[-1].after == balance.amount
        assert all(later.before == earlier.after for earlier, later in itertools.pairwise(own))
