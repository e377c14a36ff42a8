"""What is known of torch's public names without importing torch."""

from __future__ import annotations

import re

# What `from torch.nn import *` binds (torch 2.13); a test compares it with torch.
NN_CLASSES = frozenset(
    """
    AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveLogSoftmaxWithLoss
    AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d AlphaDropout AvgPool1d
    AvgPool2d AvgPool3d BCELoss BCEWithLogitsLoss BatchNorm1d BatchNorm2d
    BatchNorm3d Bilinear CELU CTCLoss ChannelShuffle CircularPad1d CircularPad2d
    CircularPad3d ConstantPad1d ConstantPad2d ConstantPad3d Container Conv1d Conv2d
    Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d CosineEmbeddingLoss
    CosineSimilarity CrossEntropyLoss CrossMapLRN2d DataParallel Dropout Dropout1d
    Dropout2d Dropout3d ELU Embedding EmbeddingBag FeatureAlphaDropout Flatten Fold
    FractionalMaxPool2d FractionalMaxPool3d GELU GLU GRU GRUCell GaussianNLLLoss
    GroupNorm Hardshrink Hardsigmoid Hardswish Hardtanh HingeEmbeddingLoss HuberLoss
    Identity InstanceNorm1d InstanceNorm2d InstanceNorm3d KLDivLoss L1Loss LPPool1d
    LPPool2d LPPool3d LSTM LSTMCell LayerNorm LazyBatchNorm1d LazyBatchNorm2d
    LazyBatchNorm3d LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d
    LazyConvTranspose2d LazyConvTranspose3d LazyInstanceNorm1d LazyInstanceNorm2d
    LazyInstanceNorm3d LazyLinear LeakyReLU Linear LinearCrossEntropyLoss
    LocalResponseNorm LogSigmoid LogSoftmax MSELoss MarginRankingLoss MaxPool1d
    MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d Mish Module ModuleDict
    ModuleList MultiLabelMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss
    MultiheadAttention NLLLoss NLLLoss2d PReLU PairwiseDistance ParameterDict
    ParameterList PixelShuffle PixelUnshuffle PoissonNLLLoss RMSNorm RNN RNNBase
    RNNCell RNNCellBase RReLU ReLU ReLU6 ReflectionPad1d ReflectionPad2d
    ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d SELU
    Sequential SiLU Sigmoid SmoothL1Loss SoftMarginLoss Softmax Softmax2d Softmin
    Softplus Softshrink Softsign SyncBatchNorm Tanh Tanhshrink Threshold Transformer
    TransformerDecoder TransformerDecoderLayer TransformerEncoder
    TransformerEncoderLayer TripletMarginLoss TripletMarginWithDistanceLoss
    Unflatten Unfold Upsample UpsamplingBilinear2d UpsamplingNearest2d ZeroPad1d
    ZeroPad2d ZeroPad3d
    """.split()
)

# The public methods of every `nn.Module` (torch 2.13); a test compares them with torch.
MODULE_METHODS = frozenset(
    """
    add_module apply bfloat16 buffers children compile cpu cuda double eval extra_repr
    float forward get_buffer get_extra_state get_parameter get_submodule half ipu
    load_state_dict modules mtia named_buffers named_children named_modules
    named_parameters parameters register_backward_hook register_buffer
    register_forward_hook register_forward_pre_hook register_full_backward_hook
    register_full_backward_pre_hook register_load_state_dict_post_hook
    register_load_state_dict_pre_hook register_module register_parameter
    register_state_dict_post_hook register_state_dict_pre_hook requires_grad_
    set_extra_state set_submodule share_memory state_dict to to_empty train type xpu
    zero_grad
    """.split()
)

# Methods of a module that return the module.
RETURNS_SELF = frozenset(
    "to cuda cpu half float double bfloat16 train eval requires_grad_ apply".split()
)
# Functions of torch that make a tensor of plain numbers.
TENSOR_MAKERS = frozenset(
    f"torch.{name}"
    for name in "tensor as_tensor from_numpy zeros ones empty full rand randn randint "
    "randperm arange linspace logspace eye zeros_like ones_like empty_like rand_like "
    "randn_like full_like triu tril stack cat normal".split()
)
# Functions of torch whose result is a tensor, and methods that only tensors have.
TENSOR_FUNCTIONS = frozenset(
    "softmax log_softmax sigmoid logit tanh relu exp log log1p sqrt matmul bmm einsum "
    "clamp squeeze unsqueeze flatten".split()
)
TENSOR_METHODS = frozenset("softmax log_softmax sigmoid".split())
# Functions of libraries that return a module.
MODULE_MAKERS = re.compile(
    r"torchvision\.models\.(\w+\.)*[a-z]\w*|timm\.create_model|torch\.hub\.load"
    r"|torch\.compile|transformers\.\w+\.from_pretrained|monai\.networks\.nets\.[A-Z]\w*"
)

# They hold no tensor and do the same in train and eval mode: hidden, they lose
# nothing.
_STATELESS = re.compile(
    r"\w*(Pool|Pad)\dd|CELU|ELU|Flatten|GELU|GLU|Hard\w+|Identity|LeakyReLU"
    r"|LogSigmoid|LogSoftmax|Mish|PixelShuffle|PixelUnshuffle|ReLU6?|SELU|SiLU"
    r"|Sigmoid|Softmax2?d?|Softmin|Softplus|Softshrink|Softsign|Tanh|Tanhshrink"
    r"|Threshold|Unflatten|Upsampl\w+|Upsample"
)

# Module classes of libraries whose users write subclasses in notebooks.
_OTHER_MODULES = frozenset(
    (
        "lightning.LightningModule",
        "lightning.pytorch.LightningModule",
        "pytorch_lightning.LightningModule",
        "torch.jit.ScriptModule",
        "torch.jit.RecursiveScriptModule",
        "transformers.PreTrainedModel",
    )
)
_NO_MODULES = frozenset(("torch.nn.Parameter", "torch.nn.Buffer"))
_PLAIN_BASES = frozenset(
    "object abc.ABC typing.Generic typing.Protocol dict list tuple set Exception "
    "enum.Enum typing.NamedTuple torch.autograd.Function torch.optim.Optimizer "
    "torch.utils.data.Dataset torch.utils.data.IterableDataset".split()
)
_INNER = re.compile(
    r"^torch\.(nn|optim)\.(?!lr_scheduler\.)(?:modules\.|parameter\.)?(?:\w+\.)*"
    r"([A-Z]\w*)$"
)

_GRAD_MODE = re.compile(
    r"^torch\.autograd\.(?:grad_mode\.)?(?=\w*_grad|inference_mode)"
)

# Frameworks that also have an `nn`: where one is imported, a bare `nn` says nothing.
OTHER_FRAMEWORKS = frozenset(
    "flax jax haiku equinox mindspore paddle tensorflow keras mlx tinygrad".split()
)
# What these names mean where no cell says it: the text is a part of a notebook.
CONVENTIONS = {
    "torch": "torch",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "optim": "torch.optim",
}


def public_name(dotted: str) -> str:
    """The public name of what a dotted name means, without torch's inner files."""
    if dotted.startswith(("torch.nn.modules.", "torch.nn.parameter.", "torch.optim.")):
        found = _INNER.match(dotted)
        return f"torch.{found[1]}.{found[2]}" if found else dotted
    if dotted.startswith("torch.autograd."):
        return _GRAD_MODE.sub("torch.", dotted)
    return dotted


def is_module_class(dotted: str) -> bool | None:
    """Whether a name is a module class of torch; None if that is not known here."""
    if dotted in _OTHER_MODULES:
        return True
    if dotted in _PLAIN_BASES or dotted in _NO_MODULES:
        return False
    head, _, last = dotted.rpartition(".")
    if head == "torch.nn":
        return last in NN_CLASSES or (last[:1].isupper() and "Uninit" not in last)
    if head == "torch.nn.parallel" and last[:1].isupper():
        return True
    return None


def is_stateless(dotted: str) -> bool:
    """Whether instances of a torch class hold nothing that could be lost."""
    head, _, last = dotted.rpartition(".")
    return head == "torch.nn" and _STATELESS.fullmatch(last) is not None
