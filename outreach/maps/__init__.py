"""The maps as papers and workbooks."""
