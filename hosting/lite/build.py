"""Build the browser edition, a JupyterLite site: ``python hosting/lite/build.py OUTPUT``.

The machine that builds needs npm and PyPI; the site itself asks for nothing outside its folder.
See README.md in this folder.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import distribution, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hosting.lite.edition import write_helpers, write_notebooks

#: The version that jupyterlite-pyodide-kernel expects.
PYODIDE = "314.0.6"

#: Where the lesson's own modules are, as a package of Pyodide.
OURS = "lesson-helpers"

#: Pyodide's packages that the kernel needs, besides those that these depend on.
KERNEL = ("ipython", "micropip", "jedi", "typing-extensions")

#: What else it needs, at the version of this environment: the name that is imported, and what must
#: be loaded before it.
ADDED = {
    "comm": ("comm", []),
    "psygnal": ("psygnal", []),
    "ipywidgets": ("ipywidgets", ["comm", "ipython", "traitlets"]),
    "anywidget": ("anywidget", ["ipywidgets", "psygnal", "typing-extensions"]),
    OURS: ("helpers", ["anywidget", "markupsafe", "pyyaml"]),
}

#: Pyodide's builds of these are not on npm or PyPI; without their compiled parts they are slower.
UNCOMPILED = ("markupsafe", "pyyaml")

SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "Can we believe this text?",
        "litePluginSettings": {
            "@jupyterlite/pyodide-kernel-extension:kernel": {
                "pyodideUrl": "./static/pyodide/pyodide.mjs",
                "disablePyPIFallback": True,
            }
        },
    },
}


def build(output: Path) -> None:
    """Build the site in a new folder."""
    if output.exists():
        raise SystemExit(f"{output} exists already. Name a new folder, or delete this one first.")
    with TemporaryDirectory() as name:
        work = Path(name)
        site, notebooks = work / "site", work / "notebooks"
        pyodide = _unpack_pyodide(work, site / "static")
        _add_wheels(work, pyodide)
        _rewrite_lock(pyodide)
        (site / "jupyter-lite.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        write_notebooks(notebooks)
        folders = ["--lite-dir", site, "--contents", notebooks, "--output-dir", output.resolve()]
        small = ["--apps", "lab", "--no-sourcemaps", "--no-unused-shared-packages"]
        _run("jupyterlite_core", "build", *folders, *small, cwd=site)


def _run(module: str, *arguments: str | Path, cwd: Path) -> None:
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], cwd=cwd, check=True)


def _unpack_pyodide(work: Path, static: Path) -> Path:
    """Unpack the core of Pyodide from npm and return its folder."""
    npm = shutil.which("npm") or "npm"
    subprocess.run([npm, "pack", "--silent", f"pyodide@{PYODIDE}"], cwd=work, check=True)
    static.mkdir(parents=True)
    with tarfile.open(work / f"pyodide-{PYODIDE}.tgz") as archive:
        archive.extractall(static, filter="data")
    return (static / "package").rename(static / "pyodide")


def _add_wheels(work: Path, pyodide: Path) -> None:
    """Put the wheel of every package that the kernel needs beside Pyodide."""
    packages = _packages(pyodide)
    wanted = [f"{name}=={packages[name]['version']}" for name in _with_dependencies(packages)]
    wanted += [f"{name}=={version(name)}" for name in ADDED if name != OURS]
    options = ["--quiet", "--no-deps", "--only-binary", ":all:", "--python-version", "3.14"]
    _run("pip", "download", *options, "--platform", "any", "--dest", pyodide, *wanted, cwd=work)
    for name in UNCOMPILED:
        _write_wheel(pyodide, name, version(name), _python_files(name))
    edition = work / "edition"
    write_helpers(edition)
    paths = [path for path in sorted(edition.rglob("*")) if path.is_file()]
    files = {path.relative_to(edition).as_posix(): path.read_bytes() for path in paths}
    _write_wheel(pyodide, OURS, "1", files)


def _packages(pyodide: Path) -> dict[str, Any]:
    """Return what Pyodide's lock file says of each of its packages."""
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    packages: dict[str, Any] = lock["packages"]
    return packages


def _with_dependencies(packages: dict[str, Any]) -> list[str]:
    found: list[str] = []
    queue = list(KERNEL)
    while queue:
        name = _key(queue.pop())
        if name not in found:
            found.append(name)
            queue += packages[name]["depends"]
    return found


def _key(name: str) -> str:
    """Return the name of a package as the lock file has it."""
    return name.lower().replace("_", "-")


def _python_files(name: str) -> dict[str, bytes]:
    """Return the Python files of an installed package."""
    files = [path for path in distribution(name).files or [] if path.suffix == ".py"]
    return {path.as_posix(): Path(path.locate()).read_bytes() for path in files}


def _write_wheel(folder: Path, name: str, number: str, files: dict[str, bytes]) -> None:
    """Write files as a wheel (PEP 427)."""
    stem = f"{name.replace('-', '_')}-{number}"
    about = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    info = {f"{stem}.dist-info/{part}": text.encode() for part, text in about.items()}
    record = f"{stem}.dist-info/RECORD"
    rows = [f"{path},," for path in (*files, *info, record)]
    contents = files | info | {record: "\n".join(rows).encode()}
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in contents.items():
            wheel.writestr(path, data)


def _rewrite_lock(pyodide: Path) -> None:
    """Let the lock file name the wheels that are here, and nothing else."""
    packages = _packages(pyodide)
    entries = {}
    for wheel in sorted(pyodide.glob("*.whl")):
        name, number, *_ = wheel.name.split("-")
        key = _key(name)
        entries[key] = (packages.get(key) or _new_entry(key)) | {
            "version": number,
            "file_name": wheel.name,
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        }
    path = pyodide / "pyodide-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(lock | {"packages": entries}), encoding="utf-8")


def _new_entry(name: str) -> dict[str, Any]:
    imported, needs = ADDED[name]
    return {
        "name": name,
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
        "imports": [imported],
        "depends": needs,
    }


def main() -> None:
    """Build the site in the folder that the command names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="a folder that does not exist yet")
    build(parser.parse_args().output)


if __name__ == "__main__":
    main()
