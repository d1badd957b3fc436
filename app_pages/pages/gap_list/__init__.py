"""The page 缺口诊断."""
