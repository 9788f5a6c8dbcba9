"""The import recipe: what is done to the text of a file before it is typed, step by step."""

from collections.abc import Collection

from pydantic import Field

from core.base.model import Value

SAID = {"decimal_comma": "comma", "decimal_point": "point"}
"""Steps that only the user puts in, and the mark of decimals that they say."""


class RecipeStep(Value):
    """One thing done to a table of text; its sentence is the text `data.step.<code>`.

    `columns` are the names it works on, `facts` what else it needs, by name;
    with `on` False it is listed but not done. `count` is how many cells or rows
    it touched when it was last done, not part of what it is.
    """

    code: str
    columns: tuple[str, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)
    on: bool = True
    count: int = 0

    @property
    def same(self) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]:
        """What makes two steps the same one, whether on or off."""
        return self.code, self.columns, tuple(sorted(self.facts.items()))


class PersonalColumn(Value):
    """A column that tells who a person is: `kind` is what of (text `data.person.<kind>`).

    `reason` is why it is thought so: export, name, cells or user (text
    `data.person_reason.<code>`). Its cells were replaced by keyed hashes before
    anything was written, unless it is `kept`.
    """

    column: str
    kind: str
    reason: str
    kept: bool = False


class KeyMark(Value):
    """Which key stand-ins for people were made with: a `fingerprint` that does not tell the key,
    and the `file` it was kept in (the user's home as ~)."""

    fingerprint: str
    file: str


class Recipe(Value):
    """How the files of one shape become a table: kept with the dataset, replayed on the next file.

    `export` is the known export (None: unknown), `form` which of its files;
    `names` are the columns as read, `shape` their normalised form, `people` those that
    tell who a person is, `key` what their stand-ins were made with (None: there are none).
    """

    export: str | None = None
    form: int = 0
    names: tuple[str, ...] = ()
    shape: tuple[str, ...] = ()
    steps: tuple[RecipeStep, ...] = ()
    people: tuple[PersonalColumn, ...] = ()
    key: KeyMark | None = None

    def switched(self, place: int, on: bool) -> "Recipe":
        """The recipe with the step at `place` on or off."""
        steps = list(self.steps)
        steps[place] = steps[place].model_copy(update={"on": on})
        return self.model_copy(update={"steps": tuple(steps)})

    def as_in(self, before: "Recipe") -> "Recipe":
        """The recipe with each step on or off as it was in an earlier one, and with what the user
        said there of columns that nothing is said of here."""
        known = {step.same: step.on for step in before.steps if step.code not in SAID}
        steps = [s.model_copy(update={"on": known.get(s.same, s.on)}) for s in self.steps]
        return self.model_copy(update={"steps": tuple(steps)}).saying(before.said)

    @property
    def said(self) -> tuple[RecipeStep, ...]:
        """The steps that the user put in."""
        return tuple(step for step in self.steps if step.code in SAID)

    @property
    def marks(self) -> dict[str, str]:
        """The mark of decimals by column, as far as the user said it: `comma` or `point`."""
        return {name: SAID[step.code] for step in self.said if step.on for name in step.columns}

    def saying(self, steps: tuple[RecipeStep, ...]) -> "Recipe":
        """The recipe with more steps of the user, but of columns that it has such steps for."""
        mine = {name for step in self.said for name in step.columns}
        more = tuple(step for step in steps if not mine & set(step.columns))
        return self.model_copy(update={"steps": (*self.steps, *more)})

    def unsaying(self, columns: Collection[str]) -> "Recipe":
        """The recipe without what the user said of these columns."""
        kept = tuple(
            s for s in self.steps if s.code not in SAID or not set(s.columns) & set(columns)
        )
        return self.model_copy(update={"steps": kept})
