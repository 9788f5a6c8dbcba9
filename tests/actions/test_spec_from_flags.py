"""A spec from flags: lists with commas, and every wrong setting told in facts of ours."""

import pytest

from core.actions.spec_from_flags import checked
from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts


def network(**settings: object) -> dict[str, object]:
    return {
        "dataset": "d",
        "task": "classify",
        "question": {"target": "bought"},
        "family": "network",
        "settings": settings,
    }


@pytest.mark.parametrize(
    ("given", "layers"),
    [("64,32", [64, 32]), (" 64 , 32 ,", [64, 32]), (64, [64]), ("", []), ([8, 4], [8, 4])],
)
def test_a_list_may_be_written_with_commas(given: object, layers: list[int]) -> None:
    assert checked(network(hidden=given)).settings["hidden"] == layers


def test_lists_of_words_too() -> None:
    spec = checked(network() | {"prep": {"exclude": "price, day", "date_parts": "month"}})
    assert spec.prep.exclude == ("price", "day")
    assert spec.prep.date_parts == ("month",)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("hidden", "abc", "setting_no_list"),
        ("hidden", [1] * 11, "setting_too_many"),
        ("hidden", {"a": 1}, "setting_no_list"),
        ("step_factor", 1, "setting_outside_below"),
        ("dropout", float("nan"), "setting_outside"),
        ("dropout", "much", "setting_no_number"),
        ("batch_normalisation", "perhaps", "setting_no_switch"),
        ("epochs", 1.5, "setting_no_whole_number"),
        ("epochs", None, "setting_no_whole_number"),
        ("loss", "log", "setting_no_option"),
        ("width", 3, "setting_unknown"),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(
    lang: str, field: str, given: object, code: str
) -> None:
    with pytest.raises(AppError) as caught:
        checked(network(**{field: given}))
    assert caught.value.code == code
    assert caught.value.facts["setting"] == field
    assert field in Texts(lang).of(caught.value)


def test_the_spec_itself_is_checked() -> None:
    with pytest.raises(AppError, match="setting_not_above"):
        checked(network() | {"budget": 0})
    with pytest.raises(AppError, match="setting_outside"):
        checked(network() | {"seed": 2**31})
    with pytest.raises(AppError, match="setting_unknown"):
        checked(network() | {"split": {"tset": 0.2}})
