"""From a firm's words to segments of the chains."""
