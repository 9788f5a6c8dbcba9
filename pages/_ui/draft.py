"""What was typed on the Train page but not started: kept for the session, told in the URL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.base.specs import PrepSpec, RunSpec, Settings, SplitSpec
from core.base.values import Dataset, Table
from core.lab.catalog import BEST, task
from core.lab.catalog import families as known_families
from core.lab.catalog import family as known_family
from pages._ui.session import param, set_param
from pages._ui.settings_form import fill_form, read_form

TASK = "classify"
MOST_VALUES = 50
"""Columns of more values name or measure rows: no yes/no question can be put to them."""
BUDGETS = (30, 60, 120, 300, 600, 1800)
_AT = "_train_at"
_PLAIN = "start"
_KINDS = ("network", "trees", "linear", "blend", "baseline")
_NOT_RESET = frozenset({"positive", "name"})


@dataclass(frozen=True)
class Draft:
    """An unsent form: a target of a table, under whose key everything typed is kept."""

    dataset: Dataset
    table: Table
    target: str

    def key(self, section: str) -> str:
        """The name of the form of a section: question, prep, split, start, or a family."""
        return f"train:{self.dataset.id}/{self.table.name}/{self.target}:{section}"

    def plain(self) -> dict[str, Any]:
        """What belongs to no Settings class: family, positive, budget, seed, name, parent."""
        return {**defaults(), **read_form(self.key(_PLAIN))}

    def put(self, **values: Any) -> None:
        """Keeps such fields."""
        fill_form(self.key(_PLAIN), values)

    def spec(self) -> RunSpec:
        """The run this draft asks for.

        Raises pydantic's ValidationError for a value out of bounds.
        """
        plain = self.plain()
        question = {
            **read_form(self.key("question")),
            "target": self.target,
            "table": self.table.name,
            "positive": plain["positive"],
        }
        family = plain["family"]
        return RunSpec(
            dataset=self.dataset.id,
            task=TASK,
            question=task(TASK).question.model_validate(question).model_dump(mode="json"),
            prep=PrepSpec.model_validate(read_form(self.key("prep"))),
            split=SplitSpec.model_validate(read_form(self.key("split"))),
            family=family,
            settings=self.settings(family),
            budget=plain["budget"],
            seed=plain["seed"],
            parent=plain["parent"],
        )

    def settings(self, family: str) -> dict[str, Any]:
        """The settings of a family, whole; none for `best`."""
        if family == BEST:
            return {}
        known = known_family(TASK, family).settings
        return known.model_validate(read_form(self.key(family))).model_dump(mode="json")

    def sections(self) -> list[tuple[str, type[Settings]]]:
        """The forms this draft is made of, with their classes."""
        found: list[tuple[str, type[Settings]]] = [
            ("question", task(TASK).question),
            ("prep", PrepSpec),
            ("split", SplitSpec),
        ]
        family = self.plain()["family"]
        if family != BEST:
            found.append((family, known_family(TASK, family).settings))
        return found


def defaults() -> dict[str, Any]:
    """The fields of a draft that belong to no Settings class, untouched."""
    return {
        "family": BEST,
        "positive": None,
        "budget": 120.0,
        "seed": 0,
        "name": "",
        "parent": None,
    }


def reset(draft: Draft) -> None:
    """Puts every form of the draft back to its defaults."""
    for section, settings in draft.sections():
        kept = read_form(draft.key(section))
        fresh = {n: f.get_default() for n, f in settings.model_fields.items() if n in kept}
        fill_form(draft.key(section), fresh)
    plain = {k: v for k, v in defaults().items() if k not in _NOT_RESET}
    draft.put(**plain)
    for name in (*plain, "exclude"):
        st.session_state.pop(draft.key(name), None)


def put_exclude(draft: Draft, names: tuple[str, ...]) -> None:
    """Keeps which columns are left out; the form of preprocessing itself does not draw them."""
    fill_form(draft.key("prep"), {"exclude": names})


def fill_from(spec: RunSpec, dataset: Dataset, parent: str | None) -> Draft | None:
    """Fills a draft from a run's spec, so that it can be changed; None where its table is gone."""
    question = dict(spec.question)
    target = str(question.get("target"))
    table = table_of(dataset, question.get("table"), target)
    if table is None:
        return None
    draft = Draft(dataset, table, target)
    family = spec.family if spec.family in families() else BEST
    fill_form(draft.key("question"), question)
    fill_form(draft.key("prep"), spec.prep.model_dump())
    fill_form(draft.key("split"), spec.split.model_dump())
    if family != BEST:
        fill_form(draft.key(family), spec.settings)
    draft.put(
        family=family,
        positive=question.get("positive"),
        budget=spec.budget,
        seed=spec.seed,
        parent=parent,
    )
    return draft


def families() -> list[str]:
    """What the reader may choose: `best`, then networks and trees, the baseline last."""
    known = sorted(known_families(TASK), key=lambda family: _KINDS.index(family.kind))
    return [BEST, *(family.name for family in known)]


def table_of(dataset: Dataset, name: object, target: str) -> Table | None:
    """The table called `name`, else the first that has the column `target`."""
    if name:
        return dataset.table(str(name))
    return next((t for t in dataset.tables if t.column(target)), None)


def targets(table: Table) -> list[str]:
    """Columns that may be asked about: a marked target, then two-valued ones, then few-valued."""

    def order(column: str) -> tuple[int, int]:
        found = table.column(column)
        assert found is not None
        if found.role == "target":
            return 0, found.distinct
        return (1 if found.distinct == 2 or found.type == "boolean" else 2), found.distinct

    names = [
        c.name
        for c in table.columns
        if c.role == "target"
        or (c.type not in {"datetime", "id", "text"} and 1 < c.distinct <= MOST_VALUES)
    ]
    return sorted(names, key=order)


def tables(dataset: Dataset) -> list[Table]:
    """The tables of a dataset, those with a marked target first."""
    return sorted(dataset.tables, key=lambda t: all(c.role != "target" for c in t.columns))


def remembered(name: str, options: Sequence[str], default: str | None) -> str | None:
    """What a choice stands at: in the URL, else where this session left it, else `default`."""
    for found in (param(name), st.session_state.setdefault(_AT, {}).get(name)):
        if found in options:
            return found
    return default


def remember(choices: Mapping[str, str | None]) -> None:
    """Keeps the choices that identify the view: in the URL, and for the session."""
    for name, value in choices.items():
        set_param(name, value)
    st.session_state.setdefault(_AT, {}).update(choices)
