"""What is written for people to fill in or to read: the blank workbook, the sample, the generated pages."""
