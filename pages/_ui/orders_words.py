"""How the order pages write amounts."""

from pages._ui.session import formats

_WHOLE_TO = 1e7


def amount(value: float | None) -> str:
    """Money or units: in full where a buyer reads every digit, in short beyond."""
    f = formats()
    return f.short(value) if value is None or abs(value) >= _WHOLE_TO else f.count(value)
