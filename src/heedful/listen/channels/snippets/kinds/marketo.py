from heedful.listen.channels.snippets.kind import Tool

KIND = Tool(
    key="marketo",
    label="Marketo Engage",
    email="{{lead.Email Address:default=}}",
    name="{{lead.First Name:default=}}",
    attribute="{{lead.KEY:default=}}",
    where="Email editor → HTML element → Edit code",
    source="https://experienceleague.adobe.com/docs/marketo/using/product-docs/demand-generation/landing-pages/"
    "personalizing-landing-pages/tokens-overview.html",
)
