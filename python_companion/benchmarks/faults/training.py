"""Faults of training and evaluation scripts around a class."""

from __future__ import annotations

from .fault import Fault, kind

_MODEL = "model = {cls}(config)\n"
_OPTIMIZER = "optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)\n"
_SETUP = _MODEL + _OPTIMIZER


def _loop(
    loss: str, *, zero: str = "    optimizer.zero_grad()\n", end: str = ""
) -> str:
    return (
        f"model.train()\nfor x, y in loader:\n{zero}    {loss}\n"
        f"    loss.backward()\n    optimizer.step()\n{end}"
    )


def _marked(script: str) -> str:
    """Marked as a whole, from its first line to its last."""
    first, rest = script.rstrip().split("\n", 1)
    return f"{first}§\n{rest}§"


_LOSS = "loss = F.mse_loss(model(x), y)"
_TRAINED = _loop(_LOSS)

KINDS = [
    kind(
        "NN405",
        "a parameter changed through .data",
        styles="renamed, function",
        between=Fault(
            script=_SETUP + "model.train()\nfor x, y in loader:\n"
            "    optimizer.zero_grad()\n    loss = F.mse_loss(model(x), y)\n"
            "    for p in model.parameters():\n        p.data.mul_(0.99)§\n"
            "    loss.backward()\n    optimizer.step()"
        ),
        by_hand=Fault(
            script=_MODEL + "model.train()\nfor x, y in loader:\n"
            "    model.zero_grad()\n    loss = F.mse_loss(model(x), y)\n"
            "    loss.backward()\n    for p in model.parameters():\n"
            "        p.data -= 0.1 * p.grad§"
        ),
        assigned=Fault(
            script=_MODEL + "model.train()\nfor x, y in loader:\n"
            "    model.zero_grad()\n    loss = F.mse_loss(model(x), y)\n"
            "    loss.backward()\n    for p in model.parameters():\n"
            "        p.data = p.data - 0.1 * p.grad§"
        ),
        named=Fault(
            script=_MODEL + "model.train()\nfor x, y in loader:\n"
            "    model.zero_grad()\n    loss = F.mse_loss(model(x), y)\n"
            "    loss.backward()\n    for name, p in model.named_parameters():\n"
            "        p.data.add_(p.grad, alpha=-0.1)§"
        ),
    ),
    kind(
        "NN502",
        "a layer added after the optimizer was made",
        styles="renamed, alias",
        replaced=Fault(script=_SETUP + "model.head = nn.Linear(4, 4)§\n" + _TRAINED),
        added=Fault(
            script=_SETUP + 'model.add_module("head", nn.Linear(4, 4))§\n' + _TRAINED
        ),
        local_class=Fault(
            before=(
                "class Gate(nn.Module):\n    def __init__(self):\n"
                "        super().__init__()\n        self.lift = nn.Linear(4, 4)\n\n"
                "    def forward(self, value):\n        return self.lift(value)\n\n\n"
            ),
            script=_SETUP + "model.head = Gate()§\n" + _TRAINED,
        ),
    ),
    kind(
        "NN503",
        "parameters twice in one optimizer",
        styles="renamed, function, alias",
        sum=Fault(
            script=_MODEL + "optimizer = torch.optim.SGD(\n"
            "    list(model.parameters()) + list(model.head.parameters()), lr=0.1\n)§"
        ),
        groups=Fault(
            script=_MODEL + "optimizer = torch.optim.SGD(\n"
            '    [{"params": model.parameters()}, {"params": model.parameters()}],\n'
            "    lr=0.1,\n)§"
        ),
        starred=Fault(
            script=_MODEL + "optimizer = torch.optim.Adam(\n"
            "    [*model.parameters(), *model.head.parameters()]\n)§"
        ),
    ),
    kind(
        "NN504",
        "gradients that are never cleared",
        styles="renamed, function, alias",
        loop=Fault(script=_SETUP + _marked(_loop(_LOSS, zero=""))),
        epochs=Fault(
            script=_SETUP + "model.train()\nfor epoch in range(3):\n"
            "    for x, y in loader:§\n        loss = F.mse_loss(model(x), y)\n"
            "        loss.backward()§\n        optimizer.step()§"
        ),
        in_a_helper=Fault(
            script=_SETUP + "\n\ndef step(x, y):\n    loss = F.mse_loss(model(x), y)\n"
            "    loss.backward()§\n    optimizer.step()§\n    return loss.item()\n\n\n"
            "model.train()\nfor x, y in loader:§\n    step(x, y)§"
        ),
        criterion=Fault(
            script=_SETUP + "criterion = nn.MSELoss()\nmodel.train()\n"
            "for i, (x, y) in enumerate(loader):§\n    output = model(x)\n"
            "    loss = criterion(output, y)\n    loss.backward()§\n"
            "    optimizer.step()§"
        ),
    ),
    kind(
        "NN505",
        "an evaluation in training mode",
        styles="renamed",
        no_grad=Fault(
            init="self.noise = nn.Dropout(0.1)",
            first="{x} = self.noise({x})",
            script=_SETUP + _TRAINED + "with torch.no_grad():§\n"
            "    for x, y in loader:\n        print(F.mse_loss(model(x), y).item())§",
        ),
        function=Fault(
            init="self.noise = nn.Dropout(0.1)",
            first="{x} = self.noise({x})",
            script=_SETUP + _TRAINED + "\n\n@torch.no_grad()\n"
            "def evaluate(model, loader):§\n    total = 0.0\n    for x, y in loader:\n"
            "        total += F.mse_loss(model(x), y).item()§\n    return total\n\n\n"
            "evaluate(model, loader)§",
        ),
        inference_mode=Fault(
            init="self.noise = nn.BatchNorm1d(4)",
            first="{x} = self.noise({x})",
            script=_SETUP + _TRAINED + "with torch.inference_mode():§\n"
            "    predictions = [model(x).argmax(-1) for x, _ in loader]§",
        ),
    ),
    kind(
        "NN506",
        "a training in evaluation mode",
        styles="renamed",
        before_the_loop=Fault(
            init="self.noise = nn.Dropout(0.1)",
            first="{x} = self.noise({x})",
            script=_SETUP + "model.eval()§\nfor x, y in loader:§\n"
            "    optimizer.zero_grad()\n    loss = F.mse_loss(model(x), y)§\n"
            "    loss.backward()§\n    optimizer.step()§",
        ),
        after_validation=Fault(
            init="self.noise = nn.Dropout(0.1)",
            first="{x} = self.noise({x})",
            script=_SETUP + "model.train()\nfor epoch in range(3):§\n"
            "    for x, y in loader:\n        optimizer.zero_grad()\n"
            "        loss = F.mse_loss(model(x), y)\n        loss.backward()\n"
            "        optimizer.step()\n    model.eval()\n    with torch.no_grad():\n"
            "        print(F.mse_loss(model(x), y).item())§",
        ),
        function=Fault(
            init="self.noise = nn.Dropout(0.1)",
            first="{x} = self.noise({x})",
            script=_SETUP + "\n\ndef train(model, loader):§\n    model.eval()\n"
            "    for x, y in loader:\n        optimizer.zero_grad()\n"
            "        loss = F.mse_loss(model(x), y)\n        loss.backward()\n"
            "        optimizer.step()§\n\n\ntrain(model, loader)§",
        ),
    ),
    kind(
        "NN507",
        "softmax in front of cross-entropy",
        styles="renamed, function, alias",
        functional=Fault(
            script=_SETUP
            + _marked(_loop("loss = F.cross_entropy(F.softmax(model(x), dim=-1), y)"))
        ),
        by_a_name=Fault(
            script=_SETUP + "criterion = nn.CrossEntropyLoss()\nmodel.train()\n"
            "for x, y in loader:\n    optimizer.zero_grad()\n"
            "    probabilities = torch.softmax(model(x), dim=-1)§\n"
            "    loss = criterion(probabilities, y)§\n    loss.backward()\n"
            "    optimizer.step()"
        ),
        method=Fault(
            script=_SETUP
            + "criterion = nn.CrossEntropyLoss()\n"
            + _marked(_loop("loss = criterion(model(x).softmax(-1), y)"))
        ),
        sigmoid=Fault(
            script=_SETUP
            + _marked(
                _loop(
                    "loss = F.binary_cross_entropy_with_logits("
                    "torch.sigmoid(model(x)), y)"
                )
            )
        ),
        last_layer=Fault(
            script="net = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=-1))§\n"
            "optimizer = torch.optim.Adam(net.parameters())\n"
            "criterion = nn.CrossEntropyLoss()\nfor x, y in loader:\n"
            "    optimizer.zero_grad()\n    loss = criterion(net(x), y)§\n"
            "    loss.backward()\n    optimizer.step()"
        ),
        in_forward=Fault(
            above=(
                "import torch\nfrom torch import nn\n\n\nclass Head(nn.Module):\n"
                "    def __init__(self):\n        super().__init__()\n"
                "        self.fc = nn.Linear(4, 3)\n\n    def forward(self, x):\n"
                "        return torch.softmax(self.fc(x), dim=-1)§\n"
            ),
            script="head = Head()§\noptimizer = torch.optim.Adam(head.parameters())\n"
            "criterion = nn.CrossEntropyLoss()\nfor x, y in loader:\n"
            "    optimizer.zero_grad()\n    loss = criterion(head(x), y)§\n"
            "    loss.backward()\n    optimizer.step()",
        ),
    ),
    kind(
        "NN511",
        "a frozen batch norm that goes on counting",
        styles="renamed",
        whole=Fault(
            init="self.norm_in = nn.BatchNorm1d(4)\nself.fresh = nn.Linear(4, 4)",
            first="{x} = self.fresh(self.norm_in({x}))",
            script=_MODEL + "for p in model.parameters():§\n"
            "    p.requires_grad = False\nmodel.fresh = nn.Linear(4, 4)\n"
            "optimizer = torch.optim.Adam(model.fresh.parameters())\n"
            + _marked(_TRAINED),
        ),
        method=Fault(
            init="self.norm_in = nn.BatchNorm1d(4)\nself.fresh = nn.Linear(4, 4)",
            first="{x} = self.fresh(self.norm_in({x}))",
            script=_MODEL + "model.requires_grad_(False)§\n"
            "model.fresh.requires_grad_(True)\n"
            "optimizer = torch.optim.Adam(model.fresh.parameters())\n"
            + _marked(_TRAINED),
        ),
        part=Fault(
            init="self.body = nn.Sequential(nn.Linear(4, 4, bias=False), "
            "nn.BatchNorm1d(4))",
            first="{x} = self.body({x})",
            script=_MODEL + "for p in model.body.parameters():§\n"
            "    p.requires_grad_(False)\n"
            "optimizer = torch.optim.Adam(\n"
            "    [p for p in model.parameters() if p.requires_grad]\n)\n"
            + _marked(_TRAINED),
        ),
    ),
    kind(
        "NN512",
        "losses summed with their graphs",
        styles="renamed, function",
        augmented=Fault(
            script=_SETUP
            + "total = 0\n"
            + _loop(_LOSS, end="    total += loss§\n")
            + "print(total / len(loader))"
        ),
        append=Fault(
            script=_SETUP
            + "losses = []\n"
            + _loop(_LOSS, end="    losses.append(loss)§\n")
            + "print(sum(losses))"
        ),
        written_out=Fault(
            script=_SETUP
            + "total = 0\n"
            + _loop(_LOSS, end="    total = total + loss§\n")
            + "print(total)"
        ),
        weighted=Fault(
            script=_SETUP
            + "total = 0.0\n"
            + _loop(_LOSS, end="    total += loss * len(x)§\n")
            + "print(total)"
        ),
        epochs=Fault(
            script=_SETUP + "model.train()\nfor epoch in range(3):\n    running = 0.0\n"
            "    for x, y in loader:\n        optimizer.zero_grad()\n"
            "        loss = F.mse_loss(model(x), y)\n        loss.backward()\n"
            "        optimizer.step()\n        running += loss§\n    print(running)"
        ),
    ),
    kind(
        "NN519",
        "a step around DDP",
        styles="renamed",
        module=Fault(
            script="from torch.nn.parallel import DistributedDataParallel as DDP\n\n"
            "model = DDP({cls}(config))\n"
            + _OPTIMIZER
            + _marked(_loop("loss = F.mse_loss(model.module(x), y)"))
        ),
        written_out=Fault(
            script="model = nn.parallel.DistributedDataParallel({cls}(config))\n"
            + _OPTIMIZER
            + _marked(_loop("loss = F.mse_loss(model.module(x), y)"))
        ),
        function=Fault(
            script="from torch.nn.parallel import DistributedDataParallel\n\n\n"
            "def train(config, loader):\n"
            "    model = DistributedDataParallel({cls}(config))\n"
            "    optimizer = torch.optim.Adam(model.parameters())\n"
            "    for x, y in loader:\n        optimizer.zero_grad()\n"
            "        loss = F.mse_loss(model.module(x), y)§\n        loss.backward()\n"
            "        optimizer.step()"
        ),
    ),
    kind(
        "NN520",
        "outputs collected with their graphs",
        styles="renamed",
        append=Fault(
            script=_MODEL + "model.eval()§\noutputs = []\nfor x in loader:§\n"
            "    outputs.append(model(x))§"
        ),
        by_a_name=Fault(
            script=_MODEL + "model.eval()§\noutputs = []\nfor x, _ in loader:§\n"
            "    output = model(x)\n    outputs.append(output)§"
        ),
        comprehension=Fault(
            script=_MODEL + "model.eval()§\noutputs = [model(x) for x in loader]§"
        ),
        function=Fault(
            script="\n\ndef predict(model, loader):§\n    model.eval()\n"
            "    outputs = []\n    for x in loader:\n"
            "        outputs.append(model(x))§\n    return outputs\n\n\n"
            "model = {cls}(config)\noutputs = predict(model, loader)"
        ),
    ),
    kind(
        "NN521",
        "a freeze that reaches no parameter",
        styles="renamed",
        module=Fault(script=_MODEL + "model.requires_grad = False§"),
        misspelt=Fault(
            script=_MODEL + "for p in model.parameters():\n    p.require_grad = False§"
        ),
        compared=Fault(
            script=_MODEL + "for p in model.parameters():\n"
            "    p.requires_grad == False§"
        ),
    ),
    kind(
        "NN603",
        "a cell that grows the model each time",
        styles="renamed, alias",
        append=Fault(
            script="stack.append(nn.Linear(4, 4))§",
            above="from torch import nn\n\nstack = nn.Sequential(nn.Linear(4, 4))",
        ),
        wrapped=Fault(
            above="from torch import nn\n\nstack = nn.Sequential(nn.Linear(4, 4))",
            script="stack = nn.Sequential(stack, nn.Dropout(0.5))§",
        ),
        added=Fault(
            above="from torch import nn\n\nstack = nn.ModuleList([nn.Linear(4, 4)])",
            script="for _ in range(2):\n    stack.append(nn.Linear(4, 4))§",
        ),
    ),
    kind(
        "NN605",
        "a mode of torch that stays on",
        styles="alias",
        grad=Fault(script="torch.set_grad_enabled(False)§\n" + _MODEL + "model(batch)"),
        dtype=Fault(script=_MODEL + "torch.set_default_dtype(torch.float64)§"),
        anomaly=Fault(script=_MODEL + "torch.autograd.set_detect_anomaly(True)§"),
        device=Fault(script=_MODEL + 'torch.set_default_device("cuda")§'),
    ),
]
