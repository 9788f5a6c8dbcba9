"""What there is to choose from, found by scanning: tasks in rooms, families in their folders.

Scanning imports settings and descriptors only, never a training library.
"""

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

import core
from core.base.errors import AppError
from core.base.model import Value
from core.base.protocols import Family, Task
from core.base.specs import PrepSpec, Settings, SplitSpec
from core.recommend.rules import Rules

BEST = "best"
BLEND = "blend"
COMPOSED = (BEST, BLEND)
"""The family names that compose others: `best` asks the app to choose, `blend` is what it chose."""


@cache
def tasks() -> dict[str, Task]:
    """Every room's task under its name: rooms are the packages of core with a task.py."""
    rooms = sorted(path.parent.name for path in Path(core.__path__[0]).glob("*/task.py"))
    found = [import_module(f"core.{room}.task").TASK for room in rooms]
    return {task.name: task for task in found}


def task(name: str) -> Task:
    """The task called `name`. Raises AppError task_unknown."""
    if name not in tasks():
        raise AppError("task_unknown", task=name, known=sorted(tasks()))
    return tasks()[name]


@cache
def families(task_name: str) -> tuple[Family, ...]:
    """The families of a task in the order of their names."""
    package = import_module(f"core.{task_name}.families")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    modules = [
        import_module(f"{package.__name__}.{name}") for name in names if not name.endswith("_keras")
    ]
    return tuple(module.FAMILY for module in modules if hasattr(module, "FAMILY"))


def family(task_name: str, name: str) -> Family:
    """The family called `name`. Raises AppError family_unknown."""
    known = {found.name: found for found in families(task_name)}
    if name not in known:
        raise AppError("family_unknown", family=name, known=[*sorted(known), BEST])
    return known[name]


def settings_of(task_name: str, name: str) -> type[Value]:
    """What the settings of a family are checked against; a blend's are those of its task's blends.

    Raises AppError family_unknown.
    """
    if name != BLEND:
        return family(task_name, name).settings
    blend = import_module(f"core.lab.{task(task_name).name}.blend")
    found: type[Value] = blend.BlendSettings
    return found


def all_settings() -> tuple[type[Settings], ...]:
    """Every class of settings that draws a form: their fields are explained in both languages."""
    found: list[type[Settings]] = [PrepSpec, SplitSpec, Rules]
    for known in tasks().values():
        found.append(known.question)
        found += [candidate.settings for candidate in families(known.name)]
    return tuple(found)
