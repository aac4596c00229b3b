from heedful.listen.channels.snippets.kind import Tool

KIND = Tool(
    key="zoho",
    label="Zoho Campaigns",
    email="$[EMAIL]$",
    name="$[FNAME|]$",
    attribute="$[UD:KEY|]$",
    case="upper",
    where="Campaign → Content → HTML editor",
    source="https://help.zoho.com/portal/en/kb/campaigns/user-guide/campaigns/content/articles/merge-tags",
)
