"""The form of an agency."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface

from portal.core.code_list_viewsets import CodeListForm

identity = [
    FieldPanel("code"),
    FieldPanel("name_vi", help_text=_("Tên hiện nay. Khi đổi tên, ghi tên cũ và ngày ở thẻ “Lịch sử”.")),
    FieldPanel("name_en"),
    FieldPanel("abbreviation"),
    FieldPanel("kind"),
    FieldPanel("level"),
    FieldPanel("parent"),
    MultiFieldPanel([FieldPanel("valid_from"), FieldPanel("valid_until")], heading=_("Thời gian hoạt động")),
    MultiFieldPanel([FieldPanel("is_external"), FieldPanel("province")], heading=_("Ngoài tỉnh")),
    FieldPanel("sort_order"),
]
contact = [
    FieldPanel("address"),
    FieldPanel("phone"),
    FieldPanel("email"),
    FieldPanel("website"),
    FieldPanel("functions"),
]
history = [
    InlinePanel("names", heading=_("Tên cũ và cách viết khác"), label=_("Tên")),
    InlinePanel("former_parents", heading=_("Cơ quan cấp trên trước đây"), label=_("Cơ quan cấp trên")),
    InlinePanel(
        "successions", heading=_("Cơ quan kế thừa"), label=pgettext_lazy("một cơ quan", "Cơ quan kế thừa")
    ),
    FieldPanel("successor_note"),
    FieldPanel("named_in_report"),
    FieldPanel("evidence"),
]

agency_form = TabbedInterface(
    [
        ObjectList(identity, heading=pgettext_lazy("một cơ quan", "Cơ quan")),
        ObjectList(contact, heading=_("Liên hệ, chức năng")),
        ObjectList(history, heading=_("Lịch sử")),
    ],
    base_form_class=CodeListForm,
)
