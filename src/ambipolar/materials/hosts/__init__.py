"""The hosts, one small file each; their names are in the registry of materials."""
