"""The product's Ibis queries beside hand-written SQL, on the same DuckDB and the same file."""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.base.values import Column
from core.data.queries.cubes import day_store_item, orders, prepared, products, sums
from core.data.queries.engine import connect, table

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

_ROUNDS = 7
_MONEY = """
    count(*) AS lines, CAST(sum(quantity) AS DOUBLE) AS units,
    CAST(round(sum(CASE WHEN quantity * price > 0 THEN quantity * price ELSE 0 END), 4)
         AS DECIMAL(38, 4)) AS sold,
    CAST(round(sum(CASE WHEN quantity * price < 0 THEN quantity * price ELSE 0 END), 4)
         AS DECIMAL(38, 4)) AS returned
"""
_SQL = {
    "day_store_item": """
        SELECT CAST(ordered_at AS DATE) AS day, store_id, item_id, {money}
        FROM read_parquet('{path}') GROUP BY ALL""",
    "orders": """
        SELECT * EXCLUDE (key) FROM (
            SELECT hash(order_id, store_id, CAST(ordered_at AS DATE)) AS key,
                   min(CAST(ordered_at AS DATE)) AS day, min(store_id) AS store_id,
                   min(user_id) AS user_id, min(hour(ordered_at)) AS hour,
                   CAST(count(DISTINCT item_id) AS INTEGER) AS items,
                   sum(greatest(quantity, 0)) AS bought, {money}
            FROM read_parquet('{path}') GROUP BY key)
        ORDER BY day""",
    "top_20": """
        SELECT * FROM (SELECT item_id, {money} FROM read_parquet('{path}') GROUP BY item_id)
        ORDER BY sold DESC LIMIT 20""",
}


def measure_queries(path: Path, columns: Sequence[Column]) -> None:
    """Prints the median CPU milliseconds of each query, both ways in turn, and their ratio."""
    backend = connect(path)
    queries = _expressions(backend, path, columns)
    print("| query | SQL ms | Ibis ms | ratio |\n|---|---|---|---|")
    for name, run in queries.items():
        sql = _SQL[name].format(path=path, money=_MONEY)
        times: dict[str, list[float]] = {"sql": [], "ibis": []}
        rows: dict[str, int] = {}
        for _ in range(_ROUNDS):
            for way, work in (("sql", lambda: backend.con.execute(sql).to_arrow_table()),  # noqa: B023
                              ("ibis", run)):  # fmt: skip
                started = time.process_time()
                rows[way] = work().num_rows
                times[way].append(time.process_time() - started)
        if rows["sql"] != rows["ibis"]:
            raise RuntimeError(f"{name}: {rows}")
        sql_ms, ibis_ms = (statistics.median(times[way]) * 1e3 for way in ("sql", "ibis"))
        print(f"| {name} | {sql_ms:.0f} | {ibis_ms:.0f} | {ibis_ms / sql_ms:.2f} |", flush=True)
    backend.disconnect()


def _expressions(
    backend: "Backend", path: Path, columns: Sequence[Column]
) -> dict[str, Callable[[], object]]:
    """Each query as the product makes it, the expression built anew each time."""

    def rows() -> object:
        return prepared(table(backend, path), columns)

    def top() -> object:
        found = sums(products(rows()), "item_id")
        return found.order_by(found.sold.desc()).limit(20)

    return {
        "day_store_item": lambda: backend.to_pyarrow(day_store_item(rows())),
        "orders": lambda: backend.to_pyarrow(orders(rows())),
        "top_20": lambda: backend.to_pyarrow(top()),
    }
