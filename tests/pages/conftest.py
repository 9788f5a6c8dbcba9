"""What tests of pages share: an empty workspace and the app as a script."""

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from core.actions.desk import Desk, open_desk
from pages._ui import session

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


@pytest.fixture(scope="module", autouse=True)
def frozen() -> None:
    """Streamlit collects garbage after every run of a script: of what tests before left in the
    process (networks, tables), which grows by the hour, it need not look through any."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def navigation_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest takes a folder called `pages` for the older kind of app at every run: not here."""
    make = PagesManager.__init__

    def made(manager: PagesManager, *given: Any, **named: Any) -> None:
        make(manager, *given, **named)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", made)


@pytest.fixture(autouse=True)
def no_foreign_components(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest reads the metadata of all installed packages for components, anew in every test."""
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", list)


@pytest.fixture(autouse=True)
def main_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit puts app.py in the place of `__main__`, and spawned children would execute it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty workspace that the app under test uses; no engine is started."""
    monkeypatch.setenv("MERCHLAB_WORKSPACE", str(tmp_path))
    monkeypatch.setattr(Desk, "warm", lambda _desk: None)
    st.cache_resource.clear()
    yield tmp_path
    st.cache_resource.clear()


@pytest.fixture
def desk(workspace: Path) -> Iterator[Desk]:
    """A desk of the test's own at that workspace."""
    opened = open_desk(workspace)
    yield opened
    opened.close()


@pytest.fixture
def visit(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page of the app: `visit("datasets", lang="zh", dataset=...)`."""
    assert not list(workspace.glob("engine/*"))
    monkeypatch.setattr(session, "freeze", lambda: 0)

    def opened(page: str = "home", lang: str = "en", **params: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["lang"] = lang
        for name, value in params.items():
            app.query_params[name] = value
        if page != "home":
            app.switch_page(f"pages/{page}.py")
        app.run()
        assert not app.exception
        return app

    return opened


def words(app: AppTest) -> str:
    """Everything a page says, in one text: native parts and our own HTML."""
    kinds = ("title", "subheader", "markdown", "caption", "error", "warning", "info", "success")
    told = [element.value for kind in kinds for element in getattr(app, kind)]
    told += [element.proto.body for element in app.get("html")]
    told += [button.label for button in app.button]
    told += [link.proto.label for link in app.get("page_link")]
    return "\n".join(str(text) for text in told)
