"""A fixed loop: how fast this machine is at this moment. Every waiting time stands beside it."""

import statistics
import time
from collections.abc import Callable


def calibration() -> float:
    """Seconds of a million additions."""
    begun = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number
    return time.perf_counter() - begun


def beside_loop(measured: Callable[[int], float], times: int) -> tuple[list[float], float]:
    """What `measured(0)`, `measured(1)`, ... say, and the median seconds of the loop between
    them."""
    found, loops = [], []
    for number in range(times):
        found.append(measured(number))
        loops.append(calibration())
    return found, statistics.median(loops)
