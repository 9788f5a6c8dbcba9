"""Datasets: saved once, found again, renamed, deleted to the trash and brought back."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from core.base.atomic import sha256
from core.base.errors import AppError
from core.base.values import Source
from core.store.draft import DatasetDraft
from core.store.reader import DatasetReader
from core.store.saving import data_hash
from core.store.workspace import Workspace, default_root
from tests.store.builders import COLUMNS, draft, spec, visits


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "shop")


def refused(code: str, call: object, *args: object) -> AppError:
    with pytest.raises(AppError) as caught:
        call(*args)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def test_what_was_saved_is_found_by_everybody(workspace: Workspace) -> None:
    source = Source(name="visits.csv", bytes=10, sha256="0" * 64, delimiter=",")
    saved = workspace.save_dataset(
        draft(sources=(source,), lines={"row": 20, "header": 1}, totals={"seconds": 1.5})
    )
    assert (saved.rows_read, saved.rows_kept, saved.rows_set_aside) == (22, 20, 2)
    assert saved.table("visits").rows == 20  # type: ignore[union-attr]
    assert saved.sources == (source,)
    again = Workspace(workspace.root)
    assert again.datasets() == [saved]
    assert again.dataset(saved.id) == again.dataset("spring visits") == saved
    assert_frame_equal(again.table(saved.id), visits(20))
    assert_frame_equal(DatasetReader(workspace.root).table(saved.id, "visits"), visits(20))


def test_data_hash_is_over_the_table_files(workspace: Workspace) -> None:
    first, same = workspace.save_dataset(draft()), workspace.save_dataset(draft(name="other"))
    other = workspace.save_dataset(draft(seed=1))
    assert first.id != same.id
    assert first.data_hash == same.data_hash != other.data_hash
    file = workspace.frame_path(first.id, "visits.parquet")
    assert first.data_hash == data_hash({"visits": sha256(file)})


def test_extra_files_are_kept_beside_the_tables(workspace: Workspace, tmp_path: Path) -> None:
    truth = pd.DataFrame({"p": [0.25, 0.5]})
    (tmp_path / "raw").mkdir()
    truth.to_parquet(tmp_path / "raw" / "x")
    saved = workspace.save_dataset(
        draft(extra_files={"truth/p.parquet": truth, "raw/0.parquet": tmp_path / "raw" / "x"})
    )
    for file in ("truth/p.parquet", "raw/0.parquet"):
        assert_frame_equal(pd.read_parquet(workspace.frame_path(saved.id, file)), truth)
    aside = pd.read_parquet(workspace.frame_path(saved.id, "set_aside.parquet"))
    assert aside["line"].tolist() == [4, 9]


def test_newest_first_and_a_name_means_the_newest(workspace: Workspace) -> None:
    ids = [workspace.save_dataset(draft(seed=seed, name="same")).id for seed in range(4)]
    assert [dataset.id for dataset in workspace.datasets()] == ids[::-1]
    assert workspace.dataset("same").id == ids[-1]
    workspace.trash(ids[-1])
    assert workspace.dataset("same").id == ids[-2]


def test_rename_changes_no_file(workspace: Workspace) -> None:
    saved = workspace.save_dataset(draft())
    before = sha256(workspace.reader.folder / saved.id / "manifest.json")
    assert workspace.rename(saved.id, "  春季\n访问 ").name == "春季 访问"
    assert Workspace(workspace.root).dataset("春季 访问").id == saved.id
    assert sha256(workspace.reader.folder / saved.id / "manifest.json") == before
    refused("name_empty", workspace.rename, saved.id, " \t\0")
    assert refused("name_too_long", workspace.rename, saved.id, "x" * 121).facts["length"] == 121


def test_trash_and_back(workspace: Workspace) -> None:
    saved = workspace.save_dataset(draft())
    assert workspace.trash(saved.id).trashed is not None
    assert workspace.datasets() == []
    assert [dataset.id for dataset in workspace.datasets(trashed=True)] == [saved.id]
    assert len(workspace.table(saved.id)) == 20
    assert workspace.restore(saved.id).trashed is None
    assert workspace.datasets() == [saved]


def test_purge_leaves_runs_alone(workspace: Workspace) -> None:
    saved = workspace.save_dataset(draft())
    run = workspace.registry.create_run(spec(saved.id))
    workspace.purge(saved.id)
    assert workspace.datasets() == workspace.datasets(trashed=True) == []
    assert list(workspace.reader.folder.iterdir()) == []
    assert workspace.registry.run(run.id) == run
    refused("dataset_unknown", workspace.purge, saved.id)
    refused("dataset_unknown", workspace.table, saved.id)


def test_a_lost_registry_is_made_again_from_the_manifests(workspace: Workspace) -> None:
    saved = workspace.save_dataset(draft())
    workspace.rename(saved.id, "renamed")
    for file in workspace.root.glob("registry.sqlite*"):
        file.unlink()
    again = Workspace(workspace.root)
    assert again.datasets() == [saved]
    assert again.rename(saved.id, "once more").name == "once more"


def test_a_folder_copied_in_is_found(workspace: Workspace, tmp_path: Path) -> None:
    saved = workspace.save_dataset(draft())
    other = Workspace(tmp_path / "other")
    shutil.copytree(workspace.reader.folder / saved.id, other.reader.folder / saved.id)
    assert other.datasets() == [saved]


@pytest.mark.parametrize(
    "outside", ["../secret", "..", "", "/etc", "d-20260301-0abc12/../../x", "d-20260301-0abc12"]
)
def test_ids_from_outside_touch_no_path(workspace: Workspace, outside: str) -> None:
    secret = workspace.root / "secret"
    secret.mkdir()
    (secret / "manifest.json").write_text("{}")
    for call in (workspace.dataset, workspace.table, workspace.purge, workspace.trash):
        refused("dataset_unknown", call, outside)
    for call in (workspace.run_folder, workspace.purge_run):
        refused("run_unknown", call, outside)
    assert secret.is_dir()


def test_only_files_of_the_manifest_open(workspace: Workspace) -> None:
    saved = workspace.save_dataset(draft())
    (workspace.reader.folder / saved.id / "late.parquet").write_bytes(b"x")
    for file in ("late.parquet", "manifest.json", "../../registry.sqlite"):
        refused("dataset_file_unknown", workspace.frame_path, saved.id, file)


def test_tables_are_asked_for_by_name(workspace: Workspace) -> None:
    saved = workspace.save_dataset(
        DatasetDraft("two", "shop", {"a": visits(3), "b": visits(4)}, {"a": COLUMNS, "b": COLUMNS})
    )
    assert len(workspace.table(saved.id, "b", ["pages"]).columns) == 1
    assert refused("table_needed", workspace.table, saved.id).facts["tables"] == ["a", "b"]
    refused("table_unknown", workspace.table, saved.id, "../a")
    error = refused("table_column_unknown", workspace.table, saved.id, "a", ["pages", "price"])
    assert error.facts["column"] == "price"


@pytest.mark.parametrize(
    "wrong",
    [
        {"tables": {}, "columns": {}},
        {"tables": {"../a": visits(1)}, "columns": {"../a": COLUMNS}},
        {"tables": {"set_aside": visits(1)}, "columns": {"set_aside": COLUMNS}},
        {"tables": {"a": visits(1)}, "columns": {"a": COLUMNS[:2]}},
        {"extra_files": {"../x.parquet": visits(1)}},
        {"extra_files": {"truth/../../x.parquet": visits(1)}},
        {"extra_files": {"manifest.json": visits(1)}},
        {"extra_files": {"visits.parquet": visits(1)}},
        {"rows_read": 1, "rows_set_aside": 2},
        {"rows_read": 2, "row_for_row": True},
    ],
)
def test_a_draft_that_contradicts_itself_leaves_nothing(
    workspace: Workspace, wrong: dict[str, object]
) -> None:
    good: dict[str, object] = {"tables": {"a": visits(1)}, "columns": {"a": COLUMNS}}
    with pytest.raises(ValueError, match=r"table|column|extra file|set aside|rows kept"):
        workspace.save_dataset(DatasetDraft("x", "plain", **{**good, **wrong}))  # type: ignore[arg-type]
    assert workspace.datasets() == []
    assert list(workspace.reader.folder.iterdir()) == []


def test_a_value_that_does_not_fit_leaves_nothing(workspace: Workspace) -> None:
    frame = visits(3).assign(pages=[0.5, 1, 2])
    with pytest.raises(TypeError):
        workspace.save_dataset(DatasetDraft("x", "plain", {"a": frame}, {"a": COLUMNS}))
    assert list(workspace.reader.folder.iterdir()) == []


def test_a_file_cannot_be_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refused("workspace_unusable", Workspace, tmp_path / "file")
    refused("workspace_unusable", Workspace, tmp_path / "file" / "inside")


def test_root_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MERCHLAB_WORKSPACE", str(tmp_path))
    assert default_root() == tmp_path
    monkeypatch.delenv("MERCHLAB_WORKSPACE")
    monkeypatch.chdir(tmp_path)
    assert default_root() == tmp_path / ".merchlab"


def test_purging_a_run_takes_its_artefacts(workspace: Workspace) -> None:
    run = workspace.registry.create_run(spec())
    folder = workspace.run_folder(run.id)
    folder.mkdir()
    (folder / "begun").write_text("x")
    refused("run_busy", workspace.purge_run, run.id)
    assert folder.is_dir()
    workspace.registry.mark_stale(-1, set())
    workspace.purge_run(run.id)
    assert not folder.exists()
    refused("run_unknown", workspace.purge_run, run.id)


def test_threads_may_save_at_once(workspace: Workspace) -> None:
    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(lambda seed: workspace.save_dataset(draft(seed=seed)), range(12)))
    assert len({dataset.id for dataset in saved}) == 12
    assert len(workspace.datasets()) == 12
    for seed, dataset in enumerate(saved):
        assert_frame_equal(workspace.table(dataset.id), visits(20, seed))


def test_an_id_that_is_taken_is_not_used_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = workspace.save_dataset(draft())
    ids = iter([first.id, first.id, "d-20260301-0abc12"])
    monkeypatch.setattr("core.store.workspace.new_id", lambda _prefix: next(ids))
    assert workspace.save_dataset(draft(seed=1)).id == "d-20260301-0abc12"
    assert_frame_equal(workspace.table(first.id), visits(20))
