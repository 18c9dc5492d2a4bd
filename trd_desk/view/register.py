"""The controlled-drug register in words: what is in stock, each line with its balance, and what the stock check can be told."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from trd_desk.content.library import Library
from trd_desk.content.session_models import Product
from trd_desk.engine.verdict import Tri
from trd_desk.i18n import _
from trd_desk.record.people import Role, name_key
from trd_desk.record.register import Balance, Posting, Register, RegisterLine, Unit, substance
from trd_desk.view import plain
from trd_desk.view.parts import Stated
from trd_desk.view.people import ROLE_WORDS
from trd_desk.view.terms import N_

MOVEMENTS: Final[Mapping[str, str]] = {
    "received": N_("Received"),
    "given": N_("Given"),
    "wasted": N_("Wasted"),
    "returned": N_("Returned"),
    "counted": N_("Counted"),
}
_SUBSTANCES: Final[Mapping[str, str]] = {"esketamine": N_("Esketamine"), "ketamine": N_("Ketamine")}
_FORMS: Final[Mapping[str, str]] = {
    "ampoule": N_("ampoule"),
    "vial": N_("vial"),
    "bottle": N_("bottle"),
    "capsule": N_("capsules or tablets"),
}
# In which forms a route's drug is kept; the first is the usual one.
_FORMS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "ketamine_iv": ("ampoule", "vial"),
    "ketamine_sc": ("ampoule", "vial"),
    "ketamine_im": ("ampoule", "vial"),
    "ketamine_oral": ("bottle", "capsule"),
    "esketamine_oral": ("bottle", "capsule"),
}


@dataclass(frozen=True, slots=True)
class StockForm:
    """A drug in a form, as it is kept: one row of the list from which a line is begun."""

    product: str
    form: str
    unit: Unit
    label: str


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """A batch in stock that can be taken, with its expiry and what is left of it in words."""

    batch: str
    form: str
    unit: Unit
    expires: dt.date | None
    hint: str


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One stock: drug and form, batch, expiry, what is left, and the last count. `stock` names it for a form."""

    stock: StockForm
    drug: str
    batch: str
    expires: str
    expires_on: dt.date | None
    left: str
    amount: float
    counted: str
    state: Stated


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the register. `change` and `balance` carry their unit; `remark` holds a difference, a note, and what it is about."""

    id: str
    when: str
    drug: str
    batch: str
    movement: str
    change: str
    balance: str
    patient: str
    people: str
    remark: str
    state: Stated
    can_be_taken_back: bool


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The register: what is in stock, and the lines, the newest first."""

    balances: tuple[BalanceRow, ...]
    lines: tuple[LineRow, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StockWords:
    """What the register says for the item Stock: whether a count of today agrees (None: not counted today), in a sentence."""

    agrees: Tri
    text: str


# --------------------------------------------------------------------------------------------------------------------- forms


def device_form(library: Library) -> str:
    """The name of the spray's form in the register."""
    return f"device {plain.number(library.dosing.spray.device_mg)} mg"


def forms_of(library: Library, product: str) -> tuple[StockForm, ...]:
    """The forms in which a product is kept, the usual one first."""
    name = _(_SUBSTANCES[substance(product)])
    if product == library.dosing.spray.product:
        device = plain.measured(library.dosing.spray.device_mg, _("mg"))
        return (StockForm(product, device_form(library), "devices", _("{drug}, device of {mg}").format(drug=name, mg=device)),)
    return tuple(StockForm(product, form, "mg", _("{drug}, {form}").format(drug=name, form=_(_FORMS[form]))) for form in _FORMS_OF[product])


def stock_forms(library: Library) -> tuple[StockForm, ...]:
    """Every drug and form once, for receiving."""
    found: dict[tuple[str, str], StockForm] = {}
    for product in get_args(Product):
        for one in forms_of(library, product):
            found.setdefault((substance(product), one.form), one)
    return tuple(found.values())


def form_in_hand(library: Library, register: Register, product: str, batch: str) -> StockForm:
    """The form of a batch as the register knows it, else the usual one of the product."""
    forms = forms_of(library, product)
    for balance in register.of_product(product):
        if name_key(balance.batch) == name_key(batch) and any(one.form == balance.form for one in forms):
            return next(one for one in forms if one.form == balance.form)
    return forms[0]


def amount_words(amount: float, unit: str) -> str:
    """So much of a stock: 3 devices, 966 mg."""
    if unit == "devices":
        return plain.counted("{count} device", "{count} devices", int(amount)).replace(" ", plain.NBSP).replace("-", "−")
    return plain.measured(amount, _("mg")).replace("-", "−")


def drug_words(library: Library, drug: str, form: str) -> str:
    """A stock's drug and form: Esketamine, device of 28 mg."""
    name = _(_SUBSTANCES.get(drug, drug))
    if form == device_form(library):
        return _("{drug}, device of {mg}").format(drug=name, mg=plain.measured(library.dosing.spray.device_mg, _("mg")))
    return _("{drug}, {form}").format(drug=name, form=_(_FORMS.get(form, form)))


# ----------------------------------------------------------------------------------------------------------------- the batch


def batch_choices(library: Library, register: Register, product: str, today: dt.date) -> tuple[BatchChoice, ...]:
    """The batches in stock from which this product can be given, in date, the one that expires first before the others."""
    forms = {one.form for one in forms_of(library, product)}
    usable = [
        one
        for one in register.of_product(product)
        if one.form in forms and one.amount > 0 and (one.expires is None or one.expires >= today)
    ]
    usable.sort(key=lambda one: (one.expires is None, one.expires or today))
    return tuple(BatchChoice(one.batch, one.form, one.unit, one.expires, _hint(one)) for one in usable)


def _hint(balance: Balance) -> str:
    left = _("{left} left").format(left=amount_words(balance.amount, balance.unit))
    if balance.expires is None:
        return left
    return _("{left}, good until {day}").format(left=left, day=plain.day_short(balance.expires))


def stock_remark(library: Library, register: Register, product: str, batch: str, amount: float) -> str:
    """What is to be said before so much is taken of a batch that the register does not have; empty where it has it."""
    form = form_in_hand(library, register, product, batch)
    balance = register.balance((substance(product), form.form, name_key(batch)))
    left = 0.0 if balance is None else balance.amount
    if left >= amount:
        return ""
    if balance is None:
        return _("The register knows no batch {batch}: write down what was received, or correct the number.").format(batch=batch)
    return _("The register has {left} of batch {batch} left: count the stock, or write down what was received.").format(
        left=amount_words(left, form.unit), batch=batch
    )


# ---------------------------------------------------------------------------------------------------------------- the stock check


def stock_words(library: Library, register: Register, product: str, today: dt.date) -> StockWords:
    """Whether what was counted today of a product's stock agrees with the register, for the item Stock of the check before the dose."""
    forms = {one.form for one in forms_of(library, product)}
    own = [one for one in register.of_product(product) if one.form in forms]
    stock = [one for one in own if one.amount > 0 or _counted_on(one, today)]
    if not stock:
        return StockWords(None, _("The register has nothing of this drug."))
    total = amount_words(round(sum(one.amount for one in stock), 6), stock[0].unit)
    differing = [one for one in stock if _counted_on(one, today) and one.counted is not None and one.counted.difference]
    if differing:
        count = differing[0].counted
        assert count is not None  # noqa: S101 - for the type checker
        return StockWords(
            False,
            _("Counted today: {found} of batch {batch}, where the register had {had}.").format(
                found=amount_words(count.after, count.line.unit), batch=differing[0].batch, had=amount_words(count.before, count.line.unit)
            ),
        )
    if all(_counted_on(one, today) for one in stock):
        last = max(one.counted.line.at for one in stock if one.counted is not None)
        return StockWords(True, _("Counted today at {clock}, as the register says: {total} now.").format(clock=f"{last:%H:%M}", total=total))
    return StockWords(None, _("The register says {total}; not counted today.").format(total=total))


def _counted_on(balance: Balance, day: dt.date) -> bool:
    return balance.counted is not None and balance.counted.line.at.date() == day


# --------------------------------------------------------------------------------------------------------------------- page


def view_register(library: Library, register: Register, who: Callable[[str], str], today: dt.date, most: int = 200) -> RegisterView:
    """The register for its page. `who` names a patient by key; `most` is how many lines are shown, the newest."""
    shown = register.lines[-most:]
    faults = []
    if register.unreadable:
        faults.append(
            plain.counted(
                "{count} line of the register cannot be read and is not counted: check the record under Settings.",
                "{count} lines of the register cannot be read and are not counted: check the record under Settings.",
                len(register.unreadable),
            )
        )
    ordered = sorted(register.balances, key=lambda one: (one.amount == 0, one.substance, one.form, one.expires or dt.date.max))
    return RegisterView(
        balances=tuple(_balance_row(library, one, today) for one in ordered),
        lines=tuple(_line_row(library, one, who) for one in reversed(shown)),
        faults=tuple(faults),
    )


def _balance_row(library: Library, balance: Balance, today: dt.date) -> BalanceRow:
    product = next((one for one in get_args(Product) if one in balance.products), "")
    expired = balance.expires is not None and balance.expires < today
    if balance.amount < 0:
        state = Stated("not_met", _("below zero"), _("More was given than the register has received: count the stock, or write down what was received."))
    elif expired and balance.amount > 0:
        state = Stated("not_met", _("expired"), _("Do not give it; return it, or waste it with a witness."))
    elif _counted_on(balance, today):
        state = Stated("met", _("counted today"))
    else:
        state = Stated("due", _("not counted today"))
    counted = balance.counted
    return BalanceRow(
        stock=StockForm(product, balance.form, balance.unit, drug_words(library, balance.substance, balance.form)),
        drug=drug_words(library, balance.substance, balance.form),
        batch=balance.batch,
        expires="" if balance.expires is None else plain.day_short(balance.expires),
        expires_on=balance.expires,
        left=amount_words(balance.amount, balance.unit),
        amount=balance.amount,
        counted="" if counted is None else _moment(counted.line),
        state=state,
    )


def _moment(line: RegisterLine) -> str:
    """Day and time, which may be parted where a column is narrow."""
    return f"{plain.day_short(line.at.date())} {line.at:%H:%M}".replace(plain.NBSP, " ")


def _line_row(library: Library, posting: Posting, who: Callable[[str], str]) -> LineRow:
    line = posting.line
    change = posting.after - posting.before
    signed = amount_words(line.amount, line.unit) if line.movement == "counted" else ("+" if change >= 0 else "−") + amount_words(abs(change), line.unit)
    remarks = []
    state = Stated("tick", _(MOVEMENTS[line.movement]))
    if posting.difference:
        more = _("{more} more than expected") if posting.difference > 0 else _("{more} fewer than expected")
        remarks.append(more.format(more=amount_words(abs(posting.difference), line.unit)))
        state = Stated("not_met", _(MOVEMENTS[line.movement]), plain.capital(remarks[0]))
    if line.note:
        remarks.append(line.note)
    people = [_named(line.by, line.role)]
    if line.witness:
        people.append(_("witness {name}").format(name=_named(line.witness, line.witness_role)))
    return LineRow(
        id=posting.id,
        when=_moment(line),
        drug=drug_words(library, substance(line.product), line.form),
        batch=line.batch,
        movement=_(MOVEMENTS[line.movement]),
        change=signed,
        balance=amount_words(posting.after, line.unit),
        patient=who(line.patient) if line.patient else "",
        people=", ".join(people),
        remark=". ".join(plain.capital(one.rstrip(".")) for one in remarks) + ("." if remarks else ""),
        state=state,
        can_be_taken_back=line.movement != "counted" and line.amount > 0,
    )


def _named(name: str, role: Role | None) -> str:
    return name if role is None else _("{name}, {role}").format(name=name, role=_(ROLE_WORDS[role]))


def count_words(register: Register, stock: StockForm, batch: str, counted: float) -> tuple[bool, str]:
    """Whether a count is what the register expects, and the difference in words: it asks for a note."""
    balance = register.balance((substance(stock.product), stock.form, name_key(batch)))
    expected = 0.0 if balance is None else balance.amount
    difference = round(counted - expected, 6)
    if not difference:
        return True, _("As the register says.")
    less = _("The register expects {expected}, which is {more} less than was counted. Say in the note what explains it, or what was done.")
    more = _("The register expects {expected}, which is {more} more than was counted. Say in the note what explains it, or what was done.")
    words = less if difference > 0 else more
    return False, words.format(expected=amount_words(expected, stock.unit), more=amount_words(abs(difference), stock.unit))
