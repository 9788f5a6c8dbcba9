"""How an export is described: the columns of its files, what they mean, and what to mend."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast, get_args

from core.base.recipe import RecipeStep
from core.base.values import ColumnType, Kind, Role
from core.data.exports.names import plain

FLAGS = ("personal", "leak", "made", "whole")
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Hint:
    """What is known of a column. `spellings` are its names, the usual one first.

    `flags`: personal (tells who somebody is), leak (known only afterwards),
    made (added by a step, so no part of the file), whole (one value a row of
    the whole order: never filled down).
    """

    spellings: tuple[str, ...]
    type: ColumnType
    role: Role | None = None
    flags: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its usual name."""
        return self.spellings[0]


@dataclass(frozen=True)
class Form:
    """One file of an export. `anchors` must all be there, none of `without`; `exact`: just these
    columns. `pattern` is that of a series of columns (d_1, d_2, ...), which must be there too.

    `headerless` tells a file without header by its first rows (their cells);
    `reread` are the options of `ReadOptions` to read such a file with.
    `limits` and `notes` are codes: what the data cannot be used for
    (`data.limit.<code>`), what to know about it (`data.finding.<code>`).
    """

    kind: Kind
    hints: tuple[Hint, ...]
    anchors: tuple[str, ...] = ()
    steps: tuple[RecipeStep, ...] = ()
    limits: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    exact: bool = False
    without: tuple[str, ...] = ()
    pattern: str = ""
    headerless: Callable[[Rows], bool] | None = None
    reread: dict[str, bool] = field(default_factory=dict)

    @property
    def in_file(self) -> tuple[Hint, ...]:
        """The columns that the file itself has."""
        return tuple(hint for hint in self.hints if "made" not in hint.flags)

    def hint(self, name: str) -> Hint | None:
        """What is known of the column called `name`, in any spelling."""
        wanted = plain(name)
        return next((h for h in self.hints if wanted in map(plain, h.spellings)), None)


@dataclass(frozen=True)
class Export:
    """A known export: its `id`, its files, and the patterns of their names (for ties only)."""

    id: str
    forms: tuple[Form, ...]
    files: tuple[str, ...] = ()


def hints(table: str) -> tuple[Hint, ...]:
    """Hints from lines `name | other spelling: type [role] [flags]`.

    >>> hints("Unit Price | Price: number price")[0].role
    'price'
    """
    return tuple(_hint(line) for line in table.splitlines() if line.strip())


def _hint(line: str) -> Hint:
    names, _, words = line.rpartition(": ")
    kind, *more = words.split()
    role = next((word for word in more if word not in FLAGS), None)
    if kind not in get_args(ColumnType) or (role and role not in get_args(Role)):
        raise ValueError(line)
    return Hint(
        spellings=tuple(name.strip() for name in names.split(" | ")),
        type=cast(ColumnType, kind),
        role=cast(Role | None, role),
        flags=tuple(word for word in more if word in FLAGS),
    )


def step(code: str, *columns: str, **facts: str) -> RecipeStep:
    """A step of a form; a column that ends in `?` may be absent, the others may not."""
    return RecipeStep(code=code, columns=columns, facts=facts)
