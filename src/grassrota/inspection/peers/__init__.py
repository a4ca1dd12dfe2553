"""Methods that others use, in small functions, to compare with and for those who must use them."""
