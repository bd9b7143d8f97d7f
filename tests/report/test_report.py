"""The report: self-contained, complete, and true to the run."""

import re

import pytest
from tests.toys import Rate, allen_cahn_device

import ambipolar as amb
from ambipolar.core.records import parameters
from ambipolar.report.html import report_html
from ambipolar.report.parameters import parameter_rows
from ambipolar.simulation.run import run
from ambipolar.simulation.studies import STUDIES
from ambipolar.simulation.study import run_study


@pytest.fixture(scope="module")
def page():
    result = run_study(STUDIES["finite-warburg"])
    return report_html(result, {"a picture": b"\x89PNG"})


def test_all_sections_are_there(page):
    for heading in ("Figures", "How it ended", "Conservation", "parameters", "Citations"):
        assert heading in page
    assert "guest balance" in page
    assert page.rstrip().endswith("</html>")


def test_nothing_is_fetched_from_elsewhere(page):
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert links
    assert all(x.startswith(("data:image/png;base64,", "https://doi.org/")) for x in links)


def test_every_parameter_of_a_device_is_listed():
    device = amb.devices.SingleParticle(amb.materials.LFP, amb.AllenCahnReaction())
    rows = {row.path: row for row in parameter_rows(device)}
    assert set(parameters(device)) <= set(rows)
    assert rows["material.gradient_energy"].source == "cogswell2012"
    assert rows["material.gradient_energy"].unit == "J/m"
    assert rows["particle.length"].meaning


def test_text_is_escaped():
    spec = STUDIES["finite-warburg"].model_copy(update={"title": "<script>x</script>"})
    result = run_study(spec)
    assert "<script>" not in report_html(result)


def test_notebook_card():
    card = run(allen_cahn_device(cells=20), Rate(0.5, 0.5, samples=5))._repr_html_()
    assert "completed" in card
    assert "voltage" in card
