"""The steps of an import recipe: each mends or marks tables of text, block by block."""
