"""Pushes versions of models to a Slipway registry, pulls and verifies them, and moves aliases.

    import slipway

    slipway.push("churn.onnx", name="churn", parent="@champion", metrics={"auc": 0.91})

The functions of this module ask the registry that the environment names; `Registry` asks any.
"""

from slipway._errors import RegistryError
from slipway._registry import (
    Alias,
    File,
    Progress,
    Reference,
    Registry,
    Version,
    alias,
    history,
    pull,
    push,
    set_alias,
    version,
    versions,
)

__all__ = [
    "Alias",
    "File",
    "Progress",
    "Reference",
    "Registry",
    "RegistryError",
    "Version",
    "alias",
    "history",
    "pull",
    "push",
    "set_alias",
    "version",
    "versions",
]
