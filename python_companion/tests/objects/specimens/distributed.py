"""Models that are spread over processes, of which there is one."""

from torch import nn

from .cases import Block, case, one_process


@case
def sharded():
    """A DTensor of a process group of one."""
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.tensor import Shard, distribute_module, distribute_tensor

    one_process()
    mesh = init_device_mesh("cpu", (1,))

    def shard(name, module, mesh):
        for key, value in module.named_parameters(recurse=False):
            split = nn.Parameter(distribute_tensor(value, mesh, [Shard(0)]))
            module.register_parameter(key, split)

    return distribute_module(Block(), mesh, shard)


@case
def fsdp2():
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    one_process()
    return fully_shard(Block(), mesh=init_device_mesh("cpu", (1,)))


@case
def distributed_data_parallel():
    one_process()
    return nn.parallel.DistributedDataParallel(Block())
