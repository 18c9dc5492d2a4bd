"""The settings of the clinic in words, wherever a verdict rests on one."""

from collections.abc import Iterable

from trd_desk.content.library import Library
from trd_desk.content.models import Definition
from trd_desk.i18n import _
from trd_desk.view import plain, terms

_CODES = {**terms.MODALITIES, **terms.SEVERITIES, **terms.SCALES}


def setting_words(library: Library, name: str) -> str:
    """A setting with its value: "Adherence needed: 80 %"."""
    setting = library.setting(name)
    value = setting.value
    if isinstance(value, bool):
        said = _("yes") if value else _("no")
    elif isinstance(value, int | float):
        said = plain.measured(value, setting.unit) if setting.unit else plain.number(value)
    elif isinstance(value, str):
        said = value
    else:
        said = plain.listed([_word(item) for item in value])
    return _("{label}: {value}").format(label=setting.label, value=said)


def _word(item: str | float) -> str:
    if not isinstance(item, str):
        return plain.number(item)
    return _(_CODES[item]) if item in _CODES else item


def settings_of(definition: Definition) -> tuple[str, ...]:
    """The settings that a definition's verdict rests on."""
    names = ["adherence_percent", "relative_as_two"]
    rule = definition.trials
    if definition.psychotherapy_failed or (rule is not None and rule.or_psychotherapy):
        names += [
            "psychotherapy_modalities",
            "psychotherapy_sessions",
            "psychotherapy_sessions_short",
            "psychotherapy_weeks_short",
        ]
    if definition.augmentation_failed:
        names += ["augmentation_weeks", "augmentation_base_weeks"]
    if definition.ect_failed:
        names += ["ect_bilateral_sessions", "ect_unilateral_sessions"]
    if any(variant.count_augmentation for variant in definition.variants):
        names.append("delphi_augmentation_counts")
    if any(variant.count_ect for variant in definition.variants):
        names.append("delphi_ect_counts")
    return tuple(names)


def settings_words(library: Library, names: Iterable[str]) -> tuple[str, ...]:
    """Several settings, each with its value."""
    return tuple(setting_words(library, name) for name in names)
