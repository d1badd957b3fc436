"""The page 回测."""
