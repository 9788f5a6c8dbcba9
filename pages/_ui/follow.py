"""The card of a run that is going: its state, its figures, and its curves as they grow.

Everything comes from the registry, so the card is the same after a reload, from
another browser, and after a restart of the server.
"""

from datetime import UTC, date, datetime

import streamlit as st

from core.actions import runs as running
from core.actions.train import stop
from core.base.runs import Run
from core.classify.figures import learning
from core.classify.figures.learning import Fit
from core.lab.catalog import BEST
from pages._ui import charts, layout, live_chart, model_words, run_words, story
from pages._ui.errors import guard
from pages._ui.escape import html_escape, md_escape
from pages._ui.formats import ABSENT
from pages._ui.progress import blending, progress, trying, turn
from pages._ui.session import desk, formats, texts, theme
from pages._ui.story import Story
from pages._ui.tables import file_name

EVERY = 0.5
_NOTES = 5
_LATEST = ("trying", "fit_at", "series_done", "network_best_epoch", "blending")
"""Of these the last one says where the run is."""
_PASSING = ("trying", "fit_at", "series_done", "skipped_for_budget", "blending")
_LEFT = "time_left"
_ASKED = "_stops_asked"
_WAITS = {"demand": "demand.live_note", "recommend": "recommend.live_note"}
"""What is said while no model of a task that learns in steps has begun."""
_AGAIN = {"recommend": "run.question_again"}
"""Why a model of a task is fitted more than once, where it is neither for folds nor for windows."""


def card(run: Run) -> None:
    """Follows `run` until it ends; then the page is drawn anew with its result."""
    st.fragment(_tick, run_every=EVERY)(run.id)


@guard()
def _tick(run_id: str) -> None:
    run = running.run(desk(), run_id)
    if run.over:
        st.rerun()
    told = story.read(run_id)
    _head(run, told)
    if run.state == "running":
        _figures(run, told)
        if run.spec.task in _WAITS and not told.fits:
            st.caption(md_escape(texts()(_WAITS[run.spec.task])))
        else:
            curves(told, key="live", live=True, task=run.spec.task)
        notes(told, live=True)


def _head(run: Run, told: Story) -> None:
    t = texts()
    with layout.card("live"):
        line, button = st.columns([4, 1], vertical_alignment="center")
        with line:
            st.html(
                f'<div class="ml-live" role="status"><i class="ml-dot warn"></i>'
                f"<b>{html_escape(t(f'app.state.{run.state}'))}</b> "
                f"<span>{html_escape(_doing(run, told))}</span></div>"
            )
        with button:
            _stop(run)
        if run.state == "running":
            st.progress(progress(run, told))


def _doing(run: Run, told: Story) -> str:
    """What the run is doing, in a sentence."""
    t = texts()
    if run.state == "queued":
        place = running.position(desk(), run.id)
        return t("run.queue", place=place) if place else t("run.queue_soon")
    stage = told.stage
    if stage is None:
        return t("run.starting")
    doing = run_words.stage(run, stage.code, t)
    fit, now = told.fit(), trying(told)
    if stage.code == "fit" and blending(told):
        return t("run.blending", step=stage.step, steps=stage.steps)
    if stage.code == "fit" and run.spec.task == "recommend" and now is not None:
        step, steps = turn(told) or (1, 1)
        what = model_words.family_name(now, t)
        return t("run.trying", what=what, step=step, steps=steps)
    if stage.code == "fit" and fit is not None:
        return t("run.fitting", what=model_words.curve_name(fit.curve, t), step=stage.step)
    if told.part:
        part = {"done": told.part[0], "of": told.part[1]}
        return t("run.part", what=doing, step=stage.step, steps=stage.steps, **part)
    return t("run.step", what=doing, step=stage.step, steps=stage.steps)


def _stop(run: Run) -> None:
    t = texts()
    asked = run.id in st.session_state.get(_ASKED, ())
    st.button(
        t("run.stopping" if asked else "run.stop"),
        icon=":material/stop_circle:",
        key="live_stop",
        width="stretch",
        disabled=asked,
        help=t("run.stop_help"),
        on_click=_ask_to_stop,
        args=(run.id,),
    )


def _ask_to_stop(run_id: str) -> None:
    with guard():
        stop(desk(), run_id)
        st.session_state.setdefault(_ASKED, set()).add(run_id)


def _figures(run: Run, told: Story) -> None:
    """Epoch of epochs, losses, learning rate, time: of the newest fit."""
    t, f = texts(), formats()
    fit = told.fit()
    if fit is None or _passed(run, told, fit):
        left = _until_judged(told)
        if left.value != ABSENT:
            layout.tiles([left], compact=True)
        return
    last = fit.epochs[-1]
    seen = [e.val_loss for e in fit.epochs if e.val_loss is not None]
    inside = told.batch if told.batch and told.batch.epoch == last.epoch + 1 else None
    percent = f.percent(inside.done / max(inside.total, 1), 0) if inside else ""
    within = t("run.figure.within", percent=percent) if inside else ""
    of = t("run.figure.of", epochs=f.count(last.epochs))
    tiles = [
        layout.Tile(t("run.figure.epoch"), f.count(last.epoch), within or of),
        layout.Tile(
            t("run.figure.val_loss"),
            f.fixed(last.val_loss),
            t("run.figure.best", value=f.fixed(min(seen))) if seen else "",
        ),
        layout.Tile(t("run.figure.loss"), f.fixed(last.loss)),
        layout.Tile(t("run.figure.val_auc"), f.fixed(last.val_auc)),
        layout.Tile(t("run.figure.rate"), f.number(last.learning_rate)),
        _until_judged(told) if run.spec.task == "demand" else _left(run, fit),
    ]
    layout.tiles([tile for tile in tiles if tile.value != ABSENT], compact=True)


def _passed(run: Run, told: Story, fit: Fit) -> bool:
    """Whether the newest fit is of a family that a recommender is done with."""
    return run.spec.task == "recommend" and fit.curve != (trying(told) or fit.curve)


def _left(run: Run, fit: Fit) -> layout.Tile:
    """The time left: by the pace of the fit, at most; of `best`, by its budget, but for a
    recommender, which looks at its budget before it begins."""
    t, f = texts(), formats()
    seconds, note = story.seconds_left(fit), t("run.figure.at_most")
    if run.spec.task == "recommend":
        note = t("run.figure.of_fit")
    elif run.spec.family == BEST and run.started is not None:
        gone = (fit.epochs[-1].at - run.started).total_seconds()
        seconds, note = run.spec.budget - gone, t("run.figure.budget")
    shown = ABSENT if seconds is None else f.duration(max(1.0, round(seconds)))
    return layout.Tile(t("run.figure.left"), shown, note)


def _until_judged(told: Story) -> layout.Tile:
    """The time left until all families of a forecast are judged, as was last told."""
    t, f = texts(), formats()
    logs = [log for log in told.logs if log.code == _LEFT]
    if not logs or told.stage is None or told.stage.code != "fit":
        return layout.Tile(t("run.figure.left"), ABSENT)
    gone = (datetime.now(UTC) - logs[-1].at).total_seconds()
    shown = f.duration(max(1.0, round(float(logs[-1].facts["seconds"]) - gone)))
    return layout.Tile(t("run.figure.left"), shown, t("run.figure.judging"))


def curves(
    told: Story, key: str, live: bool = False, name: str = "", task: str = "classify"
) -> None:
    """Loss and AUC of a fit of the run `name` of a `task`, side by side; several curves are chosen
    from."""
    t = texts()
    names = told.curves()
    if not names:
        if live:
            st.caption(md_escape(t("figures.learning.loss_waiting")))
            st.skeleton(height=300)
        return
    chosen = None
    if len(names) > 1:
        chosen = st.pills(
            t("run.curve"),
            names,
            format_func=lambda name: model_words.curve_name(name, t),
            key=f"{key}_curve",
            help=t("run.curve_help"),
        )
    fit = told.fit(chosen)
    if fit is None:
        return
    measures = learning.measures(fit)
    which = {"name": model_words.curve_name(fit.curve, t), "number": fit.number}
    day = told.day_of(fit)
    if day is not None:
        st.caption(md_escape(t("run.origin_at", **which, day=formats().day(day))))
    elif fit.number > 1:
        again = _AGAIN.get(task, f"run.{'fold' if len(measures) > 1 else 'origin'}")
        st.caption(md_escape(t(again, **which)))
    for column, measure in zip(st.columns(len(measures), gap="medium"), measures, strict=True):
        measured = learning.measure(fit, measure)
        place = f"{key}_{measure}"
        with column, layout.card(place, height="stretch"):
            if live:
                live_chart.show(measured, place, f"{fit.curve}/{fit.number}")
            else:
                chart = learning.curve(measured, t, theme())
                charts.show(chart.figure, place, chart.finding, file_name(name, measure))


def notes(told: Story, live: bool = False) -> None:
    """The last notes of the run, newest first, each once; what is tried or left out only while it
    goes."""
    t = texts()
    lines = []
    every = [log for log in told.logs if log.code != _LEFT]
    now = {log.code: log for log in every if log.code in _LATEST}.values()
    kept = [log for log in every if log.code not in _LATEST or log in now]
    for log in reversed(kept):
        if log.code in _PASSING and not live:
            continue
        facts = {name: _fact(name, value) for name, value in log.facts.items()}
        lines.append(f"- {md_escape(t(f'run.log.{log.code}', **facts))}")
    if lines:
        st.caption("\n".join(list(dict.fromkeys(lines))[:_NOTES]))


def _fact(name: str, value: object) -> object:
    """A fact of a note as the reader reads it."""
    t, f = texts(), formats()
    if name in ("family", "baseline"):
        return model_words.curve_name(str(value), t)
    if name == "day":
        return f.day(date.fromisoformat(str(value)))
    if name == "seconds" and isinstance(value, int | float):
        return f.duration(float(value))
    return f.number(value) if isinstance(value, float) else value
