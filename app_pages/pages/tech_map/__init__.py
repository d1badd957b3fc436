"""The page 技术路线图."""
