"""Import as an act: files become sources of the library, each in one transaction."""
