"""Addresses of the public pages."""

from django.urls import path

from tongchou_site.public import views

urlpatterns = [
    path("", views.plans, name="open"),
    path("<str:plan>/", views.plan, name="open-plan"),
]
