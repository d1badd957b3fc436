"""The page 产业链图谱."""
