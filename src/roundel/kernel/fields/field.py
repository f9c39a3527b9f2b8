"""The fields themselves: what binds, seals and opens a value, and what Django is told of it."""

from __future__ import annotations

import base64
import json
import sys
import uuid
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar, cast

from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import Promise

from roundel.kernel.crypto import Family, is_current, seal, unseal
from roundel.kernel.fields.held import UNREAD, Held, Sealed, SealedFieldError, json_bytes

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)

if TYPE_CHECKING:

    class _Field(models.Field[_ST, _GT]):
        pass

else:

    class _Field(models.Field):
        """Django's field, which the type checker knows as generic and Python does not."""

        def __class_getitem__(cls, _):
            return cls


class _SealedAttribute(DeferredAttribute):
    """``instance.notes_sealed``: what Django reads and writes."""

    field: SealedField[Any, Any]

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        held = super().__get__(instance, cls)
        return self.field.close(instance, held) if instance is not None and isinstance(held, Held) else held

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.hold(instance, value)


class _PlainAttribute:
    """``instance.notes``: plaintext for people. Reading it is what decrypts."""

    def __init__(self, field: SealedField[Any, Any]) -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        return self.field.read(instance)

    def __set__(self, instance: models.Model, value: Any) -> None:
        held = self.field.hold(instance, value)
        if isinstance(value, Sealed):  # from a fixture, say: refuse at once what could never be read
            self.field.unseal(value, self.field.row_id(instance))
        instance.__dict__[self.field.attname] = held


class SealedField(_Field[_ST, _GT]):
    """Base of the sealed fields: everything but how a value becomes bytes.

    ``family`` names the keys: ``case`` for what is written about a case, ``identity`` for names,
    identifiers and other special-category data. ``bound_as`` keeps the AAD of a model or field that
    has been renamed: give it the old ``app_label.Model.field``.
    """

    descriptor_class = _SealedAttribute
    mutable: ClassVar[bool] = False

    def __init__(self, *args: Any, family: Family = "case", bound_as: str = "", **kwargs: Any) -> None:
        self.family: Family = family
        self.bound_as = bound_as
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    # -- what a kind of sealed field says about its values

    def dump(self, value: Any) -> bytes:
        """The bytes of a plaintext value."""
        raise NotImplementedError

    def load(self, raw: bytes) -> Any:
        """The plaintext value of such bytes."""
        raise NotImplementedError

    def accept(self, value: Any) -> Any:
        """The value as it will be kept, or TypeError."""
        raise NotImplementedError

    # -- sealing

    def aad(self, pk: uuid.UUID) -> bytes:
        """What binds a value to its place: table, field and row."""
        return f"{self.bound_as or f'{self.model._meta.label}.{self.name}'}:{pk}".encode()

    def seal(self, value: Any, pk: uuid.UUID) -> Sealed:
        """Close a plaintext value for this row."""
        return Sealed(seal(self.dump(value), aad=self.aad(pk), family=self.family))

    def unseal(self, sealed: Sealed, pk: uuid.UUID) -> Any:
        """Open a closed value of this row."""
        return self.load(unseal(sealed.token, aad=self.aad(pk), family=self.family))

    def reseal(self, sealed: Sealed, pk: uuid.UUID) -> Sealed:
        """The same content under the current key; the bytes are not interpreted on the way."""
        aad = self.aad(pk)
        return Sealed(seal(unseal(sealed.token, aad=aad, family=self.family), aad=aad, family=self.family))

    def row_id(self, instance: models.Model) -> uuid.UUID:
        """The id of the instance's row, which must be known by now."""
        pk = instance.__dict__.get(self._pk_attname)
        if pk is None:
            raise SealedFieldError(
                f"{self._label} cannot be sealed before the row has an id: give {self.model._meta.label} "
                "a UUID primary key with default=new_id."
            )
        return pk if isinstance(pk, uuid.UUID) else uuid.UUID(str(pk))

    # -- the instance's side

    def hold(self, instance: models.Model, value: Any) -> Held | None:
        """What to keep in the instance for a value that is assigned or loaded."""
        if value is None or isinstance(value, Held):
            return value
        if isinstance(value, Sealed):
            # The row id may be assigned after the value; then the id at first use is the right one.
            pk = instance.__dict__.get(self._pk_attname)
            return Held(sealed=value, pk=None if pk is None else self.row_id(instance))
        return Held(plain=self.accept(value))

    def read(self, instance: models.Model) -> Any:
        """The plaintext of the instance's value, decrypted at the first reading."""
        held: Held | None = instance.__dict__[self.attname]
        if held is None:
            return None
        if held.plain is UNREAD:
            if held.sealed is None:  # pragma: no cover - one of the two is always there
                raise SealedFieldError(f"{self._label} holds nothing.")
            held.plain = self.unseal(held.sealed, held.pk or self.row_id(instance))
            held.written = self.dump(held.plain) if self.mutable else None
        return held.plain

    def close(self, instance: models.Model, held: Held) -> Sealed:
        """The closed value to store: fresh if it was assigned, changed in place, copied to another
        row, or sealed under a key that is no longer current."""
        pk = self.row_id(instance)
        kept = held.sealed
        unchanged = held.pk in {None, pk} and held.is_saved_as(held.plain)
        if kept is not None and unchanged and is_current(kept.token, self.family):
            return kept
        plain = self.read(instance)
        fresh, written = self.seal(plain, pk), self.dump(plain) if self.mutable else None
        instance.__dict__[self.attname] = Held(sealed=fresh, plain=plain, pk=pk, written=written)
        return fresh

    # -- Django's side

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.name, _PlainAttribute(self))

    def get_attname_column(self) -> tuple[str, str]:
        return self.get_attname(), self.db_column or self.name

    def get_attname(self) -> str:
        # mypy's Django plugin learns the keywords of Model(...) from the attnames; people write the name.
        return self.name if "mypy_django_plugin" in sys.modules else f"{self.name}_sealed"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        path = f"roundel.kernel.fields.{type(self).__name__}"  # where these modules stand is nobody's business
        kwargs.pop("editable", None)
        if self.family != "case":
            kwargs["family"] = self.family
        if self.bound_as:
            kwargs["bound_as"] = self.bound_as
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = list(super().check(**kwargs))
        if self.unique or getattr(self, "db_index", False) or self.has_db_default():
            message = "A sealed field cannot be unique, indexed or have a database default."
            found.append(checks.Error(message, hint="Use a blind index.", obj=self, id="roundel.E001"))
        if not isinstance(self._pk_field, models.UUIDField):
            message = "A model with sealed fields needs a UUID primary key, known before the row is saved."
            found.append(checks.Error(message, hint="id = UUIDField(default=new_id)", obj=self, id="roundel.E002"))
        return found

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return getattr(model_instance, self.attname)

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        operations: Any = connection.ops
        return str(operations.binary_placeholder_sql(value))

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise SealedFieldError(
                f"{self._label} cannot be written without its row: assign the attribute and save the instance."
            )
        database: Any = connection
        return database.Database.Binary(value.token)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            self._refuse_lookup()
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> NoReturn:
        self._refuse_lookup()

    def _refuse_lookup(self) -> NoReturn:
        raise FieldError(f"{self._label} is sealed and cannot be searched: use a blind index, or __isnull.")

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        if value is None and not self.null:
            raise ValidationError(self.error_messages["null"], code="null")
        return value

    def to_python(self, value: Any) -> Any:
        """Fixtures carry the closed value as base64, never the content."""
        return Sealed(base64.b64decode(value)) if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> Any:
        sealed: Any = self.value_from_object(obj)
        return None if sealed is None else base64.b64encode(sealed.token).decode("ascii")

    def formfield(self, *args: Any, **kwargs: Any) -> None:
        """None: forms parse to plain values, and actions assign them."""

    @property
    def _label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    @property
    def _pk_field(self) -> models.Field[Any, Any]:
        pk: Any = self.model._meta.pk
        while pk.remote_field is not None:
            pk = pk.target_field
        return cast("models.Field[Any, Any]", pk)

    @property
    def _pk_attname(self) -> str:
        pk = self.model._meta.pk
        if pk is None:  # pragma: no cover - abstract models have no rows
            raise SealedFieldError(f"{self._label} belongs to a model without rows.")
        return pk.attname


class SealedTextField(SealedField[_ST, _GT]):
    """Text of any length, sealed. Missing (None) and empty are kept apart."""

    if TYPE_CHECKING:
        _pyi_private_set_type: str
        _pyi_private_get_type: str

    def accept(self, value: Any) -> str:
        if isinstance(value, Promise):
            return str(value)
        if not isinstance(value, str):
            raise TypeError(f"{self._label} takes text or None, not {type(value).__name__}.")
        return value

    def dump(self, value: str) -> bytes:
        return value.encode("utf-8", "surrogatepass")

    def load(self, raw: bytes) -> str:
        return raw.decode("utf-8", "surrogatepass")


class SealedJSONField(SealedField[_ST, _GT]):
    """Any JSON value, sealed. None is missing (NULL); JSON's own null can only stand inside."""

    empty_strings_allowed = False
    mutable = True

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def accept(self, value: Any) -> Any:
        return value

    def dump(self, value: Any) -> bytes:
        return json_bytes(value)

    def load(self, raw: bytes) -> Any:
        return json.loads(raw)
