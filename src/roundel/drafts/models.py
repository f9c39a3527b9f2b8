"""``Draft``: one person's unfinished typing in one form about one record."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from roundel.kernel.fields import SealedJSONField
from roundel.kernel.ids import new_id


class Draft(models.Model):
    """Made with the first keystroke, never empty, seen by its writer alone, gone when the form is saved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    about = models.CharField(max_length=40)
    payload = SealedJSONField()
    base_version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form", "about"], name="one_draft_of_a_form")]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]

    def __str__(self) -> str:
        return f"draft {self.pk}"
