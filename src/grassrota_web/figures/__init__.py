"""What is published in numbers: our own figures, and other people's held against one another."""
