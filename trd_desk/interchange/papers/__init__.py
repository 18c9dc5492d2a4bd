"""The kinds of document that can be made, each a module of its own; the order is that of the list in the window."""

from collections.abc import Mapping
from typing import Final

from trd_desk.interchange.papers.assessment import ASSESSMENT
from trd_desk.interchange.papers.audit import AUDIT
from trd_desk.interchange.papers.consent import CONSENT
from trd_desk.interchange.papers.course import COURSE
from trd_desk.interchange.papers.downtime import DOWNTIME
from trd_desk.interchange.papers.handout import HANDOUT
from trd_desk.interchange.papers.letter import LETTER
from trd_desk.interchange.papers.paper import Choice, Kind, Known, Lines, Printing
from trd_desk.interchange.papers.rems_form import REMS_FORM
from trd_desk.interchange.papers.session_record import SESSION_RECORD

__all__ = ["CLINIC_KINDS", "KINDS", "Choice", "Kind", "Known", "Lines", "Printing"]

KINDS: Final[Mapping[str, Kind]] = {kind.id: kind for kind in (ASSESSMENT, SESSION_RECORD, REMS_FORM, COURSE, LETTER, CONSENT, HANDOUT, DOWNTIME)}
# Those that are about no patient, in the order in which the clinic is offered them.
CLINIC_KINDS: Final[Mapping[str, Kind]] = {kind.id: kind for kind in (AUDIT, DOWNTIME)}
