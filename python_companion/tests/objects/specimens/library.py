"""Models of torch and of libraries, with random weights."""

import torch
from torch import nn

from .cases import Block, case


@case
def bert():
    from transformers import BertConfig, BertForSequenceClassification

    config = BertConfig(
        vocab_size=50,
        hidden_size=16,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=32,
    )
    return BertForSequenceClassification(config)


@case
def gpt2_tied():
    from transformers import GPT2Config, GPT2LMHeadModel

    return GPT2LMHeadModel(GPT2Config(n_embd=16, n_layer=2, n_head=2, vocab_size=50))


@case
def albert():
    from transformers import AlbertConfig, AlbertModel

    return AlbertModel(
        AlbertConfig(
            vocab_size=50,
            embedding_size=8,
            hidden_size=16,
            num_attention_heads=2,
            intermediate_size=32,
        )
    )


@case
def t5():
    from transformers import T5Config, T5Model

    return T5Model(
        T5Config(vocab_size=50, d_model=16, d_kv=8, d_ff=32, num_layers=2, num_heads=2)
    )


@case
def unet():
    from diffusers import UNet2DModel

    model = UNet2DModel(
        sample_size=8,
        block_out_channels=(32, 64),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D"),
    )
    model.mid_block.half()
    model.up_blocks[1].to("meta")
    return model


@case
def transformer():
    return nn.Transformer(8, 2, 1, 1, 16, batch_first=True)


@case
def recurrent():
    return nn.ModuleList([nn.LSTM(3, 4, 2), nn.GRUCell(3, 4), nn.RNN(3, 4)])


@case
def adaptive_softmax():
    return nn.AdaptiveLogSoftmaxWithLoss(64, 200, [50, 100])


@case
def parameter_containers():
    model = nn.Module()
    model.list = nn.ParameterList([torch.zeros(2), torch.zeros(3)])
    model.dict = nn.ParameterDict({"a": torch.zeros(2)})
    return model


@case
def averaged():
    return torch.optim.swa_utils.AveragedModel(Block())


@case
def functional_copy():
    model = Block()
    model.stateless = torch.func.functional_call
    return model
