"""The first assignment of a layer raises, or the first call does."""

from __future__ import annotations

from torch import nn

CLAIM = {
    "at assignment": "cannot assign module before Module.__init__() call",
    "at call": "'Plain' object has no attribute '_backward_hooks'",
    "with super().__init__()": "",
}


class Early(nn.Module):
    """Assigns a layer without `Module.__init__`."""

    def __init__(self) -> None:
        self.fc = nn.Linear(2, 2)


class Plain(nn.Module):
    """Assigns a number only, so it can be built."""

    def __init__(self) -> None:
        self.width = 2

    def forward(self, x: float) -> float:
        """Multiplies with the number."""
        return x * self.width


class Good(nn.Module):
    """Assigns a number before and a layer after `super().__init__()`."""

    def __init__(self) -> None:
        self.width = 2
        super().__init__()
        self.fc = nn.Linear(2, 2)

    def forward(self, x: float) -> float:
        """Multiplies with the number."""
        return x * self.width


def measure() -> dict[str, object]:
    """What building and calling the three classes raises."""
    return {
        "at assignment": _error(lambda: Early()),
        "at call": _error(lambda: Plain()(1.0)),
        "with super().__init__()": _error(lambda: Good()(1.0)),
    }


def _error(act: object) -> str:
    try:
        act()  # type: ignore[operator]
    except AttributeError as error:
        return str(error)
    return ""
