from heedful.listen.channels.snippets.kind import Tool

KIND = Tool(
    key="pardot",
    label="Pardot (Account Engagement)",
    email="{{Recipient.Email}}",
    name="{{Recipient.FirstName}}",
    attribute="{{Recipient.KEY}}",
    where="Email → HTML editor; for legacy variable tags write %%email%% and %%first_name%% instead",
    source="https://help.salesforce.com/s/articleView?id=sf.pardot_hml_overview.htm",
)
