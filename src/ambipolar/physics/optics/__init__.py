"""How matter refracts and absorbs: permittivity as a law of filling, layer stacks, colour."""
