"""A guideline drawn as a ladder: lines as rungs, those met filled, the patient's place, the next step, and ketamine's rung."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.content.models import Pathway, Step
from trd_desk.engine.verdict import PathwayResult, StepResult, Verdict
from trd_desk.i18n import _
from trd_desk.view import plain, terms
from trd_desk.view.metrics import Size, fits, fitted, text_width
from trd_desk.view.shapes import Child, Drawing, Line, Mark, Polygon, Rect, Shape, Text, side_by_side
from trd_desk.view.spoken import drug_name

RUNG_WIDTH: Final = 236.0
LEFT: Final = 60.0
LADDER_WIDTH: Final = LEFT + RUNG_WIDTH + 4
GAP: Final = 56.0
SCALE_LEFT: Final = 14.0
LINE_HEIGHT: Final = 44.0
TOP: Final = 46.0
RUNG: Final = 32.0
KETAMINE_RUNG: Final = 42.0
FOOT: Final = 34.0
NEXT_WIDTH: Final = 56.0


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """A rung: its line, the step it belongs to, its words and its state."""

    line: int
    step: str
    words: str
    verdict: Verdict
    is_next: bool


def step_words(step: Step, result: StepResult) -> str:
    """A step with what fills it: "SSRI: sertraline", "Augmentation: lithium?"."""
    names = [name for name in map(drug_name, result.filled_by) if name != step.label]
    if not names or result.verdict == "not_met":
        return f"{step.label}?" if result.verdict == "cannot_tell" else step.label
    return f"{step.label}: {', '.join(names)}" + ("?" if result.verdict == "cannot_tell" else "")


def rungs_of(pathway: Pathway, result: PathwayResult) -> tuple[PlacedStep, ...]:
    """The steps that are lines, from the lowest; a count of failures fills as many lines as there are below ketamine's."""
    steps: dict[str, Step] = {step.id: step for step in pathway.step}
    unmet = next((step.id for step in result.steps if step.verdict == "not_met"), None)
    has_next = result.result in ("not_yet", "count_reached")
    found: list[PlacedStep] = []
    for step in result.steps:
        content = steps[step.id]
        if content.rung is None:
            continue
        is_next = has_next and step.id == unmet
        if step.id == "two_failures" and pathway.failures is not None:
            found += _failure_rungs(pathway, content, step, is_next=is_next)
        else:
            found.append(PlacedStep(content.rung, step.id, step_words(content, step), step.verdict, is_next))
    return tuple(sorted(found, key=lambda rung: rung.line))


def _failure_rungs(pathway: Pathway, content: Step, step: StepResult, *, is_next: bool) -> list[PlacedStep]:
    needed = pathway.failures or 1
    names = [drug_name(name) for name in step.filled_by]
    first_line = content.rung or 1
    below = needed if pathway.rung is None else pathway.rung.line - first_line
    if below < needed:
        failed = _("Failed: {drugs}").format(drugs=", ".join(names[:needed]))
        words = {
            "met": failed,
            "not_met": _("{count} of {needed} failures").format(count=min(len(names), needed), needed=needed),
            "cannot_tell": f"{failed}?"
            if names
            else _("{count} failures?").format(count=plain.capital(plain.count_word(needed))),
        }[step.verdict]
        return [PlacedStep(first_line, step.id, words, step.verdict, is_next)]
    ordinals = (_("First"), _("Second"), _("Third"))
    rungs: list[PlacedStep] = []
    for place in range(needed):
        ordinal = ordinals[place]
        if step.verdict == "met" or (step.verdict == "not_met" and place < len(names)):
            rungs.append(
                PlacedStep(
                    first_line + place,
                    step.id,
                    f"{ordinal}: {names[place]}" if place < len(names) else ordinal,
                    "met",
                    is_next=False,
                )
            )
        elif step.verdict == "cannot_tell":
            words = f"{ordinal}: {names[place]}?" if place < len(names) else f"{ordinal}?"
            rungs.append(PlacedStep(first_line + place, step.id, words, "cannot_tell", is_next=False))
        else:
            marked = is_next and not any(rung.is_next for rung in rungs)
            rungs.append(
                PlacedStep(first_line + place, step.id, _("{ordinal} failure").format(ordinal=ordinal), "not_met", marked)
            )
    return rungs


def _middle(line: int, lines: int) -> float:
    return TOP + (lines - line) * LINE_HEIGHT


def _height(lines: int) -> float:
    return _middle(1, lines) + FOOT


def ladder_drawing(pathway: Pathway, result: PathwayResult, lines: int, stop: str = "") -> Drawing:
    """One ladder on a scale of so many lines, 300 wide: 60 for the flag of the patient's place, 236 for the rungs."""
    rungs = rungs_of(pathway, result)
    shapes: list[Shape] = []
    children: list[Child] = []
    top_line = max([rung.line for rung in rungs] + ([pathway.rung.line] if pathway.rung else []), default=1)
    foot = _height(lines) - 4
    shapes += [Line(x, _middle(top_line, lines), x, foot, "line_strong", 2) for x in (LEFT, LEFT + RUNG_WIDTH)]
    for rung in rungs:
        rung_shapes, child = _rung(pathway, rung, lines)
        shapes += rung_shapes
        children.append(child)
    if pathway.rung is not None:
        ketamine_shapes, child = _ketamine(pathway, result, lines, stop)
        shapes += ketamine_shapes
        children.append(child)
    shapes += _here(_place(pathway, result, rungs), lines)
    name = _("{pathway}: {result}").format(pathway=pathway.short, result=terms.result_word(result.result).word)
    return Drawing(LADDER_WIDTH, _height(lines), tuple(shapes), name, tuple(children))


_LOOKS: Final[dict[Verdict, tuple[str, str, float, tuple[float, ...]]]] = {
    "met": ("met_soft", "met", 1.5, ()),
    "not_met": ("bg_surface", "line", 1.0, ()),
    "cannot_tell": ("unknown_soft", "unknown", 1.5, (5, 3)),
}


def _rung(pathway: Pathway, rung: PlacedStep, lines: int) -> tuple[list[Shape], Child]:
    y = _middle(rung.line, lines) - RUNG / 2
    fill, stroke, width, dash = _LOOKS[rung.verdict]
    mark, word = terms.VERDICTS[rung.verdict]
    room = RUNG_WIDTH - 36 - 8 - (NEXT_WIDTH if rung.is_next else 0)
    size: Size = "body" if fits(rung.words, room) else "small"
    words = fitted(rung.words, room, size)
    shapes: list[Shape] = [
        Rect(LEFT, y, RUNG_WIDTH, RUNG, fill, stroke, width, dash),
        Mark(mark, LEFT + 12, y + 8, 16, ground=fill),
        Text(LEFT + 36, y + 21, words, size, max_width=room),
    ]
    if rung.is_next:
        x = LEFT + RUNG_WIDTH - NEXT_WIDTH
        shapes.append(Rect(x, y, NEXT_WIDTH, RUNG, "text"))
        shapes.append(
            Text(x + NEXT_WIDTH / 2, y + 21, _("Next"), "body", "bg_surface", bold=True, anchor="middle", max_width=NEXT_WIDTH)
        )
    step = next(item for item in pathway.step if item.id == rung.step)
    parts = [_("line {line}").format(line=rung.line), rung.words, _(word).lower()]
    if rung.is_next:
        parts.append(_("next step"))
    child = Child(
        LEFT, y, RUNG_WIDTH, RUNG, ", ".join(parts), "rung", step.next_step if rung.is_next else "", f"{pathway.id}:{rung.step}"
    )
    return shapes, child


def _ketamine(pathway: Pathway, result: PathwayResult, lines: int, stop: str) -> tuple[list[Shape], Child]:
    rung = pathway.rung
    if rung is None:
        message = "a ladder without a rung for ketamine"
        raise ValueError(message)
    x, width = LEFT - 4, RUNG_WIDTH + 8
    y = _middle(rung.line, lines) - KETAMINE_RUNG / 2
    reached = result.result == "criteria_met"
    label, detail, ink = rung.label, rung.detail, "on_accent" if reached else "text"
    left = x + 14
    shapes: list[Shape]
    if reached:
        shapes = [Rect(x, y, width, KETAMINE_RUNG, "accent")]
    elif result.result == "stop":
        # A condition that does not fit is told above the ladders, whole, and not here by half.
        detail = stop if stop and fits(stop, width - 48, "small") else _("Stop: see above")
        shapes = [Rect(x, y, width, KETAMINE_RUNG, "bg_surface", "text", 2), Mark("stop", x + 12, y + 11, 20)]
        left = x + 40
    elif result.result == "cannot_say":
        shapes = [Rect(x, y, width, KETAMINE_RUNG, "unknown_soft", "unknown", 2, (6, 4)), Mark("cannot_tell", x + 12, y + 11, 20)]
        left = x + 40
    else:
        if result.result == "count_reached":
            detail = _("5 of 6, the clinician judges")
        shapes = [Rect(x, y, width, KETAMINE_RUNG, "bg_surface", "accent", 2, (6, 4))]
    room = x + width - left - 8
    shapes.append(Text(left, y + 18, fitted(label, room, bold=True), "body", ink, bold=True, max_width=room))
    shapes.append(Text(left, y + 35, fitted(detail, room, "small"), "small", ink, max_width=room))
    name = _("{label}, {detail}, {result}").format(
        label=label, detail=detail, result=terms.result_word(result.result).word.lower()
    )
    return shapes, Child(x, y, width, KETAMINE_RUNG, name, "rung", detail, f"{pathway.id}:result")


def _place(pathway: Pathway, result: PathwayResult, rungs: Sequence[PlacedStep]) -> int:
    """The line that the patient has reached from below without a gap; ketamine's when the criteria are met; 0 for none."""
    if result.result == "criteria_met" and pathway.rung is not None:
        return pathway.rung.line
    place = 0
    for rung in rungs:
        if rung.verdict != "met":
            break
        place = rung.line
    return place


def _here(line: int, lines: int) -> list[Shape]:
    """The flag of the patient's place, left of its line; below the lowest where no line is reached."""
    word = _("Here")
    width = text_width(word, "small", bold=True) + 8
    x = LEFT - 5 - width - 8
    y = _middle(line, lines) if line else _height(lines) - 12
    return [
        Polygon(((x, y - 11), (x + width, y - 11), (x + width + 8, y), (x + width, y + 11), (x, y + 11)), fill="text"),
        Text(x + width / 2, y + 4.5, word, "small", "bg_surface", bold=True, anchor="middle", max_width=width),
    ]


def ladders_drawing(ladders: Sequence[tuple[str, Drawing]], lines: int) -> Drawing:
    """The ladders side by side on one scale of lines, 898 wide for three."""
    width = SCALE_LEFT + len(ladders) * (RUNG_WIDTH + GAP) + 8
    scale: list[Shape] = [Text(0, 17, _("Line"), "small", "text_2")]
    for line in range(1, lines + 1):
        y = _middle(line, lines)
        scale.append(Line(20, y, width - 4, y, "divider", 1))
        scale.append(Text(0, y + 5, plain.number(line), "body", "text_2"))
    background = Drawing(width, _height(lines), tuple(scale))
    placed = [(drawing, SCALE_LEFT + place * (RUNG_WIDTH + GAP), 0.0) for place, (_name, drawing) in enumerate(ladders)]
    name = "; ".join(drawing.name for _name, drawing in ladders)
    return side_by_side([(background, 0.0, 0.0), *placed], width, _height(lines), name)
