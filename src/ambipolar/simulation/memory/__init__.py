"""What writing does to a memory: ramps of conductance, the law of a step, learning."""
