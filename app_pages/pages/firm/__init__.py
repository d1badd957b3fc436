"""The page 企业档案."""
