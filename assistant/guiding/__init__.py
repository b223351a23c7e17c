"""A first-time implementer is led from planning to continual improvement: journeys, plans, progress, assessment."""
