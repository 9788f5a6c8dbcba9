"""What pages look up again and again, kept by workspace and id.

Datasets and finished runs never change, so nothing here grows old. Errors are
not kept: the next look asks again. What is returned is shared: do not change it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.actions import came_true as coming
from core.actions import changes as changing
from core.actions import forecast_scored as scoring
from core.actions import forecasts as forecasting
from core.actions import item_names as naming
from core.actions import preview as previews
from core.actions import recommending
from core.actions import relations as relating
from core.actions import runs as running
from core.actions import series as series_actions
from core.actions import train as training
from core.actions.look_at_target import look_at_target
from core.base.runs import Run
from core.base.specs import RunSpec
from core.classify.report import ClassifyReport
from pages._ui.session import desk

if TYPE_CHECKING:
    import pandas as pd

    from core.actions.came_true import CameTrue
    from core.actions.changes import VersionChanges
    from core.actions.forecast_scored import Scored
    from core.actions.forecasts import DemandBundle
    from core.actions.look_at_target import Target
    from core.actions.preview import Preview, Refused
    from core.actions.recommend_report import RecommendReport
    from core.actions.relations import Relation
    from core.actions.runs import Details, Tried
    from core.base.values import Column

Key = tuple[str, ...]
_LOOKS: dict[str, Callable[[Key], Any]] = {
    "changes": lambda key: changing.changes_between(desk(), *key),
    "relations": lambda key: relating.relations(desk(), *key),
    "values": lambda key: previews.target_values(desk(), *key),
    "target": lambda key: look_at_target(desk(), *key),
    "features": lambda key: previews.features(desk(), *key),
    "plan": lambda key: training.prepare(desk(), RunSpec.model_validate_json(key[0])),
    "preview": lambda key: previews.preview(desk(), RunSpec.model_validate_json(key[0])),
    "report": lambda key: running.report(desk(), key[0]),
    "details": lambda key: running.details(desk(), key[0]),
    "tried": lambda key: running.tried(desk(), key[0]),
    "forecast": lambda key: forecasting.forecast_of(desk(), key[0]),
    "recommended": lambda key: recommending.report_of(desk(), key[0])[1],
    "series": lambda key: series_actions.series_table(_look("forecast", *key)),
    "came": lambda key: coming.came_true(desk(), key[0]),
    "scored": lambda key: scoring.scored(desk(), key[0]),
}
_LARGE = frozenset({"preview", "report"})
_HUGE = frozenset({"forecast", "series", "came"})


def _look(name: str, *key: str) -> Any:
    kept = _huge if name in _HUGE else _large if name in _LARGE else _small
    return kept(name, (str(desk().workspace.root), *key))


@st.cache_resource(max_entries=400, show_spinner=False)
def _small(name: str, key: Key) -> Any:
    return _LOOKS[name](key[1:])


@st.cache_resource(max_entries=40, show_spinner=False)
def _large(name: str, key: Key) -> Any:
    return _LOOKS[name](key[1:])


@st.cache_resource(max_entries=8, show_spinner=False)
def _huge(name: str, key: Key) -> Any:
    return _LOOKS[name](key[1:])


def changes(before: str, after: str) -> "VersionChanges":
    """What changed between two datasets."""
    return _look("changes", before, after)


def relations(dataset: str) -> tuple["Relation", ...]:
    """The keys between the tables of a dataset, with their orphans."""
    return _look("relations", dataset)


def target_values(dataset: str, table: str, column: str) -> list[tuple[str, int]]:
    """The values of a column with their rows, the most frequent first."""
    return _look("values", dataset, table, column)


def proposal(dataset: str, table: str, column: str) -> "Target | None":
    """Which value would count as yes; None where the user must say. AppErrors of the target."""
    return _look("target", dataset, table, column)


def features(
    dataset: str, table: str, target: str
) -> tuple[tuple["Column", ...], tuple["Refused", ...]]:
    """The columns that may be learned from, and the refused ones with the reason."""
    return _look("features", dataset, table, target)


def plan(spec: RunSpec) -> Any:
    """What the run would do, by its task: problems, estimate, ... AppErrors of the question."""
    return _look("plan", spec.model_dump_json())


def preview(spec: RunSpec) -> "Preview":
    """What preprocessing does to the training rows."""
    return _look("preview", spec.model_dump_json())


def report(run: Run) -> ClassifyReport:
    """The evaluation of a finished run, read and checked once."""
    return _look("report", run.id, run.digest or "")


def details(run: Run) -> "Details":
    """What stands beside the evaluation of a finished run."""
    return _look("details", run.id, run.digest or "")


def tried(run: Run) -> "Tried | None":
    """How far the time of a finished `best` run reached."""
    return _look("tried", run.id, run.digest or "")


def forecast(run: Run) -> "DemandBundle":
    """The forecast of a finished run with all it stands on, read and checked once."""
    return _look("forecast", run.id, run.digest or "")


def recommended(run: Run) -> "RecommendReport":
    """What a finished recommender tells of itself, read and checked once."""
    return _look("recommended", run.id, run.digest or "")


def item_names(run: Run, bundle: "DemandBundle") -> dict[str, str]:
    """The names of the series of a finished forecast, by id; those that have none are left out."""
    return _names((str(desk().workspace.root), run.id, run.digest or ""), bundle)


@st.cache_resource(max_entries=8, show_spinner=False)
def _names(key: Key, _bundle: "DemandBundle") -> dict[str, str]:
    return naming.item_names(Path(key[0]), _bundle)


def series(run: Run) -> "pd.DataFrame":
    """Its series in a table (`core.actions.series.series_table`)."""
    return _look("series", run.id, run.digest or "")


def came(run: Run) -> "CameTrue | None":
    """What came of a forecast according to the newest version of its data; None while nothing
    has."""
    told = coming.newer(desk(), run.spec.dataset)
    return None if told is None else _look("came", run.id, run.digest or "", told.id)


def scored(run: Run) -> "Scored | None":
    """The figures of what came of it; they are few, so those of many forecasts are kept."""
    told = coming.newer(desk(), run.spec.dataset)
    return None if told is None else _look("scored", run.id, run.digest or "", told.id)
