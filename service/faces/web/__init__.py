"""The service: pages and JSON API of one application, and what stands before every answer."""
