from heedful.listen.channels.snippets.kind import Tool

KIND = Tool(
    key="mailchimp",
    label="Mailchimp",
    email="*|EMAIL|*",
    name="*|FNAME|*",
    attribute="*|KEY|*",
    case="upper",
    where="Campaign → Design email → Code block",
    source="https://mailchimp.com/developer/marketing/docs/merge-fields/",
)
