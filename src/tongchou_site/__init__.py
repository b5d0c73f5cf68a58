"""The doors: the workbench, the public pages and the API arrive here; the method never imports them."""
