"""Rows that a network learns from."""

from typing import Any, Protocol

from numpy.typing import NDArray


class Examples(Protocol):
    """Rows `x` (n, k), their answers `y` (n,) or (n, outputs), and what a row counts, `weight`
    (n,) or None. A `Matrix` is one."""

    @property
    def x(self) -> NDArray[Any]:
        """What the network sees."""

    @property
    def y(self) -> NDArray[Any]:
        """What it should say."""

    @property
    def weight(self) -> NDArray[Any] | None:
        """How much each row counts."""
