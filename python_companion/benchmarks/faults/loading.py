"""Faults of loading, saving and tying."""

from __future__ import annotations

from .fault import Fault, kind

_MODEL = "model = {cls}(config)\n"
_STATE = "state = torch.load(path, weights_only=True)\n"
_TIED = (
    "self.embed = nn.Embedding(10, 4)\nself.unembed = nn.Linear(4, 10, bias=False)\n"
    "self.unembed.weight = self.embed.weight"
)

KINDS = [
    kind(
        "NN305",
        "weights initialised again after they were loaded",
        styles="renamed",
        apply=Fault(
            script=_MODEL + _STATE + "\n\ndef fill(m):\n"
            "    if isinstance(m, nn.Linear):\n"
            "        nn.init.normal_(m.weight, std=0.02)\n\n\n"
            "model.load_state_dict(state)§\nmodel.apply(fill)§"
        ),
        loop=Fault(
            script=_MODEL + _STATE + "model.load_state_dict(state)§\n"
            "for m in model.modules():§\n    if isinstance(m, nn.Linear):\n"
            "        nn.init.xavier_uniform_(m.weight)§"
        ),
        reset=Fault(
            script="layer = nn.Linear(4, 4)\n"
            + _STATE
            + "layer.load_state_dict(state)§"
            "\nlayer.reset_parameters()§"
        ),
    ),
    kind(
        "NN401",
        "strict=False whose answer nobody reads",
        styles="renamed, function",
        statement=Fault(
            script=_MODEL + _STATE + "model.load_state_dict(state, strict=False)§"
        ),
        positional=Fault(
            script=_MODEL + _STATE + "model.load_state_dict(state, False)§"
        ),
        underscore=Fault(
            script=_MODEL + _STATE + "_ = model.load_state_dict(state, strict=False)§"
        ),
        child=Fault(
            method="def restore(self, path):\n"
            "    state = torch.load(path, weights_only=True)\n"
            "    self.load_state_dict(state, strict=False)§"
        ),
        nested=Fault(
            script=_MODEL + "model.load_state_dict(\n"
            "    torch.load(path, weights_only=True), strict=False\n)§"
        ),
    ),
    kind(
        "NN404",
        "a tie that is broken",
        # The initialisation of some files reads the bias that `unembed` does not have.
        also="NN302",
        styles="alias, names, local base",
        copied=Fault(
            init="self.embed = nn.Embedding(10, 4)\n"
            "self.unembed = nn.Linear(4, 10, bias=False)\n"
            "self.unembed.weight = nn.Parameter(self.embed.weight)§"
        ),
        in_a_script=Fault(
            init="self.embed = nn.Embedding(10, 4)\n"
            "self.unembed = nn.Linear(4, 10, bias=False)",
            script=_MODEL + "model.unembed.weight = nn.Parameter(model.embed.weight)§",
        ),
        assigned=Fault(
            init=_TIED,
            script=_MODEL + _STATE + "model.load_state_dict(state, assign=True)§",
        ),
        emptied=Fault(
            init=_TIED,
            script='with torch.device("meta"):\n    model = {cls}(config)\n'
            'model.to_empty(device="cpu")§\n' + _STATE + "model.load_state_dict(state)",
        ),
    ),
    kind(
        "NN406",
        "a best state that goes on training",
        styles="renamed, function",
        best=Fault(
            script=_MODEL + "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
            'best, lowest = None, float("inf")\nfor x, y in loader:\n'
            "    optimizer.zero_grad()\n    loss = F.mse_loss(model(x), y)\n"
            "    loss.backward()\n    optimizer.step()\n    if loss.item() < lowest:\n"
            "        lowest = loss.item()\n        best = model.state_dict()§\n"
            "model.load_state_dict(best)"
        ),
        each_epoch=Fault(
            script=_MODEL + "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
            "states = []\nfor epoch in range(3):\n    for x, y in loader:\n"
            "        optimizer.zero_grad()\n        loss = F.mse_loss(model(x), y)\n"
            "        loss.backward()\n        optimizer.step()\n"
            "    states.append(model.state_dict())§\nmodel.load_state_dict(states[0])"
        ),
        before_training=Fault(
            script=_MODEL + "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
            "start = model.state_dict()§\nfor x, y in loader:\n"
            "    optimizer.zero_grad()\n    loss = F.mse_loss(model(x), y)\n"
            "    loss.backward()\n    optimizer.step()\nmodel.load_state_dict(start)"
        ),
        dictionary=Fault(
            script=_MODEL + "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
            'best = {}\nlowest = float("inf")\nfor x, y in loader:\n'
            "    optimizer.zero_grad()\n    loss = F.mse_loss(model(x), y)\n"
            "    loss.backward()\n    optimizer.step()\n    if loss.item() < lowest:\n"
            "        lowest = loss.item()\n"
            '        best["model"] = model.state_dict()§\n'
            'model.load_state_dict(best["model"])'
        ),
    ),
    kind(
        "NN407",
        "a whole model saved",
        styles="renamed, function, alias",
        model=Fault(script=_MODEL + "torch.save(model, path)§"),
        keyword=Fault(script=_MODEL + 'torch.save(obj=model, f="model.pt")§'),
        moved=Fault(script='model = {cls}(config).to("cpu")\ntorch.save(model, path)§'),
        in_a_loop=Fault(
            script=_MODEL + "for epoch in range(3):\n"
            '    torch.save(model, f"model-{epoch}.pt")§'
        ),
    ),
    kind(
        "NN409",
        "a filtered state that may match nothing",
        styles="renamed, function",
        keys=Fault(
            script=_MODEL + _STATE + "own = model.state_dict()\n"
            "kept = {k: v for k, v in state.items() if k in own}§\n"
            "own.update(kept)§\nmodel.load_state_dict(own)§"
        ),
        shapes=Fault(
            script=_MODEL + _STATE + "own = model.state_dict()\n"
            "kept = {\n    k: v\n    for k, v in state.items()\n"
            "    if k in own and v.shape == own[k].shape\n}§\n"
            "own.update(kept)§\nmodel.load_state_dict(own)§"
        ),
        inline=Fault(
            script=_MODEL + _STATE + "own = model.state_dict()\n"
            "own.update({k: v for k, v in state.items() if k in own})§\n"
            "model.load_state_dict(own)§"
        ),
    ),
]
