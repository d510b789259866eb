"""The cache of decoded datasets on disk: found by what they were made from, checked, and bounded."""
