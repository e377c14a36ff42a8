"""Models of real libraries with tiny random weights."""

from __future__ import annotations

import torch
from torch import nn

from .specimens import case, one_process, quiet

TINY = {
    "vocab_size": 50,
    "hidden_size": 16,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "intermediate_size": 32,
}


@case
def llama():
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(**TINY, num_key_value_heads=1, max_position_embeddings=32)
    return LlamaForCausalLM(config)


@case
def mixtral():
    from transformers import MixtralConfig, MixtralForCausalLM

    config = MixtralConfig(**TINY, num_key_value_heads=1, num_local_experts=4)
    return MixtralForCausalLM(config)


@case
def whisper():
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    config = WhisperConfig(
        vocab_size=60, d_model=16, encoder_layers=2, decoder_layers=2,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=32,
        decoder_ffn_dim=32, max_source_positions=20, max_target_positions=20,
        pad_token_id=1, bos_token_id=2, eos_token_id=3, decoder_start_token_id=2,
    )  # fmt: skip
    return WhisperForConditionalGeneration(config)


@case
def conditional_unet():
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(32, 64),
        layers_per_block=1,
        cross_attention_dim=16,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
    )


@case
def monai_unet():
    from monai.networks import nets

    return nets.UNet(2, 1, 2, channels=(4, 8, 16), strides=(2, 2), num_res_units=2)


@case
def geometric_gcn():
    from torch_geometric.nn import models

    return models.GCN(in_channels=4, hidden_channels=8, num_layers=3, norm="batch")


@case
def peft_adapted():
    import peft

    adapters = peft.LoraConfig(r=2, target_modules=["q_proj", "v_proj"])
    with quiet():
        return peft.get_peft_model(llama(), adapters)


@case
def lightning_module():
    import pytorch_lightning as lightning

    class Lit(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Linear(4, 4)
            self.loss = nn.CrossEntropyLoss()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)

    return Lit()


@case
def accelerate_offloaded():
    from accelerate import cpu_offload

    return cpu_offload(llama(), execution_device="cpu")


@case
def compiled_bert():
    from transformers import BertConfig, BertModel

    return torch.compile(BertModel(BertConfig(**TINY)), backend="eager")


@case
def quantised_llama():
    with quiet():
        return torch.ao.quantization.quantize_dynamic(llama(), {nn.Linear})


@case
def fully_sharded_llama():
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    one_process()
    model = llama()
    mesh = init_device_mesh("cpu", (1,))
    for layer in model.model.layers:
        fully_shard(layer, mesh=mesh)
    return fully_shard(model, mesh=mesh)


@case
def data_parallel_bert():
    from transformers import BertConfig, BertModel

    one_process()
    return nn.parallel.DistributedDataParallel(BertModel(BertConfig(**TINY)))
