"""Questions put to stored tables, as Ibis expressions."""
