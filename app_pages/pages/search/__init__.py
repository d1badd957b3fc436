"""The page 检索."""
