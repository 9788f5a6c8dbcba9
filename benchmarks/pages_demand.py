"""What the pages of a forecast of many items cost: list, series, what-if, order plan."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.calibration import beside_loop
from benchmarks.pages_shop import prepare
from benchmarks.sessions import Session, cpu, server

CLICKS = 20


@dataclass(frozen=True)
class Slider:
    """A slider of a page: part of its element's id, and where its moves begin and how far each
    goes. No two moves end at the same place: what was answered once is kept."""

    part: str
    first: float
    step: float

    def at(self, number: int) -> float:
        """Where a move ends."""
        return self.first + self.step * number


WHAT_IF = {
    "what_if_price": Slider("_price", -25, 2),
    "what_if_demand": Slider("_demand", -45, 4),
}
ORDERS = {
    "orders_level": Slider("orders_level_", 85.5, 0.5),
    "orders_lead_time": Slider("orders_lead_time_r", 2, 1),
}


@dataclass(frozen=True)
class Tab:
    """A page of the app on `port`, run by `process`, under a `query`."""

    port: int
    process: psutil.Process
    page: str
    query: str

    def opened(self) -> Session:
        """The page, drawn twice: caches are filled."""
        session = Session(self.port, self.page, self.query)
        session.rerun()
        session.rerun()
        return session

    def timed(self, name: str, click: Callable[[int], float], clicks: int) -> dict[str, float]:
        """Median seconds of the clicks, the server's CPU of one, and the loop's seconds."""
        before = cpu(self.process)
        waits, loop = beside_loop(click, clicks)
        spent = (cpu(self.process) - before) / clicks
        median = statistics.median(waits)
        return {f"{name}_median_s": median, f"{name}_cpu_s": spent, f"{name}_loop_s": loop}

    def redrawn(self, name: str) -> dict[str, float]:
        """The figures of drawing the whole page."""
        session = self.opened()
        found = self.timed(name, lambda _: session.rerun(), CLICKS)
        session.close()
        return found

    def slid(self, sliders: Mapping[str, Slider], suffix: str = "") -> dict[str, float]:
        """The figures of each slider."""
        session, found = self.opened(), {}
        for name, one in sliders.items():
            session.slide(one.part, one.at(-1))
            found |= self.timed(
                name + suffix, lambda number, one=one: session.slide(one.part, one.at(number)),
                CLICKS,
            )  # fmt: skip
        session.close()
        return found


def figures(port: int, root: Path, items: int) -> dict[str, float]:
    """Every figure, in a workspace made at `root`."""
    run, series = prepare(root, items)
    query = f"run={run}&lang=en"
    found: dict[str, float] = {"items": items}
    with server(port, root) as process:
        found |= Tab(port, process, "forecasts", query).redrawn("forecasts")
        found |= Tab(port, process, "series", f"{query}&series={series}").redrawn("series")
        found |= Tab(port, process, "what_if", query).slid(WHAT_IF)
        found |= Tab(port, process, "orders", query).slid(ORDERS)
        limited = Tab(port, process, "orders", f"{query}&terms=budget:20000")
        found |= limited.slid(ORDERS, "_in_budget")
    return found
