"""Hooks of every kind."""

import functools
import types
from unittest import mock

import torch.nn.functional as F
from torch import nn

from .cases import RAN, Block, case, ran


@case
def every_hook():
    model = Block()
    inner = model.linear
    inner.register_forward_pre_hook(lambda *a: None)
    inner.register_forward_pre_hook(lambda *a: None, prepend=True, with_kwargs=True)
    inner.register_forward_hook(lambda *a: None, always_call=True)
    inner.register_full_backward_hook(lambda *a: None)
    inner.register_full_backward_pre_hook(lambda *a: None)
    inner.register_state_dict_post_hook(lambda *a: None)
    inner.register_state_dict_pre_hook(lambda *a: None)
    inner.register_load_state_dict_pre_hook(lambda *a: None)
    inner.register_load_state_dict_post_hook(lambda *a: None)
    inner.weight.register_hook(lambda grad: grad)
    inner.bias.register_post_accumulate_grad_hook(lambda p: None)
    return model


class Callable:
    def __call__(self, *args):
        ran("hook")

    def __repr__(self):
        ran("hook repr")
        raise RuntimeError("trap")

    def __getattr__(self, name):
        ran(f"hook {name}")
        raise RuntimeError("trap")

    def __eq__(self, other):
        ran("hook ==")
        raise RuntimeError("trap")

    __hash__ = None


@case
def hooks_of_all_kinds_of_callables():
    model = Block()
    hook = Callable()
    for function in (
        hook,
        hook,
        functools.partial(print, 1),
        functools.partial(functools.partial(hook), 2),
        hook.__call__,
        print,
        nn.ReLU(),
        types.MethodType(lambda *a: None, model),
        mock.Mock(),
        Block.forward,
        F.relu,
        Callable,
    ):
        model.linear._forward_hooks[len(model.linear._forward_hooks)] = function
    RAN.clear()
    return model


@case
def hook_that_holds_the_model():
    model = Block()
    model.linear.register_forward_hook(lambda *a: model)
    return model
