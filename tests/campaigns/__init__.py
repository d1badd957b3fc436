"""Campaigns: kills, full disks, bent bytes, a sealed network. `make test-slow` runs them whole."""

import os

# How long bent bytes are tried: 1 is ten minutes in all. Less to try the campaign itself: LIANTU_TEST_FUZZ=0.1.
MINUTES = float(os.environ.get("LIANTU_TEST_FUZZ", "1"))
