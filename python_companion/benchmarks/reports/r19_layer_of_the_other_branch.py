"""A branch calls the layer of the branch beside it; its own one is never trained."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class PixelEmbedding(nn.Module):
    def __init__(self, ch=6, emb_dimension=4):
        super(PixelEmbedding, self).__init__()
        self.layer0 = nn.Sequential(nn.Conv2d(3, ch, 3, padding=1), nn.ReLU())
        self.layer1 = nn.Sequential(nn.Conv2d(ch, ch, 3, 2, 1), nn.ReLU())
        self.layer1_dimRed = nn.Conv2d(ch, emb_dimension, 1)
        self.layer1_feats = nn.Conv2d(emb_dimension, emb_dimension, 3, padding=1)
        self.layer2 = nn.Sequential(nn.Conv2d(ch, ch, 3, 2, 1), nn.ReLU())
        self.layer2_dimRed = nn.Conv2d(ch, emb_dimension, 1)
        self.layer2_feats = nn.Conv2d(emb_dimension, emb_dimension, 3, padding=1)
        self.interp_x2 = nn.Upsample(scale_factor=2, mode="bilinear")
        self.interp_x4 = nn.Upsample(scale_factor=4, mode="bilinear")
        self.reducer = nn.Conv2d(2 * emb_dimension, emb_dimension, 1)

    def forward(self, inputs):
        out = self.layer0(inputs)
        out = self.layer1(out)
        out_layer1 = self.layer1_dimRed(out)
        out_layer1 = self.interp_x2(out_layer1)
        out_layer1 = self.layer2_feats(out_layer1)

        out = self.layer2(out)
        out_layer2 = self.layer2_dimRed(out)
        out_layer2 = self.interp_x4(out_layer2)
        out_layer2 = self.layer2_feats(out_layer2)

        return self.reducer(torch.cat([out_layer1, out_layer2], 1))

# %%
def run_epoch(model, optimizer, batches):
    model.train()
    running = 0.0
    for blurred, sharp in batches:
        optimizer.zero_grad()
        filt = F.softplus(model(blurred)) * blurred.mean(1, keepdim=True)
        loss = F.l1_loss(filt.sum(1, keepdim=True), sharp)
        loss.backward()
        optimizer.step()
        running += loss.item()
    return running / len(batches)

# %%
torch.manual_seed(1)
net = PixelEmbedding()
optimizer = torch.optim.Adam(net.parameters(), lr=5e-4)
batches = [(torch.rand(2, 3, 16, 16), torch.rand(2, 1, 16, 16)) for _ in range(3)]

# %%
for epoch in range(2):
    print(epoch, run_epoch(net, optimizer, batches))
"""

REPORT = Report(
    source="aimerykong/predictive-filter-flow#12",
    date="2019-11-27",
    wrong=(
        "The first branch ends in `self.layer2_feats`, a slip of copying; "
        "`layer1_feats` is in no forward pass."
    ),
    right=(
        "`layer1_feats` is never called and gets no gradient, and `layer2_feats` is "
        "called twice."
    ),
    known_from="text",
    cells=(2, 5),
    codes=("NN509",),
    notebook=NOTEBOOK,
    fix={
        "out_layer1 = self.layer2_feats(out_layer1)": (
            "out_layer1 = self.layer1_feats(out_layer1)"
        )
    },
)
