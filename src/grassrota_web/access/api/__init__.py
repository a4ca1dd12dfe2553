"""How programs speak to the application: who asks, what an operation is, what is refused, and lists page by page.

Each room tells its own operations in its ``api``; ``config.api`` puts them together.
"""
