"""What the words mean: the terms, signs and reasons used on these pages."""

from lib.ui.glossary import signs, terms
from lib.ui.guard import open_page

open_page("view", "What the words mean", dated=False)
terms()
signs()
