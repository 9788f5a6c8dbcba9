"""Forecasts on screen: the run's verdict, the table of series, the page of one."""

from dataclasses import replace

import numpy as np
import pytest

from core.actions import forecasts
from core.actions.desk import Desk
from core.base.events import Log
from core.base.texts import Texts
from core.data.queries.cancelled import Cancelled
from pages._ui import model_words
from pages._ui.formats import Formats
from tests.pages.conftest import Open, words
from tests.pages.foreseen import chosen, foreseen, foreseen_home, going
from tests.pages.learned import engine, run_called

__all__ = ["engine", "foreseen", "foreseen_home"]
TREES = "trees *one*"


def series_of(app) -> list[str]:  # type: ignore[no-untyped-def]
    return list(app.dataframe[0].value["series_id"])


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Pooled trees is worth it: its error is"), ("zh", "值得用模型：汇总提升树的误差比")],
)
def test_a_forecast_says_whether_a_model_is_needed(
    visit: Open, foreseen: Desk, lang: str, said: str
) -> None:
    app = visit("run", lang, run=run_called(foreseen, TREES).id)
    assert said in words(app)
    assert not app.slider
    assert not app.error


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "view", ["numbers", "steps", "classes", "totals", "learning", "left_out", "settings"]
)
def test_every_view_of_a_forecast_draws(visit: Open, foreseen: Desk, view: str, lang: str) -> None:
    app = visit("run", lang, run=run_called(foreseen, TREES).id, view=view)
    assert not app.exception
    assert not app.error
    frames = [frame.value for frame in app.dataframe]
    if view == "left_out":
        assert list(frames[0]["series"]) == ["never"]
        back = "1 row has a quantity below zero" if lang == "en" else "1 行的数量小于零"
        assert back in words(app)
    if view == "totals":
        assert len(app.get("plotly_chart")) == 1
    if view == "steps":
        assert len(app.get("plotly_chart")) == 2
        assert list(frames[0]["step"]) == list(range(1, 8))
    if view == "learning":
        assert len(frames[0]) == 3


def test_a_forecast_stands_beside_the_naive_and_zero(visit: Open, foreseen: Desk) -> None:
    told = words(visit("run", run=run_called(foreseen, TREES).id))
    table = told[told.index("<thead>") : told.index("</tbody>")]
    row = table[table.index(">WAPE<") :].split("</tr>")[0]
    assert row.endswith("<td>100%</td>")
    assert "Forecast of zero" in table


@pytest.mark.parametrize(("lang", "said"), [("en", "One-sided coverage"), ("zh", "单侧覆盖率")])
def test_every_quantile_says_how_much_was_sold_below_it(
    visit: Open, foreseen: Desk, lang: str, said: str
) -> None:
    run = run_called(foreseen, TREES)
    app = visit("run", lang, run=run.id)
    assert not app.error
    told = words(app)
    assert said in told
    table = told[told.rindex("<thead>") : told.rindex("</tbody>")]
    assert table.count("<tr>") == 10
    assert run.summary is not None
    share = run.summary.metrics["test"]["below_0.95"].value
    assert f"<td>{Formats(lang).percent(share)}" in table


@pytest.mark.parametrize(
    ("lang", "said", "left_out"),
    [
        ("en", "61% of all units forecast are of one series, s11", "7 order lines were cancelled"),
        ("zh", "61% 来自同一个序列 s11", "7 个订单行后来被取消"),
    ],
)
def test_a_series_that_is_most_of_the_forecast_is_named_and_so_is_what_was_cancelled(
    visit: Open, foreseen: Desk, monkeypatch: pytest.MonkeyPatch,
    lang: str, said: str, left_out: str,
) -> None:  # fmt: skip
    run = run_called(foreseen, TREES)
    bundle = forecasts.forecast_of(foreseen, run.id)
    assert forecasts.concentrated(bundle) is None
    share = np.where(np.array(bundle.forecast.ids) == "s11", 61.0, 39 / 11)
    mean = np.repeat(share[:, None], bundle.forecast.mean.shape[1], axis=1)
    report = bundle.report.model_copy(update={"cancelled": Cancelled(lines=7, units=80.0)})
    other = replace(bundle, forecast=replace(bundle.forecast, mean=mean), report=report)
    assert forecasts.concentrated(other) == ("s11", pytest.approx(0.61))
    monkeypatch.setattr(forecasts, "forecast_of", lambda *_: other)
    app = visit("run", lang, run=run.id, view="left_out")
    assert said in words(app)
    assert left_out in words(app)


@pytest.mark.parametrize(
    ("lang", "judged", "of", "tile"),
    [
        (
            "en",
            "of the 11 series that could be judged",
            "of 12, 1 of them new",
            "of 11 that could be",
        ),
        ("zh", "可评判的 11 个序列", "共 12 个，其中新品 1 个", "在可评判的 11 个中"),
    ],
)
def test_series_are_counted_alike_everywhere(
    visit: Open, foreseen: Desk, lang: str, judged: str, of: str, tile: str
) -> None:
    run = run_called(foreseen, TREES).id
    assert judged in words(visit("run", lang, run=run))
    told = words(visit("forecasts", lang, run=run))
    assert of in told
    assert tile in told


def test_the_naive_itself_is_called_so(visit: Open, foreseen: Desk) -> None:
    told = words(visit("run", run=run_called(foreseen, "naive").id))
    assert "This is the naive forecast itself" in told


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "surely better than Moving average"), ("zh", "都不能确定优于移动平均")],
)
def test_a_baseline_that_best_keeps_means_no_model(
    visit: Open, foreseen: Desk, lang: str, said: str
) -> None:
    run = chosen(foreseen, "naive")
    told = words(visit("run", lang, run=run.id))
    assert said in told
    notes = visit("run", lang, run=run.id, view="learning").caption
    kept = [note.value for note in notes if note.value.startswith("- ")]
    assert len(kept) == 1
    assert kept[0].count("\n") == 0
    assert "moving_average" not in kept[0]


def test_a_blend_is_named_by_its_parts(foreseen: Desk) -> None:
    resolved = run_called(foreseen, TREES).spec.model_copy(
        update={
            "family": "blend",
            "settings": {
                "members": [
                    {"family": "pooled_trees", "settings": {}, "seed": 0},
                    {"family": "tsb", "settings": {}, "seed": 0},
                ]
            },
        }  # fmt: skip
    )
    named = model_words.answer_name(resolved, Texts("en"), Formats("en"))
    assert named == "blend of Pooled trees, TSB"


def test_its_next_step_is_its_forecasts(visit: Open, foreseen: Desk) -> None:
    run = run_called(foreseen, TREES)
    app = visit("run", run=run.id)
    assert app.button(key="run_forecasts").proto.type == "primary"
    app.button(key="run_forecasts").click().run()
    assert app.query_params["run"] == run.id
    assert len(series_of(app)) == 12


def test_runs_are_listed_and_compared_by_the_measures_of_their_task(
    visit: Open, foreseen: Desk
) -> None:
    ids = [run_called(foreseen, name).id for name in (TREES, "naive", "rows")]
    app = visit("runs", compare=",".join(ids))
    told = words(app)
    assert "Better than the naive forecast" in told
    assert "RMSSE 0." in told
    assert "AUC 0." in told
    frames = [frame.value for frame in app.dataframe]
    assert set(frames[0]["run"]) | set(frames[1]["run"]) == {TREES, "naive", "rows"}
    assert {"rmsse", "coverage_80"} <= set(frames[0]) | set(frames[1])
    assert not app.exception


def test_two_forecasts_are_compared_without_curves_of_rows(visit: Open, foreseen: Desk) -> None:
    ids = [run_called(foreseen, name).id for name in (TREES, "naive")]
    app = visit("runs", "zh", compare=",".join(ids))
    assert len(app.get("plotly_chart")) == 1
    assert "误差最低" in words(app)
    assert not app.warning


def test_score_does_not_take_a_forecast(visit: Open, foreseen: Desk) -> None:
    run = run_called(foreseen, TREES)
    app = visit("score", run=run.id)
    assert "is a forecast: it scores no rows" in words(app)
    (choice,) = app.selectbox
    assert len(choice.options) == 1
    assert choice.options[0].startswith("rows")


@pytest.mark.usefixtures("engine")
def test_a_going_forecast_shows_its_loss(visit: Open, foreseen: Desk) -> None:
    app = visit("run", run=going(foreseen).id)
    told = words(app)
    assert "Learning: Pooled trees" in told
    assert "The loss on the rows it learns from is 0.02" in told
    assert "Validation AUC" not in told
    assert not app.exception


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("lang", "left", "known"),
    [
        ("en", "until the models are judged", "TSB learns from what is known before Mar 1, 2024."),
        ("zh", "到评判完各模型为止", "正在学习 2024年3月1日 之前的数据。"),
    ],
)
def test_a_going_forecast_tells_the_time_left_and_what_is_known(
    visit: Open, foreseen: Desk, lang: str, left: str, known: str
) -> None:
    run = going(foreseen)
    facts = {"family": "tsb", "day": "2024-03-01"}
    foreseen.workspace.registry.record(
        [
            Log(run=run.id, seq=20, code="fit_at", facts=facts),
            Log(run=run.id, seq=21, code="time_left", facts={"seconds": 500}),
        ]
    )
    told = words(visit("run", lang, run=run.id))
    assert left in told and known in told
    assert ("8 min" if lang == "en" else "8 分") in told


def test_no_forecast_points_to_train(visit: Open) -> None:
    assert "No forecast yet" in words(visit("forecasts"))
    assert "还没有预测" in words(visit("forecasts", "zh"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_series_are_shown_those_with_most_to_come_first(
    visit: Open, foreseen: Desk, lang: str
) -> None:
    app = visit("forecasts", lang, run=run_called(foreseen, TREES).id)
    assert not app.error
    table = app.dataframe[0].value
    assert list(table["next"]) == sorted(table["next"], reverse=True)
    assert series_of(app)[0] == "s11"
    assert (table["low"] <= table["high"]).all()
    assert {len(one) for one in table["spark"]} == {26 + 7}


def test_series_are_found_by_name_class_and_trend(visit: Open, foreseen: Desk) -> None:
    app = visit("forecasts", run=run_called(foreseen, TREES).id)
    every = app.dataframe[0].value
    app.text_input(key="series_q").set_value("S1").run()
    assert set(series_of(app)) == {"s1", "s10", "s11"}
    assert app.query_params["q"] == "S1"
    app.text_input(key="series_q").set_value("").run()
    app.button_group(key="series_abc").set_value(["A"]).run()
    assert app.query_params["abc"] == "A"
    assert set(series_of(app)) == set(every.loc[every["class"].str[0] == "A", "series_id"])
    app.button_group(key="series_abc").set_value([]).run()
    app.toggle(key="series_naive").set_value(True).run()
    worse = set(every.loc[~(every["gain"] > 0), "series_id"])
    assert (set(series_of(app)) if app.dataframe else set()) == worse
    app.text_input(key="series_q").set_value("no such thing").run()
    assert "No series fits" in words(app)


def test_what_is_looked_for_stands_in_the_url(visit: Open, foreseen: Desk) -> None:
    run = run_called(foreseen, TREES)
    every = visit("forecasts", run=run.id).dataframe[0].value
    app = visit("forecasts", run=run.id, abc="A,B", sort="series_id", q="s")
    wanted = every.loc[every["class"].str[0].isin(["A", "B"]), "series_id"]
    assert series_of(app) == sorted(wanted)


def test_series_are_sorted(visit: Open, foreseen: Desk) -> None:
    app = visit("forecasts", run=run_called(foreseen, TREES).id)
    app.selectbox(key="series_sort").set_value("rmsse").run()
    assert app.query_params["sort"] == "rmsse"
    table = app.dataframe[0].value
    judged = table["rmsse"].dropna()
    assert list(judged) == sorted(judged)


@pytest.mark.parametrize(("lang", "mark"), [("en", "new"), ("zh", "新品")])
def test_a_young_series_is_marked_and_forecast_like_the_others(
    visit: Open, foreseen: Desk, lang: str, mark: str
) -> None:
    run = run_called(foreseen, TREES)
    table = visit("forecasts", lang, run=run.id).dataframe[0].value.set_index("series_id")
    assert table["class"].str.endswith(mark).to_dict() == {
        name: name == "s2" for name in table.index
    }
    assert table.loc["s2", "next"] > 0
    app = visit("series", lang, run=run.id, series="s2")
    assert not app.error
    assert not app.exception
    assert ("too new to learn from" if lang == "en" else "历史太短") in words(app)


def test_a_series_is_opened_from_the_list(visit: Open, foreseen: Desk) -> None:
    run = run_called(foreseen, TREES)
    app = visit("forecasts", run=run.id)
    app.selectbox(key="series_open").set_value("s7").run()
    assert app.query_params["series"] == "s7"
    assert app.query_params["run"] == run.id
    assert app.title[0].value == "s7"


@pytest.mark.parametrize(("lang", "said"), [("en", "its error is"), ("zh", "误差比朴素预测低")])
def test_one_series_says_what_to_expect(visit: Open, foreseen: Desk, lang: str, said: str) -> None:
    app = visit("series", lang, run=run_called(foreseen, TREES).id, series="s9")
    assert said in words(app)
    assert len(app.get("plotly_chart")) == 2
    assert len(app.dataframe[0].value) == 7
    assert not app.error
    app.button_group(key=f"_tabs_reach_{lang}").set_value("all").run()
    assert app.query_params["reach"] == "all"
    app.toggle(key="series_before").set_value(False).run()
    assert not app.exception
    assert not app.error


def test_what_is_no_series_is_refused_in_words(visit: Open, foreseen: Desk) -> None:
    run = run_called(foreseen, TREES)
    app = visit("series", run=run.id, series="![x](http://a.b/c)")
    assert "no series called" in app.error[0].value
    other = visit("series", run=run_called(foreseen, "rows").id, series="s1")
    assert "answers a question of another task" in other.error[0].value
    assert "No series chosen" in words(visit("series"))


def test_what_is_no_forecast_is_refused_in_words(visit: Open, foreseen: Desk) -> None:
    app = visit("forecasts", run=run_called(foreseen, "rows").id)
    assert "answers a question of another task" in app.error[0].value
    assert len(series_of(app)) == 12
