"""What is still wrong in a Word file before it is signed: our own after edits by hand, or any company's."""
