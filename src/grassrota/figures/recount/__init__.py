"""Every figure once more from a snapshot of rows, by whichever engine runs SQL; needs the extra ``recount``."""
