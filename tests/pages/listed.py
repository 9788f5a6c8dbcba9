"""A workspace with a recommender that really learned from made-up customers with tastes, whose
products have names, categories, prices and costs.

Import the fixtures that a test module uses: `from tests.pages.listed import ...`.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.actions.desk import Desk, open_desk
from core.base.runs import Run
from core.base.specs import RunSpec
from core.base.values import Column, Dataset
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace
from tests.pages.learned import train_here
from tests.pages.suggested import COLUMNS, bought

PRODUCTS = (
    Column(name="sku", type="id", role="item_id", distinct=60),
    Column(name="name", type="text"),
    Column(name="category", type="category", role="category"),
    Column(name="price", type="number", role="price"),
    Column(name="cost", type="number"),
)
TASTES = 5


def products() -> pd.DataFrame:
    """Item i is of the taste i % 5, which is its category; prices rise with i, and the margin is
    four tenths of the price."""
    place = np.arange(60)
    price = 5.0 + place
    return pd.DataFrame(
        {
            "sku": pd.Series([f"p{one:04}" for one in place], dtype="string"),
            "name": pd.Series([f"Thing *{one}*" for one in place], dtype="string"),
            "category": pd.Series([f"taste {one % TASTES}" for one in place], dtype="string"),
            "price": price,
            "cost": np.round(0.6 * price, 2),
        }
    )


def save(workspace: Workspace) -> Dataset:
    """The orders and the products as a dataset."""
    lines = bought()
    draft = DatasetDraft(
        name="Shop",
        kind="order_lines",
        tables={"order_lines": lines, "products": products()},
        columns={"order_lines": COLUMNS, "products": PRODUCTS},
        rows_read=len(lines) + 60,
    )
    return workspace.save_dataset(draft)


@pytest.fixture(scope="session")
def listed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied by `listed`."""
    root = tmp_path_factory.mktemp("listed")
    workspace = Workspace(root)
    dataset = save(workspace)
    spec = RunSpec(dataset=dataset.id, task="recommend", question={}, family="item_knn")
    train_here(workspace, spec, "lists *one*")
    return root


@pytest.fixture
def listed(listed_home: Path, workspace: Path) -> Iterator[Desk]:
    """A desk at a fresh copy of that workspace."""
    shutil.copytree(
        listed_home, workspace, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite*")
    )
    with (
        closing(sqlite3.connect(listed_home / "registry.sqlite")) as source,
        closing(sqlite3.connect(workspace / "registry.sqlite")) as copy,
    ):
        source.backup(copy)
    opened = open_desk(workspace)
    yield opened
    opened.close()


def lists_run(desk: Desk) -> Run:
    """The recommender."""
    return next(run for run in desk.workspace.registry.runs() if run.name == "lists *one*")
