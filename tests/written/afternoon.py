"""An afternoon with six sessions at once, written step by step: what the nurses enter, when, and what must come of it.

The times at which observations are due are worked out here by the words of decisions 28 and 62, and not by the program.
"""

import datetime as dt
import random
from typing import NamedTuple

from days import PASSING, PERSON, at, iso

from trd_desk.record.entries import Draft

MINUTE = dt.timedelta(minutes=1)
START, END = at("13:00"), at("16:30")


class Step(NamedTuple):
    """What is entered at one moment about one patient."""

    at: dt.datetime
    patient: int
    parts: tuple[tuple[str, str, object], ...]


class Chair(NamedTuple):
    """One session: product, planned dose, when it begins, and what must be due after it."""

    product: str
    plan: dict
    begins: str
    due: tuple[str, ...]


CHAIRS = (
    Chair("esketamine_in", {"dose_mg": 84}, "13:00", ("13:25", "13:40", "13:50", "14:10", "14:40", "15:10")),
    Chair("esketamine_in", {"dose_mg": 56}, "13:07", ("13:27", "13:42", "13:52", "14:12", "14:42", "15:12")),
    Chair(
        "ketamine_iv",
        {"mg_per_kg": 0.5, "dose_mg": 34, "bag_ml": 50},
        "13:10",
        ("13:20", "13:30", "13:40", "13:50", "14:05", "14:20", "14:50", "15:20", "15:50"),
    ),
    Chair("ketamine_sc", {"mg_per_kg": 0.5, "dose_mg": 34}, "13:05", ("13:15", "13:25", "13:35", "13:45", "14:05", "14:35", "15:05")),
    Chair("ketamine_im", {"mg_per_kg": 0.5, "dose_mg": 34}, "13:20", ("13:30", "13:40", "13:50", "14:00", "14:20", "14:50", "15:20")),
    Chair("ketamine_oral", {"mg_per_kg": 1.0, "dose_mg": 70}, "13:15", ("13:45", "14:15", "14:45", "15:15")),
)


def first_drafts(place, key):
    """The patient, the plan and the whole checklist of a chair, before the afternoon begins."""
    chair = CHAIRS[place]
    drafts = [Draft(key, "patient", "id", f"TRD-9{place}"), Draft(key, "patient", "name", f"Invented {place}")]
    drafts += [Draft(key, kind, name, value) for kind, name, value in PERSON]
    plan = {"product": chair.product, "indication": "trd", "on": "2026-03-17", "week": 6, "number": 9, "first": False, "planned": chair.plan}
    drafts.append(Draft(key, "session", f"s{place}", plan))
    drafts.append(Draft(key, "booking", f"s{place}", {"chair": str(place + 1), "time": chair.begins}))
    drafts += [Draft(key, "predose", f"s{place}/{name}", value) for name, value in PASSING.items()]
    drafts.append(Draft(key, "predose", f"s{place}/food_at", iso("09:00")))
    drafts.append(Draft(key, "predose", f"s{place}/fluid_at", iso("11:30")))
    drafts.append(Draft(key, "predose", f"s{place}/pressure/1", {"at": iso("12:50"), "sbp": 128, "dbp": 80}))
    return drafts


def steps(seed=1):
    """Everything that is entered, in the order of time: punctual, late and missed observations, amber and red signs, events."""
    dice = random.Random(seed)
    found = []
    for place, chair in enumerate(CHAIRS):
        begins = at(chair.begins)
        if chair.product == "esketamine_in":
            for number in range(round(chair.plan["dose_mg"] / 28)):
                moment = begins + 5 * number * MINUTE
                found.append(Step(moment, place, (("given", f"device/{number + 1}", {"at": moment.isoformat()}),)))
        else:
            found.append(Step(begins, place, (("given", "start", {"at": begins.isoformat()}),)))
            if chair.product == "ketamine_iv":
                ends = begins + 40 * MINUTE
                found.append(Step(ends, place, (("given", "end", {"at": ends.isoformat()}),)))
        for number, due in enumerate(chair.due):
            fate = dice.choices(("on time", "late", "missed"), (12, 2, 1))[0]
            if fate == "missed" and due != chair.due[-1]:
                continue
            moment = at(due) + (dice.randint(0, 4) if fate == "on time" else 6) * MINUTE + dt.timedelta(seconds=dice.randint(0, 59))
            signs = {"sbp": dice.randint(118, 150), "dbp": dice.randint(70, 88), "hr": dice.randint(60, 95), "spo2": dice.randint(95, 99)}
            signs |= {"rr": dice.randint(11, 19), "moaas": dice.choice((4, 5)), "dissociation": dice.randint(0, 2), "nausea": 0, "distress": 0}
            if (place, number) == (0, 2):
                signs |= {"sbp": 164, "dbp": 98}
            if (place, number) == (1, 1):
                signs |= {"spo2": 88}
            if (place, number) == (3, 3):
                signs |= {"sbp": 184, "dbp": 104}
            name = f"o{number}"
            value = {"at": moment.isoformat(), "recorded": moment.isoformat()}
            # The values come one after the other, each on disk when its field is left.
            for count in range(1, len(signs) + 1):
                grown = dict(list(signs.items())[:count])
                found.append(Step(moment + 2 * count * dt.timedelta(seconds=1), place, (("observation", name, value | grown),)))
    for clock, place, kind in (("13:33:20", 4, "vomiting"), ("13:37:05", 4, "vomiting"), ("13:58:41", 5, "chest_pain"), ("14:03:30", 2, "fall")):
        found.append(Step(at(clock), place, (("event", f"e{clock}", {"at": iso(clock), "recorded": iso(clock), "kind": kind}),)))
    return sorted(found, key=lambda step: (step.at, step.patient))


def drafts_of_step(step, keys):
    """A step as drafts of the patient in its chair."""
    return [Draft(keys[step.patient], kind, f"s{step.patient}/{name}", value) for kind, name, value in step.parts]
