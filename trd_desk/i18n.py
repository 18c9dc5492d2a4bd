"""Every text for a person passes through `_`, so that a language is a catalogue and not a rewrite."""

import gettext
from functools import lru_cache

from trd_desk.paths import resources


@lru_cache(maxsize=4)
def _catalogue(language: str | None) -> gettext.NullTranslations:
    folder = resources() / "i18n"
    if language is None or not folder.is_dir():
        return gettext.NullTranslations()
    return gettext.translation("trd_desk", folder, languages=[language], fallback=True)


def _(text: str) -> str:
    """The text in the language of the program."""
    return _catalogue(None).gettext(text)


def plural(one: str, many: str, count: int) -> str:
    """The form that fits the count; the caller fills in the number."""
    return _catalogue(None).ngettext(one, many, count)
