"""A session's plan changed in one respect, as its entry is written again."""

import json
from collections.abc import Mapping
from typing import Any

from trd_desk.record.session_models import Session

# What the dose of one product says nothing about another's: no dose is ever carried from route to route.
_OF_THE_PRODUCT = ("planned",)


def changed_plan(session: str, body: Mapping[str, Any], planned: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The body of a session's entry with some facts of the session, or of its `planned` dose, changed; None takes a fact away.

    Another product takes the planned dose away. Raises pydantic's ValidationError where a fact cannot be so.
    """
    made = {name: value for name, value in body.items() if name != "id"}
    if "product" in changes and changes["product"] != made.get("product"):
        for name in _OF_THE_PRODUCT:
            made.pop(name, None)
    made |= changes
    if planned is not None:
        dose = {**(made.get("planned") or {}), **planned}
        made["planned"] = {name: value for name, value in dose.items() if value is not None} or None
    known = {name: value for name, value in made.items() if value is not None}
    Session.model_validate_json(json.dumps({"id": session, **known}))
    return known
