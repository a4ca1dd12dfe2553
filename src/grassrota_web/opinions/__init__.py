"""Opinions as cases: routed, answered and closed by those whom they do not concern, until their raisers say so."""
