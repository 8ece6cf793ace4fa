"""What goes over the wire, one module a resource. Names are the field's terms, and stay: docs/api.md."""
