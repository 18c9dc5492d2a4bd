"""Handouts and blank forms from the command line: real processes, real files, and no patient's name in any fault."""

import json
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from pypdf import PdfReader

from trd_desk.cli import main
from trd_desk.cli_documents import PRODUCTS
from trd_desk.content.session_models import Product

SESSIONS = [
    {"id": "s1", "product": "ketamine_iv", "on": "2026-02-20"},
    {"id": "s2", "product": "esketamine_in", "on": "2026-02-27"},
    {"id": "s3", "product": "ketamine_sc", "on": "2026-02-24"},
]
CASE = {
    "format": "trd-desk-case/1",
    "as_of": "2026-03-01",
    "patient": {"id": "N-1", "name": "Canary Nightingale", "birth_date": "1980-05-10"},
    "sessions": SESSIONS,
}
NUMBERS = ["--phone", "020 7946 0112", "--emergency", "999"]
VISIT = ["--appointment", "2026-03-24T10:00", *NUMBERS]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE), encoding="utf-8")
    return file


def text_of(file: Path) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(file.read_bytes())).pages).replace("\u00a0", " ").split()
    )


def test_the_routes_are_those_of_the_content() -> None:
    assert get_args(Product) == PRODUCTS


def test_a_handout_is_for_the_last_session_unless_a_route_is_named(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "handout.pdf"
    assert (
        main(
            [
                "document",
                "handout",
                str(case),
                "-o",
                str(out),
                *VISIT,
                "--clinic",
                "Mood Unit",
                "--clinician",
                "J. Marsh",
                "--by",
                "J. M.",
            ]
        )
        == 0
    )
    text = text_of(out)
    assert "Your esketamine nose spray" in text and "For Canary Nightingale, N-1. Nose spray, 24 March 2026." in text
    assert "Until 08:00 You can eat." in text and "Clinic 020 7946 0112" in text and "Emergency 999" in text
    assert "Mood Unit" in text and "Your nurse or doctor J. Marsh" in text and "by J. M." in text
    assert main(["document", "handout", str(case), "-o", str(out), *VISIT, "--product", "ketamine_im", "--paper", "letter"]) == 0
    assert "Your ketamine injection" in text_of(out)
    assert float(PdfReader(BytesIO(out.read_bytes())).pages[0].mediabox.width) == 612


def test_sessions_without_a_day_stand_on_the_day_of_the_case(tmp_path: Path) -> None:
    file, out = tmp_path / "case.json", tmp_path / "handout.pdf"
    sessions = [{"id": "s1", "product": "ketamine_oral"}, {"id": "s2", "product": "ketamine_iv", "on": "2026-02-20"}]
    file.write_text(json.dumps(CASE | {"sessions": sessions}), encoding="utf-8")
    assert main(["document", "handout", str(file), "-o", str(out), *VISIT]) == 0
    assert "Your ketamine tablets or liquid" in text_of(out)


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_blank_forms_need_no_case(product: str, paper: str, tmp_path: Path) -> None:
    out = tmp_path / "forms.pdf"
    arguments = [
        "document",
        "downtime",
        "--product",
        product,
        "-o",
        str(out),
        "--paper",
        paper,
        "--clinic",
        "Mood Unit",
        "--red-call",
        "2222",
    ]
    assert main(arguments) == 0
    text = text_of(out)
    assert "Downtime forms" in text and "Mood Unit" in text and "Red alarm: call 2222" in text and "as late entries" in text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (["--appointment", "2026-03-24"], "--appointment: '2026-03-24' is not a day with a time; write it as 2026-03-24T10:00"),
        (["--appointment", "tomorrow"], "'tomorrow' is not a day with a time"),
        (["--appointment", "2026-02-30T10:00"], "'2026-02-30T10:00' is not a day with a time"),
        (["--appointment", "2026-03-24T10:00+01:00"], "is not a day with a time"),
        (["--phone", "ask"], "--phone: 'ask' is not a telephone number"),
        (["--emergency", ""], "--emergency: '' is not a telephone number"),
        (["--product", "ketamine_in"], "--product: invalid choice"),
        (["--paper", "a5"], "--paper: invalid choice"),
    ],
)
def test_a_bad_argument_is_told_and_nothing_is_written(
    changed: list[str], sentence: str, case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "handout.pdf"
    assert main(["document", "handout", str(case), "-o", str(out), *VISIT, *changed]) == 2
    told = capsys.readouterr().err
    assert sentence in told and "--help" in told
    assert not out.exists()


@pytest.mark.parametrize("missing", ["--appointment", "--phone", "--emergency"])
def test_what_the_handout_needs_is_asked_for_by_name(
    missing: str, case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = list(VISIT)
    del given[given.index(missing) : given.index(missing) + 2]
    assert main(["document", "handout", str(case), "-o", str(tmp_path / "h.pdf"), *given]) == 2
    assert f"required: {missing}" in capsys.readouterr().err


def test_a_case_without_a_session_asks_for_the_route(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE | {"sessions": []}), encoding="utf-8")
    assert main(["document", "handout", str(file), "-o", str(tmp_path / "h.pdf"), *VISIT]) == 2
    told = capsys.readouterr().err
    assert f"{file}: sessions: holds none, so the route is not known; name it with --product" in told
    assert "Canary" not in told


def test_what_cannot_be_written_is_told(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = case.read_bytes()
    assert main(["document", "handout", str(case), "-o", str(case), *VISIT]) == 1
    assert "is the case file itself" in capsys.readouterr().err
    assert case.read_bytes() == before
    assert main(["document", "downtime", "--product", "ketamine_iv", "-o", str(tmp_path / "no" / "forms.pdf")]) == 1
    assert "folder does not exist" in capsys.readouterr().err
    file = tmp_path / "other.json"
    file.write_text(json.dumps(CASE | {"patient": {"id": "N-1", "name": "王 Wei"}}), encoding="utf-8")
    assert main(["document", "handout", str(file), "-o", str(tmp_path / "h.pdf"), *VISIT]) == 1
    told = capsys.readouterr().err
    assert "no sign for 王" in told and "Wei" not in told


def test_a_kind_is_asked_for_and_each_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["document"]) == 2
    assert "required: KIND" in capsys.readouterr().err
    for kind in ("assessment", "handout", "downtime"):
        assert main(["document", kind, "--help"]) == 0
        told = capsys.readouterr().out
        assert f"trd-desk document {kind}" in told and "exit status" in told
