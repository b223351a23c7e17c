"""Common ways of answering from texts, in the form of our answers, so that the same measures apply.

``langchain`` is LangChain's tutorial, ``bm25`` search by words alone, ``dense`` search by vectors alone.
None has a language model: the answer is the text that was found. None declines unless it is given a
least score.
"""
