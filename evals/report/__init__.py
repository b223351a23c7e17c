"""Reports of evaluation results: one HTML file that needs nothing else, and tables for the terminal."""
