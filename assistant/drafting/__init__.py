"""Documents of a CQO system, drafted from blueprints: facts of a company, sections with their basis."""
