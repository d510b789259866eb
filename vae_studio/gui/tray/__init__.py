"""The Encode tray: images from outside, their posteriors and their reconstructions."""
