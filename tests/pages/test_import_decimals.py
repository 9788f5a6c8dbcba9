"""The review asks which mark is that of decimals, and takes the answer over."""

import pytest
from streamlit.testing.v1 import AppTest

from core.actions.desk import Desk
from core.actions.import_files import open_draft
from core.actions.import_look import typed
from tests.pages.conftest import Open, words
from tests.pages.test_import import read

TEXT = "order_id;amount;cost\n" + "".join(
    f"A{n:03d};{n}.{n + 200};{n}.{n + 300}\n" for n in range(1, 25)
)


def control(app: AppTest, column: str = "amount"):
    return next(c for c in app.pills if str(c.key).endswith(f"_{column}"))


@pytest.mark.parametrize(
    ("lang", "asked", "options"),
    [
        (
            "en",
            "amount, cost: does the mark stand before decimals or between thousands?",
            ["1.201 (decimal point)", "1201 (decimal comma)", "Find out"],
        ),
        (
            "zh",
            "amount、cost：这个符号是小数点，还是千位分隔？",
            ["1.201（点是小数点）", "1201（逗号是小数点）", "自动判断"],
        ),
    ],
)
def test_both_readings_are_shown(visit: Open, lang: str, asked: str, options: list[str]) -> None:
    app = read(visit("import_data", lang), ("orders.csv", TEXT.encode()))
    assert asked in words(app)
    assert control(app).options == options
    assert control(app).value == "find_out"


def test_one_answer_settles_all(visit: Open, desk: Desk) -> None:
    app = read(visit("import_data"), ("orders.csv", TEXT.encode()))
    control(app).set_value("comma").run()
    assert not app.exception
    assert "thousands?" not in words(app)
    draft = app.query_params["draft"]
    first = typed(open_draft(desk, draft).tables[0]).head(1)
    assert (first["amount"][0], first["cost"][0]) == (1201, 1301)
    assert control(app).value == "comma"
    assert control(app, "cost").value == "find_out"


def test_the_answer_is_a_step_that_can_be_undone(visit: Open, desk: Desk) -> None:
    app = read(visit("import_data"), ("orders.csv", TEXT.encode()))
    control(app).set_value("comma").run()
    app.query_params["tab"] = "steps"
    app.run()
    assert "Read the comma as the mark of decimals: amount" in words(app)
    app.toggle[0].set_value(False).run()
    assert not app.exception
    assert control(app).value == "find_out"
    assert "thousands?" in words(app)
    control(app).set_value("point").run()
    app.button(key="save").click().run()
    (dataset,) = desk.workspace.datasets()
    shown = visit("dataset", dataset=dataset.id, tab="source")
    assert "Read the point as the mark of decimals: amount" in words(shown)
