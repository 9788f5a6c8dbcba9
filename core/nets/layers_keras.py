"""Blocks of layers that networks share."""

from dataclasses import dataclass
from typing import Any

import keras

from core.nets.settings import Activation, Initialiser


@dataclass(frozen=True)
class DenseBlock:
    """What every hidden layer is made of."""

    activation: Activation
    initialiser: Initialiser
    batch_normalisation: bool
    dropout: float
    l1: float
    l2: float


def hidden_layers(inputs: Any, widths: tuple[int, ...], block: DenseBlock) -> Any:
    """`inputs` (n, k) through dense layers of these widths: (n, widths[-1]).

    A layer is dense, then batch normalisation, activation and dropout.
    """
    hidden = inputs
    for width in widths:
        hidden = keras.layers.Dense(
            width,
            use_bias=not block.batch_normalisation,
            kernel_initializer=_initialiser(block.initialiser),
            kernel_regularizer=_regulariser(block.l1, block.l2),
        )(hidden)
        if block.batch_normalisation:
            hidden = keras.layers.BatchNormalization(momentum=0.9)(hidden)
        hidden = keras.layers.Activation(block.activation)(hidden)
        if block.dropout:
            hidden = keras.layers.Dropout(block.dropout)(hidden)
    return hidden


def _initialiser(name: Initialiser) -> Any:
    match name:
        case "he":
            return keras.initializers.HeNormal()
        case "xavier":
            return keras.initializers.GlorotUniform()
        case "normal":
            return keras.initializers.RandomNormal(stddev=0.05)
        case "uniform":
            return keras.initializers.RandomUniform(-0.05, 0.05)


def _regulariser(l1: float, l2: float) -> Any:
    return keras.regularizers.L1L2(l1, l2) if l1 or l2 else None
