"""Single cells of a sparse matrix."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def cells(matrix: sparse.csr_matrix, row: Any, column: Any) -> NDArray[np.float64]:
    """The values at those places, of the shape of `row` and `column` together; none of none.

    >>> cells(sparse.csr_matrix(np.array([[0, 2], [3, 0]])), [[0], [1]], [1, 0]).tolist()
    [[2.0, 0.0], [0.0, 3.0]]
    """
    row, column = np.broadcast_arrays(np.asarray(row, np.int64), np.asarray(column, np.int64))
    if not row.size:
        return np.zeros(row.shape)
    return np.asarray(matrix[row.ravel(), column.ravel()], float).reshape(row.shape)
