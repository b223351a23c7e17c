"""Schema versions of the catalogue, run by Alembic when a data folder is older."""
