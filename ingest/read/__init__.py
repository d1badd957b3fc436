"""From files to rows: tables, the kinds of table, cells, firm rows, report rows."""
