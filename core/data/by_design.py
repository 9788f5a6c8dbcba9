"""What looks odd in a table but is how the known export writes it: told as a note, no warning."""

from collections.abc import Sequence

from core.base.values import Column, Finding, Role

_USUAL = ("all_missing", "missing", "constant", "same_column")
_NEEDED: frozenset[Role] = frozenset(
    {"order_id", "user_id", "item_id", "store_id", "timestamp", "quantity", "price", "amount"}
)
"""Roles that no row of a shop should lack."""


def by_design(findings: Sequence[Finding], columns: Sequence[Column]) -> list[Finding]:
    """The findings (n,), those about cells that a known export leaves blank or alike as notes.

    Optional columns of such an export are blank where a shop does not use them, and
    sums of an order stand on its first line only. A column of one currency is no
    warning anywhere.
    """
    calm = {
        column.name
        for column in columns
        if column.role == "currency"
        or (column.reason == "data.reason.known_export" and column.role not in _NEEDED)
    }
    return [
        finding.model_copy(update={"severity": "info"})
        if finding.code in _USUAL and finding.column in calm
        else finding
        for finding in findings
    ]
