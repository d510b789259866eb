"""Help ▸ What am I looking at?: each part of the window in a paragraph, with its formula."""
