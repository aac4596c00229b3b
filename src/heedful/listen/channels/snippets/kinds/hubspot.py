from heedful.listen.channels.snippets.kind import Tool

KIND = Tool(
    key="hubspot",
    label="HubSpot",
    email="{{contact.email|urlencode}}",
    name="{{contact.firstname|urlencode}}",
    attribute="{{contact.KEY|urlencode}}",
    case="lower",
    encodes=True,
    where="Marketing → Email → a coded template, or a rich text module → Source code",
    source="https://developers.hubspot.com/docs/cms/reference/hubl/variables",
)
