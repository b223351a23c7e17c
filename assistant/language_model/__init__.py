"""A chat model behind one small door: structured replies in time, or one clear Chinese line why not."""
