"""What a form draws is read from the fields: kind, bounds, options."""

from typing import Annotated, Literal

from pydantic import Field

from core.base.specs import PrepSpec, Settings, SplitSpec
from pages._ui.fields import FieldView, view

Rate = Annotated[float, Field(gt=0, le=1)]


class Example(Settings):
    """One field of every kind."""

    texts = "example"

    required: str
    rate: Rate = 0.1
    perhaps: Rate | None = None
    layers: tuple[Annotated[int, Field(ge=1)], ...] = (64, 32)
    names: tuple[str, ...] = ()
    parts: tuple[Literal["a", "b"], ...] = ("a",)
    momentum: float = Field(
        0.9, ge=0, lt=1, json_schema_extra={"when": {"mode": ["slow", "fast"]}, "short": True}
    )
    mode: Literal["slow", "fast"] = "slow"
    count: int = Field(5, gt=0, lt=10)


def shown(name: str) -> FieldView:
    return view(name, Example.model_fields[name])


def test_bounds_of_annotated_and_optional_fields_are_found() -> None:
    assert (shown("rate").low, shown("rate").high) == (1e-6, 1)
    perhaps = shown("perhaps")
    assert (perhaps.low, perhaps.high, perhaps.optional) == (1e-6, 1, True)
    assert (shown("count").low, shown("count").high) == (1, 9)
    assert shown("momentum").high == 1 - 1e-6


def test_kinds() -> None:
    kinds = {name: shown(name).kind for name in Example.model_fields}
    assert kinds == {
        "required": "text",
        "rate": "number",
        "perhaps": "number",
        "layers": "integers",
        "names": "names",
        "parts": "many",
        "momentum": "number",
        "mode": "choice",
        "count": "integer",
    }


def test_marks_of_the_form_are_read() -> None:
    assert shown("momentum").short
    assert shown("momentum").when == (("mode", ("slow", "fast")),)
    assert not shown("rate").short
    assert shown("parts").options == ("a", "b")


def test_the_shared_specs_can_be_drawn() -> None:
    fields = {n: view(n, f) for n, f in PrepSpec.model_fields.items()}
    assert fields["scaling"].options == ("quantile", "zscore", "minmax", "robust", "none")
    assert fields["outlier_limit"].low == 0.5
    assert fields["date_parts"].kind == "many"
    share = view("test", SplitSpec.model_fields["test"])
    assert (share.low, share.high) == (1e-6, 0.9 - 1e-6)
