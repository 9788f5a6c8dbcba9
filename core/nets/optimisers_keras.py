"""The optimisers on screen."""

from typing import Any

import keras

from core.nets.settings import TrainingSettings


def optimiser(settings: TrainingSettings, rate: float) -> Any:
    """The Keras optimiser that `settings` ask for, starting at `rate`."""
    clip: dict[str, Any] = {"global_clipnorm": settings.clip_norm or None}
    match settings.optimiser:
        case "full_batch_gd" | "sgd":
            return keras.optimizers.SGD(rate, **clip)
        case "momentum":
            return keras.optimizers.SGD(rate, momentum=settings.momentum, **clip)
        case "nesterov":
            return keras.optimizers.SGD(rate, momentum=settings.momentum, nesterov=True, **clip)
        case "rmsprop":
            return keras.optimizers.RMSprop(rate, **clip)
        case "adam":
            return keras.optimizers.Adam(rate, **clip)
        case "adamw":
            return keras.optimizers.AdamW(rate, weight_decay=settings.weight_decay, **clip)
