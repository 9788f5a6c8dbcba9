"""Findings in words: worst first, the same of many columns as one, each with its share."""

from collections.abc import Sequence

import streamlit as st

from core.actions.import_look import unit_of
from core.base.values import Finding
from pages._ui import layout
from pages._ui.escape import html_escape
from pages._ui.examples import shortened
from pages._ui.session import formats, texts

_SEVERITIES = ("error", "warning", "info")
_SEVERAL = 3
"""So many columns with the same finding are told together."""
_NAMED = 6


def show(findings: Sequence[Finding]) -> None:
    """Findings worst first, or that there are none."""
    t = texts()
    if findings:
        st.html(findings_html(findings))
        return
    with layout.empty_state("clean", "task_alt", t("datasets.clean"), t("datasets.clean_note")):
        return


def grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings worst first; those of three columns or more that say the same are together."""
    t = texts()
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (_SEVERITIES.index(f.severity), -f.count)):
        groups.setdefault((finding.severity, finding.code, finding.table), []).append(finding)
    told = []
    for (_, code, _), found in groups.items():
        together = len(found) >= _SEVERAL and t.has(f"data.finding_of_many.{code}")
        told += [found] if together else [[finding] for finding in found]
    return told


def warnings(findings: Sequence[Finding]) -> int:
    """How many things there are to look at, notes left out."""
    return sum(found[0].severity != "info" for found in grouped(findings))


def findings_html(findings: Sequence[Finding]) -> str:
    """Findings as a list: the sentence, then how grave and how common."""
    told = "".join(_one(f[0]) if len(f) == 1 else _many(f) for f in grouped(findings))
    return f'<div class="ml-findings">{told}</div>'


def _many(found: Sequence[Finding]) -> str:
    """One finding of several columns; each of them stands in the part that opens."""
    t, f = texts(), formats()
    names = [finding.column or "" for finding in found]
    rest = [t("datasets.more_columns", n=f.count(len(names) - _NAMED))] * (len(names) > _NAMED)
    shown = f.series([*names[:_NAMED], *rest])
    sentence = t(f"data.finding_of_many.{found[0].code}", n=f.count(len(found)), columns=shown)
    each = "".join(f"<li>{html_escape(' '.join(_parts(finding)))}</li>" for finding in found)
    more = html_escape(t("datasets.each_column"))
    small = f"<details><summary>{more}</summary><ul>{each}</ul></details>"
    return _html(found[0].severity, sentence, [t(f"datasets.severity.{found[0].severity}")], small)


def _one(finding: Finding) -> str:
    sentence, *small = _parts(finding)
    told = [texts()(f"datasets.severity.{finding.severity}"), *small]
    return _html(finding.severity, sentence, told)


def _parts(finding: Finding) -> list[str]:
    """The sentence of a finding, and what its count is a share of."""
    t, f = texts(), formats()
    sentence = t(
        f"data.finding.{finding.code}",
        column=finding.column or "",
        count=f.count(finding.count),
        rows=f.count(finding.rows),
        examples=f.series(shortened(example)[:40] for example in finding.examples),
    )
    return [sentence, *filter(None, [_share(finding)])]


def _share(finding: Finding) -> str:
    """How common it is in the unit that it counts; that it was counted in a sample."""
    t, f = texts(), formats()
    unit = unit_of(finding.code)
    told = {"share": f.percent(finding.count / max(finding.rows, 1)), "rows": f.count(finding.rows)}
    part = unit is not None and 0 < finding.count < finding.rows
    if finding.sampled:
        key = "sampled_share" if part and unit == "rows" else "sampled"
        return t(f"datasets.{key}", **told)
    if not part:
        return ""
    return t(f"datasets.share_of.{unit}", count=f.count(finding.count), **told)


def _html(severity: str, sentence: str, small: Sequence[str], more: str = "") -> str:
    told = " · ".join(html_escape(part) for part in small)
    return (
        f'<div class="ml-finding {severity}">{layout.icon_html(severity)}'
        f"<div><p>{html_escape(sentence)}</p><small>{told}</small>{more}</div></div>"
    )
