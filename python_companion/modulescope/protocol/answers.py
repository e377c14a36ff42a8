# Generated from schema/protocol/*.schema.json by scripts/generate.mjs.
"""What answers each kind of request, for type checkers."""

from collections.abc import Callable
from typing import TypedDict, TypeVar

from . import messages
from .client import Client

Request = TypeVar("Request")
Reply = TypeVar("Reply")
Answer = Callable[[Request, Client], Reply | messages.ErrorReply]
"""Gets a request and the page that asks; gives the reply."""

Answers = TypedDict(
    "Answers",
    {
        "client.open": Answer[messages.ClientOpen, messages.ClientOpened],
        "notebook.check": Answer[messages.NotebookCheck, messages.NotebookFindings],
        "models.list": Answer[messages.ModelsList, messages.ModelsListed],
        "tree.get": Answer[messages.TreeGet, messages.TreeRows],
        "module.get": Answer[messages.ModuleGet, messages.ModuleDetails],
        "rule.get": Answer[messages.RuleGet, messages.RulePage],
        "fix.apply": Answer[messages.FixApply, messages.FixApplied],
        "session.set": Answer[messages.SessionSet, messages.SessionState],
        "hook.remove": Answer[messages.HookRemove, messages.HookRemoved],
        "hook.restore": Answer[messages.HookRestore, messages.HookRestored],
        "holders.get": Answer[messages.HoldersGet, messages.HoldersFound],
        "memory.get": Answer[messages.MemoryGet, messages.MemoryTable],
        "init.get": Answer[messages.InitGet, messages.InitReport],
        "source.get": Answer[messages.SourceGet, messages.ClassSource],
        "params.measure": Answer[messages.ParamsMeasure, messages.ParamsMeasured],
        "grads.get": Answer[messages.GradsGet, messages.GradsFound],
        "snapshot.take": Answer[messages.SnapshotTake, messages.SnapshotTaken],
        "snapshot.list": Answer[messages.SnapshotList, messages.SnapshotListed],
        "snapshot.change": Answer[messages.SnapshotChange, messages.SnapshotListed],
        "snapshot.arm": Answer[messages.SnapshotArm, messages.SnapshotListed],
        "snapshot.compare": Answer[messages.SnapshotCompare, messages.SnapshotDiff],
        "watch.set": Answer[messages.WatchSet, messages.WatchState],
    },
    total=False,
)
"""By the kind of the request; those of one feature, or of all."""
