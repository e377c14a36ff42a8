"""A head makes a dropout layer and never calls it."""

from .report import Report

NOTEBOOK = """
from collections import OrderedDict
from functools import partial

import torch
import torch.nn as nn

# %%
class LayerNorm2d(nn.LayerNorm):
    def forward(self, x):
        x = nn.functional.layer_norm(
            x.permute(0, 2, 3, 1), self.normalized_shape, self.weight, self.bias
        )
        return x.permute(0, 3, 1, 2)


class NormMlpHead(nn.Module):
    def __init__(
        self,
        in_features,
        num_classes,
        hidden_size=None,
        drop_rate=0.0,
        norm_layer=partial(LayerNorm2d, bias=True),
        act_layer=nn.Tanh,
    ):
        super().__init__()
        self.drop_rate = drop_rate
        self.hidden_size = hidden_size
        self.num_features = in_features
        self.norm = norm_layer(in_features)
        self.flatten = nn.Flatten(1)
        if hidden_size:
            self.pre_logits = nn.Sequential(
                OrderedDict(
                    [("fc", nn.Linear(in_features, hidden_size)), ("act", act_layer())]
                )
            )
            self.num_features = hidden_size
        else:
            self.pre_logits = nn.Identity()
        self.drop = nn.Dropout(self.drop_rate)
        self.fc = nn.Linear(self.num_features, num_classes)

    def forward(self, x, pre_logits=False):
        x = x.mean((2, 3), keepdim=True)
        x = self.norm(x)
        x = self.flatten(x)
        x = self.pre_logits(x)
        if pre_logits:
            return x
        x = self.fc(x)
        return x

# %%
class Net(nn.Module):
    def __init__(self, dim=12, num_classes=5, **head_args):
        super().__init__()
        self.stem = nn.Conv2d(3, dim, 4, stride=4)
        self.stage = nn.Sequential(nn.Conv2d(dim, dim, 3, padding=1), nn.GELU())
        self.head = NormMlpHead(dim, num_classes, **head_args)

    def forward(self, x):
        return self.head(self.stage(self.stem(x)))

# %%
torch.manual_seed(0)
model = Net(hidden_size=24, drop_rate=0.4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
model.train()
for _ in range(3):
    x, y = torch.randn(4, 3, 16, 16), torch.randint(0, 5, (4,))
    loss = nn.functional.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""

REPORT = Report(
    source="huggingface/pytorch-image-models#1726",
    date="2023-03-19",
    wrong="`self.drop` is built from `drop_rate`, and `forward` never calls it.",
    right="`NormMlpHead.drop` is never called: `drop_rate=0.4` has no effect.",
    known_from="text",
    cells=(2, 4),
    notebook=NOTEBOOK,
    fix={
        "        x = self.fc(x)\n        return x\n": (
            "        x = self.fc(self.drop(x))\n        return x\n"
        )
    },
)
