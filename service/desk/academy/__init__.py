"""What an academy lead does in a browser: plan, move, answer for findings, release, enrol, import."""
