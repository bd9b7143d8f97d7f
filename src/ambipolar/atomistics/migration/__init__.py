"""Migration of guests and host ions: paths, barriers, attempt frequencies."""
