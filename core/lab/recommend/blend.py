"""Blends: what several families say of a customer, weighted, times what sells lately.

Families speak in different sizes, so each customer's scores are taken as shares of the highest.
Weights, and the power of recency, are chosen on the earlier question and judged on the later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import Field, model_validator

from core.base.model import Value
from core.lab.recommend.candidates import load as load_model
from core.recommend.family import Ranker
from core.recommend.histories import Histories
from core.recommend.interactions import Floats

FILE = "blend.json"


class BlendMember(Value):
    """One family of a blend, with its share."""

    family: str
    settings: dict[str, Any] = Field(default_factory=dict)
    seed: int = Field(0, ge=0)
    weight: float = Field(1.0, gt=0)


class BlendSettings(Value):
    """A resolved blend: enough to train it again to the same figures. `recency` is the power of
    what sold lately, `floor` the share that an item then has of which no member says anything."""

    members: tuple[BlendMember, ...] = Field(min_length=1)
    recency: float = Field(0.0, ge=0, le=3)
    floor: float = Field(0.001, gt=0, lt=1)

    @model_validator(mode="after")
    def _differ(self) -> "BlendSettings":
        if len({member.family for member in self.members}) < len(self.members):
            raise ValueError("two members have the same family")
        return self


@dataclass(frozen=True)
class Blended:
    """Fitted members, each with its weight, and what sold lately (items,)."""

    settings: BlendSettings
    members: tuple[Ranker, ...]
    popular: Floats

    def scores(self, asked: Histories) -> Floats:
        """See `mixed` (b, items)."""
        weights = [member.weight for member in self.settings.members]
        said = [shares(member.scores(asked)) for member in self.members]
        return mixed(
            said, weights, lately(self.popular, self.settings.recency), self.settings.floor
        )

    def save(self, folder: Path) -> None:
        """Writes `blend.json`, what sold lately, and each member into a folder of its own."""
        (folder / FILE).write_text(self.settings.model_dump_json(), "utf-8")
        np.save(folder / "popular.npy", self.popular)
        for number, member in enumerate(self.members):
            (folder / str(number)).mkdir()
            member.save(folder / str(number))


def load(folder: Path) -> Blended:
    """Reads what `save` wrote."""
    settings = BlendSettings.model_validate_json((folder / FILE).read_text("utf-8"))
    members = tuple(
        load_model(member.family, folder / str(number))
        for number, member in enumerate(settings.members)
    )
    return Blended(settings, members, np.load(folder / "popular.npy"))


def shares(scores: Floats) -> Floats:
    """Each row as shares of its highest; what is below 0 says nothing (b, items)."""
    positive = np.maximum(scores, 0)
    highest = positive.max(axis=1, keepdims=True, initial=0)
    return np.asarray(positive / np.where(highest > 0, highest, 1), np.float32)


def lately(popular: Floats, power: float) -> Floats | None:
    """What recency multiplies each item with (items,): one more than it sold lately, to a power, as
    a share of the highest; None where the power is 0."""
    if not power:
        return None
    counts = (np.maximum(popular, 0) + 1.0) ** power
    return np.asarray(counts / counts.max(initial=1), np.float32)


def mixed(
    said: Sequence[Floats], weights: Sequence[float], recent: Floats | None, floor: float
) -> Floats:
    """The weighted mean of the `said` shares (b, items), at least `floor`, times `recent` (items,);
    without it the mean alone, 0 where no member says anything."""
    total = sum(weights)
    found = sum((share * (weight / total) for share, weight in zip(said, weights, strict=True)))
    if recent is None:
        return np.asarray(found, np.float32)
    return np.asarray(np.maximum(found, floor) * recent, np.float32)
