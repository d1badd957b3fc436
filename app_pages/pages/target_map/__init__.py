"""The page 目标企业图."""
