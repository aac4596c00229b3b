from heedful.listen.channels.snippets.kind import Tool

KIND = Tool(
    key="amity",
    label="Amity",
    email="{{person.email}}",
    name="{{person.first_name}}",
    attribute="{{person.KEY}}",
    case="lower",
    where="Playbook → Email → HTML",
    source="https://www.getamity.com/",
)
