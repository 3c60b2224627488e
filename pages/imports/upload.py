"""Import: files or a pasted table, what was read, what would change, and one button. Nothing is stored before it."""

from lib.ui.guard import open_page
from lib.ui.import_preview import preview_of
from lib.ui.import_results import results
from lib.ui.import_steps import changes_and_confirm, chosen_files, people_of, read, stored

context = open_page("import", "Import", dated=False)
if stored(context):
    results(context)
    people = people_of(context)
    uploads = chosen_files(people)
    previews = read(context, uploads) if uploads else None
    for number, preview in enumerate(previews or ()):
        preview_of(context, preview, number, people)
    if previews:
        changes_and_confirm(context, previews)
