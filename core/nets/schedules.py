"""The learning rate of each epoch."""

from dataclasses import dataclass, field
from math import cos, inf, pi

from core.nets.settings import TrainingSettings

PLATEAU_FACTOR = 0.5
COSINE_FLOOR = 0.01
"""Share of the first rate that the cosine ends on."""


@dataclass
class RateSchedule:
    """Tells the rate of an epoch; `seen` feeds the schedule that waits for a plateau."""

    settings: TrainingSettings
    start: float
    best: float = inf
    waited: int = 0
    cuts: int = field(default=0)

    def rate(self, epoch: int) -> float:
        """The rate of `epoch`, counted from 0."""
        s = self.settings
        match s.schedule:
            case "step":
                return self.start * float(s.step_factor ** (epoch // s.step_epochs))
            case "cosine":
                falling = (1 + cos(pi * min(epoch / max(s.epochs, 1), 1))) / 2
                return self.start * (COSINE_FLOOR + (1 - COSINE_FLOOR) * falling)
            case "plateau":
                return self.start * float(PLATEAU_FACTOR**self.cuts)
            case _:
                return self.start

    def seen(self, loss: float) -> None:
        """Learns the validation loss that ended an epoch."""
        if loss < self.best:
            self.best, self.waited = loss, 0
            return
        self.waited += 1
        if self.waited >= self.settings.plateau_patience:
            self.cuts, self.waited = self.cuts + 1, 0
