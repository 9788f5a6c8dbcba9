"""The words of what-if: columns, changes and differences told to the reader."""

from typing import TYPE_CHECKING

from pages._ui.formats import ABSENT
from pages._ui.session import formats, texts

if TYPE_CHECKING:
    from core.actions.what_if import Amount, Change

_SHOWN = 3


def flag_name(column: str) -> str:
    """A column that is on or off: `promotion_type = flyer` is told as its word."""
    return column.partition(" = ")[2] or column


def told(change: "Change") -> str:
    """One change in a few words."""
    t, f = texts(), formats()
    percent = f"{'+' if change.amount >= 1 else '−'}{f.percent(abs(change.amount - 1), 0)}"
    if change.kind == "price":
        what = t("what_if.told.price", percent=percent)
    elif change.kind == "demand":
        what = t("what_if.told.demand", percent=percent)
    elif change.kind == "closed":
        what = t("what_if.told.closed")
    elif change.amount == 1:
        what = t("what_if.told.on", name=flag_name(change.column))
    else:
        what = t("what_if.told.set", name=change.column, value=f.number(change.amount, 6))
    who = [value for values in change.values.values() for value in values]
    scope = f.series([*who[:_SHOWN], *(["…"] if len(who) > _SHOWN else [])])
    days = ""
    if change.first or change.last:
        ends = [f.day(day) if day else "…" for day in (change.first, change.last)]
        days = "–".join(ends)
    return " · ".join(part for part in (what, scope, days) if part)


def all_told(changes: tuple["Change", ...]) -> str:
    """Changes in a few words: the first of them, and how many more."""
    t, f = texts(), formats()
    parts = [told(change) for change in changes[:_SHOWN]]
    if len(changes) > _SHOWN:
        parts.append(t("what_if.told.more", n=f.count(len(changes) - _SHOWN)))
    return "; ".join(parts)


def more(amount: "Amount") -> str:
    """A difference with its sign, or that it is not known."""
    return signed(amount.more) if amount.known else texts()("what_if.unknown.word")


def after(amount: "Amount") -> str:
    """The figure after the change, or that it is not known."""
    if not amount.known:
        return texts()("what_if.unknown.word")
    return formats().short(round(amount.after))


def untold(together: tuple[tuple[str, str], ...]) -> str:
    """Why the effects do not tell what a change does, and what to do."""
    t, f = texts(), formats()
    if not together:
        return t("what_if.unknown.little")
    pairs = [f.series([flag_name(name) for name in pair]) for pair in together[:_SHOWN]]
    return t("what_if.unknown.together", names="; ".join(pairs))


def signed(value: float | None) -> str:
    """A difference with its sign."""
    f = formats()
    if value is None:
        return ABSENT
    shown = f.short(round(abs(value)) if abs(value) >= 10 else round(abs(value), 1))
    return shown if shown == "0" else f"{'+' if value > 0 else '−'}{shown}"


def between(amount: "Amount") -> str:
    """From the low to the high end of a difference; nothing where it is not known."""
    if not amount.known:
        return ""
    return texts()("what_if.between", low=signed(amount.low), high=signed(amount.high))
