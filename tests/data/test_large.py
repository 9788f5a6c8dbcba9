"""Large tables: understood from a sample, and put right where the rest says otherwise."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from core.data import sampled, understand
from core.data.distinct import EXACT, Distinct
from core.data.mapping import Changes, Mapping
from core.data.understand import Work, typed, understood
from tests.data.files import read_text

ROWS = 4_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of two thousand rows are large, and are understood from a twentieth, in here."""
    monkeypatch.setattr(sampled, "LARGE", ROWS // 2)
    monkeypatch.setattr(understand, "LARGE", ROWS // 2)
    monkeypatch.setattr(sampled, "_ROWS", ROWS // 20)
    monkeypatch.setattr(sampled, "_PARTS", 2)
    monkeypatch.setattr(understand, "inside", lambda: True)


def understood_rows(folder: Path, cell: Callable[[int], str]) -> tuple[Work, Mapping]:
    """A table `n,read` of so many rows and what it is understood as."""
    text = "n,read\n" + "".join(f"{n},{cell(n)}\n" for n in range(ROWS))
    raw = read_text(folder, text)
    assert sampled.sampled(raw).rows < ROWS / 4
    work = Work(raws=(raw,))
    return work, understood(work, Changes())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (lambda n: f"{n % 9}.5" if n == 3_000 else str(n % 9), ("number", "", 0)),
        (lambda n: f"13/{n % 9 + 1:02}/2024" if n == 3_000 else f"{n % 9 + 1:02}/02/2024",
         ("datetime", "day_first", 0)),
        (lambda n: "soon" if n == 3_000 else f"2024-01-{n % 9 + 10}", ("datetime", "", 1)),
        (lambda n: "maybe" if 2_500 < n < 3_500 else "yes" if n % 2 else "no",
         ("category", "", 0)),
        (lambda n: f"€ {n % 9}.50" if n == 3_000 else f"$ {n % 9}.50", ("category", "", 0)),
    ],
    ids=["decimals", "days", "words", "third value", "currencies"],
)  # fmt: skip
def test_what_the_sample_lacks_is_taken_in(
    tmp_path: Path, cell: Callable[[int], str], expected: tuple[str, str, int]
) -> None:
    work, mapping = understood_rows(tmp_path, cell)
    rows = typed(work, mapping)
    column = rows.columns[1]
    assert (column.type, column.style, rows.rows_set_aside) == expected
    assert rows.rows + rows.rows_set_aside == ROWS


def test_a_table_is_typed_as_if_it_were_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, mapping = understood_rows(tmp_path, lambda n: f"{n / 7:.2f}")
    large = typed(work, mapping)
    monkeypatch.setattr(understand, "LARGE", ROWS * 2)
    (raw,) = work.raws
    whole = typed(Work(raws=(raw.model_copy(update={"notes": ()}),)), mapping)
    assert large.frame().equals(whole.frame())
    assert large.columns == whole.columns
    assert large.sums == whole.sums


def test_different_values_are_counted_exactly_and_then_nearly() -> None:
    few, many = Distinct(), Distinct()
    for start in range(0, 400_000, 50_000):
        few.add(pa.array(range(start % 100_000, start % 100_000 + 50_000)))
        many.add(pa.array([f"x{n}" for n in range(start, start + 50_000)]))
    assert few.count == EXACT
    assert many.count == pytest.approx(400_000, rel=0.03)
