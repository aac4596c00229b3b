from heedful.listen.channels.snippets.kind import Tool

KIND = Tool(
    key="persistiq",
    label="PersistIQ",
    email="{{email}}",
    name="{{first_name}}",
    attribute="{{KEY}}",
    case="lower",
    where="Campaign → Email step → Source",
    source="https://help.persistiq.com/",
)
