"""A lesson on another text: from the teacher's workbook to the files and notebooks of a lesson."""
