"""What of a count over a tree of units may be published: no difference of published numbers tells on anybody."""
