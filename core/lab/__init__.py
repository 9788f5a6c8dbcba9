"""Works on any room: finds families, trains, evaluates, selects, bundles."""
