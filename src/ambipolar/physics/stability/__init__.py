"""Linear stability of a homogeneous filling while a current passes through its surface."""
