"""Everything shown in the README and in the pages that teach by example is executed.

Python blocks of one page run in order in one namespace, in a folder of their own. Console blocks
run with this environment's programs first on the path; lines that set up an environment or start
this very suite are checked against the Makefile and the packaging instead of being run.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = (
    "README.md", "docs/get-started.md", "docs/extending.md", "docs/cycling.md",
    "docs/theory/ageing.md", "docs/sensitivities.md", "docs/cells.md",
)  # fmt: skip
_FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: variables of the calling shell that commands shown to a user must not depend on
_HIDDEN = {"PYTEST_CURRENT_TEST", "COLUMNS"}


def blocks(page: str, *languages: str) -> list[str]:
    path = REPOSITORY / page
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [body for language, body in _FENCE.findall(text) if language in languages]


def commands(page: str) -> list[str]:
    """Command lines of the console blocks, without prompts, output, comments; joined at ``\\``."""
    found = []
    for block in blocks(page, "bash", "console", "sh"):
        lines = block.replace("\\\n", " ").splitlines()
        prompted = any(line.startswith("$ ") for line in lines)
        shown = [line[2:] for line in lines if line.startswith("$ ")] if prompted else lines
        found += [re.sub(r"(^|\s+)#.*", "", line).strip() for line in shown]
    return [command for command in found if command]


def targets() -> set[str]:
    text = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", text, re.MULTILINE))


def check_structure(command: str) -> bool:
    """Whether ``command`` is one that is checked instead of run; asserts that it is right."""
    words = shlex.split(command, comments=True)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if words[0] == "make":
        assert set(words[1:]) <= targets(), f"no such make target in {command!r}"
    elif words[0] == "git":
        assert words[1] in {"clone", "add", "commit", "switch"}
    elif "pip" in words:
        extras = re.findall(r"\[([\w,-]+)\]", command)
        known = project["optional-dependencies"].keys()
        assert {e for group in extras for e in group.split(",")} <= known, command
    elif "venv" not in words and words[0] not in {"cd", "source", "."}:
        return False
    return True


@pytest.mark.parametrize("page", PAGES)
def test_python_blocks_run(page, tmp_path):
    code = blocks(page, "python")
    if not code:
        pytest.skip(f"{page} shows no Python")
    script = tmp_path / "page.py"
    script.write_text("\n\n".join(code), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script.name], cwd=tmp_path, env=environment(), capture_output=True,
        text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES)
def test_console_blocks_run(page, tmp_path):
    shown = commands(page)
    if not shown:
        pytest.skip(f"{page} shows no command")
    for block in blocks(page, "yaml"):  # "# name.yaml" in the first line names the file
        (tmp_path / block.splitlines()[0].removeprefix("# ")).write_text(block, encoding="utf-8")
    for command in shown:
        if check_structure(command):
            continue
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], cwd=tmp_path, env=environment(),
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"$ {command}\n{done.stdout}\n{done.stderr}"


def test_readme_states_the_two_commands_and_the_plain_way():
    shown = commands("README.md")
    assert "make demo" in shown
    assert "make test" in shown
    assert any("pip install" in command for command in shown)


def test_links_and_pictures_of_the_readme_exist():
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)", text) + re.findall(r'src="([^"]+)"', text)
    for link in (link for link in links if "://" not in link):
        assert (REPOSITORY / link).exists(), link


def environment() -> dict[str, str]:
    """This environment with its programs first on the path and figures drawn without a screen."""
    own = {k: v for k, v in os.environ.items() if k not in _HIDDEN}
    binaries = Path(sys.executable).parent
    return own | {"PATH": f"{binaries}{os.pathsep}{own.get('PATH', '')}", "MPLBACKEND": "Agg"}
