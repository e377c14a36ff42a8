"""Hooks: what they are, whose, where from, and their removal and return."""

from __future__ import annotations

import copy
import gc
import weakref
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import torch
import torch.nn.utils.prune
from modulescope import hooks
from modulescope.hooks.edits import CannotEdit, remove, restore
from modulescope.hooks.registered import (
    Registered,
    find,
    global_hooks,
    registered_hooks,
)
from modulescope.hooks.rows import HookRow, Runs, hook_rows
from modulescope.hooks.table import HookTable, table_of
from modulescope.objects.registries import GLOBAL_KINDS
from modulescope.objects.walk import nodes
from page import Page
from torch import nn
from torch.nn.modules import module as torch_module


def probe(*args: Any, **kwargs: Any) -> None:
    """A hook that leaves all as it is."""


def all_of(model: nn.Module) -> list[Registered]:
    return list(registered_hooks(nodes(model)[0]))


def rows_of(model: nn.Module) -> list[HookRow]:
    return hook_rows(all_of(model), Runs())


def with_all_kinds() -> nn.Module:
    model = nn.Linear(2, 2)
    model.register_forward_pre_hook(probe)
    model.register_forward_hook(probe)
    model.register_full_backward_pre_hook(probe)
    model.register_full_backward_hook(probe)
    model.register_state_dict_pre_hook(probe)
    model.register_state_dict_post_hook(probe)
    model.register_load_state_dict_pre_hook(probe)
    model.register_load_state_dict_post_hook(probe)
    model.weight.register_hook(probe)
    model.bias.register_post_accumulate_grad_hook(probe)
    return model


@pytest.fixture
def globals_cleared() -> Iterator[None]:
    yield
    for name in GLOBAL_KINDS:
        getattr(torch_module, name).clear()
    torch_module._global_forward_hooks_with_kwargs.clear()
    torch_module._global_forward_hooks_always_called.clear()


class TestReading:
    def test_all_registries_of_modules_and_tensors_are_read(self):
        assert [row.kind for row in rows_of(with_all_kinds())] == [
            "forward_pre",
            "forward",
            "backward_pre",
            "backward",
            "state_dict_pre",
            "state_dict",
            "load_state_dict_pre",
            "load_state_dict_post",
            "tensor (weight)",
            "post_accumulate (bias)",
        ]

    def test_flags_are_those_of_the_registration(self):
        model = nn.Linear(2, 2)
        model.register_forward_pre_hook(probe, with_kwargs=True)
        model.register_forward_hook(probe, always_call=True)
        flags = [(row.with_kwargs, row.always_called) for row in rows_of(model)]
        assert flags == [(True, False), (False, True)]

    @pytest.mark.usefixtures("globals_cleared")
    def test_global_hooks_are_listed_for_each_module(self):
        nn.modules.module.register_module_forward_hook(probe, always_call=True)
        nn.modules.module.register_module_forward_pre_hook(probe)
        nn.modules.module.register_module_full_backward_hook(probe)
        nn.modules.module.register_module_module_registration_hook(probe)
        found = hook_rows(global_hooks("head"), Runs())
        assert [(row.kind, row.fqn) for row in found] == [
            ("global forward_pre", "head"),
            ("global forward", "head"),
            ("global backward", "head"),
            ("global module_registration", "head"),
        ]
        assert found[1].always_called

    def test_a_token_names_one_registration_and_no_other(self):
        model = nn.Linear(2, 2)
        handle = model.register_forward_hook(probe)
        [before] = rows_of(model)
        assert [row.hook for row in rows_of(model)] == [before.hook]
        handle.remove()
        model.register_forward_hook(probe)
        [after] = rows_of(model)
        assert after.hook != before.hook
        assert rows_of(copy.deepcopy(model))[0].hook != after.hook

    def test_tokens_of_a_module_differ(self):
        tokens = [row.hook for row in rows_of(with_all_kinds())]
        assert len(set(tokens)) == len(tokens)


class TestOwners:
    @pytest.mark.parametrize(
        ("make", "kept"),
        [
            pytest.param(
                lambda: nn.utils.spectral_norm(nn.Linear(2, 2)),
                "torch (spectral_norm)",
                id="spectral_norm",
            ),
            pytest.param(
                lambda: nn.utils.parametrizations.weight_norm(nn.Linear(2, 2)),
                "torch (parametrizations)",
                id="parametrized weight_norm",
            ),
            pytest.param(lambda: pruned(), "torch (pruning)", id="pruning"),
            pytest.param(lambda: nn.LazyLinear(2), "torch (lazy modules)", id="lazy"),
        ],
    )
    def test_hooks_of_torch_are_named_and_stay(self, make: Any, kept: str):
        rows = rows_of(make())
        assert rows and all(row.owner == "torch" for row in rows)
        assert kept in {row.kept for row in rows}
        assert not any(row.removable for row in rows)

    def test_the_old_weight_norm_is_named(self):
        with pytest.warns(FutureWarning):
            model = nn.utils.weight_norm(nn.Linear(2, 2))
        assert [row.kept for row in rows_of(model)] == ["torch (weight_norm)"]

    @pytest.mark.parametrize(
        "function",
        [
            pytest.param(probe, id="function"),
            pytest.param(lambda *args: None, id="lambda"),
            pytest.param(partial(probe, 1), id="partial"),
            pytest.param([].append, id="method of a builtin"),
            pytest.param(torch.no_grad()(probe), id="decorated with torch.no_grad"),
        ],
    )
    def test_what_you_register_is_yours(self, function: Any):
        model = nn.Linear(2, 2)
        model.register_forward_pre_hook(function)
        [row] = rows_of(model)
        assert (row.owner, row.removable, row.kept) == ("you", True, "")

    def test_a_decorated_function_keeps_its_name(self):
        model = nn.Linear(2, 2)
        model.register_forward_hook(torch.no_grad()(probe))
        assert [row.function for row in rows_of(model)] == ["probe"]

    def test_hooks_of_a_library_have_its_name(self):
        model = nn.Linear(2, 2)
        model.register_forward_hook(pytest.raises)
        [row] = rows_of(model)
        assert (row.owner, row.kept, row.removable) == ("_pytest", "_pytest", False)


def pruned() -> nn.Module:
    model = nn.Linear(2, 2)
    nn.utils.prune.l1_unstructured(model, "weight", 0.5)
    return model


class TestHeldBytes:
    def held(self, function: Any, own: Any = ()) -> int | None:
        model = nn.Linear(2, 2)
        model.register_forward_hook(function)
        return hook_rows(all_of(model), Runs(), own)[0].held_bytes

    def test_tensors_in_a_closure_count_by_storage(self):
        kept = [torch.zeros(1000), torch.zeros(8)]
        kept.append(kept[0][:2])
        assert self.held(lambda *args: kept) == 4032

    def test_the_object_of_a_method_counts(self):
        class Recorder:
            def __init__(self) -> None:
                self.seen = {"a": [torch.zeros(100)]}

            def hook(self, *args: Any) -> None:
                pass

        assert self.held(Recorder().hook) == 400

    def test_bound_arguments_and_defaults_count(self):
        def hook(*args: Any, extra: Any = torch.zeros(10)) -> None:  # noqa: B008
            pass

        assert self.held(partial(hook, torch.zeros(20))) == 120

    def test_a_list_that_a_builtin_method_fills_counts(self):
        assert self.held([torch.zeros(5)].append) == 20

    def test_the_models_own_tensors_are_no_burden(self):
        model = nn.Linear(100, 100)
        own = {id(model), id(model.weight), id(model.bias)}
        assert self.held(lambda *args: (model, model.weight), own) == 0

    def test_another_model_in_the_closure_counts(self):
        teacher = nn.Linear(10, 10)
        assert self.held(lambda *args: teacher) == 440

    def test_too_much_to_look_at_is_unknown(self):
        many = [object() for _ in range(10_000)]
        assert self.held(lambda *args: many) is None


def registries(model: nn.Module) -> dict[str, tuple[int, Any]]:
    """All registries of hooks and their notes: which object, and what is in it."""
    return {
        name: (id(value), dict(value))
        for name, value in vars(model).items()
        if "hook" in name and isinstance(value, dict)
    }


class TestRemoving:
    @pytest.mark.parametrize("index", range(10))
    def test_each_kind_goes_and_comes_back(self, index: int):
        model = with_all_kinds()
        before = [hook.token for hook in all_of(model)]
        hook = all_of(model)[index]
        removal = remove(hook)
        assert hook.token not in [each.token for each in all_of(model)]
        restore(removal)
        assert [each.token for each in all_of(model)] == before

    def test_it_is_no_longer_called(self):
        calls: list[int] = []
        model = nn.Linear(2, 2)
        model.register_forward_hook(lambda *args: calls.append(1))
        model.weight.register_hook(lambda grad: calls.append(2))
        removals = [remove(hook) for hook in all_of(model)]
        model(torch.ones(1, 2)).sum().backward()
        assert calls == []
        for removal in removals:
            restore(removal)
        model(torch.ones(1, 2)).sum().backward()
        assert calls == [1, 2]

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
    @pytest.mark.parametrize("back", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 2, 1)])
    def test_order_and_flags_return_however_they_went(
        self, order: tuple[int, ...], back: tuple[int, ...]
    ):
        model = nn.Linear(2, 2)
        model.register_forward_hook(probe, with_kwargs=True)
        model.register_forward_hook(lambda *args: None, always_call=True)
        model.register_forward_hook(print, prepend=True)
        model.register_forward_hook(repr)
        before, found = registries(model), all_of(model)
        removals = [remove(found[index]) for index in order]
        for index in sorted(range(3), key=lambda place: back[place]):
            restore(removals[index])
        assert registries(model) == before
        assert [hook.function for hook in all_of(model)] == [h.function for h in found]
        assert all_of(model) == found

    def test_the_users_handle_still_works_afterwards(self):
        model = nn.Linear(2, 2)
        handle = model.register_forward_hook(probe, with_kwargs=True)
        removal = remove(all_of(model)[0])
        handle.remove()
        restore(removal)
        handle.remove()
        assert all_of(model) == []
        assert not model._forward_hooks_with_kwargs

    def test_a_hook_that_is_gone_is_refused(self):
        model = nn.Linear(2, 2)
        handle = model.register_forward_hook(probe)
        [hook] = all_of(model)
        handle.remove()
        with pytest.raises(CannotEdit, match="there no more"):
            remove(hook)
        assert find(nodes(model)[0], hook.token) is None

    def test_a_registry_that_is_not_torchs_is_refused(self):
        class Strict(dict):
            pass

        model = nn.Linear(2, 2)
        model._forward_hooks = Strict({7: probe})
        with pytest.raises(CannotEdit, match="not one of torch"):
            remove(all_of(model)[0])
        assert dict(model._forward_hooks) == {7: probe}

    def test_the_model_is_not_kept_alive(self):
        model = nn.Linear(2, 2)
        model.register_forward_hook(probe)
        removal = remove(all_of(model)[0])
        reference = weakref.ref(model)
        del model
        gc.collect()
        assert reference() is None
        with pytest.raises(CannotEdit, match="is gone"):
            restore(removal)

    @pytest.mark.usefixtures("globals_cleared")
    def test_a_global_hook_goes_and_comes_back(self):
        torch_module.register_module_forward_hook(probe, with_kwargs=True)
        [hook] = global_hooks()
        removal = remove(hook)
        assert list(global_hooks()) == []
        assert not torch_module._global_forward_hooks_with_kwargs
        restore(removal)
        assert [h.token for h in global_hooks()] == [hook.token]


class TestTable:
    def net(self) -> nn.Module:
        model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
        nn.utils.spectral_norm(model[1])
        model[0].register_forward_hook(probe)
        model[1].register_forward_hook(probe)
        model.register_forward_pre_hook(lambda *args: None)
        return model

    def test_it_lists_all_with_their_places(self):
        table = hooks(self.net())
        assert [(row.fqn, row.kind) for row in table if row.owner == "you"] == [
            ("", "forward_pre"),
            ("0", "forward"),
            ("1", "forward"),
        ]
        assert len(table) == len(table.to_dict()["hooks"])
        assert "spectral_norm" in repr(table) and "probe" in table._repr_html_()

    @pytest.mark.parametrize(
        ("wanted", "fqns"),
        [
            pytest.param({"function": "probe"}, ["0", "1"], id="name"),
            pytest.param({"function": probe}, ["0", "1"], id="function"),
            pytest.param({"function": "probe", "path": "1"}, ["1"], id="and path"),
            pytest.param({"path": "*"}, ["", "0", "1"], id="pattern"),
            pytest.param({"kind": "forward_pre"}, [""], id="kind"),
            pytest.param({"function": "none such"}, [], id="nothing"),
        ],
    )
    def test_removal_takes_what_fits_and_is_yours(self, wanted: Any, fqns: list[str]):
        model = self.net()
        before = [hook.token for hook in all_of(model)]
        removed = hooks(model).remove(**wanted)
        assert [row.fqn for row in removed.removed] == fqns
        assert len(all_of(model)) == len(before) - len(fqns)
        assert any(row.owner == "torch" for row in hooks(model))
        removed.undo()
        removed.undo()
        assert [hook.token for hook in all_of(model)] == before

    def test_what_is_not_yours_is_named_as_kept(self):
        removed = hooks(self.net()).remove(path="*")
        assert {row.kept for row in removed.kept} == {"torch (spectral_norm)"}
        assert "Kept" in repr(removed) and "spectral_norm" in repr(removed)

    def test_to_remove_everything_it_has_to_be_said(self):
        with pytest.raises(ValueError, match="say which"):
            hooks(self.net()).remove()

    def test_a_table_of_the_past_removes_nothing_new(self):
        model = self.net()
        table = hooks(model)
        hooks(model).remove("probe")
        model[0].register_forward_hook(probe)
        assert len(table.remove("probe")) == 0

    def test_what_is_no_module_has_no_hooks(self):
        table = hooks(3)
        assert not table.is_module and len(table) == 0
        assert repr(table) == "Not an nn.Module."

    def test_the_table_does_not_keep_the_model_alive(self):
        model = self.net()
        table, reference = hooks(model), weakref.ref(model)
        del model
        gc.collect()
        assert reference() is None
        assert len(table.remove("probe")) == 0


class TestInANotebook:
    def rows(self, page: Page, name: str = "model") -> list[HookRow]:
        return list(self.table(page, name))

    def table(self, page: Page, name: str = "model") -> HookTable:
        return table_of(page.session.scene(), page.names[name], name)

    def test_the_registering_cell_and_line_are_known(self, page: Page):
        page.run("def probe(module, args, output):\n    pass", "define")
        page.run("model = nn.Linear(2, 2)", "build")
        page.run("x = 1\nhandle = model.register_forward_hook(probe)", "hook")
        [row] = self.rows(page)
        assert row.defined_cell and row.defined_cell.cell_id == "define"
        assert row.registered_cell and row.registered_cell.cell_id == "hook"
        assert row.registered_line == 1

    def test_of_several_calls_the_one_with_the_name_is_meant(self, page: Page):
        page.run(
            "model = nn.Linear(2, 2)\n"
            "def a(*_): pass\n"
            "def b(*_): pass\n"
            "model.register_forward_hook(a)\n"
            "model.register_forward_hook(hook=b)\n"
            "for f in (a, b): model.register_forward_pre_hook(f)",
            "hook",
        )
        lines = {
            row.function + row.kind: row.registered_line for row in self.rows(page)
        }
        assert lines["aforward"] == 3 and lines["bforward"] == 4
        assert lines["aforward_pre"] == lines["bforward_pre"] == 5

    def test_an_ambiguous_line_is_not_told(self, page: Page):
        page.run(
            "model = nn.Linear(2, 2)\n"
            "make = lambda: (lambda *_: None)\n"
            "model.register_forward_hook(make())\n"
            "model.register_forward_hook(make())",
            "hook",
        )
        assert [row.registered_line for row in self.rows(page)] == [None, None]
        assert all(row.registered_cell.cell_id == "hook" for row in self.rows(page))  # type: ignore[union-attr]

    def test_tensor_hooks_have_their_cell_too(self, page: Page):
        page.run("model = nn.Linear(2, 2)", "build")
        page.run("model.weight.register_hook(lambda g: g)", "hook")
        page.run("model.bias.register_post_accumulate_grad_hook(lambda p: None)", "b")
        found = [
            (row.kind, row.registered_cell and row.registered_cell.cell_id)
            for row in self.rows(page)
        ]
        assert found == [("tensor (weight)", "hook"), ("post_accumulate (bias)", "b")]

    def test_a_hook_from_before_the_model_had_a_name_has_its_cell(self, page: Page):
        page.run("def make(): return [[nn.Linear(2, 2)]]\nnested = make()", "build")
        page.run("nested[0][0].register_forward_hook(lambda *_: None)", "hook")
        page.run("model = nested[0][0]", "name")
        [row] = self.rows(page)
        assert row.registered_cell and row.registered_cell.cell_id in ("hook", "name")

    def test_removal_by_cell(self, page: Page):
        page.run("model = nn.Linear(2, 2)", "build")
        page.run("model.register_forward_hook(lambda *_: None)", "one")
        page.run("model.register_forward_hook(lambda *_: None)", "two")
        count = page.session.runs[-1].cell.execution_count
        assert len(self.table(page).remove(cell=count)) == 1
        [left] = self.rows(page)
        assert left.registered_cell and left.registered_cell.cell_id == "one"
