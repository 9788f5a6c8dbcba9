"""Ids of datasets and runs: made here, and checked before they touch a path."""

import re
import secrets
from datetime import UTC
from typing import Literal

from core.base.values import now

Prefix = Literal["d", "r"]

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PATTERN = re.compile(r"[dr]-[0-9]{8}-[0-9a-z]{6,12}")


def new_id(prefix: Prefix) -> str:
    """A short, url-safe id that sorts by time: `d-20261122-1a2b3c7f`.

    Six digits in base 36 count the milliseconds of the day (UTC), two are
    random. Two ids of the same millisecond may be equal: whoever stores one
    reserves it by a primary key and asks again.
    """
    at = now().astimezone(UTC)
    seconds = (at.hour * 60 + at.minute) * 60 + at.second
    moment = _base36(seconds * 1000 + at.microsecond // 1000, 6)
    return f"{prefix}-{at:%Y%m%d}-{moment}{_base36(secrets.randbelow(36**2), 2)}"


def is_id(prefix: Prefix, text: str) -> bool:
    """Whether `text`, which may come from a URL, has exactly the form of our ids."""
    return text.startswith(f"{prefix}-") and _PATTERN.fullmatch(text) is not None


def _base36(number: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits
