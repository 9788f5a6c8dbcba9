"""What the networks for all series share: settings, what clashes in them, and what they cost.

A network is one family of two files: `x.py` has its settings and `FAMILY`, `x_keras.py` has
`build(settings, layout)`, which gives a Keras model from a row (n, width) to raw numbers
(n, horizon). All else (rows, loss, training, saving) is here and in `net_keras`.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from core.base.protocols import Estimate, Problem, Reporter
from core.base.specs import SHORT
from core.demand.family import DemandFamily, Fitted
from core.demand.net_rows import Layout
from core.demand.panel import Panel
from core.nets import checks, costs
from core.nets.settings import Activation, Initialiser, TrainingSettings

Width = Annotated[int, Field(ge=1, le=4096)]
MOST_CELLS = 20_000_000
"""Numbers in all training rows together at most: a longer horizon is learned from fewer rows."""
ROW_SECONDS = 4e-5
"""Measured on one core: making a row of about 200 numbers."""


class PanelNetSettings(TrainingSettings):
    """How a network for all series sees them, learns, and what its layers are made of."""

    texts: ClassVar[str] = "nets"

    lookback: int = Field(56, ge=2, le=1000, json_schema_extra=SHORT)
    demand_loss: Literal["auto", "squared", "poisson", "tweedie"] = Field(
        "auto", json_schema_extra=SHORT
    )
    sampled_windows: int = Field(20_000, ge=500, le=1_000_000, json_schema_extra=SHORT)
    hidden: tuple[Width, ...] = Field((128, 128), max_length=10, json_schema_extra=SHORT)
    activation: Activation = Field("silu", json_schema_extra=SHORT)
    initialiser: Initialiser = "he"
    batch_normalisation: bool = False
    dropout: float = Field(0.1, ge=0, le=0.95, json_schema_extra=SHORT)
    l1: float = Field(0.0, ge=0, le=1)
    l2: float = Field(0.0, ge=0, le=1)
    learning_rate: float = Field(0.0015, ge=1e-6, le=10, json_schema_extra=SHORT)
    epochs: int = Field(6, ge=1, le=10_000, json_schema_extra=SHORT)
    patience: int = Field(3, ge=1, le=1000)


Counter = Callable[[Any, Layout], int]
"""(settings, layout) -> trainable parameters."""


def rows_of(settings: PanelNetSettings, panel: Panel, layout: Layout) -> int:
    """How many rows are learned from, at most."""
    count, periods = panel.y.shape
    return max(1, min(settings.sampled_windows, count * periods, MOST_CELLS // layout.width))


def lookback_of(settings: PanelNetSettings, panel: Panel) -> int:
    """The periods of history in a row: of short panels a half, so that some rows are whole."""
    return max(1, min(settings.lookback, panel.y.shape[1] // 2))


def dense_parameters(settings: PanelNetSettings, layout: Layout) -> int:
    """Parameters of dense layers from the whole row to the horizon."""
    one = costs.parameters(layout.width, settings.hidden, settings.batch_normalisation)
    last = settings.hidden[-1] if settings.hidden else layout.width
    return one + (layout.horizon - 1) * (last + 1)


def network_family(
    name: str, settings: type[PanelNetSettings], parameters: Counter, traced: float
) -> DemandFamily:
    """The family whose architecture is `build` in `families/<name>_keras.py`; `traced` is how many
    seconds a fit takes beside its rows and steps: most goes to tracing the network."""

    def fit(
        chosen: PanelNetSettings, panel: Panel, horizon: int, seed: int, reporter: Reporter
    ) -> Fitted:
        build = import_module(f"core.demand.families.{name}_keras").build
        found: Fitted = _shared().fit(chosen, panel, (horizon, seed), build, reporter)
        return found

    def estimate(chosen: PanelNetSettings, panel: Panel, horizon: int) -> Estimate:
        layout = _layout(chosen, panel, horizon)
        rows = rows_of(chosen, panel, layout)
        shape, count = (rows, layout.width), parameters(chosen, layout)
        found = costs.estimate(chosen, shape, chosen.hidden, count)
        made = (rows + len(panel.y)) * ROW_SECONDS * layout.width / 200
        return found.model_copy(update={"seconds": round(found.seconds + traced + made, 1)})

    return DemandFamily(name, "network", settings, fit, load, estimate, check=_check, pooled=True)


def load(folder: Path) -> Fitted:
    """Reads a saved network."""
    found: Fitted = _shared().load(folder)
    return found


def _shared() -> Any:
    return import_module("core.demand.net_keras")


def _layout(settings: PanelNetSettings, panel: Panel, horizon: int) -> Layout:
    channels = 4 + 2 * len(panel.known)
    return Layout(lookback_of(settings, panel), horizon, channels, 40)


def _check(settings: PanelNetSettings, panel: Panel, horizon: int) -> tuple[Problem, ...]:
    return tuple(_problems(settings, panel, horizon))


def _problems(settings: PanelNetSettings, panel: Panel, horizon: int) -> Iterator[Problem]:
    """What clashes in `settings` for this panel."""
    rows = rows_of(settings, panel, _layout(settings, panel, horizon))
    shape = checks.Shape(settings.hidden, settings.dropout, settings.batch_normalisation)
    yield from checks.training(settings, rows)
    yield from checks.layers(shape, settings, rows)
    periods = panel.y.shape[1]
    if horizon > periods:
        yield Problem(code="horizon_beyond_history", facts={"horizon": horizon, "periods": periods})
