"""Cases of invented patients for the tests of documents."""

import datetime as dt
import json

from trd_desk.record.fact import FORMAT
from trd_desk.record.models import Case

PRINTED = dt.datetime(2026, 3, 17, 14, 31, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def trial(number, drug, mg, weeks=8, **more):
    """A failed antidepressant trial of this episode."""
    return {
        "id": f"t{number}",
        "kind": "antidepressant",
        "episode": "current",
        "drug": drug,
        "doses": [{"mg": mg, "weeks": weeks}],
        "improvement_percent": 10,
        "stop_reason": "no_effect",
        "adherence_percent": 95,
    } | more


def case_of(treatments, *, name="Daniel Okafor", number="TRD-0151", **more):
    """A unipolar moderate episode with these treatments."""
    body = {
        "format": FORMAT,
        "as_of": "2026-03-17",
        "patient": {"id": number, "name": name, "birth_date": "1978-06-04", "sex": "male"},
        "episode": {"diagnosis": "unipolar", "start": "2025-01-10", "severity": "moderate"},
        "treatments": treatments,
    }
    return Case.model_validate_json(json.dumps(body | more))


DANIEL = (
    trial(1, "escitalopram", 10, 2, improvement_percent=None, stop_reason="intolerance"),
    trial(2, "sertraline", 150, 14),
    trial(3, "venlafaxine", 225, 10, improvement_percent=35),
    {
        "id": "g1",
        "kind": "augmentation",
        "episode": "current",
        "drug": "lithium",
        "doses": [{"mg": 800, "weeks": 5}],
        "with": "t3",
        "stop_reason": "no_effect",
    },
    trial(4, "amitriptyline", 75, 8),
    trial(5, "mirtazapine", 30, 5, adherence_percent=None),
    trial(6, "duloxetine", 60, 3, improvement_percent=None, stop_reason="ongoing"),
)

FIFTEEN = tuple(
    trial(place, drug, mg)
    for place, (drug, mg) in enumerate(
        (
            *(("sertraline", 100), ("citalopram", 40), ("fluoxetine", 40), ("paroxetine", 40), ("fluvoxamine", 200)),
            *(("venlafaxine", 225), ("duloxetine", 60), ("mirtazapine", 30), ("bupropion", 300), ("vortioxetine", 20)),
            *(("agomelatine", 50), ("amitriptyline", 150), ("nortriptyline", 100), ("moclobemide", 600), ("trazodone", 400)),
        ),
        1,
    )
)
