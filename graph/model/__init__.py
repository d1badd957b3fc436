"""What things are: records, chains, regions, words. Imports nothing of ours but the errors."""
