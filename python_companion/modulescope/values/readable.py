"""Which gradients can be read, and how, without a risk for the process."""

from __future__ import annotations

from typing import Any


def readable(torch: Any, grad: Any) -> Any:
    """A gradient as a readable strided tensor on the CPU or a GPU, or None.

    Reading a tensor whose storage was freed kills the process, so the storage is
    asked first; no operation is called on a subclass (it may be a collective).
    """
    if type(grad) is not torch.Tensor or grad.is_meta:
        return None
    if grad.layout is torch.sparse_coo:
        if grad.is_cuda and not grad.is_coalesced():
            # Counting equal indices would wait for the device.
            return None
        grad = grad.coalesce()._values()
    if grad.layout is not torch.strided or not has_storage(grad):
        return None
    if grad.dtype is torch.float32 and grad.is_cpu and not grad.requires_grad:
        return grad
    grad = grad.detach()
    if grad.is_complex():
        grad = torch.view_as_real(grad.resolve_conj())
    if not grad.is_floating_point():
        return None
    grad = grad.resolve_neg()
    return grad if grad.is_cuda else grad.cpu()


def has_storage(grad: Any) -> bool:
    """Whether all elements of a strided tensor lie in memory that is there."""
    if grad.is_contiguous():
        last = grad.numel()
    else:
        last = 1 + sum(
            (size - 1) * stride
            for size, stride in zip(grad.shape, grad.stride(), strict=True)
        )
    needed = (grad.storage_offset() + last) * grad.element_size()
    return bool(grad.numel() == 0 or grad.untyped_storage().nbytes() >= needed)
