"""Loading tensorflow and tracing a first network, so that a user's click need not wait for it."""

import keras
import numpy as np


def run_once() -> None:
    """Trains and asks a tiny network: the first of a process costs most of a second."""
    network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
    network.compile(optimizer="adam", loss="binary_crossentropy")
    x, y = np.zeros((8, 2), np.float32), np.zeros((8, 1), np.float32)
    network.fit(x, y, batch_size=4, epochs=1, verbose=0)
    network.predict(x, verbose=0)
    keras.backend.clear_session()
