"""A memory as an ngspice sub-circuit and as Verilog-A text.

Well posed: smooth primitives inside the tables, one bounded internal state that is the voltage
of a node, and a defined operating point.
"""

from __future__ import annotations

import numpy as np

from ..core.errors import ParameterError
from .compact_model import CompactModel
from .provenance import comment, provenance


def ngspice_subcircuit(model: CompactModel, name: str = "ecram") -> str:
    """``.subckt name gate drain source``: write by the gate, read between drain and source.

    The voltage of the internal node ``x`` is the filling. Tables are piecewise linear; exchange
    current and conductance are tabulated by their logarithms.
    """
    origin = provenance(model.specification, format="ngspice")
    leak = "" if model.leakage is None else f"Rleak gate source {model.leakage:.9g}\n"
    thermal, alpha = f"{model.thermal:.12g}", model.transfer
    h = f"(v(through,source)-v(e))/{thermal}"
    bounded = f"max(-80,min(80,{h}))"
    return f"""{comment(origin, "*")}
.subckt {name} gate drain source x0={model.initial:.12g}
* filling: the voltage of node x, on the charge of all sites
Cx x 0 {model.charge:.12g} ic={{x0}}
Rs gate inner {model.resistance:.12g}
* equilibrium voltage, logarithms of exchange current and conductance
Be e 0 v = {_table("x", model.filling, model.equilibrium)}
Bi i 0 v = {_table("x", model.filling, np.log(model.exchange))}
Bg g 0 v = {_table("x", model.filling, np.log(model.conductance))}
* insertion
Vins inner through 0
Bins through source i = exp(v(i))*(exp({alpha:.9g}*{bounded})-exp({alpha - 1:.9g}*{bounded}))
Bx 0 x i = i(Vins)
{leak}* read-out
Bd drain source i = v(drain,source)*exp(v(g))
.ends {name}
"""


def ngspice_bench(
    model: CompactModel, *, width: float, period: float, count: int,
    current: float | None = None, voltage: float | None = None, read_voltage: float = 0.1,
) -> str:  # fmt: skip
    """A net list that gives the device pulses and writes time, filling and conductance.

    Between current pulses the gate is open, between voltage pulses at 0 V.

    Parameters
    ----------
    current : of a pulse [A] (not a density).
    voltage : of a pulse [V].

    Raises
    ------
    ParameterError
        unless exactly one of current and voltage is given, or for a pulse longer than its period.
    """
    if (current is None) == (voltage is None):
        raise ParameterError("current/voltage", "give exactly one of the two.")
    if not 0 < width < period:
        raise ParameterError("width", f"{width:g} s does not fit into a period of {period:g} s.")
    edge = 1e-4 * min(width, period - width)
    shape = f"pulse(0 {{0}} 0 {edge:.9g} {edge:.9g} {width - edge:.12g} {period:.12g})"
    source = f"Vg gate 0 {shape.format(f'{voltage:.12g}')}" if current is None else (
        f"Ig 0 gate {shape.format(f'{current:.12g}')}"
    )  # fmt: skip
    return f"""* a train of pulses
{ngspice_subcircuit(model)}
Xm gate drain 0 ecram
{source}
Vd drain 0 {read_voltage:.9g}
.options reltol=1e-6 abstol=1e-18 vntol=1e-9 chgtol=1e-24 gmin=1e-18 method=gear
.tran {period / 50:.9g} {count * period:.12g} 0 {period / 50:.9g} uic
.control
set numdgt=12
set wr_singlescale
run
let conductance = -i(Vd)/{read_voltage:.9g}
wrdata result.txt v(xm.x) conductance
.endc
.end
"""


def verilog_a(model: CompactModel, name: str = "ecram") -> str:
    """A Verilog-A module ``name(gate, drain, source)`` with the same equations."""
    origin = provenance(model.specification, format="verilog-a")
    tables = {
        "equilibrium": model.equilibrium,
        "log_exchange": np.log(model.exchange),
        "log_conductance": np.log(model.conductance),
    }
    functions = "\n".join(_function(k, model.filling, v) for k, v in tables.items())
    leak = (
        "" if model.leakage is None
        else f"    I(gate, source) <+ V(gate, source) / {model.leakage:.12g};\n"
    )  # fmt: skip
    low, high = model.filling[0], model.filling[-1]
    return f"""{comment(origin, "//")}
`include "constants.vams"
`include "disciplines.vams"
module {name}(gate, drain, source);
  inout gate, drain, source;
  electrical gate, drain, source, inner, state;  // the voltage of state is the filling
  parameter real x0 = {model.initial:.12g} from ({low:.6g}:{high:.6g});
  parameter real sites = {model.charge:.12g};       // charge of all sites [C]
  parameter real alpha = {model.transfer:.12g};
  parameter real resistance = {model.resistance:.12g};  // of the electrolyte [ohm]
  parameter real thermal = {model.thermal:.12g};    // RT/F [V]
  real h, current;
{functions}
  analog begin
    @(initial_step) ;
    h = (V(inner, source) - equilibrium(V(state))) / thermal;
    current = exp(log_exchange(V(state))) * (limexp(alpha * h) - limexp((alpha - 1.0) * h));
    I(gate, inner) <+ V(gate, inner) / resistance;
    I(inner, source) <+ current;
    V(state) <+ idt(current / sites, x0);
{leak}    I(drain, source) <+ V(drain, source) * exp(log_conductance(V(state)));
  end
endmodule
"""


def _table(node: str, x: np.ndarray, values: np.ndarray) -> str:
    """``pwl`` of a node, broken into continued lines."""
    pairs = [f"{a:.10g},{b:.10g}" for a, b in zip(x, values, strict=True)]
    body = ",\n+ ".join(", ".join(pairs[i : i + 4]) for i in range(0, len(pairs), 4))
    return f"pwl(v({node}),\n+ {body})"


def _function(name: str, x: np.ndarray, values: np.ndarray) -> str:
    """A piecewise linear function as nested conditions on the filling."""
    lines = [f"  analog function real {name};", "    input x;", "    real x;", "    begin"]
    for k in range(len(x) - 1):
        word = "if" if k == 0 else "else if"
        slope = (values[k + 1] - values[k]) / (x[k + 1] - x[k])
        condition = f"{word} (x < {x[k + 1]:.10g})" if k < len(x) - 2 else "else"
        lines.append(
            f"      {condition} {name} = {values[k]:.10g} + {slope:.10g} * (x - {x[k]:.10g});"
        )
    return "\n".join([*lines, "    end", "  endfunction"])
