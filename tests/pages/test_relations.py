"""The keys between tables on the dataset's page."""

from pathlib import Path

import pytest

from core.actions.desk import Desk
from tests.actions.test_relations import shop
from tests.pages.conftest import Open, words


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["How the tables belong together", "16 rows, 2 values", "such as P8, P9"]),
        ("zh", ["各表如何关联", "16 行，2 个值", "例如 P8, P9"]),
    ],
)
def test_keys_and_orphans_are_told(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, said: list[str]
) -> None:
    dataset = shop(desk, tmp_path, [f"P{n}" for n in range(8)], [f"C{n}" for n in range(7)])
    app = visit("dataset", lang, dataset=dataset.id, tab="relations")
    told = words(app)
    assert all(sentence in told for sentence in said)
    assert not app.error
