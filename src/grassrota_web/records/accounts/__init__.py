"""The pages on which administrators look after accounts and roles; here, above the rooms, since roles name units."""
