"""manage.py on a machine that has nothing but Python."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL_LOCK = ("asgiref", "django", "sqlparse")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project with manage.py and a lock of three small packages."""
    (tmp_path / "requirements").mkdir()
    pinned = (ROOT / "requirements" / "base.lock").read_text().splitlines()
    small = [line for line in pinned if line.split("==")[0] in SMALL_LOCK]
    (tmp_path / "requirements" / "base.lock").write_text("\n".join(small) + "\n")
    (tmp_path / "requirements" / "test.lock").write_text("")
    (tmp_path / "tutor").mkdir()
    (tmp_path / "tutor" / "settings.py").write_text("SECRET_KEY = 'x'\n")
    shutil.copy(ROOT / "manage.py", tmp_path)
    return tmp_path


def start(checkout: Path, *arguments: str, **environ: str) -> subprocess.Popen[str]:
    """With the interpreter below the virtual environment of these tests, which has none of the packages."""
    bare = Path(sys.base_prefix) / "bin" / "python3"
    inherited = {"PATH": "/usr/bin:/bin", "HOME": str(checkout), "DJANGO_SETTINGS_MODULE": "tutor.settings"}
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "SSL_"))}
    return subprocess.Popen(
        [str(bare), "manage.py", *arguments], cwd=checkout, env=inherited | kept | environ, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def load(checkout: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("manage_under_test", checkout / "manage.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_two_first_starts_at_once_make_one_environment_and_both_go_on(checkout: Path) -> None:
    both = [start(checkout, "check"), start(checkout, "check")]
    said = [process.communicate(timeout=180)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert all("System check identified no issues" in text for text in said)
    assert sum("waiting for another process that prepares .venv" in text for text in said) == 1
    again = start(checkout, "check")
    assert "installing" not in again.communicate(timeout=60)[0]


def test_without_a_network_it_says_so_and_what_to_do(checkout: Path) -> None:
    offline = start(checkout, "check", PIP_NO_INDEX="1", PIP_FIND_LINKS="", UV_OFFLINE="1", UV_NO_CACHE="1")
    said = offline.communicate(timeout=180)[0]
    assert offline.returncode == 1
    assert "Is the machine online?" in said.splitlines()[-1]


def test_an_old_python_is_refused_with_the_version_to_use(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manage = load(checkout)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Use Python 3\.11 or newer"):
        manage.main()


def test_a_full_disk_is_refused_before_anything_is_written(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manage = load(checkout)
    monkeypatch.setattr(manage, "BYTES_NEEDED", 1 << 62)
    with pytest.raises(SystemExit, match=r"Free about 2\.5 GB"):
        manage.prepare([manage.LOCKS["base"]])
    assert not (checkout / ".venv").exists()


def test_a_folder_that_cannot_be_written_is_named(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manage = load(checkout)
    monkeypatch.setattr(manage.os, "access", lambda *_: False)
    with pytest.raises(SystemExit, match=f"the folder {checkout} cannot be written"):
        manage.prepare([manage.LOCKS["base"]])


def test_a_python_without_venv_and_pip_names_the_package_to_install(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manage = load(checkout)
    monkeypatch.setattr(manage.importlib.util, "find_spec", lambda name: None if name in {"ensurepip", "pip"} else name)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        manage.make_venv()


def test_a_python_without_ensurepip_fills_the_environment_with_its_own_pip(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manage = load(checkout)
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(manage.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find_spec(name))
    manage.make_venv()
    assert subprocess.run([str(manage.PYTHON), "-m", "pip", "--version"], capture_output=True).returncode == 0


def test_a_local_build_of_a_release_counts_as_that_release(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manage = load(checkout)
    monkeypatch.setattr(manage.metadata, "version", lambda name: "2.13.0+cpu")
    assert manage.has("torch", "2.13.0")
    assert not manage.has("torch", "2.14.0")
