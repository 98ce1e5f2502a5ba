"""Public pages of questions; anyone may read what is published."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.core.lists import ListPage
from portal.questions import presentation, selectors
from portal.questions.forms import QuestionFilterForm
from portal.questions.services import helpfulness
from portal.questions.suggestions import similar_questions


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """Anyone: the published questions that meet the filters; by default those asked last come first."""
    form = QuestionFilterForm(request.GET)
    is_valid = form.is_valid()
    page = ListPage(selectors.find_questions(form.filters).for_list(), request)
    params = [(name, value) for name, value in request.GET.items() if value and name != "page"]
    context = {
        "page": page,
        "rows": [presentation.row(question) for question in page],
        "filter_form": form,
        "is_filtered": any(name != "sort" for name, _value in params),
        "breadcrumbs": presentation.crumbs(),
    }
    return render(request, "portal/questions/question_list.html", context, status=200 if is_valid else 400)


@require_safe
def question_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Anyone: a published question with its answer."""
    question = selectors.public_question(pk)
    if question is None:
        raise Http404
    context = presentation.page(question) | {
        "similar": [
            presentation.row(other)
            for other in similar_questions(question.public_title, 4)
            if other.pk != question.pk
        ][:3],
        "untranslated": get_language() != "vi",
        "breadcrumbs": presentation.crumbs({"title": question.public_title, "lang": "vi"}),
    }
    return render(request, "portal/questions/question.html", context)


@csrf_exempt
@never_cache
@require_POST
def helpful(request: HttpRequest, pk: int) -> HttpResponse:
    """Anyone, once a day: whether an answer helped. Nobody is known by a cookie here, so that pages can be kept."""
    question = selectors.public_question(pk)
    choice = request.POST.get("vote", "")
    if question is None or choice not in {"yes", "no"}:
        raise Http404
    is_counted = helpfulness.vote(
        question, is_helpful=choice == "yes", address=request.META.get("REMOTE_ADDR", "")
    )
    context = {
        "question": question,
        "is_counted": is_counted,
        "breadcrumbs": presentation.crumbs({"title": _("Đánh giá câu trả lời")}),
    }
    return render(request, "portal/questions/thanks.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Anyone: how many questions each agency received, answered, in time and late, year by year."""
    context = {
        "figures": selectors.figures(),
        "breadcrumbs": presentation.crumbs({"title": _("Số liệu hỏi đáp")}),
    }
    return render(request, "portal/questions/figures.html", context)
