"""The web service: everything with an effect. Cut by capability, not by layer."""
