"""市场分布图: where what a segment makes is bought, as a document, a page for Word and a workbook."""
