"""The versions of a dataset: their chain, what changed, and the runs to be repeated on this one."""

from collections.abc import Sequence

import streamlit as st

from core.actions.datasets import versions
from core.actions.versions import Earlier, earlier_runs, repeat_on
from core.base.values import Dataset
from pages._ui import dataset_changes, layout
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import begin, desk, formats, go, link, param, set_param, texts


def chain(dataset: Dataset) -> list[Dataset]:
    """All versions of the dataset, oldest first, itself included."""
    return versions(desk(), dataset)


def show(dataset: Dataset, found: Sequence[Dataset]) -> None:
    """The chain, what changed from an earlier version, and the runs on earlier versions."""
    earlier = [version for version in found if version.created < dataset.created]
    if earlier:
        dataset_changes.show(_against(dataset, earlier), dataset)
        _runs(dataset)
    _chain(dataset, found)


def _against(dataset: Dataset, earlier: Sequence[Dataset]) -> Dataset:
    """The version to compare with: its parent, unless the reader says otherwise."""
    ids = [version.id for version in reversed(earlier)]
    first = dataset.parent if dataset.parent in ids else ids[0]
    if len(ids) > 1:
        labels = {version.id: told(version) for version in earlier}
        asked = param("against")
        chosen = st.selectbox(
            texts()("datasets.versions.against"),
            ids,
            format_func=labels.__getitem__,
            key=begin(f"against_{dataset.id}", asked if asked in ids else first),
        )
        set_param("against", None if chosen == first else chosen)
        first = chosen
    return next(version for version in earlier if version.id == first)


def told(version: Dataset) -> str:
    """A version among others of its name: when it was made, and its rows."""
    f = formats()
    rows = f.count(sum(table.rows for table in version.tables))
    when = f.moment(version.created)
    return texts()("datasets.versions.option", name=version.name, when=when, rows=rows)


def _chain(dataset: Dataset, found: Sequence[Dataset]) -> None:
    t, f = texts(), formats()
    layout.section(t("datasets.versions.title"), t("datasets.versions.note"), key="versions")
    with layout.rows("versions"):
        for version in reversed(found):
            with layout.row(f"version-{version.id}"):
                link("dataset", md_escape(version.name), dataset=version.id, tab="versions")
                rows = f.count(sum(table.rows for table in version.tables))
                parts = [f.moment(version.created), t("datasets.rows", rows=rows)]
                if version.id == dataset.id:
                    parts.append(t("datasets.versions.this"))
                if version.trashed:
                    parts.append(t("datasets.versions.trashed"))
                layout.meta(parts)


def _runs(dataset: Dataset) -> None:
    t = texts()
    note = t("datasets.versions.runs_note")
    layout.section(t("datasets.versions.runs"), note, key="earlier")
    found = earlier_runs(desk(), dataset)
    if not found:
        st.caption(md_escape(t("datasets.versions.no_runs")))
        return
    with layout.rows("earlier"):
        for one in found:
            with layout.row(f"earlier-{one.run.id}"):
                _run(one, dataset)


def _run(one: Earlier, dataset: Dataset) -> None:
    t, f = texts(), formats()
    run = one.run
    link("run", md_escape(run.name), run=run.id)
    layout.meta([t(f"app.state.{run.state}"), f.ago(run.created)])
    if one.repeated is not None:
        if st.button(
            t("datasets.versions.compare"), icon=":material/compare:", key=f"compare_{run.id}"
        ):
            go("runs", compare=f"{run.id},{one.repeated.id}")
    elif st.button(
        t("datasets.versions.repeat"),
        icon=":material/replay:",
        key=f"repeat_{run.id}",
        disabled=not run.over or dataset.trashed is not None,
    ):
        with guard():
            go("run", run=repeat_on(desk(), run.id, dataset.id).id)
