"""The text against the record: relations, contradictions, dating of claims, who could know what."""
