"""The key of the stand-ins: never in the workspace, and a changed one is noticed."""

from pathlib import Path

import pytest

from core.actions.desk import Desk
from core.actions.import_again import read_again
from core.actions.import_files import ImportOptions, import_files, read_files, save_draft
from core.actions.match_back import match_back
from core.actions.predict import predict
from core.base.errors import AppError
from core.data.options import ReadOptions
from core.data.people.key import ENVIRONMENT, load_key, mark_of
from tests.actions.test_people import written
from tests.pages.learned import FakeEngine, spec_of, train_here


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(Desk, "engine", property(lambda _: FakeEngine()))
    return Desk(tmp_path / "ws")


@pytest.fixture
def other_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Sets another key once it is asked to."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "one" / "key"))
    return monkeypatch


@pytest.mark.parametrize("place", ["key", "deep/er/key", "../ws/key", "link/key"])
def test_a_key_in_the_workspace_is_refused_before_anything_is_read(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    path = written(tmp_path, "kunden.csv", 30)
    draft = read_files(desk, [path])
    (tmp_path / "ws" / "link").symlink_to(tmp_path / "ws")
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "ws" / place))
    with pytest.raises(AppError, match="key_in_workspace"):
        read_files(desk, [path])
    with pytest.raises(AppError, match="key_in_workspace"):
        read_again(desk, draft, draft.tables[0].raws[0], ReadOptions(), print)
    assert not [*(tmp_path / "ws").rglob("key")]
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "ws-2" / "key"))
    assert read_files(desk, [path]).tables


def test_a_dataset_knows_its_key_by_a_mark_that_does_not_tell_it(
    desk: Desk, tmp_path: Path, other_key: pytest.MonkeyPatch
) -> None:
    first = import_files(desk, [written(tmp_path, "kunden.csv", 30)])
    (recipe,) = desk.workspace.dataset(first.dataset).recipes.values()
    assert recipe.key == mark_of(load_key())
    assert recipe.key.file.endswith("one/key")
    assert len(recipe.key.fingerprint) == 8
    assert recipe.key.fingerprint not in load_key().hex()
    plain = tmp_path / "plain.csv"
    plain.write_text("a,b\n" + "1,2\n" * 9)
    other = import_files(desk, [plain])
    assert [r.key for r in desk.workspace.dataset(other.dataset).recipes.values()] == [None]
    other_key.setenv("HOME", str(tmp_path))
    assert mark_of(load_key()).file == "~/one/key"


def test_a_changed_key_is_told_where_people_would_not_match(
    desk: Desk, tmp_path: Path, other_key: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "kunden.csv", 30)
    first = import_files(desk, [path])
    frame = desk.workspace.table(first.dataset)
    (recipe,) = desk.workspace.dataset(first.dataset).recipes.values()
    again = import_files(desk, [path], ImportOptions(into=first.dataset))
    assert "other_key" not in {check.code for check in again.checks}
    other_key.setenv(ENVIRONMENT, str(tmp_path / "two" / "key"))
    with pytest.raises(AppError, match="key_changed") as told:
        match_back(frame, path, recipe)
    assert recipe.key is not None
    assert told.value.facts["before"] == recipe.key.fingerprint
    assert str(told.value.facts["file"]).endswith("one/key")
    assert str(told.value.facts["path"]).endswith("two/key")
    with pytest.raises(AppError, match="key_changed"):
        save_draft(desk, read_files(desk, [path]), ImportOptions(into=first.dataset, append=True))
    later = import_files(desk, [path], ImportOptions(into=first.dataset))
    (finding,) = [check for check in later.checks if check.code == "other_key"]
    assert finding.severity == "warning"
    other_key.setenv(ENVIRONMENT, str(tmp_path / "one" / "key"))
    assert match_back(frame, path, recipe).found == len(frame)


def test_a_model_that_learned_from_stand_ins_asks_for_their_key(
    desk: Desk, tmp_path: Path, other_key: pytest.MonkeyPatch
) -> None:
    rows = [f"C{n % 5}@mail.example.com,{n % 7},{'yes' if n % 5 > 2 else 'no'}" for n in range(300)]
    path = tmp_path / "visits.csv"
    path.write_text("\n".join(["E-mail,pages,bought", *rows]))
    first = import_files(desk, [path], ImportOptions(roles={"E-mail": "category"}))
    question = {"target": "bought", "positive": "true"}
    run = train_here(desk.workspace, spec_of(first.dataset, question=question), "who")
    assert predict(desk, run.id, path).scored == 300
    other_key.setenv(ENVIRONMENT, str(tmp_path / "two" / "key"))
    with pytest.raises(AppError, match="key_changed"):
        predict(desk, run.id, path)
