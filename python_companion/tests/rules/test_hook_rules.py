"""NN201 and NN203 on real hook registries."""

from __future__ import annotations

import gc
import weakref

import pytest
from modulescope.checking.codes import get_rule

from .scenes import message, notebook

NN201, NN203 = get_rule("NN201"), get_rule("NN203")
assert NN201 and NN203
MODEL = "model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8))"
HOOK = (
    "def probe(m, i, o):\n    feats['a'] = o\n"
    "handle = model[0].register_forward_hook(probe)"
)


# NN201


def test_a_stored_output_with_its_graph_is_found_and_weighed():
    book = notebook(MODEL, "feats = {}", HOOK, "y = model(torch.ones(64, 8))")
    (verdict,) = book.confirmed(NN201)
    assert message(NN201, verdict) == (
        "Forward hook `probe` stores tensors with their autograd graph"
    )
    assert verdict.evidence[0] == (
        "`feats` holds 1 tensor from `model.0`; 1 has a `grad_fn`"
    )
    assert verdict.evidence[1].endswith("of activations")
    assert verdict.cell == ("cell-3", 3)
    assert verdict.range == ((0, 4), (0, 9))


def test_a_module_that_was_hooked_twice_is_named_once():
    book = notebook(MODEL, "feats = {}", HOOK, HOOK, "y = model(torch.ones(64, 8))")
    (verdict, *_) = book.confirmed(NN201)
    assert "from `model.0`; 1 has" in verdict.evidence[0]


def test_a_list_that_grows_is_found_even_after_its_graphs_were_freed():
    book = notebook(
        MODEL,
        "feats = []",
        HOOK.replace("feats['a'] = o", "feats.append(o)"),
        "for _ in range(3):\n    model(torch.ones(4, 8)).sum().backward()",
    )
    (verdict,) = book.confirmed(NN201)
    assert verdict.evidence[0] == (
        "`feats` holds 3 tensors from `model.0`; 3 have a `grad_fn`"
    )
    assert "freed" in verdict.evidence[1]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(
            [
                "def make():\n    store = {}\n    def hk(m, i, o):\n"
                "        store['a'] = o\n    return hk",
                "model[0].register_forward_hook(make())",
            ],
            id="a closure",
        ),
        pytest.param(
            [
                "class Taker:\n    def __init__(self):\n        self.out = None\n"
                "    def hk(self, m, i, o):\n        self.out = o",
                "model[0].register_forward_hook(Taker().hk)",
            ],
            id="a bound method",
        ),
        pytest.param(
            [
                "class Taker:\n    def __init__(self):\n        self.out = []\n"
                "    def __call__(self, m, i, o):\n        self.out.append(o)",
                "model[0].register_forward_hook(Taker())",
            ],
            id="a callable object",
        ),
        pytest.param(
            [
                "def hk(m, i, o, store=[]):\n    store.append(o)",
                "model[0].register_forward_hook(hk)",
            ],
            id="a default",
        ),
        pytest.param(
            [
                "def hk(m, i, o):\n    global last\n    last = o",
                "model[0].register_forward_hook(hk)",
            ],
            id="a global",
        ),
        pytest.param(
            [
                "from functools import partial\nstore = {}",
                "def hk(store, m, i, o):\n    store['x'] = o",
                "model[0].register_forward_hook(partial(hk, store))",
            ],
            id="a partial",
        ),
    ],
)
def test_stores_of_every_kind_are_found(cells):
    book = notebook(MODEL, *cells, "y = model(torch.ones(4, 8))")
    assert len(book.confirmed(NN201)) == 1


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(
            ["feats = {}", HOOK, "with torch.no_grad():\n    model(X)"],
            id="under no_grad",
        ),
        pytest.param(
            ["feats = {}", HOOK.replace("= o", "= o.detach()"), "y = model(X)"],
            id="detached",
        ),
        pytest.param(
            ["feats = {}", HOOK, "y = model(X)\ny.sum().backward()"],
            id="overwritten and used by a backward",
        ),
        pytest.param(
            [
                "feats = {}",
                HOOK,
                "y = model(X)",
                "g = torch.autograd.grad(y.sum(), feats['a'])",
            ],
            id="Grad-CAM by autograd.grad",
        ),
        pytest.param(
            [
                "feats = {}\ngrads = {}",
                HOOK,
                "def back(m, gi, go):\n    grads['a'] = go[0]\n"
                "model[0].register_full_backward_hook(back)",
                "y = model(X)",
            ],
            id="Grad-CAM by a backward hook",
        ),
        pytest.param(
            ["feats = {}", HOOK.replace("= o", "= o; o.retain_grad()"), "y = model(X)"],
            id="retained gradients",
        ),
        pytest.param(
            [
                "losses = []",
                "def hk(m, i, o):\n    print(len(losses), end='')",
                "model[0].register_forward_hook(hk)",
                "losses.append(model(X).sum())",
            ],
            id="a list that only the loop fills",
        ),
        pytest.param(
            [
                "loss = model(torch.ones(4, 8)).sum()",
                "def hk(m, i, o):\n    seen.append(float(loss))\nseen = []",
                "model[0].register_forward_hook(hk)",
            ],
            id="a tensor that the hook reads",
        ),
        pytest.param(
            [
                "w = {}",
                "def hk(m, i, o):\n    w['w'] = m.weight",
                "model[0].register_forward_hook(hk)",
                "y = model(X)",
            ],
            id="a parameter",
        ),
    ],
)
def test_stores_without_a_leak_are_silent(cells):
    assert notebook(MODEL, "X = torch.ones(4, 8)", *cells).confirmed(NN201) == []


def test_hooks_of_saved_tensors_are_never_run():
    book = notebook(
        MODEL,
        "feats = {}",
        HOOK,
        "calls = []\ndef pack(t):\n    return t\n"
        "def unpack(t):\n    calls.append(1)\n    return t",
        "with torch.autograd.graph.saved_tensors_hooks(pack, unpack):\n"
        "    y = model(torch.ones(4, 8))",
    )
    assert len(book.confirmed(NN201)) == 1
    assert book.namespace["calls"] == []


def test_a_checkpoint_is_not_recomputed():
    book = notebook(
        MODEL,
        "feats = {}",
        HOOK,
        "from torch.utils.checkpoint import checkpoint",
        "y = checkpoint(model, torch.ones(4, 8), use_reentrant=False)",
        "count = []\nmodel[2].register_forward_hook(lambda *a: count.append(1))",
    )
    book.verdicts(NN201)
    assert book.namespace["count"] == []


# NN203

AGAIN = "def probe(m, i, o):\n    print('x', end='')\n"
REGISTER = AGAIN + "handle = model[0].register_forward_hook(probe)"


def repeated(times: int):
    book = notebook(MODEL)
    for _ in range(times):
        book.run(REGISTER, "hook")
    return book


def test_a_cell_that_ran_three_times_left_three_copies():
    (verdict,) = repeated(3).confirmed(NN203)
    assert message(NN203, verdict) == (
        "`probe` is registered 3 times as a forward hook of `model.0`"
    )
    assert verdict.evidence == (
        "registered in [2], [3] and [4]; it runs 3 times per forward",
    )
    assert verdict.cell == ("hook", 4)
    assert verdict.range == ((2, 40), (2, 45))


def test_the_kernel_fix_keeps_the_newest_copy():
    book = repeated(3)
    (verdict,) = book.confirmed(NN203)
    (fix,) = verdict.fixes
    assert (fix.title, fix.kind) == ("Remove 2 extra hooks", "kernel")
    assert fix.confirm == (
        "This changes the live object in the kernel. Your code is not edited: "
        "running [4] again registers it again."
    )
    model, handle = book.namespace["model"], book.namespace["handle"]
    assert verdict.action
    assert verdict.action() == "Removed 2 extra hooks `probe` from `model.0`."
    assert list(model[0]._forward_hooks) == [handle.id]
    assert book.confirmed(NN203) == []
    assert verdict.action() == (
        "The extra hooks `probe` were already gone. Nothing was removed."
    )


def test_the_fix_cleans_what_torch_remembers_beside_the_registry():
    book = notebook(MODEL)
    more = REGISTER.replace(
        "(probe)", "(probe, with_kwargs=True, always_call=True)"
    ).replace("(m, i, o)", "(m, a, k, o)")
    book.run(more, "hook").run(more, "hook")
    (verdict,) = book.confirmed(NN203)
    assert verdict.action
    verdict.action()
    layer = book.namespace["model"][0]
    assert len(layer._forward_hooks) == 1
    assert layer._forward_hooks_with_kwargs.keys() == layer._forward_hooks.keys()
    assert layer._forward_hooks_always_called.keys() == layer._forward_hooks.keys()


def test_the_action_does_not_remove_a_hook_that_took_the_place():
    book = repeated(2)
    (verdict,) = book.confirmed(NN203)
    hooks = book.namespace["model"][0]._forward_hooks
    key = next(iter(hooks))
    hooks[key] = print
    assert verdict.action
    assert "Nothing was removed" in verdict.action()
    assert hooks[key] is print


def test_a_waiting_action_keeps_no_model_alive():
    book = repeated(2)
    verdicts = book.confirmed(NN203)
    gone = weakref.ref(book.namespace["model"])
    book.namespace.clear()
    gc.collect()
    assert gone() is None
    assert verdicts[0].action
    assert "Nothing was removed" in verdicts[0].action()


def test_a_hook_on_many_layers_is_one_finding():
    book = notebook(MODEL)
    for _ in range(2):
        book.run(
            AGAIN
            + "for m in (model[0], model[2]):\n    m.register_forward_hook(probe)",
            "hook",
        )
    (verdict,) = book.confirmed(NN203)
    assert verdict.evidence[1] == "2 modules have it: model.0, model.2"
    assert verdict.fixes[0].title == "Remove 2 extra hooks"


def test_a_factory_over_many_layers_is_one_finding_with_one_fix():
    book = notebook(MODEL, "acts = {}")
    factory = (
        "def keep(name):\n    def hook(m, i, o):\n        acts[name] = o.detach()\n"
        "    return hook\n"
        "for name, m in model.named_children():\n"
        "    m.register_forward_hook(keep(name))"
    )
    book.run(factory, "hook").run(factory, "hook")
    (verdict,) = book.confirmed(NN203)
    assert message(NN203, verdict) == (
        "`hook` is registered 2 times as a forward hook of `model.0` and 2 more modules"
    )
    assert verdict.evidence[1] == "3 modules have it: model.0–2"
    assert verdict.fixes[0].title == "Remove 3 extra hooks"
    assert verdict.action
    verdict.action()
    assert book.confirmed(NN203) == []
    assert [len(layer._forward_hooks) for layer in book.namespace["model"]] == [1] * 3


@pytest.mark.parametrize(
    "register",
    [
        pytest.param("model[0].register_forward_pre_hook(lambda m, i: None)", id="pre"),
        pytest.param(
            "model[0].register_full_backward_hook(lambda m, i, o: None)", id="backward"
        ),
        pytest.param(
            "model[0].register_state_dict_pre_hook(lambda *a: None)", id="state dict"
        ),
        pytest.param(
            "model[0].register_load_state_dict_pre_hook(lambda *a: None)",
            id="load state dict, which torch wraps",
        ),
        pytest.param(
            "name = 'a'\ndef make(n):\n    return lambda m, i, o: print(n)\n"
            "model[0].register_forward_hook(make(name))",
            id="a factory with equal text",
        ),
    ],
)
def test_other_kinds_are_found_too(register):
    book = notebook(MODEL).run(register, "hook").run(register, "hook")
    assert len(book.confirmed(NN203)) == 1


def test_a_method_of_one_object_is_found_and_of_two_objects_is_not():
    text = "class T:\n    def hk(self, m, i, o): pass\na, b = T(), T()"
    one = "model[0].register_forward_hook(a.hk)"
    two = "model[0].register_forward_hook(b.hk)"
    assert notebook(MODEL, text, one, two).confirmed(NN203) == []
    assert len(notebook(MODEL, text, one, one).confirmed(NN203)) == 1


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(
            [
                "def mk(n):\n    return lambda m, i, o: print(n)",
                "model[0].register_forward_hook(mk('a'))",
                "model[0].register_forward_hook(mk('b'))",
            ],
            id="a factory with other values",
        ),
        pytest.param(
            [
                "def mk(d):\n    return lambda m, i, o: d.append(o)",
                "model[0].register_forward_hook(mk([]))",
                "model[0].register_forward_hook(mk([]))",
            ],
            id="a factory with other objects",
        ),
        pytest.param(
            [
                "for n in 'ab':\n    model[0].register_forward_hook("
                "lambda m, i, o, n=n: print(n))"
            ],
            id="other defaults",
        ),
        pytest.param(
            [
                AGAIN,
                "h = model[0].register_forward_hook(probe)\nh.remove()",
                "h = model[0].register_forward_hook(probe)",
            ],
            id="removed before",
        ),
        pytest.param(
            [AGAIN, "for m in model:\n    m.register_forward_hook(probe)"],
            id="one for each layer",
        ),
        pytest.param(
            [
                "from functools import partial\n" + AGAIN,
                "for _ in 'ab':\n    model[0].register_forward_hook(partial(probe))",
            ],
            id="partial",
        ),
        pytest.param(
            [
                AGAIN,
                "model[0].register_forward_hook(probe)",
                AGAIN.replace("'x'", "'y'"),
                "model[0].register_forward_hook(probe)",
            ],
            id="another text",
        ),
        pytest.param(
            [
                "from torch.nn.utils import prune",
                "prune.identity(model[0], 'weight')\nprune.identity(model[0], 'bias')",
            ],
            id="torch's own",
        ),
    ],
)
def test_different_hooks_are_silent(cells):
    assert notebook(MODEL, *cells).confirmed(NN203) == []


def test_all_doubled_hooks_of_a_factory_are_one_finding():
    book = notebook(
        MODEL,
        "feats = {}\ndef make(n):\n    def keep(m, i, o):\n        feats[n] = 1\n"
        "    return keep",
    )
    code = "for n, m in model.named_children():\n    m.register_forward_hook(make(n))"
    book.run(code, "hooks").run(code, "hooks")
    (verdict,) = book.confirmed(NN203)
    assert verdict.evidence[-1] == "3 modules have it: model.0–2"
    assert [fix.title for fix in verdict.fixes] == ["Remove 3 extra hooks"]
    assert verdict.action is not None
    verdict.action()
    assert [len(layer._forward_hooks) for layer in book.namespace["model"]] == [1] * 3


def test_a_hook_that_a_function_sets_is_shown_where_it_is_defined():
    book = notebook(
        MODEL,
        "def attach(model):\n    def look(m, i, o):\n        pass\n"
        "    model[0].register_forward_hook(look)",
    )
    book.run("attach(model)").run("attach(model)")
    (verdict,) = book.confirmed(NN203)
    assert (verdict.cell, verdict.range) == (("cell-2", 2), ((1, 8), (1, 12)))
