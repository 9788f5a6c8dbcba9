"""Blends: the weighted mean of several families' means, corrected by how the shop has drifted.

Weights and correction are learned anew at every origin from the members' forecasts before it, the
same ones that its intervals are learned from; so no window judges weights that have seen it, and a
blend that is trained again comes to the same.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import Field, model_validator

from core.base.model import Value
from core.base.protocols import Reporter
from core.demand.distribution import Told, learn_distribution
from core.demand.family import DemandFamily, Fitted
from core.demand.panel import Floats, Panel
from core.lab import catalog
from core.lab.demand.fitting import Candidate, Fits, Quantiles, Source
from core.lab.demand.mixed import Mixed
from core.lab.demand.weights import (
    Together,
    blended,
    choose_weights,
    cross_blended,
    drift,
    end,
    weighted,
)

FILE = "blend.json"


class BlendMember(Value):
    """One family of a blend."""

    family: str
    settings: dict[str, Any] = Field(default_factory=dict)
    seed: int = Field(0, ge=0)


class BlendSettings(Value):
    """A resolved blend: enough to train it again to the same figures."""

    members: tuple[BlendMember, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _differ(self) -> "BlendSettings":
        if len({(member.family, member.seed) for member in self.members}) < len(self.members):
            raise ValueError("two members have the same family and seed")
        return self


def candidates(settings: BlendSettings) -> list[Candidate]:
    """The candidates that a blend names."""
    found = []
    for member in settings.members:
        family = cast(DemandFamily, catalog.family("demand", member.family))
        settled = family.settings.model_validate(member.settings)
        found.append(Candidate(family, settled, member.seed))
    return found


def settings_of(members: Sequence[Candidate]) -> BlendSettings:
    """The settings that name these candidates."""
    return BlendSettings(
        members=tuple(
            BlendMember(
                family=one.family.name,
                settings=one.settings.model_dump(mode="json"),
                seed=one.seed,
            )
            for one in members
        )
    )


@dataclass(frozen=True)
class Blended:
    """Fitted members, by the names of their families, with their weights, which are one together;
    `drift` is by what their mean is multiplied."""

    families: tuple[str, ...]
    members: tuple[Fitted, ...]
    weights: tuple[float, ...]
    drift: float

    def mean(self, panel: Panel) -> Floats:
        """The weighted mean of the members' means (s, h), corrected."""
        return self.drift * weighted([one.mean(panel) for one in self.members], self.weights)

    def save(self, folder: Path) -> None:
        """Writes `blend.json`, and each member into a folder of its own."""
        told = {"families": self.families, "weights": self.weights, "drift": self.drift}
        (folder / FILE).write_text(json.dumps(told), "utf-8")
        for number, member in enumerate(self.members):
            (folder / str(number)).mkdir()
            member.save(folder / str(number))


def load(folder: Path) -> Blended:
    """Reads what `save` wrote."""
    told = json.loads((folder / FILE).read_text("utf-8"))
    members = tuple(
        load_fitted(name, folder / str(number)) for number, name in enumerate(told["families"])
    )
    return Blended(tuple(told["families"]), members, tuple(told["weights"]), told["drift"])


def load_fitted(family: str, folder: Path) -> Fitted:
    """The fitted model of a bundle, of whatever family it is."""
    if family == catalog.BLEND:
        return load(folder)
    return cast(DemandFamily, catalog.family("demand", family)).load(folder)


class BlendOf:
    """A source of forecasts that mixes those of others, by the names of their families."""

    spreads = True

    def __init__(self, members: dict[str, Source]) -> None:
        self._members = members
        self._learned: dict[int, tuple[Floats, float]] = {}

    @property
    def quick(self) -> bool:
        """Whether all members are."""
        return all(source.quick for source in self._members.values())

    def told(self, origin: int) -> list[Told]:
        """The members' forecasts before `origin`, mixed by the weights that suit them best."""
        weights, drifted = self._at(origin)
        mixed = blended(self.together(origin), weights)
        return [Told(one.panel, drifted * one.mean, one.sold) for one in mixed]

    def fitted(self, origin: int) -> tuple[Blended, Floats]:
        """The members that have a weight at `origin`, and the mean of their means."""
        every, drifted = self._at(origin)
        shares = zip(self._members.items(), every, strict=True)
        used = [(name, *source.fitted(origin), float(w)) for (name, source), w in shares if w > 0]
        names, fitted, means, weights = zip(*used, strict=True)
        return Blended(names, fitted, weights, drifted), drifted * weighted(means, weights)

    def spread(self, origin: int, seed: int) -> Quantiles:
        """The mean of the quantiles of the members that spread and have a weight; without such a
        member, quantiles around the mixed mean."""
        shares = zip(self._members.values(), self.weights(origin), strict=True)
        used = [source for source, weight in shares if source.spreads and weight > 0]
        if not used:
            return learn_distribution(self.told(origin), seed)
        spreads = tuple(source.spread(origin, seed) for source in used)
        means = tuple(source.fitted(origin)[1] for source in used)
        return Mixed(spreads, means, self.fitted(origin)[1])

    def tried(self, origin: int, seed: int) -> list[tuple[Told, Quantiles]]:
        """Forecasts before `origin` as the blend would have made them, by weights that have not
        seen their outcome, each with what spreads around it."""
        together = self.together(origin)
        mixed = cross_blended(together)
        shares = zip(self._members.values(), together, strict=True)
        spreading = [told for source, told in shares if source.spreads]
        if not spreading:
            return [(one, spread) for spread in [learn_distribution(mixed, seed)] for one in mixed]
        spreads = tuple(learn_distribution(told, seed) for told in spreading)
        means = [tuple(one.mean for one in ones) for ones in zip(*spreading, strict=True)]
        return [
            (one, Mixed(spreads, around, one.mean))
            for one, around in zip(mixed, means, strict=True)
        ]

    def weights(self, origin: int) -> Floats:
        """The weight of each member at `origin` (m,)."""
        return self._at(origin)[0]

    def _at(self, origin: int) -> tuple[Floats, float]:
        if origin not in self._learned:
            together = self.together(origin)
            weights = choose_weights(together)
            self._learned[origin] = weights, drift(blended(together, weights))
        return self._learned[origin]

    def together(self, origin: int) -> Together:
        """What the members told before `origin`, where all of them did."""
        every = [source.told(origin) for source in self._members.values()]
        common = set.intersection(*({end(one) for one in told} for told in every))
        return [[one for one in told if end(one) in common] for told in every]


def source_of(
    members: Sequence[Candidate], panel: Panel, horizon: int, follow: Callable[[str], Reporter]
) -> Source:
    """The forecasts of a panel by one family, or by the blend of several."""
    found: dict[str, Source] = {
        one.family.name: Fits(one, panel, horizon, follow(one.family.name)) for one in members
    }
    return BlendOf(found) if len(found) > 1 else next(iter(found.values()))
