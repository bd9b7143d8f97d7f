"""The picture of every stage of an experiment."""

import pytest

from ambipolar.core.errors import ParameterError
from ambipolar.plot.film_stages import plot_film_stages
from ambipolar.plot.mechanisms import plot_mechanisms
from ambipolar.plot.studies import film_stages
from ambipolar.simulation.run import run
from ambipolar.simulation.specification.spec import load_spec
from ambipolar.simulation.study import StudyResult

SPEC = {
    "device": {
        "type": "lateral-film",
        "film": {"material": "WO3"},
        "columns": 12,
        "probes": [{"name": "L"}, {"name": "R"}],
    },
    "protocol": [
        {
            "type": "drive", "terminals": {"left": "-0.2 A"}, "duration": "1 min",
            "samples": 5, "label": "to the left",
        },
        {"type": "drive", "terminals": {}, "duration": "1 min", "samples": 5, "label": "rest"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def film():
    experiment = load_spec(SPEC).experiment()
    return run(experiment.device, experiment.protocol), experiment.device


def test_one_picture_for_each_step_with_its_label_and_what_the_probes_see(film):
    solution, device = film
    figure = plot_film_stages(solution, device, title="a film")
    pictures = [a for a in figure.axes if a.images]
    assert [a.get_title(loc="left") or a.get_title() for a in pictures] == ["to the left", "rest"]
    assert all(a.texts[0].get_text().startswith("L ") for a in pictures)
    (curves,) = [a for a in figure.axes if a.lines]
    assert len(curves.lines) == 2
    assert "min" in curves.get_xlabel()


def test_a_study_without_probes_is_told_so(film):
    solution, device = film
    spec = load_spec({**SPEC, "device": {**SPEC["device"], "probes": []}})
    bare = spec.experiment().device
    with pytest.raises(ParameterError, match="probes"):
        film_stages(StudyResult(spec, {"a": bare}, {"a": solution}))


def test_mechanisms_are_drawn_for_the_same_experiments(film):
    solution, _ = film
    pairs = {"bipolar-base": solution, "drift-base": solution}
    figure = plot_mechanisms(pairs, {"bipolar-base": "as it is", "drift-base": "as it is"})
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["as it is"]
    # the guests went to the left, in both panels, by the same distance for the same solution
    widths = [bar.get_width() for bar in figure.axes[0].patches]
    assert len(widths) == 2 and widths[0] < 0 and widths[0] == widths[1]
