"""What the step of an optimizer does to recorded gradients and to the weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..objects import undisturbed
from ..values.statistics import Measured
from .arrivals import Arrivals
from .history import History
from .options import RecordingOptions
from .parameters import Parameters
from .ratios import Weights


class Stepped:
    """Adds to the last recorded step what its optimizers saw and did."""

    def __init__(
        self,
        histories: Mapping[str, History],
        arrivals: Arrivals,
        options: RecordingOptions,
    ) -> None:
        """Nothing was recorded yet.

        Args:
            histories: What is recorded, by name of the model.
            arrivals: Where numbers come from.
            options: With `ratio` weights are compared before and after each step.
        """
        self._histories = histories
        self._arrivals = arrivals
        self._ratio = options.ratio
        self._light = options.light
        self.step = 0
        """The backward that was recorded last."""
        self.open: Sequence[Parameters] = ()
        """The models that it reached."""
        self._reread: set[int] = set()
        """Ids of the optimizers whose gradients were read again."""
        self.kept: list[tuple[Parameters, Weights]] = []
        """Weights that are to be compared after the step."""

    def begin(self, step: int, parameters: Sequence[Parameters]) -> None:
        """A backward was recorded, of these models."""
        self.step, self.open = step, parameters
        self._reread = set()

    def end(self) -> None:
        """Lets go of copies."""
        self.open, self.kept = (), []

    def before(self, optimizer: Any) -> None:
        """Reads again what changed since the backward: clipped, unscaled."""
        self.reread(optimizer)
        if self._ratio:
            with undisturbed.undisturbed():
                for parameters in self.open:
                    members = parameters.members_of(optimizer)
                    self.kept.append((parameters, Weights(parameters, members)))

    def reread(self, optimizer: Any) -> None:
        """Reads again what changed since the backward, if that was not done yet."""
        if id(optimizer) in self._reread:
            return
        self._reread.add(id(optimizer))
        with undisturbed.undisturbed():
            for parameters in self.open:
                members = parameters.members_of(optimizer)
                indices, measured = parameters.read_changed(members, self._light)
                if measured is not None:
                    self._arrivals.when_here(
                        measured, self._noting(parameters, indices, measured)
                    )

    def after(self) -> None:
        """Compares the weights with those before the step."""
        kept, self.kept = self.kept, []
        with undisturbed.undisturbed():
            for parameters, weights in kept:
                measured = weights.compare()
                if measured is not None:
                    self._arrivals.when_here(
                        measured, self._noting_ratio(parameters, weights, measured)
                    )

    def _noting(
        self, parameters: Parameters, indices: list[int], measured: Measured
    ) -> Callable[[], None]:
        def note() -> None:
            history = self._histories[parameters.name]
            history.add_at_step(parameters, indices, measured.rows[:, 0].tolist())

        return note

    def _noting_ratio(
        self, parameters: Parameters, weights: Weights, measured: Measured
    ) -> Callable[[], None]:
        def note() -> None:
            history = self._histories[parameters.name]
            history.add_ratio(parameters, *weights.ratios(measured.rows))

        return note
