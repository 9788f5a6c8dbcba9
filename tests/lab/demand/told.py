"""Forecasts whose outcome is known, for tests of what is made of them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.demand.distribution import Distribution, Told, learn_distribution
from core.demand.panel import Floats, Panel

Say = Callable[[Panel, Floats], Floats]


class Fixed:
    """A fitted model that says what it is given."""

    def __init__(self, say: Say, truth: Floats) -> None:
        self.say, self.truth = say, truth

    def mean(self, panel: Panel) -> Floats:
        return self.say(panel, self.truth)

    def save(self, folder: Path) -> None:
        (folder / "fixed").write_text("", "utf-8")


class Teller:
    """A source that forecasts by a function of the past and of what is then sold (s, h)."""

    spreads = False

    def __init__(self, panel: Panel, horizon: int, say: Say) -> None:
        self.panel, self.horizon, self.say = panel, horizon, say

    def told(self, origin: int) -> list[Told]:
        found = []
        for at in range(origin - 3 * self.horizon, origin, max(1, self.horizon // 2)):
            sold = np.full((len(self.panel.y), self.horizon), np.nan)
            known = self.panel.y[:, at : min(origin, at + self.horizon)]
            sold[:, : known.shape[1]] = known
            past = self.panel.until(at)
            found.append(Told(past, self.say(past, self._truth(at)), sold))
        return found

    def spread(self, origin: int, seed: int) -> Distribution:
        return learn_distribution(self.told(origin), seed)

    def fitted(self, origin: int) -> tuple[Fixed, Floats]:
        truth = self._truth(origin)
        model = Fixed(self.say, truth)
        return model, model.mean(self.panel.until(origin))

    def _truth(self, at: int) -> Floats:
        found = np.zeros((len(self.panel.y), self.horizon))
        known = self.panel.y[:, at : at + self.horizon]
        found[:, : known.shape[1]] = known
        return found
