# Generated from schema/protocol/*.schema.json by scripts/generate.mjs.
"""The kinds of requests that this companion answers."""

CAPABILITIES = (
    "client.open",
    "notebook.check",
    "models.list",
    "tree.get",
    "module.get",
    "rule.get",
    "fix.apply",
    "session.set",
    "hook.remove",
    "hook.restore",
    "holders.get",
    "memory.get",
    "init.get",
    "source.get",
    "params.measure",
    "grads.get",
    "snapshot.take",
    "snapshot.list",
    "snapshot.change",
    "snapshot.arm",
    "snapshot.compare",
    "watch.set",
)
