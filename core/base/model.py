"""The base of every spec, value and setting that is written to disk or sent to a worker."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value that round-trips through JSON and refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")
