"""Kernels that end at once when their test has ended."""

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager


class KernelManager(ServerKernelManager):
    """Does not ask a kernel to end well, which takes torch more than a second."""

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """A restart is what it is for users."""
        await super().shutdown_kernel(now=now or not restart, restart=restart)
