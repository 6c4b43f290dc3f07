"""News of editions to those whom the operator named: signed webhooks and mail, from an outbox."""
