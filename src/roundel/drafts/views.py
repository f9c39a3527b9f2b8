"""The address to which a form sends what has been typed so far."""

from __future__ import annotations

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from roundel.access.http import DeskRequest
from roundel.drafts import actions, forms
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput


@require_POST
def keep(request: DeskRequest, form: str, about: str) -> JsonResponse:
    """Keep a draft, and say when."""
    try:
        typed = forms.parse(request.body)
        draft = actions.keep_draft(
            by=request.asker,
            at=clock.now(),
            form=form,
            about=about,
            typed=typed.fields,
            base_version=typed.base_version,
        )
    except InvalidInput as error:
        return JsonResponse({"message": error.message}, status=400)
    return JsonResponse({"saved_at": _words(draft.saved_at) if draft else None})


def _words(moment: object) -> str:
    local = timezone.localtime(moment)  # type: ignore[arg-type]
    return f"{local:%I:%M}".lstrip("0") + f"{local:%p}".lower()
