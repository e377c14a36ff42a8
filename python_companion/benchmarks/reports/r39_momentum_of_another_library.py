"""A batch norm momentum that was copied from TensorFlow."""

from .report import Report

NOTEBOOK = """
from functools import partial
from typing import Callable, Optional
import torch
from torch import nn

# %%
class ConvNormAct(nn.Sequential):
    def __init__(
        self,
        in_ch: int,
        out_ch: int,
        kernel: int = 3,
        stride: int = 1,
        groups: int = 1,
        norm_layer: Optional[Callable[..., nn.Module]] = nn.BatchNorm2d,
    ) -> None:
        layers = [
            nn.Conv2d(
                in_ch, out_ch, kernel, stride, kernel // 2, groups=groups,
                bias=norm_layer is None,
            )
        ]
        if norm_layer is not None:
            layers.append(norm_layer(out_ch))
        layers.append(nn.GELU())
        super().__init__(*layers)


class MBConv(nn.Module):
    def __init__(self, ch: int, expansion: int, norm_layer) -> None:
        super().__init__()
        mid = ch * expansion
        self.layers = nn.Sequential(
            norm_layer(ch),
            ConvNormAct(ch, mid, 1, norm_layer=norm_layer),
            ConvNormAct(mid, mid, 3, groups=mid, norm_layer=norm_layer),
            nn.Conv2d(mid, ch, 1),
        )

    def forward(self, x):
        return x + self.layers(x)

# %%
class MaxVit(nn.Module):
    def __init__(self, ch=8, depth=2, num_classes=5, norm_layer=None):
        super().__init__()
        if norm_layer is None:
            # as in the original implementation
            norm_layer = partial(nn.BatchNorm2d, eps=1e-3, momentum=0.99)
        self.stem = ConvNormAct(3, ch, 3, 2, norm_layer=norm_layer)
        self.blocks = nn.Sequential(*[MBConv(ch, 4, norm_layer) for _ in range(depth)])
        self.classifier = nn.Linear(ch, num_classes)

    def forward(self, x):
        return self.classifier(self.blocks(self.stem(x)).mean((2, 3)))

# %%
torch.manual_seed(0)
model = MaxVit()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
model.train()
for _ in range(4):
    x, y = torch.randn(4, 3, 16, 16), torch.randint(0, 5, (4,))
    loss = nn.functional.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
model.eval()
with torch.no_grad():
    print(model(torch.randn(4, 3, 16, 16)).argmax(1))
"""

REPORT = Report(
    source="pytorch/vision#8250",
    date="2024-02-02",
    wrong=(
        "torch's `momentum` is the weight of the new batch: with 0.99 the running "
        "statistics are those of the last batch."
    ),
    right=(
        "`BatchNorm2d(momentum=0.99)` keeps 1% of what it has seen; what TensorFlow "
        "calls 0.99 is 0.01 here."
    ),
    known_from="text",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={"eps=1e-3, momentum=0.99)": "eps=1e-3, momentum=0.01)"},
)
