"""Where an exported file comes from: package, version, specification, and a hash of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .. import __version__


def provenance(specification: Mapping[str, Any], **parameters: Any) -> dict[str, Any]:
    """Package, version, what was simulated and exported, and the hash of all of them.

    Equal devices give equal hashes in every format that was made with equal parameters.
    """
    content = {
        "package": "ambipolar",
        "version": __version__,
        "specification": _plain(specification),
        "parameters": _plain(parameters),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return content | {"sha256": hashlib.sha256(text.encode()).hexdigest()}


def comment(origin: Mapping[str, Any], mark: str) -> str:
    """Provenance as lines of comment, each begun with ``mark``."""
    specification = json.dumps(origin["specification"], sort_keys=True)
    lines = [
        f"made by {origin['package']} {origin['version']}",
        f"sha256 {origin['sha256']}",
        *(
            f"specification {specification[i : i + 400]}"
            for i in range(0, min(len(specification), 4000), 400)
        ),
    ]
    return "\n".join(f"{mark} {line}" for line in lines)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if hasattr(value, "tolist"):
        return value.tolist()
    return value
