"""What is kept, and for how long: the pages of the journal and of long work, retention, what is held about a person."""
