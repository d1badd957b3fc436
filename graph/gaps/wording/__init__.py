"""What the sentences about gaps share: amounts, who buys, and whether to recruit."""
