"""What a person set for this computer: look, paper, names. Kept as a small JSON file in the data folder; never patient data."""

from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

PAPERS: Final = ("a4", "letter")
FILE: Final = "preferences.json"
_LONGEST: Final = 200
# The clinic's advice in a crisis is some lines of text.
LONGEST_ADVICE: Final = 1500


class Preferences(NamedTuple):
    """The settings of the page Settings; `name` is printed and written into the record as who entered an answer.

    `phone` is the clinic's number for patients, `emergency` the emergency number, `red_call` the internal number for a red alarm,
    `crisis` the clinic's own advice when a question about self-harm is answered with more than no.
    """

    theme: str = "light"
    text_percent: int = 100
    paper: Literal["a4", "letter"] = "a4"
    clinic: str = ""
    name: str = ""
    phone: str = ""
    emergency: str = ""
    red_call: str = ""
    crisis: str = ""
    approved_by: str = ""
    approved_on: str = ""
    approved_digest: str = ""

    @property
    def approval(self) -> tuple[str, str, str] | None:
        """Who approved the content for this clinic, the day as ISO text, and the digest of what was approved."""
        import datetime as dt

        try:
            dt.date.fromisoformat(self.approved_on)
        except ValueError:
            return None
        return (self.approved_by, self.approved_on, self.approved_digest) if self.approved_by else None

    def with_changes(self, **changes: Any) -> "Preferences":
        """The preferences with some of them changed."""
        return self._replace(**changes)

    @property
    def by(self) -> str:
        """Who answers: the name given in Settings, else the name of the computer's user."""
        if self.name.strip():
            return self.name.strip()
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return "unnamed"


def read(folder: Path) -> Preferences:
    """The preferences kept in a folder; a missing or damaged file, or a value of the wrong kind, counts as not set."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return Preferences()
    import json

    try:
        known = json.loads(text)
    except (ValueError, RecursionError):
        return Preferences()
    if not isinstance(known, dict):
        return Preferences()
    fitting: dict[str, Any] = {}
    for name, default in Preferences()._asdict().items():
        value = known.get(name)
        longest = LONGEST_ADVICE if name == "crisis" else _LONGEST
        if type(value) is type(default) and not (isinstance(value, str) and len(value) > longest):
            fitting[name] = value
    if fitting.get("paper") not in PAPERS:
        fitting.pop("paper", None)
    return Preferences(**fitting)


def write(folder: Path, preferences: Preferences) -> None:
    """Keeps the preferences; an OSError of the disk is for the caller to tell."""
    import json

    folder.mkdir(parents=True, exist_ok=True)
    part = folder / (FILE + ".part")
    part.write_text(json.dumps(preferences._asdict(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(folder / FILE)
