"""Score: a new file on a finished run, and the ranked list to take home."""

import pandas as pd
import pytest

from core.actions.desk import Desk
from pages._ui import score_list
from tests.lab import shops
from tests.pages.conftest import Open, words
from tests.pages.learned import engine, learned, learned_home, run_called

__all__ = ["engine", "learned", "learned_home"]


def upload(app, frame: pd.DataFrame):  # type: ignore[no-untyped-def]
    data = frame.to_csv(index=False).encode()
    app.file_uploader[0].upload("new.csv", data, "text/csv").run(timeout=120)
    return app


def how(app):  # type: ignore[no-untyped-def]
    """The question of which lines to take."""
    (asked,) = [each for each in app.get("button_group") if str(each.key).startswith("score_how")]
    return asked


def take(app):  # type: ignore[no-untyped-def]
    """The question of how many of the likeliest to take, asked."""
    if how(app).value != "top":
        how(app).set_value("top").run()
    (asked,) = [each for each in app.number_input if str(each.key).startswith("score_take")]
    return asked


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
    assert len(app.dataframe[0].value) == 60
    take(app).set_value(20).run()
    assert said in words(app)
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


@pytest.mark.usefixtures("engine")
def test_another_file_or_run_is_asked_anew_how_many_to_take(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    app = upload(visit("score", run=run.id), shops.visits(60, seed=9))
    take(app).set_value(55).run()
    assert len(app.dataframe[0].value) == 55
    app.file_uploader[0].set_value([]).run()
    upload(app, shops.visits(30, seed=5))
    assert not app.exception
    assert how(app).value == "all"
    how(app).set_value("top").run()
    proposed = take(app).value
    assert proposed <= 30
    take(app).set_value(30 if proposed < 30 else 29).run()
    other = run_called(learned, "linear *one*")
    app.selectbox(key="score_run").set_value(other.id).run()
    upload(app, shops.visits(30, seed=5))
    assert not app.exception
    assert how(app).value == "all"
    assert take(app).value < 29


@pytest.mark.usefixtures("engine")
def test_lines_without_a_score_stand_apart_and_at_the_end_of_the_download(
    visit: Open, learned: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[pd.DataFrame, str]] = []
    monkeypatch.setattr(
        score_list, "downloads", lambda frame, _key, name: taken.append((frame, name))
    )
    frame = shops.visits(30, seed=9).drop(columns="bought").astype({"pages": object})
    frame.loc[3, "pages"] = "many"
    app = upload(visit("score", run=run_called(learned, "linear *one*").id), frame)
    listed, apart = (each.value for each in app.dataframe)
    assert len(listed) == 29
    assert list(listed.columns[:4]) == ["rank", "line", "prediction", "probability"]
    assert apart["line"].tolist() == [5]
    assert "pages" in apart["reason"].iloc[0]
    whole, name = taken[-1]
    assert name == "merchlab-linear-one-scores"
    assert sorted(whole["line"]) == list(range(2, 32))
    assert whole["line"].iloc[-1] == 5
    assert pd.isna(whole["rank"].iloc[-1])
    how(app).set_value("called").run()
    whole, _ = taken[-1]
    assert set(whole["prediction"]) == {"yes"}


def test_the_best_of_the_newest_question_is_proposed(visit: Open, learned: Desk) -> None:
    found = {
        run.summary.metrics["validation"]["roc_auc"].value: run
        for run in learned.workspace.registry.runs()
        if run.summary is not None
    }
    assert len(found) == 2
    best, other = found[max(found)], found[min(found)]
    app = visit("score")
    assert app.query_params["run"] == best.id
    assert "the highest validation AUC" in words(app)
    assert f"{best.name} · " in app.selectbox[0].options[app.selectbox[0].index or 0]
    assert all(" · AUC 0." in label for label in app.selectbox[0].options)
    assert "the highest validation AUC" not in words(visit("score", run=other.id))
