"""What a browser would send of a page's form, for tests that post it changed or as it stands."""

import html
import re


def sent_by(page: str) -> dict[str, str]:
    """Return what stands in a page's form by its fields' names; of a list nobody chose from its first choice."""
    form = page[page.index('class="c-form c-task"') :]
    form = form[: form.index("</form>")]
    form = re.sub(r'<input(?![^>]*checked)[^>]*type="checkbox"[^>]*>', "", form)
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?([^<]*)</textarea>', form))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return {name: html.unescape(value) for name, value in found.items()}
