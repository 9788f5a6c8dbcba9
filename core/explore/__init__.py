"""The room of looking: what a shop sold, to whom, and what changed; one file a part."""
