"""Facts of a company: read, checked, spoken as a document writes them."""
