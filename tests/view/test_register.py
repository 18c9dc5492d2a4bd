"""The register in words: the stock check, the batches to choose from, and what is said before more is taken than there is."""

import datetime as dt

import pytest

from trd_desk.record.entries import CLINIC, Entry
from trd_desk.record.register import RegisterLine, read_register
from trd_desk.view.register import (
    batch_choices,
    count_words,
    form_in_hand,
    forms_of,
    stock_forms,
    stock_remark,
    stock_words,
    view_register,
)

ZONE = dt.timezone(dt.timedelta(hours=1))
TODAY = dt.date(2026, 3, 17)


def line(movement, amount, *, day=17, clock=8, product="esketamine_in", form="device 28 mg", unit="devices", batch="22AG417", **more):
    at = dt.datetime(2026, 3, day, clock, 5, tzinfo=ZONE)
    return RegisterLine(at=at, product=product, form=form, unit=unit, movement=movement, amount=amount, batch=batch, by="J. Marsh", **more)


def register(*lines):
    return read_register(
        Entry(number, f"e{number}", CLINIC, "register", f"r{number}", one.value(), "2026-03-17T09:00:00.000Z", 60, "J. Marsh", "2026.11")
        for number, one in enumerate(lines, 1)
    )


def said(words):
    return words.agrees, words.text.replace("\u00a0", " ")


def test_the_stock_check_is_told_from_todays_count(library):
    received = line("received", 12, day=1)
    assert said(stock_words(library, register(), "esketamine_in", TODAY)) == (None, "The register has nothing of this drug.")
    assert said(stock_words(library, register(received), "esketamine_in", TODAY)) == (None, "The register says 12 devices; not counted today.")
    yesterday = register(received, line("counted", 12, day=16))
    assert stock_words(library, yesterday, "esketamine_in", TODAY).agrees is None
    agrees = register(received, line("counted", 12), line("given", 1, clock=10))
    assert said(stock_words(library, agrees, "esketamine_in", TODAY)) == (True, "Counted today at 08:05, as the register says: 11 devices now.")
    differs = register(received, line("counted", 11, note="one is missing"))
    assert said(stock_words(library, differs, "esketamine_in", TODAY)) == (
        False,
        "Counted today: 11 devices of batch 22AG417, where the register had 12 devices.",
    )
    again = register(received, line("counted", 11, note="one is missing"), line("counted", 11, clock=9))
    assert stock_words(library, again, "esketamine_in", TODAY).agrees is True


def test_every_batch_in_stock_is_to_be_counted(library):
    two = register(line("received", 12, day=1), line("received", 4, day=2, batch="23BX001"), line("counted", 12))
    assert stock_words(library, two, "esketamine_in", TODAY).agrees is None
    used_up = register(line("received", 12, day=1), line("received", 4, day=2, batch="23BX001"), line("given", 4, day=3, batch="23BX001"), line("counted", 12))
    assert stock_words(library, used_up, "esketamine_in", TODAY).agrees is True


def test_another_drug_is_no_stock_of_this_one(library):
    drip = register(line("received", 1000, product="ketamine_iv", form="ampoule", unit="mg"))
    assert stock_words(library, drip, "esketamine_in", TODAY).agrees is None
    assert "1000 mg" in said(stock_words(library, drip, "ketamine_im", TODAY))[1]
    assert "nothing of this drug" in stock_words(library, drip, "ketamine_oral", TODAY).text


def test_batches_are_offered_that_are_in_stock_and_in_date_the_first_to_expire_first(library):
    stock = register(
        line("received", 12, day=1, expires=dt.date(2027, 8, 31)),
        line("received", 3, day=1, batch="OLD", expires=dt.date(2026, 3, 16)),
        line("received", 3, day=1, batch="SOON", expires=dt.date(2026, 3, 17)),
        line("received", 1, day=1, batch="USED", expires=dt.date(2027, 1, 31)),
        line("given", 1, day=2, batch="USED"),
    )
    found = batch_choices(library, stock, "esketamine_in", TODAY)
    assert [one.batch for one in found] == ["SOON", "22AG417"]
    assert found[0].hint.replace("\u00a0", " ") == "3 devices left, good until 17 Mar 2026"
    assert batch_choices(library, stock, "ketamine_iv", TODAY) == ()


def test_what_the_register_does_not_have_is_said(library):
    stock = register(line("received", 1))
    assert stock_remark(library, stock, "esketamine_in", "22ag417", 1) == ""
    assert "knows no batch 23BX001" in stock_remark(library, stock, "esketamine_in", "23BX001", 1)
    assert "has 1\u00a0device of batch 22AG417 left" in stock_remark(library, stock, "esketamine_in", "22AG417", 2)


def test_the_form_of_a_batch_is_that_of_the_register(library):
    stock = register(line("received", 500, product="ketamine_im", form="vial", unit="mg", batch="V1"))
    assert form_in_hand(library, stock, "ketamine_iv", "v1").form == "vial"
    assert form_in_hand(library, stock, "ketamine_iv", "other").form == "ampoule"
    assert form_in_hand(library, stock, "ketamine_oral", "v1").form == "bottle"


def test_every_product_has_forms_and_each_stock_stands_once_in_the_list(library):
    for route in library.conduct.route:
        assert forms_of(library, route.product)[0].unit == ("devices" if route.unit == "device" else "mg")
    labels = [one.label for one in stock_forms(library)]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("counted", "agrees", "words"),
    [(12, True, "As the register says."), (11, False, "1 device more than was counted"), (14, False, "2 devices less than")],
)
def test_a_count_is_compared(library, counted, agrees, words):
    stock = register(line("received", 12))
    found = count_words(stock, forms_of(library, "esketamine_in")[0], "22AG417", counted)
    assert found[0] is agrees
    assert words in found[1].replace("\u00a0", " ")


def test_the_page_shows_the_newest_line_first_and_tells_of_lines_it_cannot_read(library):
    entries = [Entry(9, "e9", CLINIC, "register", "r9", {"batch": 1}, "2026-03-17T09:00:00.000Z", 60, "X", "2026.11")]
    stock = read_register(entries, register(line("received", 12), line("given", 1, patient="p"), line("given", -1, note="takes back")))
    view = view_register(library, stock, lambda key: f"patient {key}", TODAY)
    assert [(row.movement, row.change.replace("\u00a0", " "), row.patient) for row in view.lines] == [
        ("Given", "+1 device", ""),
        ("Given", "−1 device", "patient p"),
        ("Received", "+12 devices", ""),
    ]
    assert [row.can_be_taken_back for row in view.lines] == [False, True, True]
    assert view.lines[0].remark == "Takes back."
    assert "1 line of the register cannot be read" in view.faults[0]
