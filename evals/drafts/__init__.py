"""Whether drafted documents hold: nothing from nowhere, every section with its basis, files that open."""
