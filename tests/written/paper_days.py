"""Treatment days for the tests of papers: one with everything that can happen, and one of which almost nothing is known."""

from days import ON, Day, at, checked_day, iso

from trd_desk.content.load import load_library
from trd_desk.interchange.papers import KINDS, Choice, Known, Lines, Printing
from trd_desk.record.entries import CLINIC, Entry, new_id

SITE = "Example Clinic for Mood Disorders, 1 Sample Street, Anytown"
HEAD = "7f3a91c2e04d77aa"


def full_day(*, until="signed"):
    """Override, second check, waste with a witness, late entry, correction, red alarm, early departure, addendum.

    `until` is how far it goes: given, watched, departed, signed.
    """
    day = checked_day()
    day.add("patient", "name", "Aoife Brennan")
    day.add("session", "s1", {"product": "esketamine_in", "indication": "trd", "on": ON, "planned": {"dose_mg": 84}, "first": False,
                              "week": 6, "number": 9})  # fmt: skip
    day.add("medications_reviewed", "", value=True)
    day.add("medication", "m1", {"drug": "lorazepam", "daily_mg": 1})
    day.add("medication", "m2", {"drug": "sertraline", "daily_mg": 150})
    day.add("episode", "setting", "outpatient")
    day.part("booking", "", {"time": "10:00", "chair": "Chair 2"})
    day.part("predose", "pressure/1", {"at": iso("09:48"), "sbp": 146, "dbp": 88}, when=at("09:48"))
    day.part("predose", "pressure/2", {"at": iso("09:58"), "sbp": 144, "dbp": 86}, when=at("09:59"))
    day.part("override", "blood_pressure", {"by": "Dr K. Osei", "role": "prescriber", "reason": "Usual for her; tablet taken at 7.",
                                            "at": iso("10:08")}, when=at("10:08"), by="Dr K. Osei")  # fmt: skip
    day.part("second_check", "", {"by": "A. Lindgren", "role": "nurse", "at": iso("10:15"), "product": "esketamine_in", "dose_mg": 84,
                                  "devices": 3, "agrees": True}, when=at("10:15"), by="A. Lindgren")  # fmt: skip
    for number, clock in enumerate(("10:20", "10:25", "10:30"), 1):
        day.part("given", f"device/{number}", {"at": iso(clock), "batch": "22AG417", "expires": "2027-08-31"}, when=at(clock))
    day.part("given", "amount", 84, when=at("10:30"))
    if until == "given":
        return day
    for clock, entered, signs in (
        ("10:45", "10:45", {"sbp": 152, "dbp": 90, "hr": 82, "spo2": 97, "rr": 14, "moaas": 5, "dissociation": 1, "nausea": 0}),
        ("11:00", "11:00", {"sbp": 164, "dbp": 98, "hr": 88, "spo2": 96, "rr": 14, "moaas": 4, "dissociation": 2, "nausea": 1}),
        ("11:06", "11:20", {"sbp": 158, "dbp": 96, "hr": 86, "spo2": 92, "rr": 15, "moaas": 4, "dissociation": 2}),
        ("11:10", "11:10", {"sbp": 150, "dbp": 90, "hr": 84, "spo2": 95, "rr": 15, "moaas": 4, "dissociation": 2, "nausea": 1}),
        ("11:30", "11:30", {"sbp": 146, "dbp": 88, "hr": 80, "spo2": 97, "rr": 14, "moaas": 5, "dissociation": 1}),
        ("12:01", "12:01", {"sbp": 140, "dbp": 84, "hr": 78, "spo2": 98, "rr": 14, "moaas": 5, "dissociation": 0}),
    ):
        day.seen += 1
        day.part("observation", f"o{day.seen}", {"at": iso(clock), "recorded": iso(entered), **signs}, when=at(entered))
    day.part("observation", "o5", {"at": iso("11:30"), "recorded": iso("11:30"), "sbp": 144, "dbp": 88, "hr": 80, "spo2": 97, "rr": 14,
                                   "moaas": 5, "dissociation": 1}, reason="misread the monitor", when=at("11:50"))  # fmt: skip
    day.part("event", "e1", {"at": iso("11:02"), "recorded": iso("11:02"), "kind": "chest_pain",
                             "note": "pressure behind the breastbone, gone after five minutes", "done": "ECG without change",
                             "outcome": "resolved", "report": "due"}, when=at("11:02"))  # fmt: skip
    for alarm in day.live(load_library(), "12:05").alarms:
        day.part("alarm", alarm.name, {"at": iso("11:05"), "done": "prescriber_here"}, when=at("11:05"))
    if until == "watched":
        return day
    for name, value in (("escort_present", True), ("orientated", True), ("walks_unaided", False)):
        day.part("leaving", name, value, when=at("12:10"))
    day.part("departure", "", {"at": iso("12:12"), "by": "Dr K. Osei", "role": "prescriber", "reason": "Has to fetch a child from school.",
                               "capacity": True, "risk_explained": True, "escort_present": True, "witness": "A. Lindgren",
                               "refused_signature": False}, when=at("12:12"), by="Dr K. Osei")  # fmt: skip
    day.part("session_end", "", {"state": "departed", "at": iso("12:12"), "reason": "Against advice"}, when=at("12:12"))
    if until == "departed":
        return day
    day.part("signature", "", {"by": "Dr K. Osei", "role": "prescriber", "at": iso("12:20")}, when=at("12:20"), by="Dr K. Osei")
    day.part("addendum", "a1", {"text": "Phoned at 15:00: well, at home with a sister.", "by": "J. Marsh", "role": "nurse",
                                "at": iso("15:05")}, when=at("15:05"))  # fmt: skip
    return day


def bare_day():
    """A planned infusion of which nothing else was recorded."""
    return Day("ketamine_iv", 0.5, number="TRD-2")


def register_of(day):
    """The register's lines of the full day: three devices given, one broken and wasted before a witness, and a line of another patient."""
    said = {"product": "esketamine_in", "form": "device 28 mg", "unit": "devices", "batch": "22AG417", "expires": "2027-08-31", "by": "J. Marsh",
            "role": "nurse"}  # fmt: skip
    key = day.patient().key
    lines = [{**said, "at": iso("08:00"), "movement": "received", "amount": 12}]
    lines += [{**said, "at": iso(clock), "movement": "given", "amount": 1, "patient": key, "session": "s1"} for clock in ("10:20", "10:25", "10:30")]
    lines += [{**said, "at": iso("10:31"), "movement": "wasted", "amount": 1, "patient": key, "session": "s1", "witness": "A. Lindgren",
               "witness_role": "nurse", "note": "fell and broke"}]  # fmt: skip
    lines += [{**said, "at": iso("10:40"), "movement": "given", "amount": 1, "patient": "another", "session": "s1", "batch": "CANARY-BATCH"}]
    return tuple(
        Entry(number, new_id(), CLINIC, "register", f"r{number}", line, "2026-03-17T09:00:00.000Z", 60, "J. Marsh", "2026.11")
        for number, line in enumerate(lines, 1)
    )


def known(day, clock="15:30", clinic=()):
    """What a document of the day is made from at a moment."""
    return Known(load_library(), day.patient(), at(clock), at(clock).date(), tuple(day.entries), tuple(clinic))


def printing(**changes):
    """How it is printed."""
    said = {"size": "a4", "by": "J. Marsh", "at": at("15:31"), "practice": True, "lines": Lines(clinic=SITE), "head": HEAD}
    return Printing(**{**said, **changes})


def make(kind, day, clock="15:30", *, clinic=(), session="s1", **changes):
    """The PDF of a kind."""
    what = KINDS[kind]
    from_ = known(day, clock, clinic)
    return what.make(from_, what.checked(from_, Choice(session)), printing(**changes))


class Read:
    """A PDF read back: the text of its pages, blanks and line ends alike."""

    def __init__(self, content):
        from io import BytesIO

        from pypdf import PdfReader

        self.content = content
        self.reader = PdfReader(BytesIO(content))
        self.pages = [plain(page.extract_text()) for page in self.reader.pages]
        self.text = " ".join(self.pages)

    def body(self, head):
        """The text without the heads and feet of the pages, so that what runs over a page is whole; `head` is the view's own head."""
        parts = []
        for number, page in enumerate(self.pages, 1):
            begins = page.index(plain(head.as_of)) + len(plain(head.as_of))
            foot = plain(head.signature[0]) if number == 1 and head.signature[0] else "Shows what guidelines"
            parts.append(page[begins : page.index(foot, begins)])
        return " ".join(" ".join(parts).split())

    def fonts(self):
        """Every font by its name."""
        found = {}
        for page in self.reader.pages:
            for each in page["/Resources"]["/Font"].values():
                font = each.get_object()
                found[font["/BaseFont"]] = font
        return found

    def tags(self):
        """Every element of the structure tree in order, as (role, alternative text)."""

        def walk(node):
            node = node.get_object()
            if not hasattr(node, "get"):
                return
            if "/S" in node:
                yield str(node["/S"]), str(node.get("/Alt", ""))
            children = node.get("/K", [])
            children = children if isinstance(children, list) else [children]
            for child in children:
                if hasattr(child, "get_object") and not isinstance(child.get_object(), int):
                    yield from walk(child)

        return list(walk(self.reader.trailer["/Root"]["/StructTreeRoot"]))


def plain(text):
    """A text as it is compared: one kind of blank, no end of line."""
    # What follows a bold word is a piece of its own in the file, so that a comma may stand apart.
    tidy = " ".join(text.replace("\u00a0", " ").split())
    for sign in ",.:":
        tidy = tidy.replace(f" {sign}", sign)
    return tidy
