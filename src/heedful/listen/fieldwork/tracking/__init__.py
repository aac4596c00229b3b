"""Events over HTTP and on a page: what happened to contacts."""
