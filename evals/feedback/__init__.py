"""From what readers complain of and what was declined to gold questions of an installation's own."""
