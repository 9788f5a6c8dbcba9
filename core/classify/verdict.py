"""Whether a model beats guessing, from intervals on rows it has never seen."""

from core.base.runs import Score
from core.classify.report import Outcome


def verdict(scores: dict[str, Score]) -> Outcome:
    """The verdict on the test rows.

    | AUC interval | log-loss against the base rate's   | verdict   | reason       |
    |--------------|------------------------------------|-----------|--------------|
    | holds 0.5    | any                                | no_better | chance       |
    | below 0.5    | any                                | worse     | backwards    |
    | above 0.5    | better, its interval above 0       | better    | better       |
    | above 0.5    | neither surely better nor worse    | no_better | ranks_only   |
    | above 0.5    | worse, its interval below 0        | worse     | misleading   |
    """
    auc, gain = scores["roc_auc"], scores["log_loss_gain"]
    facts = {
        "auc": auc.value,
        "low": auc.value if auc.low is None else auc.low,
        "high": auc.value if auc.high is None else auc.high,
        "gain": gain.value,
        "gain_low": gain.value if gain.low is None else gain.low,
        "gain_high": gain.value if gain.high is None else gain.high,
    }
    if not facts["low"] > 0.5 and not facts["high"] < 0.5:
        return Outcome(verdict="no_better", reason="chance", facts=facts)
    if facts["high"] < 0.5:
        return Outcome(verdict="worse", reason="backwards", facts=facts)
    if facts["gain_low"] > 0:
        return Outcome(verdict="better", reason="better", facts=facts)
    if facts["gain_high"] < 0:
        return Outcome(verdict="worse", reason="misleading", facts=facts)
    return Outcome(verdict="no_better", reason="ranks_only", facts=facts)
