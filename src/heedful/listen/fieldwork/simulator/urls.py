from __future__ import annotations

from django.urls import path

from heedful.listen.fieldwork.simulator import views

urlpatterns = [
    path("simulations/", views.simulations, name="simulations"),
    path("simulations/<str:simulation_uid>/", views.simulation, name="simulation"),
]
