"""Many runs of one experiment with varied values: planned, distributed, stored, gathered."""
