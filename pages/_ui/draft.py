"""What was typed on the Train page but not started: kept for the session, told in the URL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.actions.behaviour_tables import behaviour_tables
from core.actions.forecasts import sales_tables
from core.base.specs import PrepSpec, RunSpec, Settings, SplitSpec
from core.base.texts import Texts
from core.base.values import Column, Dataset, Table
from core.lab.catalog import BEST, task
from core.lab.catalog import families as known_families
from core.lab.catalog import family as known_family
from pages._ui.faults import fault, faults, relevant
from pages._ui.fields import view
from pages._ui.formats import Formats
from pages._ui.session import param, set_param
from pages._ui.settings_form import fill_form, read_form

SEED = view("seed", RunSpec.model_fields["seed"])
MOST_VALUES = 50
"""Columns of more values name or measure rows: no yes/no question can be put to them."""
WHY_NO_TARGET = ("id", "datetime", "text", "many", "constant")
BUDGETS = (30, 60, 120, 300, 600, 1800)
_AT = "_train_at"
_PLAIN = "start"
_KINDS = (
    "network", "trees", "linear", "statistical", "factors", "neighbours", "rules", "content",
    "blend", "baseline",
)  # fmt: skip
_NOT_RESET = frozenset({"positive", "name"})
_SECTIONS = {
    "classify": ("question", "prep", "split"),
    "demand": ("question", "backtest"),
    "recommend": ("question", "judging"),
}
BACKTEST = ("windows", "step")
JUDGING = ("protocol", "target", "test_share")
_APART = {"backtest": BACKTEST, "judging": JUDGING}
"""Fields of a question that are asked for by themselves: with the backtest, and with how lists are
judged."""
CHOSEN = {
    "classify": ("table", "target", "positive"),
    "demand": ("table",),
    "recommend": ("table",),
}
"""Fields of the question of each task that the choices above the form stand for."""


@dataclass(frozen=True)
class Draft:
    """An unsent form: a task on a table, with a target where the task has one (else empty), under
    whose key everything typed is kept."""

    task: str
    dataset: Dataset
    table: Table
    target: str = ""

    def key(self, section: str) -> str:
        """The name of the form of a section: one of `sections`, start, or a family."""
        return f"train:{self.task}:{self.dataset.id}/{self.table.name}/{self.target}:{section}"

    def plain(self) -> dict[str, Any]:
        """What belongs to no Settings class: family, positive, budget, seed, name, parent."""
        return {**defaults(), **read_form(self.key(_PLAIN))}

    def put(self, **values: Any) -> None:
        """Keeps such fields."""
        fill_form(self.key(_PLAIN), values)

    def spec(self) -> RunSpec:
        """The run this draft asks for.

        Raises pydantic's ValidationError while there are `faults`.
        """
        plain = self.plain()
        family = plain["family"]
        return RunSpec(
            dataset=self.dataset.id,
            task=self.task,
            question=self.question(),
            prep=PrepSpec.model_validate(self.form("prep", PrepSpec)),
            split=SplitSpec.model_validate(self.form("split", SplitSpec)),
            family=family,
            settings=self.settings(family),
            budget=plain["budget"],
            seed=plain["seed"],
            parent=plain["parent"],
        )

    def question(self) -> dict[str, Any]:
        """What is asked: what the choices above the form stand for, and what was typed."""
        asked = task(self.task).question
        chosen = {
            "table": self.table.name, "target": self.target, "positive": self.plain()["positive"],
        }  # fmt: skip
        typed: dict[str, Any] = {}
        for section, settings in self.sections():
            if settings is asked:
                typed |= self.form(section, settings)
        typed |= {name: chosen[name] for name in CHOSEN[self.task]}
        return asked.model_validate(typed).model_dump(mode="json")

    def settings(self, family: str) -> dict[str, Any]:
        """The settings of a family, whole; none for `best`."""
        if family == BEST:
            return {}
        known = known_family(self.task, family).settings
        return known.model_validate(self.form(family, known)).model_dump(mode="json")

    def form(self, section: str, settings: type[Settings]) -> dict[str, Any]:
        """What was typed into a section, without fields that do not matter beside the others."""
        return relevant(settings, read_form(self.key(section)))

    def faults(self, t: Texts, f: Formats) -> dict[str, str]:
        """What cannot be used as it was typed: the field's name -> what is wrong with it."""
        found = {}
        for section, settings in self.sections():
            wrong = faults(settings, read_form(self.key(section)), t, f)
            found |= {t(f"{settings.texts}.{name}.label"): told for name, told in wrong.items()}
        wrong_seed = fault(SEED, self.plain()["seed"], t, f)
        return found | ({t("train.seed.label"): wrong_seed} if wrong_seed else {})

    def sections(self) -> list[tuple[str, type[Settings]]]:
        """The forms this draft is made of, with their classes."""
        parts: dict[str, type[Settings]] = {"prep": PrepSpec, "split": SplitSpec}
        asked = task(self.task).question
        found = [(name, parts.get(name, asked)) for name in _SECTIONS[self.task]]
        family = self.plain()["family"]
        if family != BEST:
            found.append((family, known_family(self.task, family).settings))
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
    asked_of = "target" in CHOSEN[spec.task]
    target = str(question.get("target") or "") if asked_of else ""
    table = table_of(spec.task, dataset, question.get("table"), target)
    if table is None:
        return None
    draft = Draft(spec.task, dataset, table, target)
    family = spec.family if spec.family in families(spec.task) else BEST
    for section, names in _APART.items():
        apart = {name: question.pop(name) for name in names if name in question}
        fill_form(draft.key(section), apart)
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


def families(of: str) -> list[str]:
    """What the reader may choose for a task: `best`, networks and trees, the baselines last."""
    known = sorted(known_families(of), key=lambda family: _KINDS.index(family.kind))
    return [BEST, *(family.name for family in known)]


def table_of(of: str, dataset: Dataset, name: object, target: str) -> Table | None:
    """The table called `name`, else the first that has the column `target`, or serves the task."""
    if name:
        return dataset.table(str(name))
    if not target:
        return next(iter(tables(of, dataset)), None)
    return next((t for t in dataset.tables if t.column(target)), None)


def task_at(dataset: Dataset, known: Sequence[str]) -> str:
    """The task of a dataset: the one in the URL or where this session left it, else the likely."""
    kept = st.session_state.get(_AT, {}).get("dataset")
    same = (param("dataset") or kept or dataset.id) == dataset.id
    return (remembered("task", known, None) if same else None) or likely_task(dataset)


def likely_task(dataset: Dataset) -> str:
    """What is probably asked of a dataset: what will sell, where a table tells what was sold when
    and no column is marked as a target; else what to show to whom, where one tells who met what."""
    if any(column.role == "target" for table in dataset.tables for column in table.columns):
        return "classify"
    if any(_sells(table) for table in sales_tables(dataset)):
        return "demand"
    return "recommend" if behaviour_tables(dataset) else "classify"


def undated_sales(dataset: Dataset) -> bool:
    """Whether tables tell how much was sold, and none of the dataset on which days."""
    told = {column.role for table in dataset.tables for column in table.columns}
    return bool(told & {"quantity", "amount"}) and not sales_tables(dataset)


def _sells(table: Table) -> bool:
    roles = {column.role for column in table.columns}
    return bool(roles & {"item_id", "store_id"}) and bool(roles & {"quantity", "amount"})


def targets(table: Table) -> list[str]:
    """Columns that may be asked about: a marked target, then two-valued ones, then few-valued."""

    def order(column: str) -> tuple[int, int]:
        found = table.column(column)
        assert found is not None
        if found.role == "target":
            return 0, found.distinct
        return (1 if found.distinct == 2 or found.type == "boolean" else 2), found.distinct

    return sorted((c.name for c in table.columns if no_target(c) is None), key=order)


def no_target(column: Column) -> str | None:
    """Why a column cannot be asked about, one of WHY_NO_TARGET; None where it can."""
    if column.role == "target":
        return None
    if column.type in ("id", "datetime", "text"):
        return column.type
    if column.distinct <= 1:
        return "constant"
    return "many" if column.distinct > MOST_VALUES else None


def tables(of: str, dataset: Dataset) -> list[Table]:
    """The tables of a dataset that a task can be put to, the likeliest first: those with a marked
    target, with dates, or with items and customers."""
    if of == "demand":
        return sales_tables(dataset)
    if of == "recommend":
        return behaviour_tables(dataset)
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
