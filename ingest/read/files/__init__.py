"""Files from outside → sheets of cells: packed or not, text in any encoding, workbooks, web pages.

`own_process.opened` starts a process of its own for each file (`child`), which may die of it; nothing here knows what a
table is about.
"""
