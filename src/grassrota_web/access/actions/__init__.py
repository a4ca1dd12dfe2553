"""What is done to accounts, roles, passwords, second factors and tokens."""
