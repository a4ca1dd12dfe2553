"""How the rooms are put together: settings, addresses, the first page, and the commands that run the application."""
