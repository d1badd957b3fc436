"""From rows to the store: resolve, merge, assign, write, report."""
