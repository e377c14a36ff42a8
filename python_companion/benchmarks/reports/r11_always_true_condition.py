"""`if "a" or "b" in name` is always true: one initialisation for all convolutions."""

from .report import Report

NOTEBOOK = """
import math
import torch
from torch import nn

# %%
def variance_scaling_(tensor, gain=1.0):
    fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(tensor)
    std = math.sqrt(gain / float(fan_in))
    return tensor.normal_(0.0, std)


def init_weights(model):
    for name, module in model.named_modules():
        if isinstance(module, nn.Conv2d):
            if "classifier" or "regressor" in name:
                variance_scaling_(module.weight.data)
            else:
                nn.init.kaiming_uniform_(module.weight.data)

            if module.bias is not None:
                if "classifier.header" in name:
                    bias_value = -math.log((1 - 0.01) / 0.01)
                    torch.nn.init.constant_(module.bias.data, bias_value)
                else:
                    module.bias.data.zero_()

# %%
class SeparableConv(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.depthwise = nn.Conv2d(cin, cin, 3, padding=1, groups=cin, bias=False)
        self.pointwise = nn.Conv2d(cin, cout, 1)

    def forward(self, x):
        return self.pointwise(self.depthwise(x))


class Head(nn.Module):
    def __init__(self, width, out, num_layers):
        super().__init__()
        self.conv_list = nn.ModuleList(
            [SeparableConv(width, width) for _ in range(num_layers)]
        )
        self.header = SeparableConv(width, out)
        self.swish = nn.SiLU()

    def forward(self, x):
        for conv in self.conv_list:
            x = self.swish(conv(x))
        return self.header(x)


class Detector(nn.Module):
    def __init__(self, width=8, classes=3, anchors=2):
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Conv2d(3, width, 3, 2, 1), nn.BatchNorm2d(width), nn.SiLU()
        )
        self.classifier = Head(width, anchors * classes, 2)
        self.regressor = Head(width, anchors * 4, 2)

    def forward(self, x):
        feat = self.backbone(x)
        return self.classifier(feat).sigmoid(), self.regressor(feat)

# %%
model = Detector()
init_weights(model)
optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
for _ in range(3):
    scores, boxes = model(torch.randn(2, 3, 16, 16))
    loss = scores.pow(2).mean() + boxes.abs().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""

REPORT = Report(
    source="zylo117/Yet-Another-EfficientDet-Pytorch#722",
    date="2022-05-05",
    wrong=(
        'The condition tests the text "classifier", which is true: the backbone gets '
        "the initialisation of the heads."
    ),
    right=(
        '`"classifier" or …` is always true, so that the other branch of the '
        "initialisation never runs: repeat `in name`."
    ),
    known_from="text",
    cells=(2,),
    notebook=NOTEBOOK,
    fix={
        'if "classifier" or "regressor" in name:': (
            'if "classifier" in name or "regressor" in name:'
        )
    },
)
