"""The page 数据."""
