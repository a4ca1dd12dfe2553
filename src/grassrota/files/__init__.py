"""Reading and writing: folders of tables and TOML in, values out, with every fault named."""
