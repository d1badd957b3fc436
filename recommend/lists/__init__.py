"""Lists of targets: the four lists, variety, local demand first."""
