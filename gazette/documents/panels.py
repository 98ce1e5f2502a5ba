"""How editors fill a document: what is on its first page first."""

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from gazette.documents.admin_forms import LegalDocumentForm
from gazette.documents.reading_panel import ReadingPanel

_CONTENT = [
    MultiFieldPanel(
        [
            FieldPanel("number"),
            FieldPanel("document_type", widget=Select),
            FieldPanel("summary"),
            FieldPanel("issuing_agency"),
            FieldPanel("collection", widget=Select),
            FieldRowPanel([FieldPanel("issued_on"), FieldPanel("effective_on"), FieldPanel("expired_on")]),
        ],
        heading=_("Trang đầu của văn bản"),
    ),
    MultiFieldPanel([InlinePanel("attachments", label=_("Tệp"))], heading=_("Tệp của văn bản")),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("signing_authority"), FieldPanel("signer_title"), FieldPanel("signer")]
            ),
            FieldPanel("place"),
            FieldPanel("recipients"),
        ],
        heading=_("Người ký, nơi nhận"),
    ),
    FieldPanel("text"),
    ReadingPanel(heading=_("Đọc tệp, nhận dạng cấu trúc")),
    FieldPanel("accepts_duplicate"),
]
_CLASSIFICATION = [
    FieldPanel("subject_areas"),
    FieldPanel("type_text"),
    FieldPanel("issuer_name"),
    InlinePanel("relations", label=_("Quan hệ với văn bản khác")),
]
_SOURCE = [
    FieldPanel("stated_effect"),
    FieldPanel("stated_effect_text"),
    FieldPanel("province"),
    FieldPanel("gazette_number"),
    FieldPanel("gazette_on"),
    FieldPanel("source_name"),
    FieldPanel("source_url"),
    FieldPanel("withdrawn_reason"),
]

edit_handler = TabbedInterface(
    [
        ObjectList(_CONTENT, heading=_("Nội dung")),
        ObjectList(_CLASSIFICATION, heading=_("Phân loại, quan hệ")),
        ObjectList(_SOURCE, heading=_("Nguồn, tình trạng")),
        ObjectList([PublishingPanel()], heading=_("Xuất bản")),
    ],
    base_form_class=LegalDocumentForm,
)
