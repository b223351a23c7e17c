"""The guide's interview in the chat: proposed, asked one thing at a time, closed with a plan."""
