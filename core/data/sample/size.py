"""How big a sample shop is, when it lives, and where its chance comes from."""

import zlib
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

LAST_DAY = date(2025, 12, 31)
CHURN_DAYS = 91
"""A customer has churned who orders nothing in the last so many days of the data."""
STORES = 4
ONLINE = 3
"""The position of the online store among the stores."""


@dataclass(frozen=True)
class Size:
    """How much is simulated; `lines_per_day` is what all stores sell on an average day."""

    days: int = 731
    products: int = 300
    customers: int = 8000
    lines_per_day: float = 400.0

    def __post_init__(self) -> None:
        """Raises ValueError where too little is left to simulate."""
        if not CHURN_DAYS + 60 <= self.days <= 731:
            raise ValueError(f"days must be {CHURN_DAYS + 60} to 731, not {self.days}")
        if self.products < 16 or self.customers < 100 or self.lines_per_day < 30:
            raise ValueError("a shop needs 16 products, 100 customers, 30 lines a day")

    @property
    def first_day(self) -> date:
        """The day number 0."""
        return LAST_DAY - timedelta(days=self.days - 1)

    @property
    def cutoff(self) -> int:
        """The day on whose evening the features of customers are taken."""
        return self.days - 1 - CHURN_DAYS


FULL = Size()
TINY = Size(days=240, products=40, customers=400, lines_per_day=60.0)


def stream(seed: int, stage: str) -> np.random.Generator:
    """A generator for one stage, so that a change in one leaves the others alone."""
    return np.random.default_rng([seed, zlib.crc32(stage.encode())])
