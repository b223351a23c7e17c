"""The browser page: Gradio Blocks on FastAPI. Only the command line opens it."""

from __future__ import annotations

import os

# Read by Gradio when it is imported, which the modules beside this one do: it must not call home.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("DO_NOT_TRACK", "1")
# Gradio keeps a table of events for a monitoring page that is not served, and works it out anew with
# pandas after every event.
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
