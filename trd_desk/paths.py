"""Where the program's own files and the clinic's files lie."""

from pathlib import Path


def resources() -> Path:
    """The folder of content, theme, fonts and icons: beside the package in a checkout, inside it when installed."""
    inside = Path(__file__).resolve().parent / "resources"
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "resources"


def data_folder() -> Path:
    """The platform's folder for this user's data; it is not made here."""
    from platformdirs import user_data_path

    return user_data_path("trd-desk", appauthor=False)
