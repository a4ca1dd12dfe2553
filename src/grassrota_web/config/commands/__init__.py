"""The commands that run the application; each is loaded only when it is called."""
