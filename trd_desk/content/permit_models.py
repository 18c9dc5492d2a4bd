"""What has to be on record beside the dose: consent, off-label use, and schemes of controlled access."""

from typing import Annotated

from pydantic import Field

from trd_desk.content.models import Head, Name
from trd_desk.content.session_models import Product, Region, Rule


class Access(Rule):
    """A scheme in which a patient or a site is enrolled, or an approval that a service may need: for which regions and products."""

    id: Name
    title: Annotated[str, Field(min_length=1, max_length=60)]
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    products: Annotated[tuple[Product, ...], Field(min_length=1)]
    says: str


class PermitRules(Head):
    """The words of consent, and the schemes."""

    consent_licensed: str
    consent_off_label: str
    access: tuple[Access, ...]
