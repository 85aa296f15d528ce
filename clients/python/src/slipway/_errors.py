"""What went wrong: of what, why, and what to do about it."""

from __future__ import annotations


class RegistryError(Exception):
    """What the registry did not do, or what could not be asked of it.

    kind    why, for programs: a reason of the registry's API such as "NotFound" or "Moved", or one of
            "Unreachable", "Untrusted", "Rejected", "StillValidating", "Corrupt", "Exists" and "Unexpected"
    object  such as "models/churn/versions/7"
    cause   why, for people
    next    what to do about it
    """

    def __init__(self, kind: str, object: str, cause: str, next: str) -> None:
        super().__init__(f"{object}: {cause}; {next}")
        self.kind = kind
        self.object = object
        self.cause = cause
        self.next = next
