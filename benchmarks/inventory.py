"""What service and what cost orders by our forecasts lead to, replayed on real held-out weeks.

    python -m benchmarks.inventory --data DIR [--sets store_item] [--dev]

Weekly review, lead time 7 days, lost sales, 84 test days; stock starts at the first level, the
first 7 days are not counted. A day costs 1 a unit in stock, a lost unit 7 t / (1 - t), which makes
t the best cycle service level; costs are of a unit asked for. `ours` forecasts the demand of lead
time + review anew at every weekly origin, by a model fitted every four weeks, with quantiles
learned from the weeks before: nothing is fitted or calibrated on days that are not over.
`uncalibrated` takes the classic's normal distribution around the same means; `owed` is the plain
order-up-to level of the same quantiles, which orders for customers who have gone. `known means`
orders up to the Poisson quantile around means that a fit of item, weekday, month and year gives
*with the test days in view*: where sales scatter like counts, no forecast can do better. CPU is
seconds of all forecasts of a row. `--dev` leaves out the last 84 days: what is tuned is tuned
there.
"""

import argparse
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np

from benchmarks.demand_panels import PANELS
from benchmarks.inventory_floor import Counted, counted
from core.base.forecast import LEVELS, Forecast
from core.demand.families import pooled_trees
from core.demand.panel import Floats, Panel, escaped
from core.demand.refits import Silent
from core.demand.rolling import between, latest, roll, spans_kept
from core.inventory.attained import attained
from core.inventory.given import nothing_given
from core.inventory.inputs import Items, items_of
from core.inventory.policies.classic import Classic, recent
from core.inventory.policies.order_up_to import OrderUpTo
from core.inventory.policies.policy import Levels, Policy
from core.inventory.policies.projected_stock import ProjectedStock
from core.inventory.terms import Terms
from core.inventory.weeks import Choose, Rules, Weeks, play

DAYS, WEEK, HORIZON = 84, 7, 28
TARGETS = (0.95, 0.98, 0.99)
TEACH = 26
"""Weekly origins before the test days whose forecasts the quantiles are learned from, at most: none
is in the first third of what is known."""
PAST = 91
"""Days that the classic looks back."""
REFIT = 4
"""Weeks from fit to fit."""


@dataclass(frozen=True)
class Oracle:
    """Orders up to what will be asked for."""

    asked: Floats

    def levels(self, outlook: object, items: Items) -> Levels:  # noqa: ARG002 (as every policy)
        """The demand (s,) of the days to come."""
        return Levels(self.asked, self.asked, items.of("review_period"))


@dataclass(frozen=True)
class Ready:
    """The weeks of a set and as many before them: forecasts, the past before each origin, and what
    the forecasts took; `means` (s, t) are those of sales that scatter like counts."""

    weeks: Weeks
    before: Weeks
    items: Items
    past: list[tuple[Floats, Floats]]
    seconds: float
    means: Floats | None


def ready(panel: Panel) -> Ready:
    """Everything that policies may know at each origin of the last `DAYS` days."""
    began, start = time.process_time(), panel.y.shape[1] - DAYS
    teach = min(TEACH, start * 2 // 3 // WEEK)
    origins = range(start - teach * WEEK, start + DAYS, WEEK)
    fits = {at: fitted(panel.until(at)).mean for at in origins[::REFIT]}
    earlier = start - min(DAYS, (teach - 6) * WEEK)
    rolled = roll(panel, lambda origin: latest(fits, origin), origins, earlier, seed=0)
    ids = tuple(escaped(panel.keys))
    forecasts = [
        Forecast(ids, panel.until(at).days(HORIZON)[-HORIZON:].to_numpy(), rolled.means[at],
                 np.zeros((len(ids), HORIZON, len(LEVELS))),
                 between(sums.astype(float), spans_kept(HORIZON)))
        for at, sums in rolled.sums.items()
    ]  # fmt: skip
    seconds = time.process_time() - began
    many = (start - earlier) // WEEK
    return Ready(
        Weeks(panel.y[:, start:], forecasts[many:], WEEK),
        Weeks(panel.y[:, earlier:start], forecasts[:many], WEEK),
        items_of(ids, Terms(), nothing_given()),
        [recent(panel.y[:, :at], 1.0, PAST) for at in list(rolled.sums)[many:]],
        seconds,
        counted(panel, start),
    )


def fitted(panel: Panel) -> pooled_trees.PooledTrees:
    """Our pooled trees with their default settings."""
    return pooled_trees.fit(pooled_trees.PooledTreesSettings(), panel, HORIZON, 0, Silent())


def policies(known: Ready, level: float) -> Mapping[str, Choose]:
    """Every row at a service level."""
    sold, past = known.weeks.sold, known.past

    def oracle(number: int) -> Policy:
        ahead = sold[:, number * WEEK : (number + 2) * WEEK]
        return Oracle(np.nansum(ahead, axis=1))

    def uncalibrated(number: int) -> Policy:
        return Classic(
            level, known.weeks.forecasts[number].mean[:, :14].mean(axis=1), past[number][1]
        )

    aimed = ProjectedStock(attained(known.before, known.items, ProjectedStock, level, Rules()))
    rows: dict[str, Choose] = {
        "mean + z sd over 91 d": lambda number: Classic(level, *past[number]),
        "ours": lambda _: aimed,
        "ours, as learned": lambda _: ProjectedStock(level),
        "ours, as if owed": lambda _: OrderUpTo(level),
        "ours, uncalibrated": uncalibrated,
        "oracle": oracle,
    }
    means = known.means
    if means is not None:
        rows["known means"] = lambda number: Counted(level, means[:, number * WEEK :])
    return rows


def figures(known: Ready, choose: Choose, level: float) -> dict[str, float]:
    """Service, stock and cost of a row."""
    all_items = play(known.weeks, known.items, choose, Rules())
    assert all_items is not None, "every item has levels"
    played = all_items.replayed
    total, days = played.total, played.stock.shape[1] - played.warm_up
    asked = float(played.demand.sum()) / days
    cost = float(played.cost(1.0, WEEK * level / (1 - level)).sum()) / asked
    return {
        "fill": total.fill_rate, "cycle": total.cycle_service, "days": total.days_of_stock,
        "cost": cost,
    }  # fmt: skip


def compare(name: str, panel: Panel) -> dict[str, dict[str, float]]:
    """Prints the table of a set and returns its figures."""
    known, found = ready(panel), {}
    print(f"\n{name}: {len(panel.y)} series, forecasts in {known.seconds:.0f} CPU s")
    print("| t | | fill rate | cycle service | days of stock | cost | to the classic | CPU s |")
    print("|---" * 8 + "|")
    for level in TARGETS:
        classic = 0.0
        for row, choose in policies(known, level).items():
            one = figures(known, choose, level)
            classic = classic or one["cost"]
            one |= {"ratio": one["cost"] / classic}
            seconds = f"{known.seconds:.1f}" if row.startswith("ours") else "0"
            print(
                f"| {level} | {row} | {one['fill']:.3f} | {one['cycle']:.3f} | {one['days']:.1f} | "
                f"{one['cost']:.2f} | {one['ratio'] - 1:+.1%} | {seconds} |", flush=True,
            )  # fmt: skip
            found[f"{row} {level}"] = one
    return found


def main() -> None:
    """Prints a table a set and, last, all figures as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=list(PANELS), choices=list(PANELS))
    parser.add_argument("--dev", action="store_true", help="without the last 84 days")
    flags = parser.parse_args()
    every = {}
    for name in flags.sets:
        panel = PANELS[name](flags.data)
        if flags.dev:
            panel = panel.until(panel.y.shape[1] - DAYS)
        every[name] = compare(name, panel)
    print(json.dumps(every))


if __name__ == "__main__":
    main()
