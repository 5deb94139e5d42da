"""What is wrong with the tables, all of it at once: cells, ids, references, amounts, policies."""
