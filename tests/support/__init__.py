"""Helpers that several test files share: small worlds, servers, a browser."""
