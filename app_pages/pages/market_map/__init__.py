"""The page 市场分布图."""
