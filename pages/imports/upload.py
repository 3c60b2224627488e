"""Import: files, what was read, what would change, and one button. Nothing is stored before it is pressed."""

from lib.ui.guard import open_page
from lib.ui.import_preview import preview_of
from lib.ui.import_questions import questions
from lib.ui.import_results import results
from lib.ui.import_steps import changes_and_confirm, chosen_files, read

context = open_page("import", "Import", dated=False)
results(context)
uploads = chosen_files()
if uploads:
    previews = read(context, uploads)
    for number, preview in enumerate(previews):
        preview_of(preview, number)
    questions(previews)
    changes_and_confirm(context, previews)
