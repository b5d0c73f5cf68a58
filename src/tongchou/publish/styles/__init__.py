"""The style sheets of report and site: tokens (colours, sizes) and everything that refers to them."""
