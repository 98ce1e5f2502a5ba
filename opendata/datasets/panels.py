"""How editors describe a dataset."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from opendata.datasets.admin_forms import DatasetForm

_ABOUT = [
    MultiFieldPanel(
        [
            FieldPanel("title"), FieldPanel("title_en"), FieldPanel("slug"), FieldPanel("description"),
            FieldPanel("keywords"), FieldPanel("nature"), FieldPanel("themes"),
        ],
        heading=_("Tập dữ liệu"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("temporal_from"), FieldPanel("temporal_to")]), FieldPanel("spatial"),
        ],
        heading=_("Phạm vi"),
    ),
]  # fmt: skip
_RESPONSIBILITY = [
    FieldPanel("publisher"),
    FieldPanel("publisher_name"),
    FieldPanel("owner"),
    FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_phone")]),
    FieldPanel("update_cycle"),
    FieldPanel("licence"),
    FieldPanel("document"),
    FieldPanel("source_name"),
    FieldPanel("source_url"),
    FieldPanel("withdrawn_reason"),
]

edit_handler = TabbedInterface(
    [
        ObjectList(_ABOUT, heading=_("Nội dung")),
        ObjectList([FieldPanel("dictionary_text")], heading=_("Từ điển dữ liệu")),
        ObjectList(_RESPONSIBILITY, heading=_("Trách nhiệm, nguồn")),
        ObjectList([PublishingPanel()], heading=_("Xuất bản")),
    ],
    base_form_class=DatasetForm,
)
