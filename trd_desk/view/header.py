"""The header of the open patient: who it is, and what must never be overlooked."""

from dataclasses import dataclass

from trd_desk.view.parts import Stated


@dataclass(frozen=True, slots=True)
class HeaderView:
    """Name, "47 years · male · TRD-0151", and the record's alerts as chips, worst first."""

    name: str
    facts: str
    number: str
    alerts: tuple[Stated, ...]
