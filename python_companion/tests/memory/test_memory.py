"""Bytes by device, and what `.to()` leaves behind."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from modulescope.memory.bytes import allocator, device_bytes, left_behind
from modulescope.objects import walk
from modulescope.session.scene import Optimizer
from page import Page
from torch import nn


def rows(model: nn.Module, *optimizers: Any) -> dict[str, dict[str, Any]]:
    nodes = walk.nodes(model)[0]
    held = [Optimizer("optimizer", optimizer) for optimizer in optimizers]
    return {row.device: row.to_dict() for row in device_bytes(nodes, held)}


def left(model: nn.Module) -> list[tuple[str, str, int, str]]:
    return [tuple(row.values()) for row in left_behind(walk.nodes(model)[0])]  # type: ignore[misc]


class TestBytes:
    def test_a_trained_model_has_all_four(self):
        model = nn.Sequential(nn.Linear(10, 10), nn.BatchNorm1d(10))
        optimizer = torch.optim.Adam(model.parameters())
        model(torch.ones(4, 10)).sum().backward()
        optimizer.step()
        parameters = sum(p.nbytes for p in model.parameters())
        state = sum(t.nbytes for s in optimizer.state.values() for t in s.values())
        buffers = sum(b.nbytes for b in model.buffers())
        found = rows(model, optimizer)["cpu"]
        assert found == {
            "device": "cpu",
            "parameters": parameters,
            "buffers": buffers,
            "gradients": parameters,
            "optimizer": state,
            "storage": 2 * parameters + buffers + state,
        }

    def test_a_subtree_has_its_own_share(self):
        model = nn.Sequential(nn.Linear(2, 2), nn.Linear(3, 3))
        optimizer = torch.optim.SGD(model.parameters(), momentum=0.9, lr=0.1)
        model[1](torch.ones(1, 3)).sum().backward()
        optimizer.step()
        first, second = rows(model[0], optimizer), rows(model[1], optimizer)
        assert first["cpu"]["optimizer"] == 0 and first["cpu"]["gradients"] == 0
        assert second["cpu"]["optimizer"] == second["cpu"]["parameters"] == 48

    def test_devices_have_rows_of_their_own_and_meta_has_no_storage(self):
        model = nn.Sequential(nn.Linear(10, 10), nn.Linear(2, 2, device="meta"))
        found = rows(model)
        assert list(found) == ["cpu", "meta"]
        assert found["meta"]["parameters"] == 24 and found["meta"]["storage"] == 0

    def test_a_tied_weight_and_its_views_count_once(self):
        model = nn.Sequential(nn.Linear(4, 4, bias=False), nn.Linear(4, 4, bias=False))
        model[1].weight = model[0].weight
        model.register_buffer("view", model[0].weight.detach()[:2])
        found = rows(model)["cpu"]
        assert (found["parameters"], found["buffers"]) == (64, 32)
        assert found["storage"] == 64

    def test_lists_in_an_optimizers_state_count(self):
        model = nn.Linear(2, 2, bias=False)
        optimizer = torch.optim.LBFGS(model.parameters(), max_iter=2)
        data = torch.randn(4, 2)

        def closure() -> Any:
            optimizer.zero_grad()
            loss = model(data).pow(2).sum()
            loss.backward()
            return loss

        optimizer.step(closure)
        assert rows(model, optimizer)["cpu"]["optimizer"] > 16

    def test_a_parameter_without_data_counts_nothing(self):
        assert rows(nn.LazyLinear(3))["cpu"]["parameters"] == 0


class TestLeftBehind:
    def moved(self) -> nn.Module:
        class Net(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.linear = nn.Linear(2, 2)
                self.mask = torch.ones(5)
                self.tables = [torch.ones(3), torch.ones(4)]
                self.cache = {"k": torch.ones(2), 7: torch.ones(1), (1,): torch.ones(9)}
                self.step = torch.tensor(0)
                self.alias = self.linear.weight

        return nn.Sequential(Net()).to("meta")

    def test_plain_attributes_and_containers(self):
        model = self.moved()
        model[0].alias = model[0].linear.weight
        assert left(model) == [
            ("0.mask", "cpu", 20, "a plain attribute"),
            ("0.tables[0]", "cpu", 12, "in a list"),
            ("0.tables[1]", "cpu", 16, "in a list"),
            ("0.cache['k']", "cpu", 8, "in a dict"),
            ("0.cache[7]", "cpu", 4, "in a dict"),
        ]

    def test_nothing_is_left_where_nothing_moved(self):
        model = nn.Linear(2, 2)
        model.mask = torch.ones(2)
        assert left(model) == []

    def test_a_module_without_parameters_is_where_its_model_is(self):
        model = nn.Sequential(nn.Linear(2, 2), nn.ReLU()).to("meta")
        model[1].bound = torch.ones(3)
        assert left(model) == [("1.bound", "cpu", 12, "a plain attribute")]


class TestAllocator:
    def test_cuda_is_not_initialised_by_asking(self):
        before = torch.cuda.is_initialized()
        found = allocator()
        assert torch.cuda.is_initialized() == before
        if not before:
            assert found == []

    @pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
    def test_the_figures_are_those_of_torch(self):
        kept = torch.zeros(1000, device="cuda")
        [row, *_] = allocator()
        assert row["allocated"] == torch.cuda.memory_allocated(0) >= kept.nbytes
        assert row["reserved"] >= row["allocated"] and row["peak"] >= row["allocated"]

    @pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
    def test_reading_does_not_synchronise(self):
        model = nn.Linear(64, 64).cuda()
        model(torch.ones(1, 64, device="cuda")).sum().backward()
        torch.cuda.set_sync_debug_mode("error")
        try:
            found = rows(model)["cuda:0"]
            allocator()
        finally:
            torch.cuda.set_sync_debug_mode("default")
        assert found["gradients"] == found["parameters"] > 0


def test_the_panel_gets_the_table(page: Page):
    from modulescope.memory.requests import get_memory

    page.run("model = nn.Sequential(nn.Linear(2, 2)); model[0].mask = torch.ones(2)")

    class Client:
        session = page.session

    request = {"id": "1", "model": "model", "fqn": "0"}
    reply = get_memory(request, Client())  # type: ignore[arg-type]
    assert reply["kind"] == "memory.table" and reply["left_behind"] == []
    assert reply["rows"][0]["parameters"] == 24
    gone = get_memory({**request, "model": "gone"}, Client())  # type: ignore[arg-type]
    assert gone["kind"] == "error" and "no longer exists" in gone["message"]
