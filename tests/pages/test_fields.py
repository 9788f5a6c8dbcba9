"""What a form draws is read from the fields: kind, bounds, options."""

from typing import Annotated, Literal

from pydantic import Field

from core.base.bounds import Bounds
from core.base.specs import PrepSpec, Settings, SplitSpec
from pages._ui.fields import FieldView, view

Rate = Annotated[float, Field(gt=0, le=1)]


class Example(Settings):
    """One field of every kind."""

    texts = "example"

    required: str
    rate: Rate = 0.1
    perhaps: Rate | None = None
    layers: tuple[Annotated[int, Field(ge=1)], ...] = Field((64, 32), max_length=3)
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
    assert shown("rate").bounds == Bounds(0, 1, low_open=True)
    assert shown("perhaps").bounds == Bounds(0, 1, low_open=True)
    assert shown("perhaps").optional
    assert shown("momentum").bounds == Bounds(0, 1, high_open=True)


def test_whole_numbers_have_closed_ends() -> None:
    assert shown("count").bounds == Bounds(1, 9)


def test_a_list_has_the_bounds_of_its_numbers() -> None:
    assert shown("layers").bounds == Bounds(1, None)
    assert (shown("layers").most, shown("names").most) == (3, None)


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
    assert fields["outlier_limit"].bounds == Bounds(0.5, 10)
    assert fields["date_parts"].kind == "many"
    share = view("test", SplitSpec.model_fields["test"])
    assert share.bounds == Bounds(0, 0.9, low_open=True, high_open=True)
