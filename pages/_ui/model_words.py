"""What models, families, curves and settings are called on screen."""

from typing import Any

from core.base.runs import Run
from core.base.specs import PrepSpec, RunSpec, Settings, SplitSpec
from core.base.texts import Texts
from core.lab.catalog import BEST, families
from core.lab.catalog import task as known_task
from pages._ui.fields import FieldView, view
from pages._ui.formats import Formats

BLEND = "blend"
PREPARED = frozenset({"classify"})
"""Tasks whose rows are prepared and divided as their runs say; others do so by their question."""


def family_name(name: str, t: Texts) -> str:
    """A family's name; one this version does not know keeps its code."""
    return t(f"train.family.{name}.label") if t.has(f"train.family.{name}.label") else name


def model_name(run: Run, t: Texts, f: Formats) -> str:
    """What the run's model is: of a finished `best`, what it chose; one name on every page."""
    if run.resolved is None:
        return family_name(run.spec.family, t)
    what = answer_name(run.resolved, t, f)
    return t("run.model.best", what=what) if run.spec.family == BEST else what


def answer_name(resolved: RunSpec, t: Texts, f: Formats) -> str:
    """A resolved model: its family, over how many folds it is averaged, or what it blends."""
    if resolved.family == BLEND and not folds(resolved):
        parts = (family_name(str(one["family"]), t) for one in resolved.settings["members"])
        return t("run.model.blend", names=f.series(parts))
    if not folds(resolved):
        return family_name(resolved.family, t)
    shares: dict[str, float] = {}
    for member in resolved.settings["members"]:
        family = str(member["family"])
        shares[family] = shares.get(family, 0.0) + float(member["weight"])
    if len(shares) > 1:
        ranked = sorted(shares.items(), key=lambda share: -share[1])
        told = [f"{family_name(name, t)} {f.percent(share, 0)}" for name, share in ranked]
        return t("run.model.blend", names=f.series(told))
    (name,) = shares
    facts = {"family": family_name(name, t), "folds": folds(resolved)}
    return t("run.model.averaged", **facts) if folds(resolved) > 1 else facts["family"]


def folds(resolved: RunSpec | None) -> int:
    """Over how many folds a resolved model is averaged; 0 for one that is no blend."""
    return int(resolved.settings.get("folds", 0)) if resolved and resolved.family == BLEND else 0


def family_about(name: str, task: str, t: Texts) -> str:
    """What a family is, in one sentence; in one of its own for a task where it needs one."""
    own = f"train.family.{name}.about_{task}"
    return t(own if t.has(own) else f"train.family.{name}.about")


def curve_name(curve: str, t: Texts) -> str:
    """A curve's name: its family, and which of several where it is not the first; of a forecast
    whether it is of the totals."""
    family, _, number = curve.partition(" ")
    if number == "totals":
        return t("totals.curve", name=family_name(family, t))
    return f"{family_name(family, t)} {number}".strip()


def by_word(name: str, t: Texts) -> str:
    """What the series of a forecast are of: a role in words, or a column by its name."""
    return t(f"datasets.role.{name}") if t.has(f"datasets.role.{name}") else name


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
    if field.name == "table" and t.has(f"datasets.kind.{value}"):
        return t(f"datasets.kind.{value}")
    if field.name == "by":
        return f.series(by_word(str(item), t) for item in value)
    if isinstance(value, list | tuple):
        return ", ".join(tell(settings, field, item, by) for item in value)
    key = f"{settings.texts}.{field.name}.option.{value}"
    if field.options and t.has(key):
        return t(key)
    return f.number(value, 6) if isinstance(value, int | float) else str(value)


def all_settings(
    settings: type[Settings], value: dict[str, Any], t: Texts, f: Formats
) -> list[tuple[str, str]]:
    """Every field of a Settings class, as it is called, with its value in words."""
    return [
        (t(f"{settings.texts}.{name}.label"), told) for name, told in values(settings, value, t, f)
    ]


def values(
    settings: type[Settings], value: dict[str, Any], t: Texts, f: Formats
) -> list[tuple[str, str]]:
    """Every field of a Settings class by its code, with its value in words."""
    found = []
    for name, field in settings.model_fields.items():
        seen = view(name, field)
        found.append((name, tell(settings, seen, value.get(name, seen.default), (t, f))))
    return found


def classes(task: str, family: str) -> dict[str, type[Settings]]:
    """The Settings classes of a run by the section of its spec."""
    found: dict[str, type[Settings]] = {"question": known_task(task).question}
    if task in PREPARED:
        found |= {"prep": PrepSpec, "split": SplitSpec}
    known = {each.name: each for each in families(task)}
    if family in known:
        found["settings"] = known[family].settings
    return found
