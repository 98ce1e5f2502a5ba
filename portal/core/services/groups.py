"""Groups of editors: who writes, who edits, who approves, and the way of a text through their hands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowMixin,
    WorkflowPage,
    WorkflowTask,
)

from portal.core import registry
from portal.core.models import AlertBanner, SiteSettings

WORKFLOW_NAME = "Biên tập và duyệt"


@dataclass(frozen=True)
class Role:
    """A group and what it may do."""

    name: str
    pages: tuple[str, ...]
    records: tuple[str, ...]
    code_lists: tuple[str, ...]
    files: tuple[str, ...]
    settings: tuple[type[Model], ...] = ()


AUTHOR = Role(
    name="Tác giả",
    pages=("add",),
    records=("view", "add", "change"),
    code_lists=("view",),
    files=("add", "choose"),
)
EDITOR = Role(
    name="Biên tập viên",
    pages=("add", "change", "lock"),
    records=("view", "add", "change", "lock"),
    code_lists=("view", "add", "change"),
    files=("add", "change", "choose"),
    settings=(AlertBanner,),
)
APPROVER = Role(
    name="Người duyệt",
    pages=("add", "change", "lock", "unlock", "publish"),
    records=("view", "add", "change", "delete", "lock", "unlock", "publish"),
    code_lists=("view", "add", "change", "delete"),
    files=("add", "change", "delete", "choose"),
    settings=(AlertBanner, SiteSettings),
)
ROLES = (AUTHOR, EDITOR, APPROVER)
#: Who reads and answers what the public posts, and alone sees what people told in confidence.
HANDLERS = "Bộ phận xử lý"


@transaction.atomic
def ensure_groups(*, root: Page) -> None:
    """Make the three groups with their rights below `root` and the workflow between them; rights given by hand stay."""
    groups = {role.name: Group.objects.get_or_create(name=role.name)[0] for role in ROLES}
    for role in ROLES:
        _allow(groups[role.name], role, root)
    _allow_more()
    _ensure_workflow(root, editors=groups[EDITOR.name], approvers=groups[APPROVER.name])
    _remove_unused_defaults()


def _allow(group: Group, role: Role, root: Page) -> None:
    code_lists = {table.model for _name, table in registry.reference_tables.items()}
    code_lists |= {model for _name, model in registry.desk_lists.items()}
    records = {model for _name, model in registry.editable_models.items()} - code_lists
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"),
        *_permissions(records, role.records),
        *_permissions(code_lists, role.code_lists),
        *_permissions(role.settings, ("change",)),
    )
    for action in role.pages:
        permission = _permissions([Page], (action,)).get()
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    everything = Collection.get_first_root_node()
    # Wagtail asks for the rights on its own models, whatever models stand in for them.
    for permission in _permissions([Image, Document], role.files):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=everything, permission=permission
        )


def _allow_more() -> None:
    """Give every group what the rooms say of it; the handling group comes into being here."""
    handlers = Group.objects.get_or_create(name=HANDLERS)[0]
    handlers.permissions.add(
        *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    for _name, granted in registry.group_permissions.items():
        for group_name, permissions in granted.items():
            group = Group.objects.get_or_create(name=group_name)[0]
            for permission in permissions:
                app_label, codename = permission.split(".")
                group.permissions.add(
                    Permission.objects.get(content_type__app_label=app_label, codename=codename)
                )


def _permissions(models: Iterable[type[Model]], actions: Iterable[str]):  # type: ignore[no-untyped-def]  # a queryset
    types = ContentType.objects.get_for_models(*models).values()
    names = [f"{action}_{content_type.model}" for content_type in types for action in actions]
    return Permission.objects.filter(content_type__in=types, codename__in=names)


def _ensure_workflow(root: Page, *, editors: Group, approvers: Group) -> None:
    if WorkflowPage.objects.filter(page=root).exists():
        return
    workflow, _is_new = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    for position, (name, group) in enumerate((("Biên tập", editors), ("Duyệt", approvers))):
        task, is_new = GroupApprovalTask.objects.get_or_create(name=name)
        if is_new:
            task.groups.set([group])
            task.save()
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": position})
    WorkflowPage.objects.create(workflow=workflow, page=root)
    for _name, model in registry.editable_models.items():
        if issubclass(model, WorkflowMixin):
            content_type = ContentType.objects.get_for_model(model)
            WorkflowContentType.objects.get_or_create(
                content_type=content_type, defaults={"workflow": workflow}
            )


def _remove_unused_defaults() -> None:
    """Remove the groups and the workflow that Wagtail's own migrations make, unless somebody uses them."""
    Group.objects.filter(name__in=("Moderators", "Editors"), user__isnull=True).delete()
    unused = Workflow.objects.filter(name="Moderators approval", workflow_states__isnull=True)
    GroupApprovalTask.objects.filter(workflow_tasks__workflow__in=unused).delete()
    unused.delete()
