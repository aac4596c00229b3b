"""The base of every table that belongs to an organisation: scoped, and closed when there is no scope."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from django.db import models

from heedful.platform.core.errors import OutsideScope
from heedful.platform.core.ids import new_uid
from heedful.platform.core.scope import current_organization_id


class TenantQuerySet[M: "TenantModel"](models.QuerySet[M]):
    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            row.claim_organization()
        return super().bulk_create(rows, *args, **kwargs)


class TenantManager[M: "TenantModel"](models.Manager[M]):
    """Rows of the organisation in scope; without one, every query fails."""

    def get_queryset(self) -> TenantQuerySet[M]:
        return TenantQuerySet(self.model, using=self._db).filter(organization_id=current_organization_id())


class TenantModel(models.Model):
    """A row of one organisation.

    ``objects`` sees the organisation in scope. ``unscoped`` sees all and is for the worker's claims
    and for migrations between instances; ``tests/test_architecture.py`` lists who may use it.
    """

    organization = models.ForeignKey("core.Organization", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[TenantManager[Self]] = TenantManager()
    unscoped: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.claim_organization()
        super().save(*args, **kwargs)

    def claim_organization(self) -> None:
        """Take the organisation in scope, and refuse to be written into another."""
        current = current_organization_id()
        # Unset before the first save, which the types of Django do not know.
        if cast("int | None", self.organization_id) is None:
            self.organization_id = current
        if self.organization_id != current:
            raise OutsideScope(f"{type(self).__name__} belongs to another organisation.")


if TYPE_CHECKING:
    Characters = models.CharField[str, str]
else:
    Characters = models.CharField  # not subscriptable at run time


class UidField(Characters):
    """A public id with a prefix, made once: ``uid = UidField("rsp")``."""

    def __init__(self, prefix: str = "", **kwargs: Any) -> None:
        self.prefix = prefix
        kwargs = {"max_length": 40, "unique": True, "editable": False, **kwargs}
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"prefix": self.prefix}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002 - Django's signature
        value: str | None = getattr(model_instance, self.attname)
        if not value:
            value = new_uid(self.prefix)
            setattr(model_instance, self.attname, value)
        return value
