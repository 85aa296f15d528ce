"""A registry, asked."""

from __future__ import annotations

import hashlib
import json
import os
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Union
from urllib.parse import quote

from slipway._errors import RegistryError
from slipway._http import Http, patiently
from slipway._transfer import digest_of, download, upload

PathLike = Union[str, "os.PathLike[str]"]
Progress = Callable[[str, str, int, int], None]
"""Is told "hashing", "sending" or "fetching", the file, how many bytes are through, and of how many."""

_PAGE = 100
_ROUNDS = 3
_LONGEST_QUESTION = 30


@dataclass(frozen=True)
class File:
    """A file of a version."""

    path: str
    digest: str
    size: int


@dataclass(frozen=True)
class Version:
    """A version as the registry knows it."""

    model: str
    number: int
    digest: str
    state: str
    format: Optional[str]
    model_file: File
    files: Sequence[File]
    reasons: Sequence[str]
    document: Mapping[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Alias:
    """Where an alias points."""

    name: str
    version: int
    digest: str
    by: str
    at: str
    reason: Optional[str]


Reference = Union[int, str, Version, Alias]
"""A version: its number, "@alias", its digest, or what was looked up before."""


class Registry:
    """A registry. What is not given is taken from the environment.

    address  SLIPWAY_REGISTRY
    token    SLIPWAY_REGISTRY_TOKEN, or the content of the file SLIPWAY_REGISTRY_TOKEN_FILE
    ca       SLIPWAY_REGISTRY_CA: a PEM file of those who may vouch for the registry
    """

    def __init__(
        self,
        address: Optional[str] = None,
        token: Optional[str] = None,
        ca: Optional[PathLike] = None,
    ) -> None:
        address = address or os.environ.get("SLIPWAY_REGISTRY")
        if not address:
            raise RegistryError(
                "Invalid",
                "the registry",
                "none is named",
                "give its address, or set SLIPWAY_REGISTRY",
            )
        self._http = Http(address, token or _token(), ca or os.environ.get("SLIPWAY_REGISTRY_CA"))

    def push(
        self,
        path: PathLike,
        name: str,
        parent: Optional[Reference] = None,
        *,
        alias: Optional[str] = None,
        reason: Optional[str] = None,
        model_file: Optional[str] = None,
        format: Optional[str] = None,
        run: Optional[str] = None,
        producer: Optional[str] = None,
        cycle: Optional[int] = None,
        code: Optional[str] = None,
        commit: Optional[str] = None,
        datasets: Sequence[Union[str, Mapping[str, str]]] = (),
        metrics: Optional[Mapping[str, float]] = None,
        metadata: Optional[Mapping[str, str]] = None,
        timeout: float = 600,
        progress: Optional[Progress] = None,
    ) -> Version:
        """Publishes a file, or all files of a folder, as a version that is ready when this returns.

        May be repeated: the same files with the same lineage are the same version, and bytes that came
        are not sent again. Raises `RegistryError` of the kind "Rejected" with the registry's reasons.
        """
        files = _files(Path(path), progress)
        manifest = _without_nothing(
            {
                "files": [
                    {"path": each.path, "digest": each.digest, "size": each.size, "mediaType": _media_type(each.path)}
                    for each in files.values()
                ],
                "model": model_file,
                "format": format,
                "parent": None if parent is None else reference_text(parent),
                "lineage": _without_nothing(
                    {
                        "trainingRun": run,
                        "producer": producer,
                        "cycle": cycle,
                        "code": _without_nothing({"repository": code, "commit": commit}),
                        "datasets": [{"uri": each} if isinstance(each, str) else dict(each) for each in datasets],
                        "metrics": dict(metrics or {}),
                    }
                ),
                "metadata": dict(metadata or {}),
            }
        )
        self._create(name)
        version = self._publish(name, manifest, files, timeout, progress)
        if version.state == "REJECTED":
            raise RegistryError(
                "Rejected",
                f"models/{name}/versions/{version.number}",
                "; ".join(version.reasons),
                "correct it and push it again",
            )
        if version.state != "READY":
            raise RegistryError(
                "StillValidating",
                f"models/{name}/versions/{version.number}",
                f"its validation has not ended after {timeout} s",
                "look at it later: it goes on in the registry",
            )
        if alias is not None:
            self.set_alias(name, alias, version, reason=reason)
        return version

    def pull(
        self,
        name: str,
        version: Reference,
        to: PathLike = ".",
        *,
        progress: Optional[Progress] = None,
    ) -> Path:
        """Downloads a version's files into a folder and verifies each; the path of the one that is loaded."""
        found = version if isinstance(version, Version) else self.version(name, version)
        if found.state != "READY":
            raise RegistryError(
                "Conflict",
                f"models/{name}/versions/{found.number}",
                f"it is {found.state}, and only versions that are READY are given out",
                "name another version",
            )
        self._require_manifest(found)
        targets = {each.path: _within(Path(to), each.path) for each in found.files}
        address = _version_path(name, found.digest)
        for each in found.files:
            download(
                self._http,
                f"{address}/files/{quote(each.path)}",
                each.digest,
                each.size,
                targets[each.path],
                _reporter(progress, "fetching", each.path, each.size),
            )
        return targets[found.model_file.path]

    def versions(self, name: str, state: Optional[str] = None, limit: int = 100) -> List[Version]:
        """A model's versions, the newest first."""
        found: List[Version] = []
        before: Optional[int] = None
        while len(found) < limit:
            wanted = min(_PAGE, limit - len(found))
            query = _without_nothing({"state": state, "before": before, "limit": wanted})
            page = self._http.json("GET", f"/v1/models/{_part(name)}/versions", params=query)["versions"]
            found.extend(_version(each) for each in page)
            if len(page) < wanted:
                break
            before = found[-1].number
        return found

    def version(self, name: str, version: Reference) -> Version:
        """One version by its number, "@alias" or digest."""
        return _version(self._http.json("GET", _version_path(name, reference_text(version))))

    def alias(self, name: str, alias: str) -> Optional[Alias]:
        """Where an alias points; None where there is none, or no such model yet."""
        try:
            return _alias(self._http.json("GET", _alias_path(name, alias)))
        except RegistryError as e:
            if e.kind == "NotFound":
                return None
            raise

    def set_alias(
        self,
        name: str,
        alias: str,
        version: Reference,
        *,
        expect: Union[Reference, None, str] = "now",
        reason: Optional[str] = None,
    ) -> Alias:
        """Lets an alias point to a version, if it points where it is expected to.

        expect  where it points before: a version, or None for an alias that is new; by default where it
                does when this is called. `RegistryError` of the kind "Moved" when it points elsewhere.
        """
        if expect == "now":
            present = self.alias(name, alias)
            digest = present.digest if present else None
        else:
            digest = None if expect is None else self._digest(name, expect)
        headers = {"If-Match": f'"{digest}"'} if digest else {"If-None-Match": "*"}
        body = _without_nothing({"version": reference_text(version), "reason": reason})
        return _alias(self._write("PUT", _alias_path(name, alias), body, headers))

    def history(
        self,
        name: str,
        *,
        at: Optional[str] = None,
        since: Optional[str] = None,
        until: Optional[str] = None,
        limit: int = 100,
    ) -> Mapping[str, Any]:
        """What happened to aliases and deployments, the latest first; or with `at`, what was at a time."""
        query = {"at": at} if at else _without_nothing({"from": since, "to": until, "limit": limit})
        return self._http.json("GET", f"/v1/models/{_part(name)}/history", params=query)

    def _digest(self, name: str, version: Reference) -> str:
        if isinstance(version, (Version, Alias)):
            return version.digest
        text = reference_text(version)
        return text if text.startswith("sha256:") else self.version(name, text).digest

    def _create(self, name: str) -> None:
        try:
            self._http.json("GET", f"/v1/models/{_part(name)}")
            return
        except RegistryError as e:
            if e.kind != "NotFound":
                raise
        try:
            self._write("POST", "/v1/models", {"name": name})
        except RegistryError as e:
            # Somebody else made it meanwhile.
            if e.kind != "Conflict":
                raise

    def _publish(
        self,
        name: str,
        manifest: Mapping[str, Any],
        files: Mapping[Path, File],
        timeout: float,
        progress: Optional[Progress],
    ) -> Version:
        for turn in range(1, _ROUNDS + 1):
            registered = self._write("POST", f"/v1/models/{_part(name)}/versions", manifest)
            missing = {each["digest"] for each in registered["missing"]}
            for path, each in files.items():
                if each.digest in missing:
                    missing.discard(each.digest)
                    report = _reporter(progress, "sending", each.path, each.size)
                    upload(self._http, path, each.digest, each.size, report)
            try:
                return self._validated(name, registered["version"], timeout)
            except RegistryError as e:
                # The registry may have cleaned away between the two what was there already.
                if e.kind != "Conflict" or turn == _ROUNDS:
                    raise
        raise AssertionError("unreachable")

    def _validated(self, name: str, number: int, timeout: float) -> Version:
        end = time.monotonic() + timeout
        while True:
            left = max(0, int(end - time.monotonic()))
            wait = min(left, _LONGEST_QUESTION)
            path = f"{_version_path(name, str(number))}:finalize"
            version = _version(self._write("POST", path, {}, params={"wait": f"{wait}s"}))
            if version.state in ("READY", "REJECTED") or left == 0:
                return version

    def _require_manifest(self, version: Version) -> None:
        """The digest is the manifest's, and the manifest says which files: so no other can be among them."""
        path = _version_path(version.model, version.digest) + "/manifest"
        content = patiently(lambda: self._http.once("GET", path).content)
        actual = "sha256:" + hashlib.sha256(content).hexdigest()
        if actual != version.digest or [_file(each) for each in json.loads(content)["files"]] != list(version.files):
            raise RegistryError(
                "Corrupt",
                f"models/{version.model}/versions/{version.number}",
                f"its manifest hashes to {actual}, and its digest is {version.digest}",
                "do not use it, and tell whoever keeps the registry",
            )

    def _write(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any],
        headers: Optional[Mapping[str, str]] = None,
        params: Optional[Mapping[str, Any]] = None,
    ) -> Dict[str, Any]:
        """A write that the registry carries out once, however often it has to be sent."""
        once = {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json", **(headers or {})}
        return self._http.json(method, path, once, json.dumps(body).encode(), params)


def push(path: PathLike, name: str, parent: Optional[Reference] = None, **more: Any) -> Version:
    """`Registry.push` to the environment's registry."""
    return Registry().push(path, name, parent, **more)


def pull(name: str, version: Reference, to: PathLike = ".", *, progress: Optional[Progress] = None) -> Path:
    """`Registry.pull` from the environment's registry."""
    return Registry().pull(name, version, to, progress=progress)


def versions(name: str, state: Optional[str] = None, limit: int = 100) -> List[Version]:
    """`Registry.versions` of the environment's registry."""
    return Registry().versions(name, state, limit)


def version(name: str, version: Reference) -> Version:
    """`Registry.version` of the environment's registry."""
    return Registry().version(name, version)


def alias(name: str, alias: str) -> Optional[Alias]:
    """`Registry.alias` of the environment's registry."""
    return Registry().alias(name, alias)


def set_alias(name: str, alias: str, version: Reference, **more: Any) -> Alias:
    """`Registry.set_alias` of the environment's registry."""
    return Registry().set_alias(name, alias, version, **more)


def history(name: str, **more: Any) -> Mapping[str, Any]:
    """`Registry.history` of the environment's registry."""
    return Registry().history(name, **more)


def reference_text(version: Reference) -> str:
    """As the API names a version."""
    return version.digest if isinstance(version, (Version, Alias)) else str(version)


def _token() -> Optional[str]:
    token = os.environ.get("SLIPWAY_REGISTRY_TOKEN")
    file = os.environ.get("SLIPWAY_REGISTRY_TOKEN_FILE")
    if token or not file:
        return token
    return Path(file).read_text(encoding="ascii").strip()


def _files(path: Path, progress: Optional[Progress]) -> Dict[Path, File]:
    if path.is_dir():
        found = {each: each.relative_to(path).as_posix() for each in sorted(path.rglob("*")) if not each.is_dir()}
    else:
        found = {path: path.name}
    for each in found:
        if each.is_symlink() or not each.is_file():
            raise RegistryError(
                "Invalid", str(each), "it is no file", "name the exported model, without links among its files"
            )
    if not found:
        raise RegistryError("Invalid", str(path), "the folder is empty", "name the exported model")
    return {each: _hashed(each, name, progress) for each, name in found.items()}


def _hashed(path: Path, name: str, progress: Optional[Progress]) -> File:
    size = path.stat().st_size
    return File(name, digest_of(path, _reporter(progress, "hashing", name, size)), size)


def _reporter(progress: Optional[Progress], work: str, file: str, total: int) -> Callable[[int], None]:
    if progress is None:
        return lambda done: None
    told = progress
    return lambda done: told(work, file, done, total)


def _within(folder: Path, path: str) -> Path:
    """Where a file belongs. The registry lets no path out of the folder in; the answer may be another's."""
    parts = path.split("/")
    if "\\" in path or ":" in path or PurePosixPath(path).is_absolute() or any(p in ("", ".", "..") for p in parts):
        raise RegistryError(
            "Corrupt",
            f"the version's file {path!r}",
            "its path leads out of the folder",
            "take the version for hostile, and tell whoever keeps the registry",
        )
    return folder.joinpath(*parts)


def _media_type(path: str) -> str:
    suffix = PurePosixPath(path.lower()).suffix
    return {".pmml": "application/xml", ".xml": "application/xml", ".json": "application/json"}.get(
        suffix, "application/octet-stream"
    )


def _without_nothing(fields: Mapping[str, Any]) -> Dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value != {} and value != []}


def _part(text: str) -> str:
    return quote(text, safe="@:")


def _version_path(name: str, version: str) -> str:
    return f"/v1/models/{_part(name)}/versions/{_part(version)}"


def _alias_path(name: str, alias: str) -> str:
    return f"/v1/models/{_part(name)}/aliases/{_part(alias.lstrip('@'))}"


def _file(json: Mapping[str, Any]) -> File:
    return File(json["path"], json["digest"], json["size"])


def _version(json: Mapping[str, Any]) -> Version:
    return Version(
        json["model"],
        json["version"],
        json["digest"],
        json["state"],
        json.get("format"),
        _file(json["modelFile"]),
        tuple(_file(each) for each in json["files"]),
        tuple(json.get("reasons", ())),
        json,
    )


def _alias(json: Mapping[str, Any]) -> Alias:
    return Alias(json["alias"], json["version"], json["digest"], json["by"], json["at"], json.get("reason"))
