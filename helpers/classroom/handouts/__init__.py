"""Handouts to print: what is on each sheet, made from the lesson, and the PDF files.

`sheets` lists them, `to_read`, `to_fill_in`, `keys` and `guide` say what is on each, in the blocks
of `blocks`; `printing` gives them to typst with ``style/handouts.typ``.
"""
