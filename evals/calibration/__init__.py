"""Fit the weights of the evidence and of the gate on questions kept for that purpose."""
