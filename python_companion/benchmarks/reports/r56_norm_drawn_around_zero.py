"""An initialisation draws the scale of layer norms around zero."""

from .report import Report

NOTEBOOK = """
from types import SimpleNamespace
import torch
from torch import nn
import torch.nn.functional as F

# %%
class BERTLayerNorm(nn.Module):
    def __init__(self, config, variance_epsilon=1e-12):
        super(BERTLayerNorm, self).__init__()
        self.gamma = nn.Parameter(torch.ones(config.hidden_size))
        self.beta = nn.Parameter(torch.zeros(config.hidden_size))
        self.variance_epsilon = variance_epsilon

    def forward(self, x):
        u = x.mean(-1, keepdim=True)
        s = (x - u).pow(2).mean(-1, keepdim=True)
        x = (x - u) / torch.sqrt(s + self.variance_epsilon)
        return self.gamma * x + self.beta


class BERTLayer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.intermediate = nn.Linear(config.hidden_size, 2 * config.hidden_size)
        self.output = nn.Linear(2 * config.hidden_size, config.hidden_size)
        self.LayerNorm = BERTLayerNorm(config)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, h):
        inter = F.gelu(self.intermediate(h))
        return self.LayerNorm(h + self.dropout(self.output(inter)))

# %%
class PreTrainedBertModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config

    def init_bert_weights(self, module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            module.weight.data.normal_(mean=0.0, std=self.config.initializer_range)
        elif isinstance(module, BERTLayerNorm):
            module.beta.data.normal_(mean=0.0, std=self.config.initializer_range)
            module.gamma.data.normal_(mean=0.0, std=self.config.initializer_range)
        if isinstance(module, nn.Linear) and module.bias is not None:
            module.bias.data.zero_()


class BertForMaskedLM(PreTrainedBertModel):
    def __init__(self, config):
        super().__init__(config)
        self.embeddings = nn.Embedding(config.vocab_size, config.hidden_size)
        self.encoder = nn.ModuleList([BERTLayer(config) for _ in range(config.layers)])
        self.cls = nn.Linear(config.hidden_size, config.vocab_size)
        self.apply(self.init_bert_weights)

    def forward(self, ids, labels):
        h = self.embeddings(ids)
        for layer in self.encoder:
            h = layer(h)
        return F.cross_entropy(self.cls(h).transpose(1, 2), labels)

# %%
torch.manual_seed(0)
config = SimpleNamespace(
    vocab_size=30, hidden_size=16, layers=3, dropout=0.1, initializer_range=0.02
)
model = BertForMaskedLM(config)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
for step in range(3):
    labels = torch.randint(1, 30, (4, 10))
    ids = labels.masked_fill(torch.rand(4, 10) < 0.15, 0)
    loss = model(ids, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
"""

REPORT = Report(
    source="huggingface/transformers#143",
    date="2018-12-21",
    wrong=(
        "The scale of every norm is drawn with a deviation of 0.02 around zero: the "
        "signal shrinks fifty times in each layer."
    ),
    right=(
        "`LayerNorm.gamma` starts around 0 in all layers, although its class sets it "
        "to 1: fill it with 1."
    ),
    known_from="text",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "module.beta.data.normal_(mean=0.0, std=self.config.initializer_range)": (
            "module.beta.data.zero_()"
        ),
        "module.gamma.data.normal_(mean=0.0, std=self.config.initializer_range)": (
            "module.gamma.data.fill_(1.0)"
        ),
    },
)
