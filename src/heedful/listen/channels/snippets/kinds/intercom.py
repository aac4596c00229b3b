from heedful.listen.channels.snippets.kind import Tool

KIND = Tool(
    key="intercom",
    label="Intercom",
    email="{{email}}",
    name="{{first_name}}",
    attribute="{{custom_data.KEY}}",
    case="lower",
    where="Outbound → Email → HTML template, or an HTML block",
    source="https://www.intercom.com/help/en/articles/2683-use-attributes-to-personalize-messages",
)
