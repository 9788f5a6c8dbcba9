"""The look before training: rows before and after, and what each step touched."""

import numpy as np
import pandas as pd
from hypothesis import given

from core.base.specs import PrepSpec
from core.base.texts import LANGUAGES, Texts
from core.prep.pipeline import fit
from core.prep.preview import HEAD, preview
from tests.prep.tables import FEATURES, SPECS, answers, columns_of, frames, typed


def hand_made() -> pd.DataFrame:
    cells = {
        "amount": [1.0, 2.0, None, 3.0, 100.0, 2.0, np.inf, 2.0],
        "visits": [1, 2, 3, None, 5, 2, 7, 8],
        "member": [True, False, None, True, False, False, True, False],
        "channel": ["web", "shop", None, "web", "web", "shop", "phone", "web"],
        "day": ["2024-01-01", "2024-01-09", None, "2024-02-03", "2024-02-04", "2024-01-09",
                "2024-03-01", "2024-03-02"],
    }  # fmt: skip
    return typed(cells, FEATURES)


def test_steps_tell_rows_and_cells_touched() -> None:
    spec = PrepSpec(duplicates="drop", outliers="iqr", class_weights="balanced")
    frame = hand_made()
    seen = preview(spec, columns_of(FEATURES), frame, answers(8), 0)
    told = {(step.code, step.column): step for step in seen.steps}
    assert told["duplicates", None].rows_touched == 1
    assert told["infinite", "amount"].cells_touched == 1
    filled = told["filled_median", "amount"]
    assert (filled.rows_touched, filled.share, filled.detail["value"]) == (2, 0.25, "2")
    assert told["outliers_clip", "amount"].rows_touched == 1
    assert told["own_category", "channel"].cells_touched == 1
    assert told["dates_filled_median", "day"].rows_touched == 1
    assert told["indicator", "visits"].rows_touched == 1
    assert told["onehot", "channel"].detail["made"] == "4"
    assert told["scaled_quantile", None].rows_touched == 7
    assert (seen.rows, seen.kept, seen.columns) == (8, 7, 5)
    assert 5 in seen.before.index
    assert 5 not in seen.after.index


def test_what_is_shown_is_what_is_trained_on() -> None:
    frame, y = hand_made(), answers(8)
    spec = PrepSpec(missing_numbers="drop_rows", categories="target")
    seen = preview(spec, columns_of(FEATURES), frame, y, 3)
    prep, matrix = fit(spec, columns_of(FEATURES), frame, y, 3)
    np.testing.assert_array_equal(seen.after.to_numpy(np.float32), matrix.x)
    assert tuple(seen.after.columns) == prep.names
    assert seen.after.index.tolist() == [0, 1, 4, 5, 7]
    pd.testing.assert_frame_equal(seen.before[list(FEATURES)], frame)


def test_a_step_that_touches_nothing_is_not_told() -> None:
    frame = typed({"amount": [1.0, 2.0, 3.0]}, {"amount": "number"})
    seen = preview(PrepSpec(scaling="none"), columns_of({"amount": "number"}), frame, answers(3), 0)
    assert seen.steps == ()


@given(frame=frames(2), spec=SPECS)
def test_every_step_has_a_sentence_in_both_languages(frame: pd.DataFrame, spec: PrepSpec) -> None:
    seen = preview(spec, columns_of(FEATURES), frame, answers(len(frame)), 0)
    assert len(seen.before) == min(HEAD, len(frame))
    assert set(seen.after.index) <= set(seen.before.index)
    for step in seen.steps:
        assert 0 < step.rows_touched <= len(frame)
        assert step.rows_touched <= step.cells_touched
        assert step.step in PrepSpec.model_fields
        assert step.share == step.rows_touched / len(frame)
        for lang in LANGUAGES:
            assert "{" not in Texts(lang)(step.text, **step.facts)
