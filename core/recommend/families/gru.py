"""A recurrent network reads what a customer met, item by item, and tells what comes next (GRU4Rec,
Hidasi et al. 2016; trained on every place of a sequence, with tied embeddings)."""

from pydantic import Field

from core.base.specs import SHORT
from core.recommend.family import Size
from core.recommend.net import RecommendNetSettings, network_family


class GruSettings(RecommendNetSettings):
    """How much the network remembers."""

    units: int = Field(128, ge=2, le=2048, json_schema_extra=SHORT)


def parameters(settings: GruSettings, size: Size) -> tuple[int, int]:
    """Those of all items, the gates and the way back to a vector; all but the first are gone
    through at every place."""
    units, width = settings.units, settings.embedding
    gates = 3 * units * (width + units + 2)
    layers = gates + units * width + width
    return (size.items + 2) * (width + 1) + layers, layers


FAMILY = network_family("gru", GruSettings, parameters, traced=3.0)
