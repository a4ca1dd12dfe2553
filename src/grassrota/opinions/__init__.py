"""Opinions and cases: what people say is wrong, followed until they say whether it was fixed."""
