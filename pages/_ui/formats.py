"""Numbers, money, dates and sizes as a reader of the language expects them (Babel)."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import date as Day  # noqa: N812 (the class below has a method called date)
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import dates, numbers

from core.base.texts import LOCALES

ABSENT = "–"
"""Stands for a figure that does not exist."""
_UNITS = {"en": ((1e9, "B"), (1e6, "M"), (1e3, "K")), "zh": ((1e8, "亿"), (1e4, "万"))}
_SHORT_FROM = 1e5


@dataclass(frozen=True)
class Formats:
    """The formats of one language; times are shown in `timezone` (an IANA name)."""

    lang: str = "en"
    timezone: str = "UTC"

    @property
    def _locale(self) -> str:
        return LOCALES.get(self.lang, LOCALES["en"])

    def count(self, value: float | None) -> str:
        """A count in full: 12,330. The dash for a figure that does not exist."""
        return (
            ABSENT
            if _absent(value)
            else numbers.format_decimal(round(value), "#,##0", self._locale)
        )

    def short(self, value: float | None) -> str:
        """A large number in three digits: 1.23M, 123万; below 100,000 in full."""
        if _absent(value):
            return ABSENT
        if abs(value) < _SHORT_FROM:
            return self.count(value) if value == round(value) else self.number(value)
        size, unit = next(u for u in _UNITS[self.lang] if abs(value) >= u[0] * (1 - 5e-4))
        return f"{self.number(value / size)}{' ' if self.lang == 'zh' else ''}{unit}"

    def number(self, value: float | None, digits: int = 3) -> str:
        """A number with `digits` significant digits, no trailing zeros: 0.0123, 4.56, 1,230."""
        if _absent(value):
            return ABSENT
        if value == 0:
            return "0"
        places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        pattern = "#,##0" + ("." + "#" * places if places else "")
        return numbers.format_decimal(
            round(value, places), pattern, self._locale, decimal_quantization=False
        )

    def fixed(self, value: float | None, places: int = 3) -> str:
        """A score with fixed places, so that columns line up: 0.930."""
        if _absent(value):
            return ABSENT
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return numbers.format_decimal(value, pattern, self._locale)

    def exact(self, value: Decimal | None, money: bool = False) -> str:
        """An exact sum with up to four decimals, of money at least two: 1,234.5, or 1,234.50."""
        if value is None:
            return ABSENT
        pattern = "#,##0.00##" if money else "#,##0.####"
        return numbers.format_decimal(value, pattern, self._locale)

    def percent(self, share: float | None, places: int = 1) -> str:
        """A share as percent with fixed places: 0.155 is 15.5%, 0.57 is 57.0%, 1 is 100%.

        Nonzero shares never read 0%.
        """
        if _absent(share):
            return ABSENT
        least = 10.0 ** -(places + 2)
        if 0 < share < least:
            return f"<{self.percent(least, places)}"
        whole = share in (0, 1) or round(share, places + 2) == 1
        pattern = "#,##0" + ("." + "0" * places if places and not whole else "") + "%"
        return numbers.format_percent(share, pattern, self._locale)

    def series(self, parts: Iterable[str]) -> str:
        """Several things in a row: one, two or 一、二."""
        return ("、" if self.lang == "zh" else ", ").join(parts)

    def money(self, value: float | None, currency: str | None = None) -> str:
        """An amount; its currency (ISO 4217) is said where it is known."""
        if _absent(value):
            return ABSENT
        if currency is None:
            return numbers.format_decimal(value, "#,##0.00", self._locale)
        return numbers.format_currency(value, currency, locale=self._locale)

    def interval(self, low: float | None, high: float | None, places: int = 3) -> str:
        """A 95 % interval: 0.921 to 0.943."""
        if _absent(low) or _absent(high):
            return ABSENT
        between = " 至 " if self.lang == "zh" else " to "
        return f"{self.fixed(low, places)}{between}{self.fixed(high, places)}"

    def before(self, word: str) -> str:
        """A word before others: in Chinese a blank stands behind one that ends in Latin letters."""
        return f"{word} " if self.lang == "zh" and word[-1:].isascii() else word

    def sentences(self, *told: str) -> str:
        """Whole sentences one after the other: Chinese ones without a blank between."""
        return ("" if self.lang == "zh" else " ").join(told)

    def bytes(self, size: float | None) -> str:
        """A size on disk: 1.07 MB (decimal units, as file managers show them)."""
        if _absent(size):
            return ABSENT
        for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
            if size >= step * (1 - 5e-4):
                return f"{self.number(size / step)} {unit}"
        return f"{self.count(size)} B"

    def duration(self, seconds: float | None) -> str:
        """How long something took or will take: 0.4 s, 48 s, 3 min 20 s, 2 h 5 min."""
        if _absent(seconds):
            return ABSENT
        hour, minute, second = (
            (" 小时", " 分", " 秒") if self.lang == "zh" else (" h", " min", " s")
        )
        if seconds < 9.95:
            return f"{self.number(round(seconds, 1))}{second}"
        whole = round(seconds)
        if whole < 60:
            return f"{whole}{second}"
        if whole < 3600:
            return _two(whole // 60, minute, whole % 60, second)
        return _two(whole // 3600, hour, whole % 3600 // 60, minute)

    def within(self, low: float, high: float) -> str:
        """How long something will take, between two durations, no finer than one can know: 20 to
        40 s, 50 s to 2 min, 1 to 3 min."""
        (first, of_first), (last, of_last) = _coarse(low, math.floor), _coarse(high, math.ceil)
        if of_first == of_last and first == last:
            last += 1
        units = {"s": (" s", " 秒"), "min": (" min", " 分钟"), "h": (" h", " 小时")}
        unit = {name: told[self.lang == "zh"] for name, told in units.items()}
        start = f"{first}" if of_first == of_last else f"{first}{unit[of_first]}"
        to = " 到 " if self.lang == "zh" else " to "
        return f"{start}{to}{last}{unit[of_last]}"

    def date(self, when: datetime) -> str:
        """A day: Nov 22, 2026 or 2026年11月22日."""
        return dates.format_date(self._local(when), "medium", self._locale)

    def day(self, when: Day) -> str:
        """A day of the data, as it stands there, in no zone."""
        return dates.format_date(when, "medium", self._locale)

    @property
    def day_pattern(self) -> str:
        """How tables and sliders write a day, so that it reads as `day` does."""
        return "YYYY年M月D日" if self.lang == "zh" else "MMM D, YYYY"

    def moment(self, when: datetime) -> str:
        """A day with the time in the reader's zone."""
        local = self._local(when)
        return f"{dates.format_date(local, 'medium', self._locale)} {local:%H:%M}"

    def ago(self, when: datetime, now: datetime | None = None) -> str:
        """How long ago: "5 minutes ago"; after a week the date."""
        passed = (now or datetime.now(UTC)) - _aware(when)
        if passed > timedelta(days=7):
            return self.date(when)
        if passed < timedelta(seconds=45):
            return "刚刚" if self.lang == "zh" else "just now"
        return dates.format_timedelta(-passed, add_direction=True, locale=self._locale)

    def _local(self, when: datetime) -> datetime:
        try:
            zone: ZoneInfo | None = ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        return _aware(when).astimezone(zone)


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _two(big: int, big_unit: str, small: int, small_unit: str) -> str:
    return f"{big}{big_unit} {small}{small_unit}" if small else f"{big}{big_unit}"


def _absent(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def _coarse(seconds: float, rounded: Callable[[float], int]) -> tuple[int, str]:
    """A duration in five seconds, minutes or hours, rounded down or up."""
    if seconds <= 60:
        return max(1, 5 * rounded(seconds / 5)), "s"
    if seconds <= 3600:
        return max(1, rounded(seconds / 60)), "min"
    return max(1, rounded(seconds / 3600)), "h"
