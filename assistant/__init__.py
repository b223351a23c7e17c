"""What a person uses: answering, and later drafting, reviewing and guiding."""
