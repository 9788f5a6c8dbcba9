"""Ids that are written in several ways, and mean the same."""

import re
from collections.abc import Sequence

_WHOLE = re.compile(r"\d+(\.0+)?")
_ZEROS = re.compile(r"\.0+$")


def plain_ids(ids: Sequence[str]) -> list[str]:
    """The ids without blanks around them and, where all are whole numbers, without the decimals
    that a spreadsheet gave them. Blank ones stay empty and count for nothing.

    >>> plain_ids(["17850.0", " 17850"]), plain_ids(["17850.0", "A1"])
    (['17850', '17850'], ['17850.0', 'A1'])
    """
    bare = [one.strip() for one in ids]
    if not all(_WHOLE.fullmatch(one) for one in bare if one):
        return bare
    return [_ZEROS.sub("", one) for one in bare]
