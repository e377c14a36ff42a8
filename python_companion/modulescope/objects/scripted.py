"""The registries of scripted and traced modules, which torch keeps in C++."""

from __future__ import annotations

from typing import Any

from . import raw


def is_scripted(attributes: dict[str, Any]) -> bool:
    """Whether an instance's `__dict__` is that of a ScriptModule or its trace."""
    return "_c" in attributes or "_actual_script_module" in attributes


def script_attributes(attributes: dict[str, Any]) -> dict[str, Any]:
    """The `__dict__` that has the registries: a trace keeps a ScriptModule inside."""
    inner = attributes.get("_actual_script_module")
    return raw.instance_dict(inner) if inner is not None else attributes


def script_registry(attributes: dict[str, Any], name: str) -> list[tuple[Any, Any]]:
    """The items of one of its registries."""
    return script_items(script_attributes(attributes).get(name))


def script_items(wrapper: Any) -> list[tuple[Any, Any]]:
    """The items of one registry; empty if it is none of torch's wrappers."""
    held = raw.instance_dict(wrapper)
    if "_python_modules" in held:
        return list(raw.dict_items(held["_python_modules"]))
    inside: Any = held.get("_c")
    if type(inside).__name__ not in ("ParameterDict", "BufferDict"):
        return []
    return list(inside.items())


def script_mode(attributes: dict[str, Any]) -> bool | None:
    """The training flag of a ScriptModule."""
    inside: Any = attributes.get("_c")
    if type(inside).__name__ != "ScriptModule" or not inside.hasattr("training"):
        return None
    mode = inside.getattr("training")
    return mode if type(mode) is bool else None
