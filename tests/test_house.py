"""The rules of the house: who may import whom, where heavy libraries stand, how long files are."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("classify", "demand", "inventory", "recommend")
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
def imports(path: Path, *, top_level_only: bool = False) -> tuple[str, ...]:
    """Every module that the file imports, as a dotted name."""
    return tuple(_imports(path, top_level_only))


def _imports(path: Path, top_level_only: bool) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    parts = path.relative_to(ROOT / "core").parts
    return parts[0].removesuffix(".py")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


CORE = sources("core")
PAGES = [ROOT / "app.py", *sources("pages")]


@pytest.mark.parametrize("path", CORE, ids=relative)
def test_core_imports_go_downwards(path: Path) -> None:
    mine = room(path)
    if mine == "__init__":
        assert not imports(path)
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "core" or len(parts) < 2 or parts[1] not in LEVELS:
            continue
        other = parts[1]
        if mine == other:
            continue
        assert LEVELS[other] < LEVELS[mine], f"{relative(path)} imports {name}"


@pytest.mark.parametrize("path", CORE, ids=relative)
def test_core_never_sees_the_screen_or_the_pages(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    assert not roots & SCREEN
    assert "pages" not in roots


@pytest.mark.parametrize("path", [*CORE, *PAGES], ids=relative)
def test_networks_are_imported_only_by_their_own_files(path: Path) -> None:
    heavy = [name for name in imports(path) if name.split(".")[0] in HEAVY]
    if not path.stem.endswith("_keras"):
        assert not heavy
        top = imports(path, top_level_only=True)
        assert not [name for name in top if name.endswith("_keras")]
        return
    top = {name.split(".")[0] for name in imports(path, top_level_only=True)}
    assert top & HEAVY or not heavy, f"{relative(path)}: import keras at the top"


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_pages_meet_core_only_at_its_counter(path: Path) -> None:
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "core" or len(parts) < 2:
            continue
        allowed = (
            parts[1] in {"base", "actions"}
            or parts[1:3] == ["lab", "catalog"]
            or (parts[1] in ROOMS and len(parts) > 2 and parts[2] in {"figures", "report"})
        )
        assert allowed, f"{relative(path)} imports {name}"


@pytest.mark.parametrize("path", [*CORE, *PAGES, *sources("benchmarks")], ids=relative)
def test_files_hold_one_idea(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", sources("pages"), ids=relative)
def test_pages_are_short(path: Path) -> None:
    if "_ui" not in path.parts:
        assert len(path.read_text("utf-8").splitlines()) <= 100


@pytest.mark.parametrize("path", CORE, ids=relative)
def test_safe_mode_is_never_off(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "safe_mode":
            assert isinstance(node.value, ast.Constant)
            assert node.value.value is True
