"""What a run is asked to do, as data. Every class round-trips through JSON."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from core.base.model import Value


class Settings(Value):
    """Settings that draw their own form, flags and search space.

    `texts` is the prefix of their text keys: `<texts>.<field>.label`,
    `<texts>.<field>.help`, and `<texts>.<field>.option.<value>` for each
    choice. A field marked `json_schema_extra={"short": True}` stands in the
    short form, the others under "All settings"; one marked `{"of": other}` says
    more of what was chosen there, and is told with it.
    """

    texts: ClassVar[str] = ""


Share = Annotated[float, Field(gt=0, lt=0.9)]
DatePart = Literal["year", "month", "day", "weekday", "hour", "weekend", "days"]
SHORT: JsonDict = {"short": True}


def _when(field: str, *values: str) -> JsonDict:
    """Marks a field that only matters, and is only shown, while `field` has one of `values`."""
    return {"when": {field: [*values]}}


class PrepSpec(Settings):
    """Preprocessing as data; `prep/pipeline.py` is its only interpreter.

    Steps run in the order of the fields. All statistics come from the
    training rows; only training rows are ever dropped.
    """

    texts: ClassVar[str] = "prep"

    exclude: tuple[str, ...] = ()
    duplicates: Literal["keep", "drop"] = Field("keep", json_schema_extra=SHORT)
    missing_numbers: Literal["median", "mean", "mode", "constant", "drop_rows"] = Field(
        "median", json_schema_extra=SHORT
    )
    missing_categories: Literal["own_category", "mode", "drop_rows"] = Field(
        "own_category", json_schema_extra=SHORT
    )
    missing_constant: float = Field(
        0.0, ge=-1e30, le=1e30, json_schema_extra=_when("missing_numbers", "constant")
    )
    missing_indicator: bool = True
    outliers: Literal["none", "iqr", "zscore"] = Field("none", json_schema_extra=SHORT)
    outlier_limit: float = Field(
        3.0, ge=0.5, le=10, json_schema_extra=_when("outliers", "iqr", "zscore")
    )
    outlier_action: Literal["clip", "median", "drop"] = Field(
        "clip", json_schema_extra=_when("outliers", "iqr", "zscore")
    )
    date_parts: tuple[DatePart, ...] = ("month", "weekday", "hour", "days")
    categories: Literal["onehot", "ordinal", "target"] = Field("onehot", json_schema_extra=SHORT)
    ordinal_order: Literal["frequency", "sorted"] = Field(
        "frequency", json_schema_extra=_when("categories", "ordinal")
    )
    max_categories: int = Field(50, ge=2, le=1000, json_schema_extra=_when("categories", "onehot"))
    integers_as_categories: int = Field(0, ge=0, le=100)
    scaling: Literal["quantile", "zscore", "minmax", "robust", "none"] = Field(
        "quantile", json_schema_extra=SHORT
    )
    class_weights: Literal["none", "balanced"] = Field("none", json_schema_extra=SHORT)


class SplitSpec(Settings):
    """How rows are divided. `auto` is forward in time where a timestamp exists, else stratified."""

    texts: ClassVar[str] = "split"

    method: Literal["auto", "stratified", "group", "time"] = Field("auto", json_schema_extra=SHORT)
    validation: Share = 0.2
    test: Share = 0.2
    group: str | None = Field(None, json_schema_extra=_when("method", "auto", "group"))
    time: str | None = Field(None, json_schema_extra=_when("method", "auto", "time"))


class RunSpec(Value):
    """One run, whole: replaying a resolved spec on the same data hash gives the same metrics.

    `question` and `settings` are typed by the task and the family that the
    catalog knows under these names. `parent` is the run this is a what-if of.
    """

    dataset: str
    task: str
    question: dict[str, Any]
    prep: PrepSpec = PrepSpec()
    split: SplitSpec = SplitSpec()
    family: str = "best"
    settings: dict[str, Any] = Field(default_factory=dict)
    budget: float = Field(120.0, gt=0)
    seed: int = Field(0, ge=0, lt=2**31)
    parent: str | None = None
