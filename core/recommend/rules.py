"""What a shop wants of its lists: what may be on them, what is preferred, how mixed they are."""

from collections.abc import Collection
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from core.base.protocols import Problem
from core.base.specs import SHORT, Settings
from core.recommend.attributes import Attributes
from core.recommend.context import OF_COLUMN, OF_TIME, Context, Lift
from core.recommend.task import MOST, View

Name = Annotated[str, Field(min_length=1, max_length=500)]
_IN_CONTEXT: JsonDict = {"when": {"context": [*OF_TIME, *OF_COLUMN]}, "of": "context"}
_OF_CONTEXT = ("context", "context_value")
ASKS = {
    "in_stock_only": "on_hand",
    "price_from": "price",
    "price_to": "price",
    "categories_in": "category",
    "categories_out": "category",
    "margin_boost": "margin",
    "most_of_category": "category",
    "most_of_brand": "brand",
}
"""The rules that ask for an attribute of the items, and for which."""
VIEWS: dict[str, View] = {"hide": "new", "allow": "all", "only": "again"}
"""Which lists are shown where what was had is hidden, allowed, or all there is."""


class Rules(Settings):
    """The rules. A list that they leave short stays short.

    An item whose stock, price or category is not known fails the rules that ask for one
    (`in_stock_only`, `price_from`, `price_to`, `categories_in`), and no other. Scores are
    multiplied by 1 + `margin_boost` x the place of the margin (0 the lowest, 1 the highest) and by
    the lift of the `context`: the one called `context_value`, else that of the time for which is
    asked, or the one that a customer is met in most often; caps of 0 are none. Where no item has an
    attribute at all, its rules are idle, which is told.
    """

    texts: ClassVar[str] = "recommend.rules"

    bought: Literal["hide", "allow", "only"] = Field("hide", json_schema_extra=SHORT)
    in_stock_only: bool = Field(False, json_schema_extra=SHORT)
    hide_in_cart: bool = True
    price_from: float | None = Field(None, ge=0, le=1e9)
    price_to: float | None = Field(None, ge=0, le=1e9)
    categories_in: tuple[Name, ...] = Field((), max_length=1000)
    categories_out: tuple[Name, ...] = Field((), max_length=1000)
    excluded: tuple[Name, ...] = Field((), max_length=10_000, json_schema_extra=SHORT)
    margin_boost: float = Field(0.0, ge=0, le=3, json_schema_extra=SHORT)
    diversity: float = Field(0.0, ge=0, le=1, json_schema_extra=SHORT)
    most_of_category: int = Field(0, ge=0, le=MOST)
    most_of_brand: int = Field(0, ge=0, le=MOST)
    context: Context = "none"
    context_value: str = Field("", max_length=500, json_schema_extra=_IN_CONTEXT)

    @property
    def view(self) -> View:
        """Which lists these are."""
        return VIEWS[self.bought]

    @property
    def caps(self) -> dict[str, int]:
        """How many items of the same value at most, by attribute."""
        most = {"category": self.most_of_category, "brand": self.most_of_brand}
        return {name: cap for name, cap in most.items() if cap}

    def needs(self) -> dict[str, str]:
        """The rules that are set and ask for an attribute, and for which."""
        values = dict(self)
        return {
            rule: column
            for rule, column in ASKS.items()
            if values[rule] != Rules.model_fields[rule].default
        }

    def one_less(self, base: "Rules") -> dict[str, "Rules"]:
        """For each rule in which these differ from `base` (where the context does, its value goes
        with it), these rules with that one as it is there."""
        values = dict(base)
        found = {}
        for rule in Rules.model_fields:
            names = _OF_CONTEXT if rule == "context" else (rule,)
            if rule != "context_value" and any(getattr(self, n) != values[n] for n in names):
                found[rule] = self.model_copy(update={name: values[name] for name in names})
        return found


def plain(view: View) -> Rules:
    """The lists of a view without any other rule."""
    return Rules(bought=next(bought for bought, one in VIEWS.items() if one == view))


def idle(rules: Rules, told: Attributes, lift: Lift | None) -> tuple[str, ...]:
    """The rules that are set and cannot be followed: no item has the attribute, no meeting tells of
    the context, or none was in the one asked for (`context_value`)."""
    lacking = [rule for rule, column in rules.needs().items() if column not in told.columns]
    if rules.context == "none":
        return tuple(lacking)
    if lift is None:
        return (*lacking, "context")
    return (*lacking, "context_value") if lift.at == -1 else tuple(lacking)


def context_problem(rules: Rules, lacking: Collection[str]) -> Problem | None:
    """Why lists do not fit the context that is asked for; None where they do."""
    if "context_value" in lacking:
        facts = {"value": rules.context_value}
        return Problem(code="rule_context_unknown", severity="warning", facts=facts)
    if "context" not in lacking:
        return None
    code = "rule_without_times" if rules.context in OF_TIME else "rule_without_context"
    return Problem(code=code, severity="warning", facts={"context": rules.context})


def check(
    rules: Rules, lacking: Collection[str], categories: Collection[str]
) -> tuple[Problem, ...]:
    """What is wrong with rules, of which `lacking` (`idle`) find nothing to go by, in a shop of
    these `categories`."""
    needs = rules.needs()
    found = [
        Problem(code="rule_without_column", severity="warning", facts={"attribute": column})
        for column in dict.fromkeys(needs[rule] for rule in lacking if rule in needs)
    ]
    if (problem := context_problem(rules, lacking)) is not None:
        found.append(problem)
    low, high = rules.price_from, rules.price_to
    if low is not None and high is not None and low > high:
        found.append(Problem(code="rule_prices_crossed", facts={"low": low, "high": high}))
    asked = (*rules.categories_in, *rules.categories_out)
    if categories and (strange := missing(asked, categories)):
        facts = {"categories": strange}
        found.append(Problem(code="rule_category_unknown", severity="warning", facts=facts))
    return tuple(found)


def missing(asked: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """What is asked for and not known, each once."""
    there = set(known)
    return tuple(dict.fromkeys(name for name in asked if name not in there))
