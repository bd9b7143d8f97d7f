"""Rate laws and exchange currents by name. A new one is one file and one line here."""

from __future__ import annotations

from ...core.registry import Registry

_HERE = "ambipolar.physics.kinetics"

KINETICS = Registry(
    "kinetics",
    {
        "butler-volmer": f"{_HERE}.butler_volmer:ButlerVolmer",
        "marcus": f"{_HERE}.marcus:Marcus",
        "marcus-hush-chidsey-exact": f"{_HERE}.marcus_hush_chidsey:MarcusHushChidseyExact",
        "marcus-hush-chidsey-2014": f"{_HERE}.marcus_hush_chidsey:MarcusHushChidsey2014",
        "coupled-ion-electron-transfer": (
            f"{_HERE}.coupled_ion_electron_transfer:CoupledIonElectronTransfer"
        ),
        "coupled-ion-electron-transfer-exact": (
            f"{_HERE}.coupled_ion_electron_transfer:CoupledIonElectronTransferExact"
        ),
        "film-resistance": f"{_HERE}.film_resistance:WithFilmResistance",
    },
)

EXCHANGE_CURRENTS = Registry(
    "exchange current",
    {
        "activity": f"{_HERE}.exchange_current:ActivityExchange",
        "symmetric-activity": f"{_HERE}.exchange_current:SymmetricActivityExchange",
        "root": f"{_HERE}.exchange_current:RootExchange",
        "both-sites": f"{_HERE}.exchange_current:BothSitesExchange",
        "newman": f"{_HERE}.exchange_current:NewmanExchange",
        "constant": f"{_HERE}.exchange_current:ConstantExchange",
        "custom": f"{_HERE}.exchange_current:CustomExchange",
    },
)

METAL_ELECTRODES = Registry("metal electrode", {"metal": f"{_HERE}.metal:MetalElectrode"})
