"""Two towers: one makes a vector of an item out of its id and its attributes, the other makes one
of a customer out of what was met and the customer's attributes, and their product is the score
(Covington et al. 2016; Yi et al. 2019).

Ids are left out at random in training, so that an item nobody has met yet lives by what it is like
(DropoutNet, Volkovs et al. 2017).
"""

from typing import Annotated

from pydantic import Field

from core.base.specs import SHORT
from core.recommend.family import Size
from core.recommend.net import RecommendNetSettings, network_family

Width = Annotated[int, Field(ge=1, le=4096)]
FEATURES = 120
"""Columns of attributes that an estimate reckons with."""


class TwoTowerSettings(RecommendNetSettings):
    """What the towers are made of, and how much they lean on attributes."""

    hidden: tuple[Width, ...] = Field((128,), max_length=5, json_schema_extra=SHORT)
    id_dropout: float = Field(0.3, ge=0, le=0.95, json_schema_extra=SHORT)
    text_dimensions: int = Field(64, ge=2, le=512)
    recent_days: float = Field(30.0, ge=0, le=3650, json_schema_extra=SHORT)
    batch_negatives: int = Field(512, ge=0, le=20_000)


def parameters(settings: TwoTowerSettings, size: Size) -> tuple[int, int]:
    """Those of ids, attributes and the tower of customers; all but the first are gone through at
    every place."""
    width = settings.embedding
    total, inputs = FEATURES * (width + 1), 3 * width + 2
    for units in (*settings.hidden, width):
        total += (inputs + 1) * units
        inputs = units
    return (size.items + 2) * (width + 1) + total, total


FAMILY = network_family("two_tower", TwoTowerSettings, parameters, traced=3.0)
