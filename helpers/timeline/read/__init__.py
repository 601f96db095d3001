"""Read tables of events and claims: what a timeline shows, without any position on the page."""
