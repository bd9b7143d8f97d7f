"""Property maps: what a host is at a given filling, apart from its energy and its rates."""
