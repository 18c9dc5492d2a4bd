"""The clinical texts that stand beside the checkout, read so that a locator and a number can be found in them."""

import os
import re
import unicodedata
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = Path(os.environ.get("TRD_DESK_CASES", ROOT.parent / "shared" / "cases"))
CLINICAL = CASES.parent / "clinical"
SEEDS = {"000": "wilkowska_2022", "001": "rosenhagen_2024", "002": "belge_2024", "003": "ali_viqar_2024"}
NOTES = ("definitions-and-staging.md", "pathways-and-sessions.md", "verified.md")
NEAR = 300  # a number of a result stands at most this many characters from its locator: two or three sentences

_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_CITATION = re.compile(r"\[\d+(?:[-,] ?\d+)*\]|\^\{[\d,-]+\}")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹]+")
# A number that stands by itself: not the 16 of QIDS-SR16, not the 107 of R-107.
_NUMBER = re.compile(r"(?<![A-Za-z\d.,_])(?<![A-Za-z]-)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![A-Za-z]*-?hydroxy)")


def plain(text: str) -> str:
    """A text with one kind of dash, of quotation mark and of space, so that a line break or a typeface does not hide a phrase."""
    text = unicodedata.normalize("NFKC", _SUPERSCRIPT.sub(" ", text))
    text = re.sub("[‐-―−]", "-", text)
    text = text.translate(str.maketrans("’‘“”", "''\"\""))
    return re.sub(r"\s+", " ", text).strip()


def numbers(text: str, *, words: bool = False) -> set[float]:
    """The numbers of a text without their signs; with `words` those up to twelve that are spelt out as well."""
    text = re.sub(r"(?<![\d.])\.(?=\d)", "0.", _CITATION.sub(" ", plain(text)))
    found = {float(whole.replace(",", "") + (rest or "")) for whole, rest in _NUMBER.findall(text)}
    if words:
        found |= {float(index) for index, word in enumerate(_WORDS) if re.search(rf"\b{word}\b", text, re.IGNORECASE)}
    return found


@cache
def papers() -> dict[str, str]:
    """The four source papers by their ids in sources/works."""
    return {
        SEEDS[file.name[:3]]: plain(file.read_text(encoding="utf-8"))
        for file in sorted((CLINICAL / "papers").glob("*.txt"))
        if file.name[:3] in SEEDS
    }


@cache
def notes() -> dict[str, str]:
    """The evidence notes (parts A, B and C) by file name, as written."""
    return {name: (CLINICAL / name).read_text(encoding="utf-8") for name in NOTES}


def section(text: str, start: str, end: str) -> str:
    """The part of a text from one heading to the next."""
    return text[text.index(start) : text.index(end, text.index(start))]


def rows(text: str) -> list[list[str]]:
    """The cells of every row of the tables in a text, without heads and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    heads = {index - 1 for index, line in enumerate(lines) if line.startswith("|---")}
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for index, line in enumerate(lines)
        if index not in heads and not line.startswith("|---")
    ]


def place_of(paper: str, locator: str) -> tuple[int, int] | None:
    """Where a locator stands in a paper, from and to; none if it does not stand there word for word."""
    text, phrase = papers()[paper], plain(locator)
    start = text.find(phrase)
    return None if start < 0 else (start, start + len(phrase))


def near(paper: str, locator: str, reach: int = NEAR) -> str:
    """The text of a paper around a locator."""
    place = place_of(paper, locator)
    assert place is not None, f"{paper}: {locator}"
    return papers()[paper][max(0, place[0] - reach) : place[1] + reach]
