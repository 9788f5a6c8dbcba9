"""Small typed tables for the tests of preprocessing, made by hand or drawn at random."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from core.base.specs import PrepSpec
from core.base.values import Column, ColumnType

FEATURES: dict[str, ColumnType] = {
    "amount": "number",
    "visits": "integer",
    "member": "boolean",
    "channel": "category",
    "day": "datetime",
}
WORDS = ("web", "shop", "phone", "rare", "", "none", "商店")


def columns_of(types: dict[str, ColumnType]) -> tuple[Column, ...]:
    return tuple(Column(name=name, type=kind) for name, kind in types.items())


def typed(cells: dict[str, list[Any]], types: dict[str, ColumnType]) -> pd.DataFrame:
    """A frame with the dtypes that datasets are stored in."""
    dtypes = {
        "integer": "Int64",
        "number": "float64",
        "boolean": "boolean",
        "datetime": "datetime64[us]",
    }
    return pd.DataFrame(
        {
            name: pd.Series(cells[name], dtype=dtypes.get(kind, "string"))
            for name, kind in types.items()
        }
    )


def one(values: list[Any], kind: ColumnType, name: str = "x") -> tuple[Any, pd.DataFrame]:
    """(columns, frame) of a single feature."""
    return columns_of({name: kind}), typed({name: values}, {name: kind})


def answers(rows: int) -> np.ndarray:
    """Alternating answers, so that both are there."""
    return (np.arange(rows) % 2).astype(np.int8)


def plain(**changes: Any) -> PrepSpec:
    """A spec that leaves values as they are but for `changes`."""
    return PrepSpec.model_validate({"scaling": "none", "missing_indicator": False, **changes})


@st.composite
def frames(draw: st.DrawFn, least: int = 1, most: int = 30) -> pd.DataFrame:
    """Rows of FEATURES with missing, infinite, huge and repeated cells."""
    rows = draw(st.integers(least, most))
    floats = st.one_of(
        st.none(),
        st.sampled_from([0.0, 1.0, -0.0, np.inf, -np.inf, 1e308, -1e308, 1e-320]),
        st.floats(allow_nan=True),
    )
    cells = {
        "amount": floats.map(lambda v: np.nan if v is None else v),
        "visits": st.one_of(st.none(), st.integers(-(2**62), 2**62), st.integers(0, 3)),
        "member": st.one_of(st.none(), st.booleans()),
        "channel": st.one_of(st.none(), st.sampled_from(WORDS), st.text(max_size=3)),
        "day": st.one_of(
            st.none(),
            st.datetimes(pd.Timestamp("1700-01-01"), pd.Timestamp("2200-01-01")),
        ),
    }
    drawn = {
        name: draw(st.lists(strategy, min_size=rows, max_size=rows))
        for name, strategy in cells.items()
    }
    return typed(drawn, FEATURES)


SPECS = st.builds(
    PrepSpec,
    duplicates=st.sampled_from(["keep", "drop"]),
    missing_numbers=st.sampled_from(["median", "mean", "mode", "constant"]),
    missing_categories=st.sampled_from(["own_category", "mode"]),
    missing_constant=st.floats(-1e30, 1e30),
    missing_indicator=st.booleans(),
    outliers=st.sampled_from(["none", "iqr", "zscore"]),
    outlier_limit=st.floats(0.5, 10),
    outlier_action=st.sampled_from(["clip", "median"]),
    categories=st.sampled_from(["onehot", "ordinal", "target"]),
    ordinal_order=st.sampled_from(["frequency", "sorted"]),
    max_categories=st.integers(2, 5),
    integers_as_categories=st.integers(0, 10),
    scaling=st.sampled_from(["quantile", "zscore", "minmax", "robust", "none"]),
    class_weights=st.sampled_from(["none", "balanced"]),
)
