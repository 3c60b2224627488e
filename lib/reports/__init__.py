"""Report models to bytes: workbook and delimited text. The numbers come from the same verdicts as the pages."""
