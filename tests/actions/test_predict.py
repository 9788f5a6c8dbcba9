"""Scores of a file, in words and as a list to take home."""

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.actions.desk import Desk
from core.actions.predict import Predicted, in_words, predict, ranked, write_predictions
from core.base.errors import AppError
from core.base.texts import Texts
from tests.lab import shops
from tests.pages.learned import FakeEngine, spec_of, train_here


def predicted(negative: str | None = "no", **inputs: list[str | None]) -> Predicted:
    """Three lines: a likely one, one that cannot be scored, an unlikely one."""
    frame = pd.DataFrame(
        {
            "line": [2, 3, 4],
            "prediction": pd.array([True, None, False], dtype="boolean"),
            "probability": [0.7, None, 0.2],
            "reason": [None, "not_number", None],
            "column": [None, "pages", None],
        }
    )
    given = pd.DataFrame(inputs or {"pages": ["9", "many", "1"]}, dtype="string")
    return Predicted(frame, given, 2, "yes", negative, {})


@pytest.mark.parametrize(
    ("lang", "negative", "word"),
    [("en", "no", "no"), ("en", None, "not yes"), ("zh", None, "非yes")],
)
def test_predictions_are_told_by_the_values_of_the_target(
    lang: str, negative: str | None, word: str
) -> None:
    told = in_words(predicted(negative), Texts(lang))
    assert list(told) == ["prediction", "probability", "reason"]
    assert told["prediction"].tolist() == ["yes", pd.NA, word]
    assert told["reason"].isna().tolist() == [True, False, True]
    assert "pages" in told["reason"][1]


def test_the_called_are_counted() -> None:
    assert predicted().called == 1


def test_names_in_the_list_are_unlike_each_other() -> None:
    names = ["rank", "rank (file)", "prediction", "prediction (file)", "prediction (file 2)", "a"]
    frame = ranked(predicted(**{name: [name] * 3 for name in names}), Texts("en"))
    assert list(frame) == [
        "rank", "line", "prediction", "probability", "reason", "rank (file 2)", "rank (file)",
        "prediction (file 3)", "prediction (file)", "prediction (file 2)", "a",
    ]  # fmt: skip
    assert frame["rank"].tolist() == [1, 2, pd.NA]
    assert frame["prediction"].tolist() == ["yes", "no", pd.NA]
    assert frame["rank (file 2)"].tolist() == ["rank"] * 3
    assert frame["prediction (file)"].tolist() == ["prediction (file)"] * 3


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_they_are_written_as_the_ending_says(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"o{ending}"
    write_predictions(predicted(), out, Texts("en"))
    readers: dict[str, Any] = {
        ".csv": pd.read_csv,
        ".xlsx": partial(pd.read_excel, engine="calamine"),
    }
    back = readers.get(ending, pd.read_parquet)(out)
    assert back["prediction"].fillna("").tolist() == ["yes", "", "no"]
    assert back["probability"].fillna(-1).tolist() == [0.7, -1, 0.2]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose questions are answered in this process."""
    monkeypatch.setattr(Desk, "engine", property(lambda _: FakeEngine()))
    return Desk(tmp_path / "ws")


def test_of_several_values_one_is_called_and_the_others_are_not(desk: Desk, tmp_path: Path) -> None:
    frame = shops.visits(600)
    frame["channel"] = frame["channel"].where(frame["bought"] == "yes", "mail")
    dataset = shops.save(desk.workspace, frame)
    spec = spec_of(dataset.id, question={"target": "channel", "positive": "mail"})
    run = train_here(desk.workspace, spec, "which")
    given = tmp_path / "new.csv"
    lines = frame.drop(columns="channel").head(40).to_csv(index=False).splitlines()
    lines[7] += ",surplus"
    given.write_text("\n".join(lines) + "\n")
    found = predict(desk, run.id, given)
    assert (found.positive, found.negative) == ("mail", None)
    assert len(found.frame) == 40
    assert found.frame["prediction"].dtype == "boolean"
    assert found.frame["prediction"].isna().tolist().index(True) == 6
    assert found.called == int((found.frame["probability"] >= (run.threshold or 0)).sum())
    assert set(in_words(found, Texts("en"))["prediction"].dropna()) <= {"mail", "not mail"}


def test_a_run_without_a_result_scores_nothing(desk: Desk, tmp_path: Path) -> None:
    run = desk.workspace.registry.create_run(spec_of("d-1"))
    with pytest.raises(AppError, match="run_not_finished"):
        predict(desk, run.id, tmp_path / "x.csv")
