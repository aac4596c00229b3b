from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.understand.boards import queries, services
from heedful.understand.boards.forms import MailForm


@require_http_methods(["GET", "POST"])
def mail(request: HouseRequest, board_uid: str) -> HttpResponse:
    """Plan a board's mails, and see those planned."""
    board = queries.board(board_uid, by=request.actor)
    query = request.GET.urlencode()
    form = MailForm(request.POST or None)
    planned = submitted(
        request,
        form,
        lambda data: services.schedule_mail(by=request.actor, board_uid=board_uid, query=query, **data),
    )
    if planned:
        messages.success(request, _("The board will be sent."))
        return redirect(request.get_full_path())
    context = {
        "board": board,
        "board_uid": board_uid,
        "form": form,
        "schedules": queries.mail_schedules(board_uid, by=request.actor),
    }
    return render(request, "boards/mail.html", context)


@require_POST
def cancel(request: HouseRequest, schedule_uid: str) -> HttpResponse:
    services.cancel_mail(schedule_uid, by=request.actor)
    messages.success(request, _("The mail is cancelled."))
    return redirect("boards:mail", request.POST.get("board_uid", "home"))


@require_POST
def send(request: HouseRequest, schedule_uid: str) -> HttpResponse:
    services.send_mail(schedule_uid, by=request.actor)
    messages.success(request, _("The mail is on its way."))
    return redirect("boards:mail", request.POST.get("board_uid", "home"))
