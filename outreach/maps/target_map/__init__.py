"""目标企业图 as plain data, as a picture, as a page and as a workbook."""
