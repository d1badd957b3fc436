"""From a file to its tables, each told what it is about, and how to say so before anything is loaded."""
