"""Charts of recommenders: a result value first, drawn second."""
