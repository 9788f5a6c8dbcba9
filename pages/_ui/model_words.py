"""What model families, curves and settings are called on screen."""

from typing import Any

from core.base.specs import PrepSpec, Settings, SplitSpec
from core.base.texts import Texts
from core.lab.catalog import families
from core.lab.catalog import task as known_task
from pages._ui.fields import FieldView, view
from pages._ui.formats import Formats


def family_name(name: str, t: Texts) -> str:
    """A family's name; one this version does not know keeps its code."""
    return t(f"train.family.{name}.label") if t.has(f"train.family.{name}.label") else name


def family_about(name: str, t: Texts) -> str:
    """What a family is, in one sentence."""
    return t(f"train.family.{name}.about")


def curve_name(curve: str, t: Texts) -> str:
    """A curve's name: its family, and which of several where it is not the first."""
    family, _, number = curve.partition(" ")
    return f"{family_name(family, t)} {number}".strip()


def changes(settings: type[Settings], value: dict[str, Any], t: Texts, f: Formats) -> list[str]:
    """What differs from the defaults, each as `label: value`; `value` may lack fields."""
    found = []
    for name, field in settings.model_fields.items():
        seen = view(name, field)
        if name in value and not same(value[name], seen.default):
            told = tell(settings, seen, value[name], (t, f))
            found.append(f"{t(f'{settings.texts}.{name}.label')}: {told}")
    return found


def same(a: Any, b: Any) -> bool:
    """Whether two values of a setting are the same; lists are like tuples, nothing like nothing."""
    if isinstance(a, list | tuple) or isinstance(b, list | tuple):
        return list(a or ()) == list(b or ())
    return a == b or (a in (None, "") and b in (None, ""))


def tell(settings: type[Settings], field: FieldView, value: Any, by: tuple[Texts, Formats]) -> str:
    """A setting's value in words."""
    t, f = by
    if value is None or value in ("", (), []):
        return t("app.form.none")
    if isinstance(value, bool):
        return t("app.word.on") if value else t("app.word.off")
    if isinstance(value, list | tuple):
        return ", ".join(tell(settings, field, item, by) for item in value)
    key = f"{settings.texts}.{field.name}.option.{value}"
    if field.options and t.has(key):
        return t(key)
    return f.number(value, 6) if isinstance(value, int | float) else str(value)


def all_settings(
    settings: type[Settings], value: dict[str, Any], t: Texts, f: Formats
) -> list[tuple[str, str]]:
    """Every field of a Settings class with its value in words."""
    return [
        (
            t(f"{settings.texts}.{name}.label"),
            tell(settings, view(name, field), value.get(name, view(name, field).default), (t, f)),
        )
        for name, field in settings.model_fields.items()
    ]


def classes(task: str, family: str) -> dict[str, type[Settings]]:
    """The Settings classes of a run by the section of its spec."""
    found: dict[str, type[Settings]] = {
        "question": known_task(task).question,
        "prep": PrepSpec,
        "split": SplitSpec,
    }
    known = {each.name: each for each in families(task)}
    if family in known:
        found["settings"] = known[family].settings
    return found
