"""Fair-competition lint: what a paper promises, held against the Fair Competition Review Regulations."""
