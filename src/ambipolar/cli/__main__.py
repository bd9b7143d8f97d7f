"""``python -m ambipolar.cli`` is the command ``ambipolar``."""

from .main import app

app()
