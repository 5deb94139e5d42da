"""Requirements and market to a proved plan; never sees a spreadsheet."""
