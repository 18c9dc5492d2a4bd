"""The chart of vital signs: where things stand, what is hollow, that its scale never changes, and that paper gets the same list."""

import datetime as dt
import io

import pytest
from days import Day, at, brennan_day, checked_day, iso
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from trd_desk.documents.drawing import paint
from trd_desk.documents.fonts import register_fonts
from trd_desk.view.chart_axis import chart_axis, now_x
from trd_desk.view.chart_lanes import lanes_of
from trd_desk.view.metrics import text_width
from trd_desk.view.session_chart import HEIGHT, LEAST_HEIGHT, moving_shapes, view_session_chart
from trd_desk.view.shapes import Circle, Line, Mark, Polygon, Rect

WIDTH = 930


@pytest.fixture
def brennan():
    day = brennan_day()
    for name, value in {"heart_rate": 76, "spo2": 98, "respiratory_rate": 14}.items():
        day.part("predose", name, value)
    day.observe("11:14", sbp=164, dbp=98, hr=88, spo2=95, moaas=4)
    return day


def chart(library, day, clock, **how):
    return view_session_chart(library, day.live(library, clock), width=WIDTH, **how)


def words(drawing):
    return [text.text for text in drawing.texts()]


def test_every_limit_of_the_content_is_written_at_the_right(library, brennan):
    drawing = chart(library, brennan, "11:16")
    right = [text.text for text in drawing.texts() if text.x > WIDTH - 76]
    rules = library.monitoring
    assert right == [
        f"{rules.blood_pressure.red[0]} red",
        f"{rules.blood_pressure.amber[0]} amber",
        f"dia. {rules.blood_pressure.red[1]} red",
        f"dia. {rules.blood_pressure.amber[1]}",
        f"{rules.heart_rate.red_from} red",
        f"{rules.heart_rate.amber_from} amber",
        f"{rules.heart_rate.amber_below - 1} amber",
        "93 amber",
        "89 red",
    ]
    assert all(text.x + 76 > WIDTH and text.fits() for text in drawing.texts() if text.x > WIDTH - 76)


def test_amber_and_red_bands_are_hatched_in_two_directions(library, brennan):
    bands = [shape for shape in chart(library, brennan, "11:16").shapes if isinstance(shape, Rect) and shape.hatch]
    assert {(band.hatch, band.hatch_colour, band.fill) for band in bands} == {
        ("rising", "hatch_amber", "amber_band"),
        ("falling", "hatch_red", "red_band"),
    }


def test_a_changed_tier_moves_its_band_and_its_words(library, brennan):
    tiers = library.monitoring.blood_pressure.model_copy(update={"amber": (150, 95)})
    changed = library.monitoring.model_copy(update={"blood_pressure": tiers})
    import dataclasses

    other = dataclasses.replace(library, monitoring=changed)
    assert "150 amber" in words(view_session_chart(other, brennan.live(other, "11:16"), width=WIDTH))


def test_the_scale_and_the_axis_never_change_during_a_session(library):
    day = brennan_day()
    first = day.live(library, "10:31")
    places = [chart_axis(first, WIDTH).x(at(clock)) for clock in ("10:30", "11:00", "12:30")]
    lanes = lanes_of(library, HEIGHT)
    day.observe("11:10", sbp=230, dbp=140, hr=190, spo2=70)
    for clock in ("11:11", "12:00", "12:29"):
        live = day.live(library, clock)
        assert [chart_axis(live, WIDTH).x(at(one)) for one in ("10:30", "11:00", "12:30")] == places
        assert lanes_of(library, HEIGHT) == lanes
    later = day.live(library, "13:02")
    assert chart_axis(later, WIDTH).x(at("13:02")) <= chart_axis(later, WIDTH).right


def test_a_minute_is_as_wide_everywhere_after_the_dose_and_the_readings_before_stand_left_of_it(library, brennan):
    axis = chart_axis(brennan.live(library, "11:16"), WIDTH)
    steps = [axis.x(at("11:00")) - axis.x(at("10:30")), axis.x(at("12:30")) - axis.x(at("12:00"))]
    assert steps[0] == pytest.approx(steps[1])
    assert axis.left < axis.x(at("09:48")) < axis.x(at("09:58")) < axis.zone < axis.x(at("10:20")) < axis.x(at("10:30"))


def test_a_value_outside_the_scale_stands_at_the_edge_with_its_number(library):
    day = brennan_day()
    day.observe("11:10", sbp=230, dbp=140, hr=190, spo2=70)
    drawing = chart(library, day, "11:11")
    assert {"230", "190", "70"} <= set(words(drawing))
    lanes = lanes_of(library, HEIGHT)
    for shape in drawing.shapes:
        if isinstance(shape, Polygon) and not shape.closed:
            assert all(0 <= y <= HEIGHT for _x, y in shape.points)
    assert lanes[0].y(230) == lanes[0].top


def test_what_was_entered_or_measured_late_is_hollow(library):
    day = brennan_day()
    day.observe("11:10", recorded="11:31", sbp=150, dbp=88, hr=80, spo2=97)
    drawing = chart(library, day, "11:32")
    x = chart_axis(day.live(library, "11:32"), WIDTH).x(at("11:10"))
    dot = next(shape for shape in drawing.shapes if isinstance(shape, Circle) and shape.x == x and shape.radius == 4)
    box = next(shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.x == x - 4 and shape.width == 8)
    assert dot.fill == box.fill == "bg_surface"
    assert any(isinstance(shape, Polygon) and shape.closed and (x, lanes_of(library, HEIGHT)[0].y(150)) in shape.points for shape in drawing.shapes)
    late = next(child for child in drawing.children if child.name.startswith("11:10:"))
    assert "Entered 21 min later." in late.description
    prompt = brennan_day()
    prompt.observe("11:10", sbp=150, dbp=88, hr=80, spo2=97)
    filled = next(s for s in chart(library, prompt, "11:12").shapes if isinstance(s, Circle) and s.radius == 4 and s.x == x)
    assert filled.fill == "text"


def test_a_screen_reader_hears_each_reading_each_point_and_each_event(library, brennan):
    brennan.part("event", "e1", {"at": iso("11:02"), "kind": "vomiting", "note": "a little"})
    drawing = chart(library, brennan, "11:16")
    names = [child.name for child in drawing.children]
    assert "09:58, before the dose: pressure 144/86, pulse 76, oxygen 98\u00a0%" in names
    assert "11:14: pressure 164/98, pulse 88, oxygen 95\u00a0%, MOAA/S 4" in names
    assert "11:02, Vomiting" in names
    assert "11:10, 40 min after the dose, done" in names
    assert "11:30, 60 min after the dose, ahead" in names
    amber = next(child for child in drawing.children if child.name.startswith("11:14"))
    assert "Amber: pressure 164/98, systolic 160 or more." in amber.description
    assert drawing.name.endswith("The last, at 11:14: pressure 164/98, pulse 88, oxygen 95\u00a0%, MOAA/S 4.")


def test_now_moves_alone(library, brennan):
    live = brennan.live(library, "11:16:40")
    still = view_session_chart(library, live, width=WIDTH, show_now=False)
    whole = view_session_chart(library, live, width=WIDTH)
    moving = moving_shapes(live, live.now, WIDTH)
    assert whole.shapes == still.shapes + moving
    line = next(shape for shape in moving if isinstance(shape, Line) and shape.stroke == "accent")
    assert line.x1 == line.x2 == now_x(live, live.now, WIDTH)
    later = live.now + dt.timedelta(seconds=12)
    assert now_x(live, later, WIDTH) > line.x1
    fill = next(shape for shape in moving_shapes(live, later, WIDTH) if isinstance(shape, Rect))
    assert fill.x + fill.width == pytest.approx(now_x(live, later, WIDTH))


def test_an_ended_session_has_no_line_of_now(library, brennan):
    brennan.part("session_end", "", {"state": "left", "at": iso("12:40")})
    live = brennan.live(library, "15:00")
    assert moving_shapes(live, live.now, WIDTH) == ()
    assert view_session_chart(library, live, width=WIDTH).shapes == view_session_chart(library, live, width=WIDTH, show_now=False).shapes


def test_alarms_without_a_lane_are_marked_with_their_words(library):
    day = brennan_day()
    day.observe("11:10", sbp=140, dbp=80, rr=6, moaas=2, distress=2)
    assert {"breathing 6 a minute", "MOAA/S 2", "distress 2 of 3"} <= set(words(chart(library, day, "11:11")))


@pytest.mark.parametrize("clocks", [("10:46", "10:50", "10:54"), ("12:24", "12:27", "12:29")])
def test_alarms_without_a_lane_stand_beside_one_another_where_they_come_close(library, clocks):
    day = brennan_day()
    for clock in clocks:
        day.observe(clock, sbp=130, dbp=80, rr=9, moaas=3)
    drawing = chart(library, day, "12:30", times=True)
    said = [text for text in drawing.texts() if text.text in {"breathing 9 a minute", "MOAA/S 3"}]
    assert len(said) == 2 * len(clocks)
    boxes = [(text.x - 22, text.x + text_width(text.text, "small"), text.y) for text in said]
    for place, (left, right, y) in enumerate(boxes):
        assert right <= WIDTH - 76
        for other_left, other_right, other_y in boxes[place + 1 :]:
            assert y != other_y or right <= other_left or other_right <= left
    assert drawing == chart(library, day, "12:30", times=True)


def test_events_close_together_do_not_lie_over_one_another(library):
    day = brennan_day()
    for place, (clock, kind) in enumerate((("11:00", "chest_pain"), ("11:02", "breathlessness"), ("11:03", "confusion"), ("12:29", "severe_headache"))):
        day.part("event", f"e{place}", {"at": iso(clock), "kind": kind})
    names = {"Chest pain", "Breathless", "Confusion", "Bad headache"}
    texts = [text for text in chart(library, day, "12:31").texts() if text.text in names]
    assert {text.text for text in texts} == names
    assert len({text.y for text in texts[:3]}) == 3
    assert next(text for text in texts if text.text == "Bad headache").anchor == "end"


@pytest.mark.parametrize(("product", "dose"), [("ketamine_iv", 0.5), ("ketamine_im", 0.5), ("ketamine_sc", 0.5), ("ketamine_oral", 1), ("esketamine_oral", 1)])
def test_every_route_is_drawn_from_its_first_moment_to_its_end(library, product, dose):
    day = checked_day(product, dose, first=True)
    assert view_session_chart(library, day.live(library, "10:10"), width=WIDTH).shapes
    day.part("given", "start", {"at": iso("10:20")})
    during = day.live(library, "10:25")
    before = chart_axis(during, WIDTH)
    if product == "ketamine_iv":
        assert "infusion" in words(view_session_chart(library, during, width=WIDTH))
        day.part("given", "end", {"at": iso("11:00")})
        assert chart_axis(day.live(library, "11:01"), WIDTH).x(at("11:00")) == pytest.approx(before.x(at("11:00")))
    said = words(chart(library, day, "11:05"))
    assert ("end of infusion 11:00" in said) == (product == "ketamine_iv")
    assert ("dose 10:20" in said) == (product != "ketamine_iv")
    if "oral" in product:
        assert "earliest 13:20" in said
        assert before.end > at("13:20")


def test_a_session_of_a_case_file_is_drawn_too(library):
    day = Day(facts=(), observations=[{"at": "10:45", "sbp": 150, "dbp": 90, "hr": 70}], given={"devices": ["10:20", "10:30"], "dose_mg": 56},
              predose={"blood_pressure": [[140, 85]]}, events=[{"at": "10:50", "kind": "fall"}])  # fmt: skip
    drawing = view_session_chart(library, day.live(library, "10:55"), width=WIDTH)
    assert "last device 10:30" in words(drawing)
    assert any(child.name == "10:45: pressure 150/90, pulse 70" for child in drawing.children)
    assert any(child.name == "10:50, Fall" for child in drawing.children)


def test_the_height_goes_to_the_pressure_and_everything_stays_inside(library, brennan):
    for high in (LEAST_HEIGHT, HEIGHT, 420):
        drawing = chart(library, brennan, "11:16", height=high)
        assert drawing.height == high
        assert all(text.y <= high for text in drawing.texts())
        assert all(child.y + child.height <= high for child in drawing.children)
    assert chart(library, brennan, "11:16", height=50).height == LEAST_HEIGHT


def test_paper_draws_the_same_list_with_times_below(library, brennan):
    register_fonts()
    drawing = chart(library, brennan, "11:16", show_now=False, times=True)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(700, 300))
    paint(canvas, drawing, 10, 290, 0.7)
    canvas.save()
    text = PdfReader(io.BytesIO(out.getvalue())).pages[0].extract_text()
    for said in ("160 amber", "last device 10:30", "two hours 12:30", "11:30", "12:00"):
        assert said in text


def test_no_mark_lacks_its_word(library, brennan):
    drawing = chart(library, brennan, "11:16")
    said = [child for child in drawing.children if " min after the dose, " in child.name]
    marks = [shape for shape in drawing.shapes if isinstance(shape, Mark)]
    assert marks
    assert len(said) == 6


def test_while_devices_are_still_to_come_the_axis_stays_and_the_words_say_so(library):
    day = checked_day(dose=84)
    day.devices("10:20")
    first = day.live(library, "10:22")
    place = chart_axis(first, WIDTH).x(at("11:00"))
    assert "device 10:20" in words(view_session_chart(library, first, width=WIDTH))
    assert "two hours 12:20, if no further device" in words(view_session_chart(library, first, width=WIDTH))
    day.part("given", "device/2", {"at": iso("10:25")})
    day.part("given", "device/3", {"at": iso("10:30")})
    last = day.live(library, "10:31")
    assert chart_axis(last, WIDTH).x(at("11:00")) == pytest.approx(place)
    assert {"last device 10:30", "two hours 12:30"} <= set(words(view_session_chart(library, last, width=WIDTH)))
