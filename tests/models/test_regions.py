"""Regions: areas in closed form, pictures, bad input, and their way through a specification."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ambipolar.core.errors import ParameterError, SpecError
from ambipolar.core.records import signature
from ambipolar.models.image_region import ImageRegion, find_image, smiley
from ambipolar.models.regions import (
    DIGIT_TWO,
    Difference,
    Disc,
    Everywhere,
    Polygon,
    Rectangle,
    Region,
    Stroke,
    Union,
    Without,
    check_not_empty,
    digit_two,
)
from ambipolar.models.registry import REGIONS
from ambipolar.simulation.specification.build import build
from ambipolar.simulation.specification.describe import describe

SIDE, CELLS = 10e-3, 400
centres = (np.arange(CELLS) + 0.5) / CELLS * SIDE
X, Y = np.meshgrid(centres, centres)
UNIT = Rectangle(left=2e-3, right=6e-3, bottom=1e-3, top=4e-3)
TRIANGLE = Polygon(points=((1e-3, 1e-3), (9e-3, 1e-3), (1e-3, 7e-3)))


def area(region: Region) -> float:
    """Area [m^2] inside the square of 10 mm, counted on the grid."""
    return float(np.mean(region.inside(X, Y))) * SIDE**2


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (Everywhere(), 100e-6),
        (UNIT, 12e-6),
        (Disc(x=5e-3, y=5e-3, radius=3e-3), math.pi * 9e-6),
        (TRIANGLE, 24e-6),
        (Stroke(points=((2e-3, 5e-3), (8e-3, 5e-3)), width=2e-3), 12e-6 + math.pi * 1e-6),
        (Without(UNIT), 88e-6),
        (Union((UNIT, Rectangle(4e-3, 8e-3, 1e-3, 4e-3))), 18e-6),
        (Difference(UNIT, Rectangle(4e-3, 8e-3, 1e-3, 4e-3)), 6e-6),
    ],
)
def test_areas(region: Region, expected: float) -> None:
    assert area(region) == pytest.approx(expected, rel=4e-3)


def test_points_broadcast() -> None:
    mask = UNIT.inside(centres[None, :], centres[:, None])
    assert mask.shape == (CELLS, CELLS)
    assert np.array_equal(mask, UNIT.inside(X, Y))


@pytest.mark.parametrize("region", [TRIANGLE, DIGIT_TWO, Everywhere(), ImageRegion("smiley.png")])
def test_every_region_broadcasts(region: Region) -> None:
    mask = region.inside(centres[None, :], centres[:, None])
    assert mask.dtype == bool
    assert np.array_equal(mask, region.inside(X, Y))


def test_a_polygon_with_a_notch() -> None:
    notched = Polygon(points=((0, 0), (4, 0), (4, 4), (2, 1), (0, 4)))
    inside = notched.inside(np.array([2.0, 0.5, 3.5, 2.0]), np.array([3.0, 2.0, 2.0, 0.5]))
    assert inside.tolist() == [False, True, True, True]


@settings(max_examples=50, deadline=None)
@given(
    turn=st.floats(-math.pi, math.pi),
    shift=st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
    start=st.integers(0, 3),
)
def test_polygons_turn_and_shift_with_their_points(
    turn: float, shift: tuple[float, float], start: int
) -> None:
    corners = np.array([(0, 0), (3, 0), (3, 2), (0, 1)], dtype=float)
    spots = np.array([(1.5, 0.7), (2.9, 1.8), (0.1, 1.2), (3.2, 1.0), (-0.2, 0.5)])
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    moved = np.roll(corners, start, axis=0) @ rotation.T + shift
    x, y = (spots @ rotation.T + shift).T
    polygon = Polygon(points=tuple(map(tuple, moved.tolist())))
    assert polygon.inside(x, y).tolist() == [True, True, False, False, False]


def test_the_digit_two() -> None:
    assert pytest.approx(104e-3, abs=1e-3) == DIGIT_TWO.length
    x, y = np.meshgrid(np.arange(0.5, 32) * 1e-3, np.arange(0.5, 44) * 1e-3)
    drawn = DIGIT_TWO.inside(x, y)
    # its area is that of the track, with round ends and five corners that lap over
    assert drawn.sum() == pytest.approx(104 * 4, rel=0.06)
    rows = ["".join("#" if cell else "." for cell in row) for row in drawn[::-1]]
    assert [row.strip(".").count("#") > 20 for row in (rows[3], rows[21], rows[40])] == [True] * 3
    assert rows[12].rindex("#") > 25  # the upper arm is on the right
    assert "#" not in rows[12][:20]
    assert rows[31].index("#") < 6  # the lower one on the left
    assert "#" not in rows[31][10:]
    first, last = DIGIT_TWO.ends()
    assert first.inside(4.8e-3, 40.4e-3)
    assert last.inside(27.2e-3, 3.6e-3)


def test_places_along_a_track() -> None:
    line = Stroke(points=((0, 0), (2, 0), (2, 3)), width=0.5)
    found = line.along(np.array([-1.0, 1.0, 2.2, 2.0]), np.array([0.0, 0.1, 1.0, 9.0]))
    assert found == pytest.approx([0.0, 1.0, 3.0, 5.0])


def test_a_stroke_may_repeat_a_point() -> None:
    dot = Stroke(points=((1.0, 1.0), (1.0, 1.0)), width=1.0)
    assert dot.inside(np.array([1.4, 1.6]), np.array([1.0, 1.0])).tolist() == [True, False]


# --- pictures --------------------------------------------------------------------------------


@pytest.fixture
def corner(tmp_path: Path) -> Path:
    """Four pixels wide, two high; only the upper left one is black."""
    grey = np.full((2, 4), 255, dtype=np.uint8)
    grey[0, 0] = 0
    Image.fromarray(grey).save(tmp_path / "corner.png")
    return tmp_path / "corner.png"


def test_a_picture_lies_as_it_is_seen(corner: Path) -> None:
    region = ImageRegion(str(corner), left=1.0, bottom=2.0, width=4.0)
    x, y = np.array([1.5, 2.5, 1.5, 0.5, 1.5, 5.5]), np.array([3.5, 3.5, 2.5, 3.5, 4.5, 2.5])
    assert region.inside(x, y).tolist() == [True, False, False, False, False, False]
    light = replace(region, dark=False)
    assert light.inside(x, y).tolist() == [False, True, True, False, False, False]
    tall = replace(region, height=8.0)
    assert tall.inside(np.array([1.5, 1.5]), np.array([9.0, 5.0])).tolist() == [True, False]


def test_the_threshold_and_other_modes(tmp_path: Path) -> None:
    Image.fromarray(np.array([[60000, 20000]], dtype=np.uint16)).save(tmp_path / "deep.png")
    Image.new("RGBA", (2, 1), (0, 0, 0, 0)).save(tmp_path / "glass.png")
    Image.new("RGB", (2, 1), (200, 0, 0)).save(tmp_path / "red.png")
    x, y = np.array([0.25, 0.75]), np.array([0.25, 0.25])

    def inside(name: str, **fields: float) -> list[bool]:
        return ImageRegion(str(tmp_path / name), width=1.0, **fields).inside(x, y).tolist()

    assert inside("deep.png") == [False, True]
    assert inside("deep.png", threshold=0.2) == [False, False]
    assert inside("glass.png") == [False, False]  # transparent is white
    assert inside("red.png") == [True, True]


def test_the_smiley_comes_with_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Image.open(find_image("smiley.png")) as picture:
        assert np.array_equal(np.asarray(picture), smiley())
    face = ImageRegion("smiley.png", width=1.0)
    spots = {"nose": (0.5, 0.5), "left eye": (0.33, 0.64), "mouth": (0.5, 0.23), "air": (0.02, 0.9)}
    x, y = np.array(list(spots.values())).T
    assert face.inside(x, y).tolist() == [True, False, False, False]
    Image.new("L", (4, 4), 0).save(tmp_path / "smiley.png")  # one's own comes first
    assert ImageRegion("smiley.png", width=1.0).inside(x, y).all()


def test_the_smiley_is_in_one_piece() -> None:
    from scipy.ndimage import label

    assert label(smiley() == 0)[1] == 1
    assert label(smiley() > 0)[1] == 4  # two eyes, a mouth and the air around
    assert np.array_equal(smiley(), smiley()[:, ::-1])


def test_an_edited_picture_is_another_region(corner: Path) -> None:
    before = ImageRegion(str(corner), width=1.0)
    Image.new("L", (4, 2), 0).save(corner)
    after = ImageRegion(str(corner), width=1.0)
    assert before != after
    assert signature(before) != signature(after)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("plan.pdf", b"%PDF-1.4\n1 0 obj\n", "is not a picture"),
        ("mask.png", b"just some text", "is not a picture"),
        ("none.png", b"", "is empty"),
        ("code.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is not a picture"),
    ],
)
def test_what_is_no_picture_is_named(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ParameterError, match=f"{name} {message}.*PNG") as caught:
        ImageRegion(str(tmp_path / name))
    assert caught.value.path == "ImageRegion.image"


def test_damaged_pictures_are_named(corner: Path) -> None:
    whole = find_image("smiley.png").read_bytes()
    for cut in (20, 40, len(whole) // 2, len(whole) - 40):
        corner.write_bytes(whole[:cut])
        with pytest.raises(ParameterError, match="corner.png is (damaged|not a picture)"):
            ImageRegion(str(corner))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_bytes_are_a_picture_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(find_image("smiley.png").read_bytes())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place : place + data.draw(st.integers(1, 8))] = data.draw(st.binary(max_size=8))
    file = tmp_path_factory.mktemp("any") / "any.png"
    file.write_bytes(whole)
    try:
        region = ImageRegion(str(file), width=SIDE)
    except ParameterError as error:
        region, advice = None, error.advice
    assert advice if region is None else region.inside(X, Y).shape == X.shape


def test_huge_pictures_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    Image.new("1", (12_000, 12_000)).save(tmp_path / "huge.png")
    with pytest.raises(ParameterError, match="pixels.*smaller"):
        ImageRegion(str(tmp_path / "huge.png"))


@pytest.mark.parametrize("name", ["missing.png", "", "../images/smiley.png", "a\0b", "x" * 5000])
def test_missing_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ParameterError, match="smiley.png|name of a picture"):
        ImageRegion(name)


# --- bad input -------------------------------------------------------------------------------


@pytest.mark.parametrize("points", [(), ((0, 0),), ((0, 0), (1, 1))])
def test_a_polygon_has_three_corners(points: tuple) -> None:
    with pytest.raises(ParameterError, match=f"has {len(points)} points. Give at least 3"):
        Polygon(points=points)


@pytest.mark.parametrize("points", [(0, 1, 2), ((0, 1, 2),) * 3, 5.0, ((0, 0), (1, 1))[:1]])
def test_lines_need_pairs(points: object) -> None:
    with pytest.raises(ParameterError, match=r"Stroke\.points"):
        Stroke(points=points, width=1e-3)


@pytest.mark.parametrize("bad", [math.nan, math.inf, "wide"])
def test_coordinates_are_finite(bad: object) -> None:
    with pytest.raises(ParameterError, match=r"Rectangle\.left"):
        Rectangle(left=bad, right=1, bottom=0, top=1)
    with pytest.raises(ParameterError, match=r"Polygon\.points"):
        Polygon(points=((0, 0), (1, 0), (1, bad)))


def test_sides_in_order() -> None:
    with pytest.raises(ParameterError, match=r"Rectangle\.right: 1 m is not greater than left, 2"):
        Rectangle(left=2, right=1, bottom=0, top=1)
    with pytest.raises(ParameterError, match=r"Rectangle\.top"):
        Rectangle(left=0, right=1, bottom=1, top=1)


def test_a_union_of_nothing_and_a_wide_digit() -> None:
    with pytest.raises(ParameterError, match="names no region"):
        Union(())
    with pytest.raises(ParameterError, match="too wide"):
        digit_two(track=12e-3)


def test_empty_masks_are_named() -> None:
    check_not_empty(UNIT.inside(X, Y), "conductor.region")
    outside = Rectangle(20e-3, 30e-3, 0, 1e-3)
    with pytest.raises(ParameterError, match=r"conductor\.region: covers no cell"):
        check_not_empty(outside.inside(X, Y), "conductor.region")


# --- specifications --------------------------------------------------------------------------

WRITTEN = [
    "everywhere",
    "digit-two",
    {"type": "rectangle", "left": "2 mm", "right": "6 mm", "bottom": "1 mm", "top": "4 mm"},
    {"type": "disc", "x": "5 mm", "y": "5 mm", "radius": "3 mm"},
    {"type": "polygon", "points": [["1 mm", "1 mm"], ["9 mm", 1e-3], [1e-3, "0.7 cm"]]},
    {"type": "stroke", "points": {"unit": "mm", "values": [[2, 5], [8, 5]]}, "width": "2 mm"},
    {"type": "image", "image": "smiley.png", "width": "10 mm"},
    {"type": "union", "parts": ["digit-two", {"type": "disc", "x": 0, "y": 0, "radius": 1e-3}]},
    {"type": "difference", "region": "everywhere", "removed": "digit-two"},
    {"type": "without", "region": "digit-two"},
]


def test_every_region_can_be_written() -> None:
    assert {w if isinstance(w, str) else w["type"] for w in WRITTEN} == set(REGIONS)


@pytest.mark.parametrize("written", WRITTEN, ids=str)
def test_regions_round_trip(written: object) -> None:
    region = build(written, "region", "plate")
    again = build(describe(region, "region"), "region", "plate")
    assert again == region
    assert np.array_equal(again.inside(X, Y), region.inside(X, Y))


def test_units_of_points() -> None:
    assert build(WRITTEN[4], "region") == TRIANGLE
    assert build(WRITTEN[5], "region").points == ((2e-3, 5e-3), (8e-3, 5e-3))


def test_a_picture_beside_the_specification(corner: Path) -> None:
    written = {"type": "image", "image": "corner.png", "width": "1 mm"}
    region = build(written, "region", folder=corner.parent)
    assert region.image == str(corner)
    with pytest.raises(SpecError, match=r"plate\.image: there is no file 'corner.png'"):
        build(written, "region", "plate")


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"points": [[0, 0], [1, 0]]}, "plate.points"),
        ({"points": [["1 s", 0], [1, 0], [0, 1]]}, r"plate.points.0.0"),
        ({"points": [[[0, 1], 0], [1, 0], [0, 1]]}, r"plate.points.0.0"),
        ({"points": 3}, "plate.points"),
        ({"points": [0, 1, 2]}, "plate.points"),
        ({}, "plate.points"),
    ],
)
def test_bad_points_are_placed(fields: dict, place: str) -> None:
    with pytest.raises((SpecError, ParameterError), match=place):
        build({"type": "polygon", **fields}, "region", "plate")
