"""The parts of pages: charts, tables, tiles, header."""

import io

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from core.actions.desk import Desk
from core.actions.download import csv_bytes, xlsx_bytes
from core.base.events import Started, Stopped
from pages._ui import charts, tables
from tests.pages.conftest import Open, words
from tests.pages.examples import queued_run, small_dataset


def test_a_chart_downloads_as_a_page_without_a_network() -> None:
    page = charts.page_of(go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))).decode()
    assert page.lower().startswith("<html>") or "<html>" in page[:200].lower()
    assert "Plotly.newPlot" in page
    assert 'src="https://' not in page


def test_the_camera_saves_a_large_png_under_the_charts_name() -> None:
    options = charts.config("roc")["toImageButtonOptions"]
    assert options == {"format": "png", "filename": "roc", "scale": 2}


def test_downloads_hold_the_table_with_formulas_defused() -> None:
    frame = pd.DataFrame({"text": ["=1+1", "商品"], "number": [-1.5, 2.0]})
    raw = csv_bytes(frame)
    assert raw.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(raw))
    assert list(read["text"]) == ["'=1+1", "商品"]
    assert list(read["number"]) == [-1.5, 2.0]
    book = pd.read_excel(io.BytesIO(xlsx_bytes(frame)), engine="calamine")
    assert book.shape == (2, 2)
    assert book["text"][0] == "'=1+1"


def nasty_parts() -> None:
    from pages._ui import layout

    nasty = "<img src=x onerror=alert(1)>\"'"
    layout.page_header(nasty, nasty)
    layout.tiles([layout.Tile(nasty, nasty, nasty, "warn")])
    layout.verdict("no_better", nasty, nasty)
    layout.chips([nasty])
    layout.facts({nasty: nasty})
    layout.steps([nasty], 0)
    layout.meta([nasty])
    layout.lead("home", nasty, nasty, [nasty])
    layout.paragraph(nasty, nasty)
    layout.table([nasty], [[layout.Cell(nasty, nasty), layout.Cell(nasty)]], nasty)


def test_data_in_the_parts_is_shown_as_text() -> None:
    app = AppTest.from_function(nasty_parts, default_timeout=30).run()
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    assert len(bodies) == 9
    for body in bodies:
        assert "<img" not in body
        assert "&lt;img src=x onerror=alert(1)&gt;" in body
    assert "\\<img" in app.title[0].value


def test_a_run_that_ends_is_announced_once(visit: Open, desk: Desk) -> None:
    run = queued_run(desk, small_dataset(desk), "the run")
    app = visit("glossary")
    assert not app.toast
    assert "1 waiting" in words(app)
    desk.workspace.registry.record([Stopped(run=run.id, seq=1)])
    app.run()
    assert [toast.value for toast in app.toast] == ["“the run” ended: Stopped"]
    app.run()
    assert not app.toast


def test_runs_that_go_and_wait_are_counted_apart(visit: Open, desk: Desk) -> None:
    dataset = small_dataset(desk)
    first, *_ = (queued_run(desk, dataset, name) for name in "abc")
    desk.workspace.registry.record([Started(run=first.id, seq=1, worker="w")])
    assert "1 training, 2 waiting" in words(visit("glossary"))
    assert "1 个训练中、2 个排队中" in words(visit("glossary", "zh"))


def test_a_run_that_comes_back_from_the_trash_is_not_announced(visit: Open, desk: Desk) -> None:
    run = queued_run(desk, small_dataset(desk), "the run")
    app = visit("glossary")
    desk.workspace.registry.trash_run(run.id)
    app.run()
    desk.workspace.registry.record([Stopped(run=run.id, seq=1)])
    desk.workspace.registry.restore_run(run.id)
    app.run()
    assert not app.toast


def test_downloads_say_whose_they_are() -> None:
    assert tables.file_name("Online shoppers · Revenue (2)", "metrics") == (
        "merchlab-online-shoppers-revenue-2-metrics"
    )
    assert tables.file_name("../../网店 *a*", "scores") == "merchlab-网店-a-scores"
    assert tables.file_name("···", "roc") == "merchlab-roc"


def test_figures_that_are_taken_home_have_six_digits() -> None:
    frame = pd.DataFrame({"a": [0.9389276059933073, 1234567.8, None], "b": ["x", "y", "z"]})
    found = tables.rounded(frame)
    assert found["a"].tolist()[:2] == [0.938928, 1234570.0]
    assert found["a"].isna().tolist() == [False, False, True]
    assert found["b"].tolist() == ["x", "y", "z"]


def partly_shown() -> None:
    import pandas as pd

    from pages._ui.tables import show_table

    whole = pd.DataFrame({"n": range(500)})
    show_table(whole.head(3), "part", "name", whole=lambda: whole)


def test_a_download_may_hold_more_than_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    monkeypatch.setattr(tables, "downloads", lambda frame, _key, _name: held.append(frame()))
    app = AppTest.from_function(partly_shown, default_timeout=30).run()
    assert len(app.dataframe[0].value) == 3
    assert len(held[0]) == 500
