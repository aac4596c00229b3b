"""The ground every module stands on: organisations and scope, actors, audit, outbox, jobs, kinds, errors.

Nouns: organisation, actor, permission, audit entry, event, handler, job, kind.
Leaves people who sign in to ``accounts`` and pages to ``ui``.
"""
