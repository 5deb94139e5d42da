"""A workbook file as the zip of parts it is: few are changed, and those only where they must; the rest is copied."""
