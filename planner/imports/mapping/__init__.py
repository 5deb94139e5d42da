"""Lists that people keep by hand: where they stand on a sheet, what their columns mean, and what their rows say.

words/          the vocabularies as data, by language: headers, and words in cells
vocabulary      reads them
fields          which lists there are, and what a column of each can mean
lists           a sheet to its lists: titles, merged headers, sums, legends and remarks are told apart from data
servers         which server a word means
proposing       what a column most likely means, how sure that is, and why
mapping         what was decided about columns and words; what keeps it from being used
mapping_file    the same as a small TOML file
deciding        all lists of an import to mapped ones
people          whom a cell means
rows            what the rows of mapped lists say
offers          price lists as rows for sheet Offers
"""
