"""Whether this clinic has approved the content in force, in the words of the foot of a document."""

import datetime as dt
from typing import NamedTuple

from trd_desk.i18n import _
from trd_desk.view import plain


class Approval(NamedTuple):
    """Who approved content for this clinic, when, and the digest of what was approved."""

    name: str
    date: dt.date
    digest: str


def approval_words(approval: Approval | None, digest: str) -> str:
    """The approval of the content with this digest; an approval of other content does not hold for it."""
    if approval is None or approval.digest != digest or not approval.name.strip():
        return _("not yet approved by this clinic")
    return _("approved for this clinic by {name} on {day}").format(name=approval.name.strip(), day=plain.day(approval.date))
