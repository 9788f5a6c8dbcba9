"""The question of the room: what to show to whom, and how an answer is judged."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field, field_validator
from pydantic.config import JsonDict

from core.base.specs import SHORT, Settings

View = Literal["new", "again", "all"]
"""Lists of what is new to the customer, of what was had before, or of both."""
MOST = 100
"""Items of a list at most."""


_BY_TIME: JsonDict = {**SHORT, "when": {"protocol": ["time"]}}


class Question(Settings):
    """What is asked. By `protocol` time a model knows what happened before a day, and is judged by
    what each customer took after it: the next `basket`, or all of the last `test_share` of rows
    (`window`). `lists` are what the verdict is spoken by; the other views are told beside.

    Customers with fewer than `fewest_of_user` items and items with fewer than `fewest_of_item`
    customers are not learned from. A meeting tells half as much after `half_life` days (0: as much
    as ever), and by its event `view_weight`, `cart_weight` or `purchase_weight`. With
    `feedback` the thumbs given for lists of these data are learned from in the end; nothing that is
    judged knows them.
    """

    texts: ClassVar[str] = "recommend.question"

    protocol: Literal["time", "leave_one_out"] = Field("time", json_schema_extra=SHORT)
    target: Literal["basket", "window"] = Field("basket", json_schema_extra=_BY_TIME)
    lists: View = Field("new", json_schema_extra=SHORT)
    k: int = Field(10, ge=1, le=MOST, json_schema_extra=SHORT)
    test_share: float = Field(0.1, gt=0, le=0.5, json_schema_extra=_BY_TIME)
    fewest_of_user: int = Field(2, ge=1, le=1000)
    fewest_of_item: int = Field(2, ge=1, le=1000)
    half_life: float = Field(0.0, ge=0, le=3650)
    view_weight: float = Field(0.2, ge=0, le=100)
    cart_weight: float = Field(0.5, ge=0, le=100)
    purchase_weight: float = Field(1.0, ge=0, le=100)
    feedback: bool = True
    table: str | None = None

    @field_validator("protocol", mode="before")
    @classmethod
    def _with_hyphens(cls, value: object) -> object:
        """As the command line and the literature write it: leave-one-out."""
        return value.replace("-", "_") if isinstance(value, str) else value


@dataclass(frozen=True)
class RecommendTask:
    """The room's entry."""

    name: str = "recommend"
    question: type[Question] = Question


TASK = RecommendTask()
