"""What becomes of a memory when it is written: ramps of conductance, the law of a step, learning."""
