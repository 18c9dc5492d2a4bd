"""The parts of the window around the page: practice strip, rail, patient header, steps, status."""
