"""Which modules a watch sees called, and what it leaves behind: nothing."""

import copy
import pickle
from contextlib import contextmanager, nullcontext

import pytest
import torch
from modulescope.gradients.watch import watch
from modulescope.recording.calls import STEPS, Calls
from modulescope.recording.readings import State
from torch import nn
from torch._dynamo.testing import CompileCounter
from torchstate import forget_compiling

CALL_IMPL = nn.Module._call_impl


@pytest.fixture(autouse=True)
def nothing_stays_wrapped():
    forget_compiling()
    yield
    assert nn.Module._call_impl is CALL_IMPL


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.used, self.idle, self.cut = (nn.Linear(2, 2) for _ in range(3))

    def forward(self, x):
        return self.used(x) + self.cut(x).detach()


def step(model):
    model(torch.ones(1, 2)).sum().backward()


def states(watched):
    one = watched.histories["Net"]
    return {
        fqn: State(state).name
        for fqn, state in zip(one.fqns, one.states[-1], strict=True)
    }


@pytest.mark.parametrize("steps", [1, 15])
def test_a_module_that_is_not_called_is_told_from_one_out_of_the_graph(steps):
    model = Net()
    with watch(model, every=1) as watched:
        for _ in range(steps):
            step(model)
    assert not watched.problem
    found = states(watched)
    assert found["used.weight"] == "VALUE"
    assert found["idle.weight"] == "UNUSED"
    assert found["cut.weight"] == "UNREACHED"
    assert "none, module not called" in repr(watched)


def test_calls_are_seen_in_the_first_steps_only():
    model = Net()
    with watch(model, every=1) as watched:
        for _ in range(9):
            step(model)
        assert nn.Module._call_impl is not CALL_IMPL
        step(model)
        assert nn.Module._call_impl is CALL_IMPL
    assert watched.problem == ""


def test_a_forward_that_is_called_by_hand_proves_nothing():
    model = Net()
    with watch(model, every=1) as watched:
        model.forward(torch.ones(1, 2)).sum().backward()
    assert states(watched)["idle.weight"] == "UNREACHED"


def test_an_exception_takes_the_wrapper_off():
    with pytest.raises(ZeroDivisionError), watch(Net()):
        raise ZeroDivisionError


def test_copies_and_pickles_made_meanwhile_hold_nothing_of_ours():
    model = Net()
    with watch(model, every=1):
        twin = copy.deepcopy(model)
        saved = pickle.dumps(model)
        step(model)
    assert b"modulescope" not in saved
    assert all(not m._forward_pre_hooks for m in twin.modules())


def test_a_wrapper_put_over_ours_is_left_alone():
    model, seen = Net(), []
    with watch(model, every=1):
        ours = nn.Module._call_impl

        def theirs(self, *args, **kwargs):
            seen.append(type(self))
            return ours(self, *args, **kwargs)

        nn.Module._call_impl = theirs
    try:
        assert nn.Module._call_impl is theirs
        model(torch.ones(1, 2))
        assert seen == [Net, nn.Linear, nn.Linear]
    finally:
        nn.Module._call_impl = CALL_IMPL


@contextmanager
def counted():
    calls = Calls()
    calls.begin()
    try:
        yield calls
    finally:
        calls.end()


def test_layers_that_exist_for_one_forward_are_counted():
    class Made(nn.Module):
        def __init__(self):
            super().__init__()
            self.kept = nn.Linear(2, 2)

        def forward(self, x):
            return nn.Linear(2, 1)(self.kept(x))

    model = Made()
    with counted() as calls:
        for _ in range(4):
            step(model)
    assert calls.count(model) == 4
    # The last one may still be held by a graph.
    assert calls.passing(model, "Linear") >= 3
    assert calls.passing(model.kept, "Linear") == 0


def test_an_exception_in_a_forward_passes_and_leaves_no_trace():
    class Broken(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = nn.Linear(2, 2)

        def forward(self, x):
            raise ZeroDivisionError

    model = Broken()
    with counted() as calls:
        with pytest.raises(ZeroDivisionError):
            model(torch.ones(1, 2))
        # Called from outside, not by the model whose forward raised.
        nn.Linear(2, 2)(torch.ones(1, 2))
    assert calls.count(model) == 1
    assert calls.passing(model, "Linear") == 0


def test_a_module_that_writes_into_its_input_is_seen():
    model = nn.Sequential(nn.Linear(2, 2), nn.ReLU(inplace=True), nn.Linear(2, 2))
    with counted() as calls:
        for _ in range(3):
            step(model)
    assert [calls.changes(layer) for layer in model] == [0, 3, 0]
    assert calls.changes(model) == 0


def compiled_frames(whole, watched):
    """How often dynamo compiles in a loop of more steps than calls are counted."""
    forget_compiling()
    counter = CompileCounter()
    net = Net()
    if whole:
        call = torch.compile(net, backend=counter)
    else:
        # A function is compiled with all that it calls.
        call = torch.compile(lambda x: net(x), backend=counter)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    with watch(net, every=1) if watched else nullcontext() as found:
        for _ in range(STEPS + 5):
            optimizer.zero_grad()
            call(torch.ones(1, 2)).sum().backward()
            optimizer.step()
    if watched:
        assert not found.problem
        assert State.UNUSED not in found.histories["Net"].states
    return counter.frame_count


@pytest.mark.parametrize("whole", [True, False], ids=["model", "function"])
def test_compiling_in_a_watch_is_not_repeated_and_proves_nothing_about_calls(whole):
    assert compiled_frames(whole, True) == compiled_frames(whole, False)


# Dynamo's own, with and without a watch.
@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor:UserWarning")
@pytest.mark.parametrize("backend", ["eager", "aot_eager"])
@pytest.mark.parametrize("inner", [False, True])
def test_what_is_compiled_in_a_watch_is_compiled_once(backend, inner):
    model = Net()
    if inner:
        model.used = torch.compile(model.used, backend=backend)
        compiled = model
    else:
        compiled = torch.compile(model, backend=backend)
    with watch(model, every=1) as watched:
        for _ in range(3):
            step(compiled)
        assert nn.Module._call_impl is CALL_IMPL
    assert watched.recorded == 3 and not watched.problem
    frames = torch._dynamo.utils.counters["frames"]
    assert frames["total"] == frames["ok"] == 1
    step(compiled)
    assert frames["total"] == 1
    assert torch._dynamo.callback.callback_handler.start_callbacks == []
