"""What notebooks show: pages of HTML, style, the text, tables, events, the chronology, figures."""
