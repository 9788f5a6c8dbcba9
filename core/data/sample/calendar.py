"""The sample shop's calendar: weekdays, seasons, Chinese holidays, shopping festivals."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.sample.festivals import FESTIVALS, Festival
from core.data.sample.frames import instants
from core.data.sample.size import ONLINE, STORES, Size
from core.data.sample.stores import STORE_LIST
from core.data.sample.words import CATEGORIES


@dataclass(frozen=True)
class Calendar:
    """`factor` (D, S, C) is what day, store and category do to demand; `closed` (D, S).

    `sale` (D,) marks shopping festivals, `holiday` (D,) public holidays,
    `festival` (D,) the position in `FESTIVALS` of the day's name, or -1.
    """

    factor: NDArray[np.float64]
    closed: NDArray[np.bool_]
    sale: NDArray[np.bool_]
    holiday: NDArray[np.bool_]
    festival: NDArray[np.int64]
    weekday: NDArray[np.int64]


def make_calendar(size: Size) -> Calendar:
    """The calendar of the days of this shop; nothing in it is random."""
    dates = [size.first_day + timedelta(days=day) for day in range(size.days)]
    weekday = np.array([day.weekday() for day in dates])
    of_year = np.array([day.timetuple().tm_yday for day in dates])
    years = np.arange(size.days) / 365.25
    growth = np.array([store.growth for store in STORE_LIST])
    week = np.array([store.week for store in STORE_LIST])
    peak = np.array([category.peak for category in CATEGORIES])
    swing = np.array([category.swing for category in CATEGORIES])
    season = np.exp(swing * np.cos(2 * np.pi * (of_year[:, None] - peak) / 365.25))
    factor = (week.T[weekday] * (1 + growth) ** years[:, None])[:, :, None] * season[:, None, :]
    calendar = Calendar(
        factor,
        np.zeros((size.days, STORES), bool),
        np.zeros(size.days, bool),
        np.zeros(size.days, bool),
        np.full(size.days, -1, np.int64),
        weekday,
    )
    for position, festival in enumerate(FESTIVALS):
        _celebrate(calendar, size, position, festival)
    return calendar


def _celebrate(calendar: Calendar, size: Size, position: int, festival: Festival) -> None:
    start = (date.fromisoformat(festival.start) - size.first_day).days
    end = (date.fromisoformat(festival.end) - size.first_day).days + 1
    if end <= 0:
        return
    days = slice(max(start, 0), end)
    chosen = [not festival.only or c.key in festival.only.split() for c in CATEGORIES]
    lift = np.full(STORES, festival.stores, np.float64)
    lift[ONLINE] = festival.online
    calendar.factor[days] *= np.where(chosen, lift[:, None], 1.0)
    calendar.closed[days, :ONLINE] |= festival.closed
    calendar.sale[days] |= festival.sale
    calendar.holiday[days] |= festival.holiday
    calendar.festival[days] = position


def calendar_table(calendar: Calendar, size: Size) -> pd.DataFrame:
    """The table `calendar`: one row a day, all of it known ahead."""
    names = [FESTIVALS[p] if p >= 0 else None for p in calendar.festival]
    return pd.DataFrame(
        {
            "date": instants(size.first_day, np.arange(size.days)),
            "festival_en": [name and name.en for name in names],
            "festival_zh": [name and name.zh for name in names],
            "is_holiday": calendar.holiday,
            "is_sale": calendar.sale,
            "stores_open": ~calendar.closed[:, 0],
        }
    )
