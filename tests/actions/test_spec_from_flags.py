"""A spec from flags: lists with commas, and every wrong setting told in facts of ours."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.actions.desk import open_desk
from core.actions.spec_from_flags import checked, spec_from_flags
from core.actions.wrong_setting import wrong_setting
from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.cli import parser
from core.inventory.terms import Terms
from tests.lab.shops import save, visits


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


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ('"Price, net", day', ("Price, net", "day")),
        ('["Price, net", "day"]', ("Price, net", "day")),
        ('"5"" plate", 5" mug', ('5" plate', '5" mug')),
        ("[a], b", ("[a]", "b")),
        ("[]", ()),
    ],
)
def test_a_word_with_a_comma_stands_in_quotes_as_in_csv(given: str, words: tuple[str, ...]) -> None:
    assert checked(network() | {"prep": {"exclude": given}}).prep.exclude == words


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_share_given_in_percent_is_suggested_as_a_share(lang: str) -> None:
    def told(level: float) -> AppError:
        with pytest.raises(ValidationError) as caught:
            Terms(service_level=level)
        return wrong_setting(caught.value, Terms)

    assert told(95).facts["share"] == "0.95"
    assert "0.95" in Texts(lang).of(told(95))
    assert [told(level).code for level in (0.3, 20, 100)] == ["setting_outside"] * 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_forecast_takes_no_target_and_says_where_it_is_told(lang: str, tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    flags = parser().parse_args(
        ["train", "--dataset", "d", "--task", "demand", "--target", "qty_issued"]
    )
    with pytest.raises(AppError) as caught:
        spec_from_flags(desk, flags)
    desk.close()
    assert caught.value.code == "target_of_demand"
    assert "--role qty_issued=quantity" in Texts(lang).of(caught.value)


def test_the_help_of_train_names_the_families(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["train", "--help"])
    told = capsys.readouterr().out
    assert {"pooled_trees", "auto_theta", "logistic"} <= set(told.replace(",", " ").split())


def of_flags(folder: Path, *flags: str) -> dict[str, object]:
    """The question that `train` asks with these flags, of a dataset that exists."""
    desk = open_desk(folder)
    dataset = save(desk.workspace, visits(rows=20))
    given = parser().parse_args(["train", "--dataset", dataset.id, "--task", "recommend", *flags])
    try:
        return spec_from_flags(desk, given).question
    finally:
        desk.close()


def test_a_recommender_is_asked_by_flags(tmp_path: Path) -> None:
    usual = of_flags(tmp_path)
    assert (usual["protocol"], usual["lists"], usual["k"]) == ("time", "new", 10)
    flags = "--protocol leave-one-out --lists again --k 5 --target window --table events"
    asked = of_flags(tmp_path, *flags.split())
    told = {
        "protocol": "leave_one_out",
        "lists": "again",
        "k": 5,
        "target": "window",
        "table": "events",
    }
    assert asked == usual | told
    assert of_flags(tmp_path, "--protocol", "leave_one_out")["protocol"] == "leave_one_out"
    for wrong in (["--protocol", "leave-two-out"], ["--lists", "old"], ["--k", "0"]):
        with pytest.raises(AppError, match=r"setting_no_option|setting_outside"):
            of_flags(tmp_path, *wrong)
