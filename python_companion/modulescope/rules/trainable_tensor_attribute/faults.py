"""What is said of an attribute that is meant to train, but that nobody registers."""

from __future__ import annotations

from ...rulekit import words

BARE = "requires grad but is no `nn.Parameter`"


def container_fault(kind: str, parameters: bool, number: int | None = None) -> str:
    """What is wrong with a container of parameters, or of tensors that require grad.

    Args:
        kind: What the container is: `list`.
        parameters: Whether it holds parameters, not tensors of other kinds.
        number: How many they are; None where only the text is known.
    """
    several = 2 if number is None else number
    if parameters:
        noun = words.form(several, "parameter is", "parameters are")
        counted = f"{words.number(several)} {noun}" if number and number > 1 else noun
        return f"is a Python {kind}, so its {counted} not registered"
    noun = words.form(
        several,
        "tensor that requires grad but is no `nn.Parameter`",
        "tensors that require grad but are no `nn.Parameter`",
    )
    counted = noun if number is None else f"{words.number(number)} {noun}"
    return f"is a Python {kind} of {counted}"
