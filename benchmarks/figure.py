"""Cost against the number of cells, on logarithmic axes."""

STYLE = {
    ("plate", "ambipolar"): ("#0072B2", "o", "plate (Allen-Cahn reaction), ambipolar"),
    ("sphere", "ambipolar"): (
        "#009E73",
        "s",
        "sphere (Cahn-Hilliard reaction), ambipolar",
    ),
    ("plate", "PyBaMM"): ("#D55E00", "^", "the same plate, PyBaMM"),
}


def draw(scaling, machine, target):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 4.6), layout="constrained")
    axes = figure.subplots()
    for (kind, program), (colour, marker, label) in STYLE.items():
        points = [p for p in scaling["points"] if (p["kind"], p["program"]) == (kind, program)]
        if not points:
            continue
        cells = [p["cells"] for p in points]
        power = scaling["exponents"][f"{kind}, {program}"]
        repeat = [p["repeat"] for p in points]
        text = f"{label}: repeat $\\sim N^{{{power:.2f}}}$"
        axes.loglog(cells, repeat, color=colour, marker=marker, label=text)
        first = [p["first"] for p in points]
        axes.loglog(cells, first, color=colour, marker=marker, ls=":", mfc="white", lw=1)
    most = max(p["cells"] for p in scaling["points"])
    least = min(p["repeat"] for p in scaling["points"])
    axes.loglog([100, most], [0.5 * least, 0.5 * least * most / 100], color="#6b6b6b", lw=0.8)
    axes.annotate("linear", (most, 0.3 * least * most / 100), color="#6b6b6b", ha="right", va="top")
    hollow = {"color": "k", "ls": ":", "marker": "o", "mfc": "white", "lw": 1}
    axes.plot([], [], label="first solve, with build", **hollow)
    axes.set_xlabel("cells $N$")
    axes.set_ylabel("CPU time of one discharge [s]")
    title = f"rtol $10^{{-6}}$, 301 outputs, one thread of {machine['cpu']}"
    axes.set_title(title, fontsize=9, loc="left")
    axes.legend(fontsize=8, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=150)
