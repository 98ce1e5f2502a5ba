"""Links in running text; what is named there is looked up by the rooms, once for a whole body."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from portal.core.text_links import linked_html
from portal.core.text_links import linked_text as link_text

register = template.Library()


class LinkedNode(template.Node):
    """A piece of a template whose text is linked after it is rendered."""

    def __init__(self, nodes: template.NodeList, written: template.base.FilterExpression | None) -> None:
        self.nodelist = nodes
        self._written = written

    def render(self, context: template.Context) -> SafeString:
        """Return the rendered piece with links."""
        on = self._written.resolve(context) if self._written else None
        return linked_html(self.nodelist.render(context), _day(on))


@register.tag
def linked(parser: template.base.Parser, token: template.base.Token) -> LinkedNode:
    """Link what the text between {% linked DAY %} and {% endlinked %} names; the day is when it was written."""
    words = token.split_contents()
    nodes = parser.parse(("endlinked",))
    parser.delete_first_token()
    return LinkedNode(nodes, parser.compile_filter(words[1]) if len(words) > 1 else None)


@register.filter
def linked_text(text: str, written: Any = None) -> SafeString:
    """Return plain text as HTML with what it names linked; {{ answer.text|linked_text:answer.published_at }}."""
    return link_text(text or "", _day(written))


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None
