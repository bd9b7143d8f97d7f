"""Point defects: their notation, and the balances that a defect reaction must keep."""
