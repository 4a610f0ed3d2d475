"""Pages of the letters that a council's site writes: where each stands, and one that was lost once more."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kenesh.core import clock
from kenesh.core.outbox import SentAlready, resendable
from kenesh.council import access, actions, queries
from kenesh.council.forms import ResendForm

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kenesh.core.outbox import Mail
    from kenesh.council.models import Council

PER_PAGE: Final = 50
STAGE: Final = {
    "waiting": pgettext_lazy("letter", "Waiting"),
    "sending": pgettext_lazy("letter", "Uncertain"),
    "sent": pgettext_lazy("letter", "Sent"),
    "failed": pgettext_lazy("letter", "Failed"),
    "bounced": pgettext_lazy("letter", "Came back"),
}
MEANS: Final = {
    "waiting": gettext_lazy("It goes out as soon as the mail server takes it."),
    "sending": gettext_lazy("Handing it over was cut short: it may have gone, or not. It is not sent again by itself."),
    "sent": gettext_lazy("The mail server has taken it."),
    "failed": gettext_lazy("The mail server refused it."),
    "bounced": gettext_lazy("The mail server took it, and reported later that it cannot be delivered."),
}
BADGE: Final = {"sent": "badge--good", "sending": "badge--warn", "failed": "badge--bad", "bounced": "badge--bad"}


@login_required
@never_cache
@require_safe
def letters(request: HttpRequest, council: str) -> HttpResponse:
    """List the letters, the latest first, those of one stage where one is asked for."""
    found = access.council_for_secretariat(person=request.user, slug=council)
    stage = request.GET.get("stage", "")
    asked = stage if stage in STAGE else ""
    page = Paginator(queries.letters(council=found, stage=asked), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(mail) for mail in page.object_list]
    context = _of_council(found) | {"page": page, "rows": rows, "stages": STAGE, "asked": asked}
    return render(request, "council/letters.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Show a letter as it was written, and on POST write it once more."""
    found = access.council_for_secretariat(person=request.user, slug=council)
    mail = access.letter_for_secretariat(council=found, number=number)
    form = ResendForm(request.POST if request.method == "POST" else None, initial={"to": mail.to})
    if form.is_bound and form.is_valid():
        try:
            again = actions.resend_letter(council=found, mail=mail, **form.cleaned_data)
        except SentAlready:
            form.add_error(None, _("This letter waits, has gone, or was written once more already."))
        except actions.AddressTaken as taken:
            form.add_error("to", _(taken.title))
        else:
            messages.success(request, _("The letter has been written once more."))
            return redirect("council:letter", council=council, number=again.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = _of_council(found) | {"row": _row(mail), "mail": mail, "form": form, "may_resend": resendable(mail=mail)}
    return render(request, "council/letter.html", context | {"enclosures": _enclosures(mail)}, status=status)


@login_required
@never_cache
@require_safe
def enclosure(request: HttpRequest, council: str, number: int, place: int) -> HttpResponse:
    """Send what goes with a letter, as a file."""
    found = access.council_for_secretariat(person=request.user, slug=council)
    mail = access.letter_for_secretariat(council=found, number=number)
    enclosed = list(mail.enclosures.all())
    if not 1 <= place <= len(enclosed):
        raise access.NotHere
    one = enclosed[place - 1]
    response = HttpResponse(bytes(one.content), content_type=one.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=one.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _row(mail: Mail) -> dict[str, Any]:
    return {
        "mail": mail,
        "stage": STAGE[mail.stage],
        "means": MEANS[mail.stage],
        "badge": BADGE.get(mail.stage, ""),
    }


def _enclosures(mail: Mail) -> list[dict[str, Any]]:
    """Return what goes with a letter; what says the same as the letter for programs is shown as its text."""
    return [
        {
            "place": place,
            "name": one.name,
            "media_type": one.media_type,
            "size": len(one.content),
            "text": bytes(one.content).decode("utf-8", "replace") if one.is_alternative else "",
        }
        for place, one in enumerate(mail.enclosures.all(), start=1)
    ]


def _of_council(council: Council) -> dict[str, Any]:
    named = queries.council_named(council=council, on=clock.now().date(), language=get_language() or "en")
    return {"council": named}
