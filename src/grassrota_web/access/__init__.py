"""Who somebody is, what they may do and where, and which rows they may see."""
