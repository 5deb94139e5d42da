"""Spreadsheets and exports to domain values."""
