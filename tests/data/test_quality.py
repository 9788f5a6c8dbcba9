"""Findings, each on data that has exactly that defect."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from scipy.stats import skew
from sklearn.metrics import roc_auc_score

from core.base.values import Column, ColumnType, Finding, Role, now
from core.data.leaks import _cut, leaks
from core.data.quality import check

RNG = np.random.default_rng(0)
N = 200


def column(name: str, kind: ColumnType, role: Role | None = None, distinct: int = 9) -> Column:
    return Column(name=name, type=kind, role=role, distinct=distinct)


def findings(values: object, kind: ColumnType, role: Role | None = None) -> dict[str, Finding]:
    dtypes = {"integer": "Int64", "number": "float64", "category": "string", "id": "string",
              "text": "string", "boolean": "boolean", "datetime": "datetime64[us]"}  # fmt: skip
    noise = pd.Series(RNG.normal(size=len(values)))  # type: ignore[arg-type]
    frame = pd.DataFrame({"x": pd.Series(values, dtype=dtypes[kind]), "noise": noise})  # type: ignore[call-overload]
    columns = [column("x", kind, role, int(frame["x"].nunique())), column("noise", "number")]
    return {f.code: f for f in check("plain", frame, columns) if f.column == "x"}


def test_a_clean_column_has_no_findings() -> None:
    assert findings(RNG.normal(size=N), "number") == {}
    assert findings(["a", "b"] * (N // 2), "category") == {}


def test_missing_cells() -> None:
    few = findings([np.nan] * 10 + list(RNG.normal(size=N - 10)), "number")["missing"]
    assert (few.severity, few.count, few.rows, few.examples[:2]) == ("info", 10, N, ("1", "2"))
    many = findings([np.nan] * 50 + list(RNG.normal(size=N - 50)), "number")["missing"]
    assert many.severity == "warning"
    assert set(findings([None] * N, "category")) == {"all_missing"}


def test_a_constant_column() -> None:
    assert findings(["a"] * N, "category")["constant"].examples == ("a",)


def test_identifiers() -> None:
    assert findings([f"A{n}" for n in range(N)], "id")["identifier"].count == N
    assert "suspected_identifier" in findings(RNG.permutation(N), "integer")
    assert "suspected_identifier" not in findings(RNG.normal(size=N), "number")


def test_many_categories() -> None:
    values = [f"c{n % 50_000}" for n in range(60_000)]
    assert findings(values, "category")["many_categories"].count == 50_000


def test_outliers_are_far_from_the_middle_half() -> None:
    values = np.r_[np.linspace(0, 1, N), 5.0, -9.0]
    finding = findings(values, "number")["outliers"]
    assert (finding.count, finding.examples) == (2, ("-9", "5"))


def test_skew_is_the_third_moment() -> None:
    values = RNG.lognormal(sigma=1.6, size=2000)
    finding = findings(values, "number")["skewed"]
    assert float(finding.examples[0]) == pytest.approx(skew(values), abs=0.06)


def test_infinities() -> None:
    assert findings(np.r_[RNG.normal(size=N), np.inf, -np.inf], "number")["infinities"].count == 2


def test_dates_in_the_future() -> None:
    today = now().replace(tzinfo=None)
    days = [today - timedelta(days=n) for n in range(N)] + [today + timedelta(days=40)]
    assert findings(days, "datetime")["future_dates"].count == 1


def test_prices_and_quantities() -> None:
    prices = np.r_[0, 0, RNG.uniform(1, 2, N)]
    assert findings(prices, "number", "price")["zero_price"].count == 2
    assert findings(np.r_[-1, prices], "number", "price")["negative_price"].count == 1
    assert findings([-1, 2] * 60, "integer", "quantity")["negative_quantity"].count == 60
    assert not set(findings(prices - 1, "number")) & {"zero_price", "negative_price"}


def test_rows_and_columns_that_repeat() -> None:
    frame = pd.DataFrame({"a": [1.0, 2, 1, np.nan] * 20, "b": [1.0, 2, 1, np.nan] * 20})
    columns = [column("a", "number", distinct=2), column("b", "number", distinct=2)]
    found = {f.code: f for f in check("plain", frame, columns)}
    assert (found["duplicate_rows"].count, found["duplicate_rows"].severity) == (77, "warning")
    assert found["duplicate_rows"].examples[0] == "3"
    assert (found["same_column"].column, found["same_column"].examples) == ("b", ("a",))
    assert found["empty_rows"].count == 20
    assert "few_rows" not in found
    assert "few_rows" in {f.code for f in check("plain", frame.head(2), columns)}


def test_findings_come_worst_first() -> None:
    frame = pd.DataFrame({"a": [1.0] * 60, "b": [np.nan, *RNG.normal(size=59)]})
    columns = [column("a", "number"), column("b", "number")]
    severities = [finding.severity for finding in check("plain", frame, columns)]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


def leak_codes(
    values: object, kind: ColumnType, share: float = 0.3
) -> list[tuple[str, str | None]]:
    y = np.arange(N) < share * N
    frame = pd.DataFrame({"x": values, "y": pd.array(y, "boolean")})
    columns = [column("x", kind), column("y", "boolean", "target")]
    return [(f.code, f.column) for f in leaks(frame, columns, "y")]


def test_leaks() -> None:
    y = np.arange(N) < 0.3 * N
    assert leak_codes(np.where(y, "left", "stayed"), "category") == [("leak_equal", "x")]
    reasons = np.where(y, RNG.choice(["price", "service"], N), "none")
    assert leak_codes(reasons, "category") == [("leak_tells", "x")]
    assert leak_codes(np.where(y, 5, -5) + RNG.normal(size=N), "number") == [("leak_cut", "x")]
    dates = pd.Series(pd.Timestamp("2024-01-05"), index=range(N)).where(pd.Series(y))
    assert leak_codes(dates, "datetime") == [("leak_missing", "x")]


def test_what_is_no_leak() -> None:
    assert leak_codes(RNG.normal(size=N), "number") == []
    assert leak_codes(RNG.choice(["a", "b"], N), "category") == []
    assert leak_codes([f"c{n}" for n in range(N)], "id") == []
    rare = np.arange(N) < 1
    frame = pd.DataFrame({"x": ["a", "b"] * (N // 2), "y": pd.array(rare, "boolean")})
    assert leaks(frame, [column("x", "category"), column("y", "boolean")], "y") == ()


def test_the_cut_is_the_roc_auc() -> None:
    y = RNG.random(300) < 0.4
    x = np.round(RNG.normal(size=300) + y, 1)
    expected = roc_auc_score(y, x)
    assert _cut(pd.Series(x), y) == pytest.approx(max(expected, 1 - expected), abs=1e-12)
