"""Addresses of the room of management."""

from django.urls import path

from tongchou_site.workbench.manage import people, trail, views

PERSON = "manage/people/<str:username>"

urlpatterns = [
    path("manage", views.manage, name="manage"),
    path("manage/publish", views.publish, name="publish"),
    path("manage/rights", views.rights, name="rights"),
    path("manage/people", people.people, name="people"),
    path("manage/people-add", people.add, name="person-add"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}/change", people.change, name="person-change"),
    path(f"{PERSON}/post", people.post, name="person-post"),
    path(f"{PERSON}/leave", people.leave, name="person-leave"),
    path(f"{PERSON}/link", people.link, name="person-link"),
    path(f"{PERSON}/active", people.active, name="person-active"),
    path(f"{PERSON}/administrator", people.administrator, name="person-administrator"),
    path("manage/audit", trail.audit, name="audit"),
    path("manage/audit/verify", trail.verified, name="audit-verify"),
    path("manage/audit.csv", trail.audit_file, name="audit-file"),
]
