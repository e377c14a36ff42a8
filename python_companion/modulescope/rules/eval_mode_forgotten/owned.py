"""Models that an object owns: `self.model` of a class that trains and evaluates."""

from __future__ import annotations

import ast

from ...rulekit.mode_layers import mode_matters
from ...source.loops import functions_called
from ...source.modereading import mode_facts
from ...source.text import Text
from ...source.tree import dotted_name
from .calls import ModelCall
from .effects import sounds_like_eval_mode

# They look at a model, and leave its mode as it was.
_HARMLESS = ("torch.", "copy.", "print", "len", "isinstance", "type", "id")


def is_never_evaluated(text: Text, found: ModelCall) -> bool:
    """Whether an object's own model certainly meets an evaluation in train mode.

    Nobody may have a way to it: the class is all known and no module, the notebook
    puts nothing in eval mode, and the class gives the model to no unknown function.
    """
    facts = text.enclosing_class(found.call)
    if facts is None or facts.is_module is not False or not facts.is_fully_known:
        return False
    if found.model.count(".") != 1 or mode_matters(text, found.call.func) is not True:
        return False
    return not _evaluates(text) and not any(
        _is_given(facts.text, call, found.model)
        for call in facts.text.tree.all(ast.Call)
    )


def _evaluates(text: Text) -> bool:
    """Whether the notebook, or something that it calls, may set some eval mode."""
    before, after = text.notebook.mode_facts(text.cell)
    own = [fact for _, fact in mode_facts(text)]
    return any(
        fact.kind == "eval" or (fact.kind == "call" and _may_evaluate(text, fact.name))
        for fact in (*own, *before, *after)
    )


def _may_evaluate(text: Text, name: str) -> bool:
    """Whether an unknown function sounds as if it set eval mode."""
    if "." in name or not sounds_like_eval_mode(name):
        return False
    bindings = text.names.bindings(name, text.tree.module)
    return not any(binding.kind == "function" for binding in bindings)


def _is_given(text: Text, call: ast.Call, model: str) -> bool:
    """Whether an unknown function gets the model, or the object that owns it."""
    arguments = [*call.args, *(item.value for item in call.keywords)]
    if not any(dotted_name(item) in (model, "self") for item in arguments):
        return False
    if text.resolve(call.func).startswith(_HARMLESS):
        return False
    return not any(True for _ in functions_called(text, call))
