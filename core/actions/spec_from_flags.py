"""A RunSpec from a command's flags."""

import argparse
import json
from typing import Any

from pydantic import ValidationError

from core.actions.desk import Desk
from core.base.errors import AppError
from core.base.specs import RunSpec
from core.lab import catalog
from core.lab.blend import BLEND, BlendSettings

_PARTS = ("prep", "split", "question")


def spec_from_flags(desk: Desk, flags: argparse.Namespace) -> RunSpec:
    """The spec that `--spec` gives, changed by the other flags given beside it.

    `--set key=value` sets a field of the family's settings; with a prefix
    (`prep.`, `split.`, `question.`) one of that part. Values are JSON, or text.
    """
    whole = _read(flags) if flags.spec else {}
    catalog.task(flags.task)
    whole.setdefault("task", flags.task)
    question = whole.setdefault("question", {})
    for name in ("target", "positive", "table"):
        if getattr(flags, name) is not None:
            question[name] = getattr(flags, name)
    for name in ("dataset", "family", "budget", "seed"):
        if getattr(flags, name) is not None:
            whole[name] = getattr(flags, name)
    for item in flags.settings:
        _assign(whole, item)
    if "dataset" not in whole or "target" not in question:
        missing = "--dataset" if "dataset" not in whole else "--target"
        raise AppError("flag_missing", flag=missing)
    whole["dataset"] = desk.workspace.dataset(whole["dataset"]).id
    return checked(whole)


def checked(whole: dict[str, Any]) -> RunSpec:
    """The spec, its question and settings checked against their declarations.

    Raises AppError setting_wrong with the first field that is not as declared.
    """
    try:
        spec = RunSpec.model_validate(whole)
        question = catalog.task(spec.task).question.model_validate(spec.question)
        settings = spec.settings
        if spec.family == catalog.BEST and settings:
            raise AppError("settings_of_best", settings=sorted(settings))
        if spec.family == BLEND:
            settings = BlendSettings.model_validate(settings).model_dump(mode="json")
        elif spec.family != catalog.BEST:
            family = catalog.family(spec.task, spec.family)
            settings = family.settings.model_validate(spec.settings).model_dump(mode="json")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise AppError(
            "setting_wrong", setting=where, given=str(first["input"]), reason=first["msg"]
        ) from error
    return spec.model_copy(
        update={"question": question.model_dump(mode="json"), "settings": settings}
    )


def _read(flags: argparse.Namespace) -> dict[str, Any]:
    try:
        whole = json.loads(flags.spec.read_text("utf-8"))
    except FileNotFoundError as error:
        raise AppError("spec_unreadable", file=str(flags.spec), reason="not found") from error
    except (OSError, ValueError) as error:
        raise AppError("spec_unreadable", file=str(flags.spec), reason=str(error)) from error
    if not isinstance(whole, dict):
        raise AppError("spec_unreadable", file=str(flags.spec), reason="not a JSON object")
    for part in (*_PARTS, "settings"):
        if not isinstance(whole.get(part, {}), dict):
            raise AppError("spec_unreadable", file=str(flags.spec), reason=f"{part}: no object")
    if not isinstance(whole.get("dataset", ""), str):
        raise AppError("spec_unreadable", file=str(flags.spec), reason="dataset: no text")
    return whole


def _assign(whole: dict[str, Any], item: str) -> None:
    key, sign, text = item.partition("=")
    if not sign or not key:
        raise AppError("flag_needs_pair", flag="--set", given=item)
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    part, dot, name = key.partition(".")
    if dot and part in _PARTS:
        whole.setdefault(part, {})[name] = value
    else:
        whole.setdefault("settings", {})[key] = value
