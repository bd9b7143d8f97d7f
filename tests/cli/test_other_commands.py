"""list, show, citations, validate, compare and import."""

import json

import pytest
from typer.testing import CliRunner

from ambipolar import __version__
from ambipolar.cli.main import app

runner = CliRunner()


def call(*arguments: object):
    return runner.invoke(app, [str(a) for a in arguments], env={"COLUMNS": "160"})


def test_version_and_help():
    assert call("--version").stdout.strip() == f"ambipolar {__version__}"
    for command in ("run", "validate", "compare", "list", "show", "import", "fit", "citations"):
        assert call(command, "--help").exit_code == 0
        assert command in call("--help").stdout


@pytest.mark.parametrize(
    ("kind", "member"),
    [
        ("materials", "LFP"),
        ("kinetics", "butler-volmer"),
        ("devices", "single-particle"),
        ("particles", "allen-cahn-reaction"),
        ("studies", "lfp-rate-suppression"),
    ],
)
def test_lists(kind, member):
    result = call("list", kind)
    assert result.exit_code == 0
    assert member in result.stdout


def test_show_material_names_sources_and_equilibrium(tmp_path):
    result = call("show", "material", "LFP", "--figure", tmp_path / "lfp.svg")
    assert result.exit_code == 0, result.output
    for words in ("cogswell2012", "11177.1", "spinodals", "7.28"):
        assert words in result.stdout
    assert (tmp_path / "lfp.svg").read_text().startswith("<?xml")


def test_show_kinetics_and_study():
    assert "transfer_coefficient" in call("show", "kinetics", "butler-volmer").stdout
    assert "device:" in call("show", "study", "lfp-rate-suppression").stdout


@pytest.mark.parametrize("what", ["material", "kinetics", "study"])
def test_unknown_names_suggest(what):
    result = call("show", what, "nonsense")
    assert result.exit_code == 2
    assert "nonsense" in result.stderr


def test_citations(tmp_path):
    assert "10.1021/nl202764f" in call("citations", "bai2011").stdout
    assert call("citations", "bai2011", "--bibtex").stdout.startswith("@article{bai2011")
    assert "bai2011" in call("citations", "lfp-rate-suppression").stdout
    assert "cogswell2012" in call("citations", "LFP").stdout
    assert call("citations", "nothing-like-it").exit_code == 2


def test_validate_writes_json(tmp_path):
    path = tmp_path / "claims.json"
    result = call("validate", "finite-warburg", "--json", path)
    assert result.exit_code == 0, result.output
    claims = json.loads(path.read_text())["claims"]
    assert claims
    wanted = {"study", "claim", "source", "published", "computed", "tolerance", "verdict", "reason"}
    assert all(wanted <= set(c) for c in claims)
    assert {c["verdict"] for c in claims} <= {"pass", "fail"}


def test_compare_exits_with_one_when_a_limit_is_exceeded(tmp_path):
    spec = tmp_path / "s.yaml"
    spec.write_text(
        "device: {type: single-particle, material: LFP, particle: homogeneous}\n"
        "protocol: [Discharge at 1C for 10 minutes]\n"
    )
    assert call("run", spec, "--out", tmp_path / "out", "--quiet").exit_code == 0
    from ambipolar.simulation.solution import Solution

    data = Solution.load(tmp_path / "out/solution.nc").dataset
    rows = zip(data["time"].values[::20], data["voltage"].values[::20], strict=True)
    text = "time_s,voltage_V\n" + "".join(f"{t},{v + 1e-3}\n" for t, v in rows)
    (tmp_path / "ref.csv").write_text(text)
    limits = ("--figure", tmp_path / "c.png")
    arguments = ("compare", tmp_path / "out/solution.nc", tmp_path / "ref.csv")
    good = call(*arguments, "--median", "1.1 mV", "--max", "2 mV", *limits)
    assert good.exit_code == 0, good.output
    assert (tmp_path / "c.png").exists()
    assert call(*arguments, "--median", "0.5mV", *limits).exit_code == 1
    assert call(*arguments, "--median", "1 kg", *limits).exit_code == 2
    assert call("compare", tmp_path / "none.nc", tmp_path / "ref.csv").exit_code == 2


def test_import_mpet_gives_a_specification_that_runs(reference, tmp_path):
    config = reference / "mpet" / "test006" / "params_system.cfg"
    spec = tmp_path / "006.yaml"
    assert call("import", "mpet", config, "-o", spec).exit_code == 0
    assert call("import", "mpet", config, "-o", spec).exit_code == 2  # exists
    assert call("run", spec, "--out", tmp_path / "out", "--quiet").exit_code == 0
    csv = config.with_name("reference.csv")
    limits = ("--median", "0.2mV", "--max", "5mV")
    assert call("compare", tmp_path / "out/solution.nc", csv, *limits).exit_code == 0
