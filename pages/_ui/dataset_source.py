"""Where a dataset came from: its files, the steps, the people, the lineage, the runs on it."""

from core.actions.runs import runs
from core.base.values import Dataset, Source
from pages._ui import dataset_recipe, import_people, layout, sample_truth
from pages._ui.dataset_words import made_up
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, link, texts


def show(dataset: Dataset) -> None:
    """Files, what was done to them, and how many lines of them are rows now."""
    t, f = texts(), formats()
    if made_up(dataset):
        sample_truth.show()
    for index, source in enumerate(dataset.sources):
        with layout.card(f"source-{index}"):
            layout.facts(_source_facts(source))
    dataset_recipe.show(dataset)
    for name, recipe in dataset.recipes.items():
        if recipe.people:
            layout.section(t("import.people.title"), key=f"people-{name}")
            import_people.listed(recipe.people)
    layout.section(t("datasets.lineage"), t("datasets.lineage_note"), key="lineage")
    lines = {t(f"datasets.line.{name}"): f.count(count) for name, count in dataset.lines.items()}
    layout.facts(
        {
            t("datasets.fact.read"): _rows(dataset),
            **lines,
            t("datasets.fact.created"): f.moment(dataset.created),
            t("datasets.fact.id"): dataset.id,
            t("datasets.fact.hash"): dataset.data_hash,
        }
    )
    if dataset.parent:
        link("dataset", t("datasets.parent"), ":material/history:", dataset=dataset.parent)
    trained = [run for run in runs(desk()) if run.spec.dataset == dataset.id]
    if trained:
        layout.section(t("datasets.trained"), key="trained")
        with layout.rows("trained"):
            for run in trained:
                with layout.row(f"trained-{run.id}"):
                    link("run", md_escape(run.name), run=run.id)
                    layout.meta([t(f"app.state.{run.state}"), f.ago(run.created)])


def _rows(dataset: Dataset) -> str:
    """How the rows that were read add up."""
    t, f = texts(), formats()
    counts = {
        "read": f.count(dataset.rows_read),
        "kept": f.count(dataset.rows_kept),
        "aside": f.count(dataset.rows_set_aside),
    }
    if not dataset.rows_replaced:
        return t("datasets.fact.read_value", **counts)
    return t("datasets.fact.read_value_replaced", replaced=f.count(dataset.rows_replaced), **counts)


def _source_facts(source: Source) -> dict[str, str]:
    t, f = texts(), formats()
    told = {
        t("datasets.fact.file"): source.name,
        t("datasets.fact.size"): f.bytes(source.bytes),
        t("datasets.fact.encoding"): source.encoding,
        t("datasets.fact.delimiter"): _delimiter(source.delimiter),
        t("datasets.fact.sheet"): source.sheet,
        t("datasets.fact.rows_in"): None if source.rows is None else f.count(source.rows),
        t("datasets.fact.rows_out"): _replaced(source),
        t("datasets.fact.sha256"): source.sha256,
    }
    return {name: value for name, value in told.items() if value}


def _replaced(source: Source) -> str:
    """How many of its rows were taken out, and for which files'."""
    t, f = texts(), formats()
    counts: dict[tuple[str, ...], int] = {}
    for out in source.replaced:
        counts[out.by] = counts.get(out.by, 0) + out.rows
    return f.series(
        t("datasets.fact.rows_out_value", rows=f.count(n), files=f.series(by))
        for by, n in counts.items()
    )


def _delimiter(mark: str | None) -> str | None:
    names = {"\t": "tab", " ": "space", r"\s+": "blanks"}
    return texts()(f"datasets.fact.{names[mark]}") if mark in names else mark
