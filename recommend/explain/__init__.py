"""What a target document says: reasons, counter-arguments, introductions."""
