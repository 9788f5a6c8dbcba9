"""The settings every Keras network trains with; rooms add their own layers to them."""

from typing import ClassVar, Literal

from pydantic import Field

from core.base.specs import SHORT, Settings

Activation = Literal["relu", "leaky_relu", "elu", "selu", "gelu", "silu", "tanh", "sigmoid"]
Initialiser = Literal["he", "xavier", "normal", "uniform"]
Loss = Literal["binary_crossentropy", "focal", "hinge", "squared", "absolute", "huber"]
Optimiser = Literal[
    "full_batch_gd", "sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"
]  # fmt: skip
Schedule = Literal["constant", "step", "cosine", "plateau"]

UNCALIBRATED: frozenset[Loss] = frozenset({"focal", "hinge", "absolute", "huber"})
"""Losses whose minimum is not the probability of the positive value."""


class TrainingSettings(Settings):
    """How a network learns. Texts: assets/i18n/<lang>/nets.json, shared by all rooms."""

    texts: ClassVar[str] = "nets"

    optimiser: Optimiser = Field("adamw", json_schema_extra=SHORT)
    learning_rate: float = Field(0.003, ge=1e-6, le=10, json_schema_extra=SHORT)
    schedule: Schedule = Field("cosine", json_schema_extra=SHORT)
    step_epochs: int = Field(10, ge=1, le=1000)
    step_factor: float = Field(0.5, ge=0.01, lt=1)
    plateau_patience: int = Field(4, ge=1, le=100)
    momentum: float = Field(0.9, ge=0, lt=1)
    weight_decay: float = Field(0.02, ge=0, le=1)
    batch_size: int = Field(0, ge=0, le=1_000_000, json_schema_extra=SHORT)
    epochs: int = Field(60, ge=1, le=10_000, json_schema_extra=SHORT)
    early_stopping: bool = Field(True, json_schema_extra=SHORT)
    patience: int = Field(12, ge=1, le=1000)
    clip_norm: float = Field(0.0, ge=0, le=1000)
