"""Transport laws of guests in hosts."""
