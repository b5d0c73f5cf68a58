"""Addresses of the gate."""

from django.urls import path

from tongchou_site.workbench.gate import views

urlpatterns = [
    path("", views.home, name="home"),
    path("login", views.sign_in, name="login"),
    path("logout", views.sign_out, name="logout"),
    path("enter/<str:token>", views.enter, name="enter"),
    path("password", views.password, name="password"),
]
