"""What is pasted into a site, with its values filled in."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heedful.listen.channels.widget.types import SiteFacts


@dataclass(frozen=True, slots=True)
class Snippet:
    key: str
    title: str | Promise
    where: str | Promise
    code: str


def loader_url() -> str:
    return f"{settings.BASE_URL}/w/heedful.js"


def snippets(site: SiteFacts) -> tuple[Snippet, ...]:
    """Return the ways to bring the widget into a site."""
    return (
        Snippet("html", _("Any web page"), _("Before </body> of every page."), _html(site)),
        Snippet("react", _("React"), _("Once, in the root component."), _react(site)),
        Snippet("gtm", _("Google Tag Manager"), _("As a tag “Custom HTML”, on all pages."), _gtm(site)),
        Snippet("identify", _("With a known user"), _("Where the page knows who is signed in."), _IDENTIFY),
        Snippet("sign", _("Signing, on your server"), _("With the secret, never in a page."), _SIGN),
        Snippet("csp", _("Content Security Policy"), _("If your site has one."), _csp()),
    )


def _html(site: SiteFacts) -> str:
    return f'<script async src="{loader_url()}" data-site="{site.key}"></script>'


def _react(site: SiteFacts) -> str:
    url = json.dumps(f"{loader_url()}?site={site.key}")
    return f"""useEffect(() => {{
  if (window.heedful) return;
  const script = document.createElement("script");
  script.async = true;
  script.src = {url};
  document.body.appendChild(script);
}}, []);"""


def _gtm(site: SiteFacts) -> str:
    # Tag Manager drops attributes of script elements, so the key stands in the address.
    url = json.dumps(f"{loader_url()}?site={site.key}")
    return f"""<script>
(function () {{
  var script = document.createElement("script");
  script.async = true;
  script.src = {url};
  document.head.appendChild(script);
}})();
</script>"""


def _csp() -> str:
    house = settings.BASE_URL
    return f"script-src {house}; connect-src {house}"


_IDENTIFY = """<script>
window.heedful = window.heedful || function () { (heedful.q = heedful.q || []).push(arguments) };
heedful("identify", "TOKEN FROM YOUR SERVER");
heedful("track", "order_placed", { total: 49.9 });
</script>"""

_SIGN = """# Python, pip install pyjwt. Any library for JSON Web Tokens will do: HS256 with the secret.
import jwt, time
token = jwt.encode(
    {"sub": user.id, "email": user.email, "name": user.name,
     "attributes": {"plan": "pro"}, "exp": int(time.time()) + 86400},
    HEEDFUL_SECRET, algorithm="HS256")"""
