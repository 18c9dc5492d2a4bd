"""PDFs made from view values with reportlab."""
