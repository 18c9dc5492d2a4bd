"""The controlled-drug register: lines that are never changed, and the balances that they add up to.

A line is an entry of kind "register" of the clinic (see `record.entries`). A balance is kept for each substance, form and batch: the
ampoules of one drug are one stock, whether they go into a vein or under the skin. A line that was wrong is corrected by another line
that says so in its note; a correction of something given carries a negative amount.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from trd_desk.record.entries import Entry
from trd_desk.record.fact import Day, Fact, Product, Text
from trd_desk.record.people import Role, name_key
from trd_desk.record.session_parts import Moment

Movement = Literal["received", "given", "wasted", "returned", "counted"]
Unit = Literal["devices", "mg"]

# What a movement does to the balance; a count sets it.
_SIGN: Final = {"received": 1, "given": -1, "wasted": -1, "returned": -1}


class RegisterLine(Fact):
    """One movement of a controlled drug. `amount` in `unit`; `returned` goes back to the pharmacy, out of this stock.

    `patient` and `session` where it was given to somebody. A witness is another person than the one who writes the line, and waste
    always has one. Only a correction, which says in its note what it corrects, has a negative amount; only a count may be nothing.
    """

    at: Moment
    product: Product
    form: Annotated[str, Field(min_length=1, max_length=60)]
    movement: Movement
    amount: Annotated[float, Field(ge=-1_000_000, le=1_000_000)]
    unit: Unit
    batch: Annotated[str, Field(min_length=1, max_length=60)]
    expires: Day | None = None
    patient: Annotated[str, Field(max_length=100)] | None = None
    session: Annotated[str, Field(max_length=100)] | None = None
    by: Text
    role: Role | None = None
    witness: Text | None = None
    witness_role: Role | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.movement == "counted" and self.amount < 0:
            raise ValueError("amount: a count is not negative")
        if self.movement != "counted" and self.amount == 0:
            raise ValueError("amount: a movement of nothing is none")
        if self.amount < 0 and not (self.note or "").strip():
            raise ValueError("note: a correction says what it corrects")
        if self.unit == "devices" and self.amount != int(self.amount):
            raise ValueError("amount: devices are whole")
        if self.movement == "wasted" and not (self.witness or "").strip():
            raise ValueError("witness: waste is witnessed")
        if self.witness and name_key(self.witness) == name_key(self.by):
            raise ValueError("witness: must be another person")
        return self

    def value(self) -> dict[str, object]:
        """What the line's entry says, without what is not known."""
        found: dict[str, object] = json.loads(self.model_dump_json(exclude_none=True))
        return found


Stock = tuple[str, str, str]


def substance(product: str) -> str:
    """The drug of a product, whatever its route: ketamine or esketamine."""
    return product.partition("_")[0]


def stock_of(line: RegisterLine) -> Stock:
    """The stock that a line moves: substance, form and batch, capitals and spaces not counted."""
    return substance(line.product), line.form, name_key(line.batch)


@dataclass(frozen=True, slots=True)
class Posting:
    """A line as it stands in the register, with the balance before and after it; `difference` is what a count found more or, negative, less."""

    id: str
    line: RegisterLine
    entry: Entry
    before: float
    after: float

    @property
    def difference(self) -> float:
        """Counted less expected; 0 for every other movement."""
        return round(self.after - self.before, 6) if self.line.movement == "counted" else 0.0


@dataclass(frozen=True, slots=True)
class Balance:
    """What is in stock of one substance, form and batch. `counted` is the last count, `moved` the last line."""

    substance: str
    form: str
    batch: str
    expires: dt.date | None
    unit: Unit
    amount: float
    moved: Posting
    counted: Posting | None = None
    products: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register in the order of the log. `unreadable` are the keys of entries that are no lines."""

    lines: tuple[Posting, ...] = ()
    balances: tuple[Balance, ...] = ()
    unreadable: tuple[str, ...] = ()

    def balance(self, stock: Stock) -> Balance | None:
        """The balance of one stock, None where nothing of it was ever written down."""
        return next((one for one in self.balances if (one.substance, one.form, name_key(one.batch)) == stock), None)

    def of_product(self, product: str) -> tuple[Balance, ...]:
        """The balances of a product's substance, those with something in stock first."""
        own = [one for one in self.balances if one.substance == substance(product)]
        return tuple(sorted(own, key=lambda one: one.amount <= 0))

    def of_session(self, patient: str, session: str) -> tuple[Posting, ...]:
        """The lines about one session."""
        return tuple(one for one in self.lines if one.line.patient == patient and one.line.session == session)


def read_line(value: object) -> RegisterLine:
    """A line from its entry's value; pydantic's ValidationError for what is none."""
    return RegisterLine.model_validate_json(json.dumps(value))


def read_register(entries: Iterable[Entry], onto: Register | None = None) -> Register:
    """The register that the clinic's entries tell of, `onto` what was read of it before.

    The first version of a line counts: lines are never changed.
    """
    earlier = onto or Register()
    lines = list(earlier.lines)
    unreadable = list(earlier.unreadable)
    balances = {(one.substance, one.form, name_key(one.batch)): one for one in earlier.balances}
    seen = {one.id for one in lines} | set(unreadable)
    for entry in entries:
        if entry.kind != "register" or entry.key in seen:
            continue
        seen.add(entry.key)
        try:
            line = read_line(entry.value)
        except ValidationError:
            unreadable.append(entry.key)
            continue
        lines.append(_post(balances, entry, line))
    return Register(tuple(lines), tuple(balances.values()), tuple(unreadable))


def _post(balances: dict[Stock, Balance], entry: Entry, line: RegisterLine) -> Posting:
    """Moves the stock of a line, and gives the line with its balances."""
    stock = stock_of(line)
    known = balances.get(stock)
    before = known.amount if known is not None else 0.0
    after = line.amount if line.movement == "counted" else round(before + _SIGN[line.movement] * line.amount, 6)
    posting = Posting(entry.key, line, entry, before, after)
    if known is None:
        known = Balance(stock[0], line.form, line.batch, line.expires, line.unit, after, posting)
    balances[stock] = replace(
        known,
        amount=after,
        moved=posting,
        counted=posting if line.movement == "counted" else known.counted,
        expires=line.expires or known.expires,
        products=known.products | {line.product},
    )
    return posting
