"""The house rules of docs/architecture.md, read from the syntax tree: nothing is imported here.

Layers, budgets, banned imports, no prints, no bare excepts, and every cited key resolves.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from ambipolar.core.citations import cited_keys, references

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "ambipolar"
FILES = sorted(PACKAGE.rglob("*.py"))
FILE_LINES, FUNCTION_LINES = 400, 60

#: bottom to top; modules of one row never import each other
LAYERS = (
    {"core"},
    {"physics", "numerics"},
    {"materials", "atomistics"},
    {"models"},
    {"devices"},
    {"simulation"},
    {"plot", "report", "analysis", "export"},
    {"cli", "app"},
)
LEVEL = {name: level for level, row in enumerate(LAYERS) for name in row}

#: third-party package -> the only places (folders or modules of the package) that import it
ONLY_IN = {
    "matplotlib": {"plot", "report"},
    "typer": {"cli"},
    "rich": {"cli"},
    "pint": {"core/units.py"},
    "casadi": {
        "core/ops.py",
        "physics/derivatives.py",
        "physics/thermodynamics",
        "physics/stability",  # compiled curves of phase diagrams
        "numerics",
        "models",
        "devices",
        "simulation",
    },
    "pybammsolvers": {"numerics/backends"},
    "pydantic": {"simulation", "cli"},
    "bpx": {"simulation/importers"},
    "jinja2": {"report"},
    "dask": {"simulation/sweep/cluster.py"},
    "distributed": {"simulation/sweep/cluster.py"},
    "colour": {"physics/optics"},
    "tmm": set(),  # a reference of the tests
    "pybamm": set(),
    "jax": set(),
    "torch": set(),  # the engines run on it and import it themselves
    "torch_geometric": {"atomistics/engines/sevennet.py"},
    "sevenn": {"atomistics/engines/sevennet.py"},
    "chgnet": {"atomistics/engines/chgnet.py"},
    "gpaw": {"atomistics/engines"},
    "pymatgen": {"atomistics/engines/chgnet.py", "atomistics/structures"},
    "spglib": {"atomistics/structures", "atomistics/lattice", "atomistics/thermodynamics"},
    "abtem": {"atomistics/imaging"},
    "numba": {"atomistics/lattice", "atomistics/kinetic"},
    "ase": {"atomistics"},
}
#: too slow to import at the top of a module (`import ambipolar` and `--help` stay quick)
LATE = {
    "pint", "matplotlib", "PIL", "xarray", "pandas", "pybammsolvers", "h5netcdf", "jinja2",
    "colour", "dask", "distributed", "bpx", "ase", "torch", "sevenn", "chgnet", "gpaw", "pymatgen",
    "spglib", "abtem",
}  # fmt: skip


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_of(path: Path) -> tuple[str, ...]:
    """``src/ambipolar/core/ops.py`` -> ``("ambipolar", "core", "ops")``."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imports(path: Path, nodes: Iterator[ast.AST] | None = None) -> Iterator[tuple[int, str]]:
    """``(line, absolute module)`` of every import, also of those inside functions."""
    package = module_of(path) if path.name == "__init__.py" else module_of(path)[:-1]
    for node in ast.walk(tree(path)) if nodes is None else nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(filter(None, [base, node.module]))
            yield node.lineno, name
            yield from ((node.lineno, f"{name}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "require":
            # how the libraries of optional extras are imported
            yield from ((node.lineno, str(a.value)) for a in node.args[:1] if _is_text(a))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


def top_level(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Statements that run at import, without ``if TYPE_CHECKING`` blocks."""
    for node in body:
        if isinstance(node, ast.If):
            if "TYPE_CHECKING" not in ast.unparse(node.test):
                yield from top_level(node.body + node.orelse)
        elif isinstance(node, ast.Try):
            yield from top_level(node.body)
        else:
            yield node


def report(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(PACKAGE.parent)}:{line}"


def test_every_subpackage_has_a_layer():
    found = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    assert found <= LEVEL.keys(), f"give {sorted(found - LEVEL.keys())} a place in LAYERS"


@pytest.mark.parametrize("row", range(len(LAYERS)), ids=lambda i: "|".join(sorted(LAYERS[i])))
def test_imports_go_down_the_layers_and_siblings_stay_apart(row):
    faults = []
    for path in (p for p in FILES if p.relative_to(PACKAGE).parts[0] in LAYERS[row]):
        own = module_of(path)[1]
        for line, name in imports(path):
            parts = name.split(".")
            target = parts[1] if parts[0] == "ambipolar" and len(parts) > 1 else own
            if target != own and LEVEL.get(target, -1) >= row:
                faults.append(f"{where(path, line)}: {own} may not import {target}")
    report(faults)


def test_third_party_packages_stay_in_their_place():
    faults = []
    for path in FILES:
        place = path.relative_to(PACKAGE).as_posix()
        for line, name in imports(path):
            allowed = ONLY_IN.get(name.split(".")[0])
            if allowed is not None and not any(
                place == a or place.startswith(f"{a}/") for a in allowed
            ):
                faults.append(
                    f"{where(path, line)}: {name} is imported only in {allowed or 'no'} file"
                )
    report(sorted(set(faults)))


def test_slow_packages_are_imported_inside_functions():
    faults = [
        f"{where(path, line)}: import {name} inside the function that needs it"
        for path in FILES
        for line, name in imports(path, top_level(tree(path).body))
        if name.split(".")[0] in LATE
    ]
    report(sorted(set(faults)))


def test_inside_the_package_imports_are_relative():
    faults = [
        f"{where(path, node.lineno)}: write a relative import"
        for path in FILES
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ambipolar")
        or (
            isinstance(node, ast.Import) and any(a.name.startswith("ambipolar") for a in node.names)
        )
    ]
    report(faults)


def test_files_are_short():
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in FILES}
    report(
        [f"{where(p, n)}: over {FILE_LINES} lines" for p, n in lengths.items() if n > FILE_LINES]
    )


def test_functions_are_short():
    faults = []
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    faults.append(f"{where(path, node.lineno)}: {node.name} has {length} lines")
    report(faults)


def test_modules_and_public_classes_say_what_they_are():
    faults = []
    for path in FILES:
        if path.stat().st_size and not ast.get_docstring(tree(path)):
            faults.append(f"{where(path, 1)}: module docstring")
        faults += [
            f"{where(path, node.lineno)}: docstring of {node.name}"
            for node in tree(path).body
            if isinstance(node, ast.ClassDef | ast.FunctionDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    report(faults)


def test_only_the_command_line_prints():
    faults = [
        f"{where(path, node.lineno)}: print() outside cli"
        for path in FILES
        if path.relative_to(PACKAGE).parts[0] != "cli"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    report(faults)


def test_no_bare_except():
    faults = [
        f"{where(path, node.lineno)}: name the exception"
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    report(faults)


def test_cited_keys_resolve():
    known, faults = references(), []
    for path in FILES:
        for key in cited_keys([path.read_text(encoding="utf-8")]):
            if key not in known:
                faults.append(f"{where(path, 1)}: [{key}] is not in references.bib")
    report(faults)
