"""The built-in plugins, registered through entry points like anyone else's."""
