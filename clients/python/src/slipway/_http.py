"""Single requests, repeated where they may succeed a moment later."""

from __future__ import annotations

import os
import random
import time
from typing import Any, Callable, Dict, Mapping, Optional, TypeVar, Union

import requests

from slipway._errors import RegistryError

T = TypeVar("T")

ATTEMPTS = 5
_PAUSE = 0.2
# To connect, and for a sender that falls silent: longer than the registry keeps a question back.
_TIMEOUT = (10.0, 90.0)
_STATUS_KINDS = {
    401: "Unauthenticated",
    403: "Forbidden",
    404: "NotFound",
    410: "Gone",
    413: "TooLarge",
    502: "Unavailable",
    503: "Unavailable",
    504: "Unavailable",
    507: "NoRoom",
}
_PASSING = ("Unavailable", "Unreachable")


class Http:
    """A registry's address, and as whom it is asked."""

    def __init__(self, address: str, token: Optional[str], ca: Union[str, "os.PathLike[str]", None]) -> None:
        self._address = address.rstrip("/")
        self._session = requests.Session()
        # Digests are of the bytes as they are.
        self._session.headers["Accept-Encoding"] = "identity"
        if token:
            self._session.auth = _Bearer(token)
        if ca:
            self._session.verify = os.fspath(ca)

    def once(
        self,
        method: str,
        path: str,
        headers: Optional[Mapping[str, str]] = None,
        data: Any = None,
        params: Optional[Mapping[str, Any]] = None,
        stream: bool = False,
    ) -> requests.Response:
        """Asks once. An answer that is a refusal is raised."""
        try:
            response = self._session.request(
                method,
                self._address + path,
                headers=dict(headers or {}),
                data=data,
                params=params,
                stream=stream,
                timeout=_TIMEOUT,
                allow_redirects=False,
            )
            if response.status_code >= 300:
                raise _refusal(response, path)
            return response
        except requests.exceptions.SSLError as e:
            raise RegistryError(
                "Untrusted",
                f"the registry {self._address}",
                f"it cannot prove who it is: {e}",
                "give the file of the authority that signed its certificate, or mend the address",
            ) from e
        except (requests.exceptions.RequestException, OSError) as e:
            raise self.unreachable(e) from e

    def json(
        self,
        method: str,
        path: str,
        headers: Optional[Mapping[str, str]] = None,
        data: Optional[bytes] = None,
        params: Optional[Mapping[str, Any]] = None,
    ) -> Dict[str, Any]:
        """Asks, again where that may help, and reads the answer."""
        return patiently(lambda: _document(self.once(method, path, headers, data, params), path))

    def unreachable(self, cause: BaseException) -> RegistryError:
        return RegistryError(
            "Unreachable",
            f"the registry {self._address}",
            f"it cannot be reached: {cause}",
            "see whether the address is right and the registry runs",
        )


class _Bearer(requests.auth.AuthBase):
    """Set for each request, so that no .netrc takes its place, and no redirect takes it along."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = "Bearer " + self._token
        return request


def patiently(attempt: Callable[[], T]) -> T:
    """Tries again what may succeed a moment later."""
    failures = 0
    while True:
        try:
            return attempt()
        except RegistryError as e:
            failures += 1
            rest(e, failures)


def rest(error: RegistryError, failures: int) -> None:
    """Waits before the next attempt, or gives up by raising why the last one failed."""
    if error.kind not in _PASSING or failures >= ATTEMPTS:
        raise error
    longest = _PAUSE * 2 ** min(failures - 1, 10)
    # Not all at once, where many were cut off at once.
    time.sleep(random.uniform(longest / 2, longest))


def _document(response: requests.Response, path: str) -> Dict[str, Any]:
    try:
        document = response.json()
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise RegistryError(
            "Unexpected",
            path,
            "the answer is no JSON object",
            "see whether the address is that of a Slipway registry, without /v1",
        )
    return document


def _refusal(response: requests.Response, path: str) -> RegistryError:
    kind = _STATUS_KINDS.get(response.status_code, "Unexpected")
    try:
        said = response.json()
        return RegistryError(said.get("reason", kind), said["object"], said["cause"], said["next"])
    except (ValueError, KeyError, AttributeError, TypeError):
        return RegistryError(
            kind,
            path,
            f"it was answered with the status {response.status_code}",
            "see whether the address is that of a Slipway registry, without /v1",
        )
