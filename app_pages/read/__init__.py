"""What pages read: cached loaders over the workspace, views made of documents."""
