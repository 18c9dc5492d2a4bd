"""The result in words and shapes, the same for the screen and for paper."""
