"""The domain: chains, regions, firms; the stores that hold them; measures and gap-finding."""
