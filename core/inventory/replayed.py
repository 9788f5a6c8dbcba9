"""What a replay came to: units, services and costs, by item and over all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.inventory.curve import Floats

Flags = NDArray[np.bool_]
_SUMS = (
    "received", "sold", "waste", "demand", "served", "orders", "ordered", "cycles", "failed",
    "unknown",
)  # fmt: skip


@dataclass(frozen=True)
class Total:
    """A replay over all items: `fill_rate` of all units, `cycle_service` of all cycles, all stock
    in `days_of_stock` of all demand; NaN where there is nothing to count."""

    fill_rate: float
    cycle_service: float
    days_of_stock: float
    orders: float
    waste: float


@dataclass(frozen=True)
class Replayed:
    """By item (s,), in units; start + received = sold + waste + end over all days. All but these
    five and `owed`, what was still owed at the end, count the days after the warm-up.

    `served` is the demand that was met on its day; `orders` counts orders, `ordered` their units;
    `failed` of `cycles` ran short; `unknown` counts days whose demand is not known; `stock` (s, t)
    is the stock of every night.
    """

    start: Floats
    received: Floats
    sold: Floats
    waste: Floats
    end: Floats
    owed: Floats
    demand: Floats
    served: Floats
    orders: Floats
    ordered: Floats
    cycles: Floats
    failed: Floats
    unknown: Floats
    stock: Floats
    warm_up: int

    @property
    def short(self) -> Floats:
        """The demand (s,) that was not met on its day: lost, or owed."""
        return self.demand - self.served

    @property
    def fill_rate(self) -> Floats:
        """Type 2 (s,): the share of the demand that was met on its day; NaN without demand."""
        return _share(self.served, self.demand)

    @property
    def cycle_service(self) -> Floats:
        """Type 1 (s,): the share of cycles, from one possible delivery to the next, that were never
        short; NaN without a whole cycle."""
        return 1 - _share(self.failed, self.cycles)

    @property
    def mean_stock(self) -> Floats:
        """The mean stock of a night (s,)."""
        return self.stock[:, self.warm_up :].mean(axis=1)

    @property
    def days_of_stock(self) -> Floats:
        """For how many days of mean demand the mean stock lasts (s,); NaN without demand."""
        days = self.stock.shape[1] - self.warm_up - self.unknown
        return _share(self.mean_stock * days, self.demand)

    @property
    def total(self) -> Total:
        """The same over all items."""
        sums = {name: np.array([getattr(self, name).sum()])
                for name in ("served", "demand", "failed", "cycles")}  # fmt: skip
        days = self.stock.shape[1] - self.warm_up
        stock = np.array([self.mean_stock.sum() * days])
        return Total(
            fill_rate=float(_share(sums["served"], sums["demand"])[0]),
            cycle_service=1 - float(_share(sums["failed"], sums["cycles"])[0]),
            days_of_stock=float(_share(stock, sums["demand"])[0]),
            orders=float(self.orders.sum()),
            waste=float(self.waste.sum()),
        )

    def cost(self, holding: Floats | float, shortage: Floats | float,
             order: Floats | float = 0.0) -> Floats:  # fmt: skip
        """The cost of a day (s,): `holding` a unit and night, `shortage` a unit short, `order` an
        order."""
        days = self.stock.shape[1] - self.warm_up
        return self.mean_stock * holding + (self.short * shortage + self.orders * order) / days


class Tally:
    """Adds up a replay day by day."""

    def __init__(self, start: Floats, days: int, warm_up: int) -> None:
        self._sums = {name: np.zeros(len(start)) for name in _SUMS}
        self._start, self._warm_up = start.copy(), warm_up
        self._stock = np.zeros((len(start), days))
        self._open = np.zeros(len(start), dtype=bool)
        self._short = np.zeros(len(start), dtype=bool)

    def day(self, day: int, flows: dict[str, Floats], stock: Floats) -> None:
        """The `flows` (s,) of a day and the `stock` (s,) of its night."""
        add = self._sums
        add["received"] += flows["received"]
        add["sold"] += flows["served"] + flows["repaid"]
        add["waste"] += flows["waste"]
        self._stock[:, day] = stock
        if day < self._warm_up:
            return
        for name in ("demand", "served", "ordered"):
            add[name] += flows[name]
        add["orders"] += flows["ordered"] > 0
        add["unknown"] += ~flows["known"].astype(bool)

    def cycle(self, day: int, begins: Flags, short: Flags) -> None:
        """A day that `begins` a cycle where true (s,) and runs `short` where true."""
        done = self._open & begins
        self._sums["cycles"] += done
        self._sums["failed"] += done & self._short
        self._open = np.where(begins, day >= self._warm_up, self._open)
        self._short = np.where(begins, short, self._short | short)

    def result(self, end: Floats, owed: Floats) -> Replayed:
        """The sums, with the stock and the debts at the `end`."""
        return Replayed(
            start=self._start, end=end, owed=owed, stock=self._stock, warm_up=self._warm_up,
            **self._sums,
        )  # fmt: skip


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
