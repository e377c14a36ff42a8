"""Writes `schema/protocol/examples` from a conversation with a real kernel.

Run it after a change of the schema: `python python_companion/tests/record_examples.py`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from realkernel import Message, Notebook, real_kernel

EXAMPLES = Path(__file__).parents[2] / "schema/protocol/examples"
IMPORTS = "import torch\nfrom torch import nn\ntorch.manual_seed(0);"
NET = """class SpiralNet(nn.Module):
    def __init__(self, width=64, depth=8):
        super().__init__()
        self.stem = nn.Linear(2, width)
        self.blocks = [nn.Linear(width, width) for _ in range(depth)]
        self.head = nn.Linear(width, 3)

    def forward(self, x):
        x = self.stem(x).relu()
        for block in self.blocks:
            x = block(x).relu()
        return self.head(x)
"""
TRAIN = """for step in range(3):
    loss = model(torch.randn(8, 2)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""


class Recorder(Notebook):
    """A page that keeps what it sends, too."""

    sent: list[Message]

    def post(self, data: Any, buffers: list[bytes] | None = None) -> str:
        """Sends data on the request comm, and keeps it."""
        self.sent.append(data)
        return super().post(data, buffers)


def conversation(page: Recorder) -> list[Message]:
    """One message of every kind, as the two sides really send them."""
    page.sent = []
    page.open()
    page.run(IMPORTS, "imports")
    page.run(NET, "net")
    page.run("model = SpiralNet()", "build")
    page.run("optimizer = torch.optim.Adam(model.parameters())", "optimizer")
    page.rerun("build")
    page.run(
        "def probe(module, args, output): pass\n"
        "handle = model.head.register_forward_hook(probe)",
        "hook",
    )
    page.run(TRAIN, "train")
    [finding, *_] = page.check()["findings"]
    page.ask("models.list")
    page.ask("tree.get", model="model", fqn="", member=0, query="", limit=200)
    [hook] = page.ask("module.get", model="model", fqn="head")["hooks"]
    page.ask("holders.get", model="model")
    page.ask("memory.get", model="model", fqn="")
    removed = page.ask("hook.remove", model="model", fqn="head", hook=hook["hook"])
    page.ask("hook.restore", undo=removed["undo"])
    page.ask("rule.get", code="NN102")
    inspect(page)
    page.ask("fix.apply", finding=finding["id"], fix=0)
    page.ask(
        "session.set", mute=["NN308"], unmute=[], told=[finding["id"]], paused=None
    )
    page.ask("watch.set", action="start", watch="", model="model", budget=0.02)
    page.run(TRAIN, "train")
    page.ask("watch.set", action="none", watch="", model="", budget=None)
    page.ask("tea.brew")
    page.ask("rule.get", code="NN999")
    return [page.opening, *page.sent[:-2], *page.heard(), page.pushes[-1]]


def inspect(page: Recorder) -> None:
    """What the details and the comparison ask."""
    page.ask("init.get", model="model", fqn="", exact=False)
    page.ask("source.get", model="model", fqn="")
    page.ask("params.measure", model="model", fqn="head")
    page.ask("grads.get", model="model", fqn="head")
    page.ask("snapshot.take", model="model", name="trained")
    key = (page.heard()[-1]["snapshot"] or {"key": ""})["key"]
    page.run("with torch.no_grad(): model.head.weight.mul_(2)", "change")
    page.ask("snapshot.compare", a=key, b=None)
    page.ask("snapshot.change", key=key, name="after training", pinned=True, drop=False)
    page.ask("snapshot.arm", model="model", preset="cell")
    page.ask("snapshot.list")


_SAME: dict[str, Any] = {
    "executable": "/usr/bin/python3",
    "python": "3.11.7",
    "client": "2f6c1f0e-5a0b-4f6e-9d38-0c3a7c1f5b11",
    "time": 1796077089000.5,
    "live_ms": 24.55,
}
"""What differs from machine to machine and from time to time, by its name."""


def _plain(value: Any) -> Any:
    """The same on each machine and at any time."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _SAME.get(name) or _plain(each) for name, each in value.items()
    } | _tokens(value)


def _tokens(value: Message) -> Message:
    """What a kernel makes up: a hook's registration, the name of a watch."""
    if "hook" in value:
        return {"hook": re.sub("-.*", "-465e", value["hook"])}
    if value.get("kind") == "watch.state":
        return {"watch": "5f0c9f0f6ad14b7c8a2f7f2bb21c9d3e", "overhead": 0.0163}
    return {}


def numbered(messages: list[Message]) -> list[Message]:
    """With ids that count the requests; a reply has that of its request."""
    asked = [one["id"] for one in messages if one["kind"] != "run.done"]
    numbers = {
        ident: f"{number:012x}" for number, ident in enumerate(dict.fromkeys(asked))
    }
    return [
        one | {"id": numbers[one["id"]]} if one["kind"] != "run.done" else one
        for one in messages
    ]


def main() -> None:
    """Writes the latest message of each kind."""
    with real_kernel() as kernel:
        messages = conversation(Recorder(kernel))
    EXAMPLES.mkdir(exist_ok=True)
    for message in numbered(messages):
        path = EXAMPLES / f"{message['kind']}.json"
        text = json.dumps(_plain(message), indent=2, ensure_ascii=False)
        path.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
