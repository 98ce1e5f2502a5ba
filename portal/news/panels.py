"""The editor of a news item: what every item needs first, the rest in groups below."""

from django.forms import CheckboxSelectMultiple, Select
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PublishingPanel,
    TitleFieldPanel,
)

from portal.core.fields import slug_panel

CONTENT = [
    TitleFieldPanel("title"),
    FieldPanel("summary"),
    FieldRowPanel([FieldPanel("category", widget=Select), FieldPanel("published_at")]),
    FieldPanel("body"),
    MultiFieldPanel(
        [FieldPanel("cover_image"), FieldPanel("cover_alt"), FieldPanel("cover_caption")],
        heading=_("Ảnh đại diện"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("author_name"), FieldPanel("agency")]),
            FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")]),
        ],
        heading=_("Tác giả, nguồn tin"),
    ),
    FieldPanel("tags"),
    InlinePanel(
        "cited_documents", heading=_("Văn bản được dẫn"), label=pgettext_lazy("một văn bản", "Văn bản")
    ),
    InlinePanel("related_news", heading=_("Bài liên quan"), label=_("Bài"), max_num=8),
]

PROMOTE = [
    MultiFieldPanel([FieldPanel("is_featured")], heading=_("Trang chủ")),
    MultiFieldPanel(
        [FieldPanel("more_categories", widget=CheckboxSelectMultiple)], heading=_("Chuyên mục khác")
    ),
    MultiFieldPanel(
        [slug_panel(), FieldPanel("seo_title"), FieldPanel("search_description")],
        heading=_("Địa chỉ và máy tìm kiếm"),
    ),
]

SETTINGS = [
    PublishingPanel(),
    MultiFieldPanel([FieldPanel("withdrawn_reason")], heading=_("Gỡ bài")),
]
