"""Reading measured: is the answer in the two best sentences, and is it seen when there is none."""
