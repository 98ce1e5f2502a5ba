"""How editors fill an issue: what is on its cover first, then the contents."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

_COVER = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("year"), FieldPanel("issue_number"), FieldPanel("published_on")]),
            FieldPanel("file"),
        ],
        heading=_("Trang bìa"),
    ),
    InlinePanel("entries", heading=_("Mục lục"), label=pgettext_lazy("một văn bản", "Văn bản")),
]
_DETAILS = [
    FieldPanel("title"),
    FieldRowPanel([FieldPanel("part"), FieldPanel("is_special")]),
    FieldPanel("note"),
]
_SOURCE = [
    FieldPanel("province"),
    FieldPanel("source_name"),
    FieldPanel("source_url"),
    FieldPanel("source_reference"),
    FieldPanel("withdrawn_reason"),
]

edit_handler = TabbedInterface(
    [
        ObjectList(_COVER, heading=pgettext_lazy("một số Công báo", "Số Công báo")),
        ObjectList(_DETAILS, heading=_("Chi tiết")),
        ObjectList(_SOURCE, heading=_("Nguồn, tình trạng")),
        ObjectList([PublishingPanel()], heading=_("Xuất bản")),
    ]
)
