"""What `liantu check` looks at: chains, firms, places."""
