"""What is asked of a shop: Ibis tables in, one table out, on whatever engine they are."""
