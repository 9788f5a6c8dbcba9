"""Class weights: both answers count the same in the training loss."""

import numpy as np
from numpy.typing import NDArray


def balanced(y: NDArray[np.int8]) -> NDArray[np.float32]:
    """Weights (n,) of training answers (n,): n / (2 * rows of the answer), mean 1.

    King and Zeng, "Logistic regression in rare events data", 2001; the same as
    scikit-learn's class_weight="balanced".
    """
    counts = np.maximum(np.bincount(y, minlength=2), 1)
    return (len(y) / (2.0 * counts)).astype(np.float32)[y]
