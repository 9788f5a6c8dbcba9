"""The steps of preprocessing, one transformer a file; only prep/pipeline.py puts them together."""
