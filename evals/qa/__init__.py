"""Answers measured without a judge: what was retrieved, cited, said, declined, and how sure a figure is."""
