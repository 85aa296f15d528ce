"""Files on their way: uploads and downloads that go on where they broke."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO, Callable, Dict, Optional

import requests

from slipway._errors import RegistryError
from slipway._http import Http, rest

Report = Callable[[int], None]
_CHUNK = 1 << 16


def digest_of(path: Path, report: Optional[Report] = None) -> str:
    """The name of a file's bytes."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            digest.update(chunk)
            size += len(chunk)
            if report:
                report(size)
    return "sha256:" + digest.hexdigest()


class _Rest:
    """What of a file has not been sent, as requests sends it: with its length known."""

    def __init__(self, file: BinaryIO, offset: int, total: int, report: Report) -> None:
        file.seek(offset)
        self._file = file
        self._at = offset
        self._left = total - offset
        self._report = report

    def __len__(self) -> int:
        return self._left

    def read(self, size: int = -1) -> bytes:
        wanted = _CHUNK if size is None or size < 0 else size
        chunk = self._file.read(min(wanted, self._left))
        self._at += len(chunk)
        self._left -= len(chunk)
        self._report(self._at)
        return chunk


def upload(http: Http, path: Path, digest: str, size: int, report: Report) -> None:
    """Sends a file. It is given up when it breaks time and again without a byte more."""
    address = f"/v1/blobs/{digest}"
    most = 0
    failures = 0
    while True:
        try:
            state = http.once("GET", address + "/upload").json()
            if state["complete"]:
                return
            offset = state["received"]
            if offset > most:
                most, failures = offset, 0
            headers: Dict[str, str] = {}
            if offset:
                headers["Content-Range"] = f"bytes {offset}-{size - 1}/{size}"
            with path.open("rb") as file:
                data = _Rest(file, offset, size, report) if size else b""
                if http.once("PUT", address, headers, data).json()["complete"]:
                    return
            failures += 1
        except RegistryError as e:
            failures += 1
            # Another upload of the same bytes, or what came of ours after we took it for broken.
            passing = RegistryError("Unavailable", e.object, e.cause, e.next) if e.kind == "Conflict" else e
            rest(passing, failures)


def download(http: Http, address: str, digest: str, size: int, target: Path, report: Report) -> None:
    """Fetches a file beside its name, hashes it, and only then gives it its name."""
    if target.exists():
        if target.is_file() and target.stat().st_size == size and digest_of(target) == digest:
            return
        raise RegistryError(
            "Exists",
            str(target),
            "there is another file already",
            "name another folder, or take that file away",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part-{digest[7:19]}")
    _complete(http, address, size, part, report)
    actual = digest_of(part)
    if actual != digest:
        part.unlink()
        raise RegistryError(
            "Corrupt",
            str(target),
            f"the bytes that came hash to {actual}, not to {digest}, and were thrown away",
            "pull again, and look at what is between here and the registry",
        )
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, target)


def _complete(http: Http, address: str, size: int, part: Path, report: Report) -> None:
    failures = 0
    part.touch()
    while part.stat().st_size != size:
        have = part.stat().st_size
        if have > size:
            part.unlink()
            part.touch()
            have = 0
        try:
            _append(http, address, have, size, part, report)
            failures += 1
        except RegistryError as e:
            failures = 1 if part.stat().st_size > have else failures + 1
            rest(e, failures)


def _append(http: Http, address: str, have: int, size: int, part: Path, report: Report) -> None:
    headers = {"Range": f"bytes={have}-"} if have else {}
    with http.once("GET", address, headers, stream=True) as response:
        # Who does not know ranges sends all.
        whole = response.status_code != 206
        at = 0 if whole else have
        with part.open("wb" if whole else "ab") as file:
            try:
                for chunk in response.iter_content(_CHUNK):
                    at += len(chunk)
                    if at > size:
                        raise RegistryError(
                            "Corrupt",
                            address,
                            "more bytes came than the version has",
                            "look at what is between here and the registry",
                        )
                    file.write(chunk)
                    report(at)
            except requests.exceptions.RequestException as e:
                raise http.unreachable(e) from e
