"""What makes and mends derived data: build, indexing, publishing, verify, and taking plans in."""
