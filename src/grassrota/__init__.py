"""Rotation of headquarters staff, and proof that what people say is wrong gets fixed."""
