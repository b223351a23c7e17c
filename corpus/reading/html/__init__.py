"""Web pages: the article among navigation and scripts, to lines."""
