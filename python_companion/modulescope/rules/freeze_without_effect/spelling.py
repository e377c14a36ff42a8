"""The names that are written for `requires_grad` and are not it."""

from __future__ import annotations

import string
from collections.abc import Iterator

WANTED = "requires_grad"
_LETTERS = string.ascii_lowercase + "_"
# Further from it than one letter, but written.
_FURTHER = (
    "require_grads required_grads need_grad needs_grad require_gradient "
    "require_gradients requires_gradient requires_gradients requiresGrad requireGrad"
).split()


def _one_letter_off(word: str) -> Iterator[str]:
    """A letter left out, swapped with the next, put in, or another one."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]


MISSPELT = frozenset((*_one_letter_off(WANTED), *_FURTHER)) - {WANTED}
"""`requires_grad_` is among them: to assign to it replaces a method."""
