"""Whether a plain tensor may be a parameter that somebody forgot to make one."""

from __future__ import annotations

import ast
import re

from ...source.classes import ClassFacts, Store
from ...source.tensors import made_from

_DRAWN = frozenset(("rand", "randn", "normal"))
_FILLED = frozenset(("zeros", "ones", "empty", "full"))
# How modules call their parameters; as a buffer, such a tensor would never train.
_NAME = re.compile(
    r"(.*_)?(weights?|bias|gamma|beta|alpha|scales?|gain|shift|tokens?|quer(y|ies)"
    r"|prompts?|embed|embeddings?|w|b)\d*",
    re.IGNORECASE,
)


def may_be_weight(facts: ClassFacts, store: Store) -> bool:
    """Whether it is drawn, initialised like a weight, or filled and named like one."""
    factory = made_from(facts.text, store.value)
    named = factory in _FILLED and _NAME.fullmatch(store.attr) is not None
    return factory in _DRAWN or named or _is_initialised(facts, store.attr)


def _is_initialised(facts: ClassFacts, attr: str) -> bool:
    """Whether `nn.init` writes it: `nn.init.normal_(self.w)`."""
    for owner in facts.family:
        for use in owner.uses.get(attr, ()):
            call = owner.text.tree.parents[use.node]
            if isinstance(call, ast.Call) and owner.text.callee(call).startswith(
                "torch.nn.init."
            ):
                return True
    return False
