"""How the doors look and speak: layout, components, words in both languages, styles, one small script a page."""
