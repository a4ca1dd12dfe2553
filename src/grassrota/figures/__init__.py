"""What a figure may say: intervals, statuses, dates, and whether statements can be true together."""
