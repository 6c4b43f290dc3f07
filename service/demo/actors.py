"""Who does what in the demo, as the audit trail names them."""

from service.access.actor import OFFICE, Actor, Scope

HR = Actor(name="demo HR", scopes=frozenset({Scope.HR}))
PSW = Actor(name="demo principal social worker", scopes=frozenset({Scope.PSW}))
LEAD = Actor(name="demo academy lead", scopes=frozenset({Scope.ACADEMY}))
MANAGER = Actor(name="demo team manager", scopes=frozenset({Scope.ACADEMY}))
FIRST_CODER = Actor(name="Siskin Demo, coder", scopes=frozenset({Scope.CODER}))
SECOND_CODER = Actor(name="Redpoll Demo, second coder", scopes=frozenset({Scope.CODER}))
LOADER = Actor(name="cli:demo", scopes=frozenset(OFFICE))
"""Who runs the command, and issues the keys."""
