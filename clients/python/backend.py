#!/usr/bin/env python3
"""Makes the wheel of the package slipway, with Python alone: a build backend (PEP 517), and a program.

    python3 backend.py VERSION FOLDER       writes FOLDER/slipway-VERSION-py3-none-any.whl and prints its path

One source gives one sequence of bytes, whenever and wherever it is built.
"""

import base64
import hashlib
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
VERSION = "0.1.0.dev0"
TIME = (2026, 11, 1, 0, 0, 0)

METADATA = """\
Metadata-Version: 2.1
Name: slipway
Version: {version}
Summary: Pushes versions of models to a Slipway registry, pulls and verifies them, and moves aliases.
License: Apache-2.0
Requires-Python: >=3.8
Requires-Dist: requests>=2.25
Description-Content-Type: text/markdown

{readme}"""

WHEEL = """\
Wheel-Version: 1.0
Generator: slipway
Root-Is-Purelib: true
Tag: py3-none-any
"""


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """What pip asks for."""
    return write(VERSION, pathlib.Path(wheel_directory)).name


def build_sdist(sdist_directory, config_settings=None):
    """What pip asks for, and does not get: the wheel is pure Python."""
    raise NotImplementedError("build the wheel; the sources are in Slipway's repository")


def write(version, folder):
    """Writes the wheel; its path."""
    info = f"slipway-{version}.dist-info"
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    content = {
        path.relative_to(HERE / "src").as_posix(): path.read_bytes()
        for path in sorted((HERE / "src" / "slipway").iterdir())
        if path.suffix == ".py" or path.name == "py.typed"
    }
    content[f"{info}/METADATA"] = METADATA.format(version=version, readme=readme).encode()
    content[f"{info}/WHEEL"] = WHEEL.encode()
    record = "".join(f"{path},sha256={_hash(data)},{len(data)}\n" for path, data in content.items())
    content[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"slipway-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in content.items():
            entry = zipfile.ZipInfo(path, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return wheel


def _hash(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def pep440(version):
    """As Python writes what Maven calls it."""
    return version.replace("-SNAPSHOT", ".dev0")


if __name__ == "__main__":
    print(write(pep440(sys.argv[1]), pathlib.Path(sys.argv[2])))
