"""The rules of the house: who may import whom, where heavy libraries stand, how long files are."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("classify", "demand", "explore", "inventory", "recommend")
LEVELS: dict[str, int] = {
    "base": 0,
    "data": 1,
    "store": 2,
    "prep": 3,
    "jobs": 3,
    "nets": 4,
    **dict.fromkeys(ROOMS, 5),
    "lab": 6,
    "actions": 7,
    "cli": 8,
    "__main__": 9,
}
HEAVY = {"tensorflow", "keras"}
SCREEN = {"streamlit"}


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "__pycache__" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path, *, top_level_only: bool = False) -> tuple[str, ...]:
    """Every module that the file imports, as a dotted name."""
    return tuple(_imports(path, top_level_only))


def _imports(path: Path, top_level_only: bool) -> Iterator[str]:
    for node in tree(path).body if top_level_only else ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def room(path: Path) -> str:
    parts = path.relative_to(ROOT / "core").parts
    return parts[0].removesuffix(".py")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


CORE = sources("core")
PAGES = [ROOT / "app.py", *sources("pages")]


def breaking(paths: Iterable[Path], faults: Callable[[Path], object]) -> dict[str, object]:
    """The files that break a rule, each with its faults: one test a rule, for there are hundreds of
    files."""
    found = {relative(path): faults(path) for path in paths}
    assert found
    return {path: told for path, told in found.items() if told}


def upwards(path: Path) -> list[str]:
    """What a file imports of rooms that do not stand below its own."""
    mine = room(path)
    if mine == "__init__":
        return list(imports(path))
    rooms = ((name, name.split(".")) for name in imports(path))
    others = ((n, p[1]) for n, p in rooms if p[0] == "core" and len(p) > 1 and p[1] in LEVELS)
    return [name for name, other in others if other != mine and LEVELS[other] >= LEVELS[mine]]


def test_core_imports_go_downwards() -> None:
    assert breaking(CORE, upwards) == {}


def test_core_never_sees_the_screen_or_the_pages() -> None:
    unseen = SCREEN | {"pages"}
    assert breaking(CORE, lambda path: unseen & {n.split(".")[0] for n in imports(path)}) == {}


def networks(path: Path) -> list[str]:
    """Imports of networks that stand in the wrong file, or not at the top of the right one."""
    heavy = [name for name in imports(path) if name.split(".")[0] in HEAVY]
    top = imports(path, top_level_only=True)
    if not path.stem.endswith("_keras"):
        return heavy + [name for name in top if name.endswith("_keras")]
    return [] if {name.split(".")[0] for name in top} & HEAVY else heavy


def test_networks_are_imported_only_by_their_own_files() -> None:
    assert breaking([*CORE, *PAGES], networks) == {}


def past_the_counter(path: Path) -> list[str]:
    """What a page imports of core that is not for pages."""
    found = []
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "core" or len(parts) < 2:
            continue
        allowed = (
            parts[1] in {"base", "actions"}
            or parts[1:3] == ["lab", "catalog"]
            or (parts[1] in ROOMS and len(parts) > 2 and parts[2] in {"figures", "report"})
        )
        if not allowed:
            found.append(name)
    return found


def test_pages_meet_core_only_at_its_counter() -> None:
    assert breaking(PAGES, past_the_counter) == {}


def test_files_hold_one_idea() -> None:
    long = [*CORE, *PAGES, *sources("benchmarks")]
    assert breaking(long, lambda path: lines(path) > 300 and lines(path)) == {}


def test_pages_are_short() -> None:
    pages = [path for path in sources("pages") if "_ui" not in path.parts]
    assert breaking(pages, lambda path: lines(path) > 100 and lines(path)) == {}


def unsafe(path: Path) -> list[int]:
    """The lines on which safe mode is given as anything but on."""
    modes = (
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.keyword) and node.arg == "safe_mode"
    )
    return [
        value.lineno
        for value in modes
        if not isinstance(value, ast.Constant) or value.value is not True
    ]


def test_safe_mode_is_never_off() -> None:
    assert breaking(CORE, unsafe) == {}
