"""Score: a new file on a finished run, and the ranked list to take home."""

import pandas as pd
import pytest

from core.actions.desk import Desk
from tests.lab import shops
from tests.pages.conftest import Open, words
from tests.pages.learned import engine, learned, learned_home, run_called

__all__ = ["engine", "learned", "learned_home"]


def upload(app, frame: pd.DataFrame):  # type: ignore[no-untyped-def]
    data = frame.to_csv(index=False).encode()
    app.file_uploader[0].upload("new.csv", data, "text/csv").run(timeout=120)
    return app


def test_without_a_finished_run_it_points_to_train(visit: Open) -> None:
    assert "No finished run yet" in words(visit("score"))


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("lang", "said"), [("en", "Of these"), ("zh", "预计约有")])
def test_a_new_file_is_ranked(visit: Open, learned: Desk, lang: str, said: str) -> None:
    run = run_called(learned, "trees")
    frame = shops.visits(60, seed=9).drop(columns="bought")
    app = upload(visit("score", lang, run=run.id), frame)
    assert not app.exception
    assert not app.error
    assert said in words(app)
    app.number_input(key="score_take").set_value(20).run()
    shown = app.dataframe[0].value
    assert len(shown) == 20
    assert shown["probability"].is_monotonic_decreasing
    assert list(shown["rank"]) == list(range(1, 21))
    assert f"{round(shown['probability'].sum()):,}" in words(app)


@pytest.mark.usefixtures("engine")
def test_a_missing_column_is_told(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    frame = shops.visits(60, seed=9).drop(columns="pages")
    app = upload(visit("score", run=run.id), frame)
    assert "pages" in " ".join(e.value for e in app.error)


@pytest.mark.usefixtures("engine")
def test_unseen_categories_are_counted(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    frame = shops.visits(60, seed=9)
    frame["channel"] = "carrier pigeon"
    app = upload(visit("score", run=run.id), frame)
    assert "channel (60)" in " ".join(w.value for w in app.warning)
