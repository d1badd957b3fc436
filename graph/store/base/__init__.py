"""What every store can do, and the digest by which two stores are compared."""
