"""Grids of sheets: the graph of conductances of any part of a rectangle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.sparse.linalg import spsolve

from ambipolar.core.errors import ParameterError
from ambipolar.numerics.grid import MAX_CELLS, Grid, sheet_mesh

GRID = Grid(length=0.06, width=0.02, columns=6, rows=4)
LABELS = hnp.arrays(int, (4, 6), elements=st.integers(-1, 2)).map(np.ravel)


def everywhere(grid: Grid):
    return sheet_mesh(grid, np.zeros(grid.size, int))


def test_cells_are_numbered_row_by_row_from_the_lower_left():
    grid = Grid(3.0, 2.0, 3, 2)
    assert (grid.dx, grid.dy, grid.cell_area) == (1.0, 1.0, 1.0)
    assert grid.x.tolist() == [0.5, 1.5, 2.5] * 2
    assert grid.y.tolist() == [0.5] * 3 + [1.5] * 3
    x, y = grid.axes()
    assert (x.tolist(), y.tolist()) == ([0.5, 1.5, 2.5], [0.5, 1.5])


@pytest.mark.parametrize("count", [0, -1, 2.5, True, "a", float("nan"), None])
def test_a_number_of_cells_that_is_none_is_refused(count):
    with pytest.raises(ParameterError, match="columns: must be a positive whole number"):
        Grid(1.0, 1.0, count, 1)
    with pytest.raises(ParameterError, match="rows: must be a positive whole number"):
        Grid(1.0, 1.0, 1, count)


def test_more_cells_than_can_be_solved_are_refused():
    with pytest.raises(ParameterError, match=f"are more than {MAX_CELLS}"):
        Grid(1.0, 1.0, MAX_CELLS, 2)


@settings(max_examples=40, deadline=None)
@given(LABELS)
def test_laplacian_of_any_mask_is_symmetric_and_conserves(labels):
    mesh = sheet_mesh(GRID, labels)
    laplacian = mesh.laplacian.toarray()
    assert mesh.size == np.count_nonzero(labels >= 0)
    assert np.array_equal(laplacian, laplacian.T)
    assert np.abs(laplacian.sum(axis=1)).max(initial=0.0) < 1e-12
    off_diagonal = laplacian - np.diag(np.diag(laplacian))
    assert np.all(off_diagonal >= 0)
    eigenvalues = np.linalg.eigvalsh(laplacian) if mesh.size else np.zeros(0)
    assert np.all(eigenvalues < 1e-9)
    # one constant for every connected part is all that it does not see
    assert np.count_nonzero(eigenvalues > -1e-9) == mesh.islands[0]


@settings(max_examples=40, deadline=None)
@given(LABELS)
def test_nothing_flows_between_labels(labels):
    mesh = sheet_mesh(GRID, labels)
    assert np.array_equal(mesh.labels, labels[labels >= 0])
    assert np.array_equal(labels[mesh.cells], mesh.labels)
    # a potential of its own for every label drives no current
    assert np.abs(mesh.laplacian @ mesh.labels).max(initial=0.0) < 1e-12
    faces = mesh.difference.shape[0]
    assert np.array_equal(mesh.difference @ np.ones(mesh.size), np.zeros(faces))
    assert np.array_equal(mesh.face_sum @ np.ones(mesh.size), np.full(faces, 2.0))
    count, part = mesh.islands
    for island in range(count):
        assert len(set(mesh.labels[part == island])) == 1


@settings(max_examples=40, deadline=None)
@given(LABELS)
def test_fluxes_into_cells_are_the_laplacian(labels):
    mesh = sheet_mesh(GRID, labels)
    x = np.random.default_rng(1).standard_normal(mesh.size)
    assert mesh.into_cells @ (mesh.difference @ x) == pytest.approx(mesh.laplacian @ x)
    along = mesh.along_x
    assert np.all(mesh.aspect[along] == pytest.approx(GRID.dy / GRID.dx))
    assert np.all(mesh.aspect[~along] == pytest.approx(GRID.dx / GRID.dy))


@settings(max_examples=40, deadline=None)
@given(LABELS, LABELS)
def test_places_in_another_sheet(labels, other):
    part = sheet_mesh(GRID, np.where(other >= 0, labels, -1))
    whole = sheet_mesh(GRID, labels)
    assert np.array_equal(whole.cells[part.inside(whole)], part.cells)
    assert np.array_equal(whole.scatter() @ np.ones(whole.size), (labels >= 0).astype(float))
    missing = set(whole.cells) - set(part.cells)
    if missing:
        with pytest.raises(ValueError, match="not part of the other sheet"):
            whole.inside(part)


def test_islands_of_a_picture():
    picture = ["XX.X", "XX..", "...X", "X..X"]
    labels = np.array([0 if c == "X" else -1 for row in picture for c in row])
    mesh = sheet_mesh(Grid(4.0, 4.0, 4, 4), labels)
    count, part = mesh.islands
    assert count == 4
    assert sorted(np.bincount(part)) == [1, 1, 2, 4]


def test_nothing_active_is_no_sheet():
    mesh = sheet_mesh(GRID, np.full(GRID.size, -1))
    assert (mesh.size, mesh.islands[0]) == (0, 0)


def test_one_cell_has_no_faces():
    mesh = everywhere(Grid(1.0, 1.0, 1, 1))
    assert mesh.difference.shape == (0, 1)
    assert mesh.laplacian.toarray().tolist() == [[0.0]]


def _manufactured_error(columns: int) -> float:
    """Largest error of phi = cos(pi x/L) cos(2 pi y/W), which leaves no edge."""
    grid = Grid(0.03, 0.02, columns, columns)
    mesh = everywhere(grid)
    exact = np.cos(np.pi * grid.x / grid.length) * np.cos(2 * np.pi * grid.y / grid.width)
    source = ((np.pi / grid.length) ** 2 + (2 * np.pi / grid.width) ** 2) * exact
    matrix = mesh.laplacian.tolil()
    matrix[0, :] = 0.0
    matrix[0, 0] = 1.0  # the constant that is left open
    right = -source * grid.cell_area
    right[0] = exact[0]
    found = spsolve(matrix.tocsc(), right)
    return float(np.abs(found - found.mean() - exact + exact.mean()).max())


def test_a_manufactured_solution_is_approached_with_second_order():
    coarse, fine = _manufactured_error(20), _manufactured_error(40)
    assert np.log2(coarse / fine) == pytest.approx(2.0, abs=0.05)
