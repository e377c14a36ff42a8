"""A companion that cannot be loaded, as after a failed upgrade."""

raise RuntimeError("half an installation")
