"""Dense layers over the past of any series: direct over the whole horizon."""

from core.demand.net import PanelNetSettings, dense_parameters, network_family


class MlpSettings(PanelNetSettings):
    """Those of every network for all series."""


FAMILY = network_family("mlp", MlpSettings, dense_parameters, traced=1.0)
