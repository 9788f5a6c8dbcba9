"""Personal data: found in a file, and replaced by keyed hashes before anything is written."""
