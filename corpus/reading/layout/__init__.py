"""Pages as laid out, whatever they came from: order, paragraphs, headings, furniture."""
