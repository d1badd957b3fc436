"""What the pages of every day read: the week, what is called so, what a firm is tied to."""
