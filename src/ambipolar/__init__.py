"""ambipolar: electrochemical ion insertion, from atoms to devices."""

__version__ = "0.1.0"
