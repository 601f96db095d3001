"""What a lesson is, and how its files are read and checked. Imports nothing above it."""
