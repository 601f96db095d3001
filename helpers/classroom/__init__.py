"""For teachers: what needs the exercises as well as the record."""
