"""What all tests share: one profile for properties, the same on every machine and every run."""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
