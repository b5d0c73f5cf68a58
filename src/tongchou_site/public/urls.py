"""Addresses of the public pages."""

from django.urls import include, path

from tongchou_site.public import feeds, views

ENGLISH = {"lang": "en"}
CHINESE = {"lang": "zh"}

of_plan = [
    path("", views.plan, name="open-plan"),
    path("goals/<str:goal>/", views.goal, name="open-goal"),
    path("tasks/", views.tasks, name="open-tasks"),
    path("tasks/<str:task>/", views.task, name="open-task"),
    path("bureaus/", views.bureaus, name="open-bureaus"),
    path("bureaus/<str:bureau>/", views.bureau, name="open-bureau"),
    path("data/", views.data, name="open-data"),
    path("data/<str:file>", views.file, name="open-file"),
    path("method/", views.method, name="open-method"),
    path("feeds/", feeds.feeds, name="open-feeds"),
    path("feed.atom", feeds.of_plan, CHINESE, name="open-feed"),
    path("feed.en.atom", feeds.of_plan, ENGLISH, name="open-feed-en"),
    path("goals/<str:goal>/feed.atom", feeds.of_goal, CHINESE, name="open-goal-feed"),
    path("goals/<str:goal>/feed.en.atom", feeds.of_goal, ENGLISH, name="open-goal-feed-en"),
    path("bureaus/<str:bureau>/feed.atom", feeds.of_bureau, CHINESE, name="open-bureau-feed"),
    path("bureaus/<str:bureau>/feed.en.atom", feeds.of_bureau, ENGLISH, name="open-bureau-feed-en"),
]

urlpatterns = [
    path("", views.plans, name="open"),
    path("<str:plan>/", include(of_plan)),
]
