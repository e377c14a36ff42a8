"""A feature extractor is gone, and its hooks go on collecting."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn

# %%
class FeatureExtractor(object):
    def __init__(self, encoder, layers, detach=True):
        self.features = {}
        self.detach = detach
        self.encoder = encoder
        for layer in layers:
            layer_object = dict(encoder.named_modules())[layer]
            layer_object.register_forward_hook(self._make_hook(layer))

    def _make_hook(self, layer):
        def hook(module, input, output):
            self.features.setdefault(layer, []).append(
                output.detach() if self.detach else output
            )

        return hook

    def run(self, x):
        for kept in self.features.values():
            kept.clear()
        self.encoder(x)
        return {layer: kept[-1] for layer, kept in self.features.items()}

# %%
class Encoder(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x):
        return torch.relu(self.conv2(torch.relu(self.conv1(x))))

# %%
def reconstruct(encoder, target, n_iter=4, lr=0.1):
    extractor = FeatureExtractor(encoder, ["conv1", "conv2"], detach=False)
    image = torch.zeros(1, 3, 12, 12, requires_grad=True)
    opt = torch.optim.SGD([image], lr=lr)
    for _ in range(n_iter):
        opt.zero_grad()
        feats = extractor.run(image)
        loss = sum((feats[k] - target[k]).pow(2).sum() for k in target)
        loss.backward()
        opt.step()
    return image.detach()

# %%
torch.manual_seed(0)
encoder = Encoder().requires_grad_(False)
images = []
for _ in range(3):
    target = {"conv1": torch.randn(1, 8, 12, 12), "conv2": torch.randn(1, 8, 12, 12)}
    images.append(reconstruct(encoder, target))
print(len(encoder.conv1._forward_hooks), "hooks on conv1")
"""

REPORT = Report(
    source="KamitaniLab/bdpy#72",
    date="2023-08-25",
    wrong=(
        "The handles are dropped, so that each call of `reconstruct` leaves two more "
        "hooks on the encoder, which keep on storing features."
    ),
    right=(
        "`FeatureExtractor` registers hooks and keeps no handle: six are left on the "
        "encoder after three calls. Keep the handles and remove them."
    ),
    known_from="text",
    cells=(2, 4, 5),
    codes=("NN202", "NN203"),
    notebook=NOTEBOOK,
    fix={
        "        for layer in layers:\n": (
            "        self.handles = []\n        for layer in layers:\n"
        ),
        "            layer_object.register_forward_hook(self._make_hook(layer))\n": (
            "            hook = self._make_hook(layer)\n"
            "            handle = layer_object.register_forward_hook(hook)\n"
            "            self.handles.append(handle)\n"
            "\n"
            "    def close(self):\n"
            "        for handle in self.handles:\n"
            "            handle.remove()\n"
        ),
        "    return image.detach()": "    extractor.close()\n    return image.detach()",
    },
)
