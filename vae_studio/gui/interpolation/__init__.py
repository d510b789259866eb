"""The strip between two cards of the tray."""
