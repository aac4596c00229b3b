"""The only place that reads the environment. Every setting is here, named, typed and explained."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Settings from ``HEEDFUL_*`` variables, or ``heedful.env`` in the instance's folder."""

    model_config = SettingsConfigDict(env_prefix="HEEDFUL_", extra="ignore")

    home: Path = Field(Path("heedful-home"), description="The one folder that holds this instance.")
    debug: bool = Field(default=False, description="Show tracebacks in the browser. Never on a server.")
    database_url: str = Field(
        "", description="postgresql://user:password@host/name; empty: SQLite inside the instance's folder."
    )
    base_url: str = Field("http://127.0.0.1:8000", description="Where people reach this instance.")
    allowed_hosts: str = Field("*", description="Host names it answers to, with commas.")
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, description="Port the server listens on.")
    threads: int = Field(8, description="Requests served at the same time.")
    work_here: bool = Field(
        default=True,
        description="Run the worker in the server's process; false where `heedful work` runs beside it.",
    )
    smtp_url: str = Field(
        "", description="smtp://user:password@host:587?tls=1; empty: mails stay in the outbox page."
    )
    mail_from: str = Field("Heedful <heedful@localhost>", description="Sender of mails.")
    mail_provider: str = Field(
        "", description="Mail by a provider's API instead of SMTP: postmark, mailgun, amazon_ses, brevo …"
    )
    mail_options: dict[str, Any] = Field(
        default_factory=dict, description='What the provider needs, as JSON: {"server_token": "…"}.'
    )
    mail_webhook_secret: str = Field(
        "", description="user:password that the provider sends with reports of bounces and complaints."
    )
    mail_streams: dict[str, str] = Field(
        default_factory=dict, description='Streams of the provider, as JSON: {"surveys": "broadcast"}.'
    )
    sms_gateway: str = Field("", description="twilio, http or empty: SMS stay in the outbox page.")
    sms_options: dict[str, Any] = Field(
        default_factory=dict, description='What the gateway needs, as JSON: {"account_sid": "…", …}.'
    )
    sms_from: str = Field("", description="Number or name that SMS come from, +49…")
    sms_prices: dict[str, Decimal] = Field(
        default_factory=dict, description='Price of a segment by prefix, as JSON: {"+49": 0.075, "*": 0.1}.'
    )
    sms_currency: str = Field("EUR", description="Currency of these prices.")
    models: str = Field("", description="Folder of models; empty: inside the instance's folder.")
    endpoint_local: bool = Field(
        default=False, description="Summaries may be written by an endpoint inside this network."
    )
    warehouse_engine: str = Field("duckdb", description="duckdb, or dask for a cluster of workers.")
    dask_scheduler: str = Field("", description="Address of the Dask scheduler, for the dask engine.")
    warehouse_threads: int = Field(0, description="Threads of the warehouse engine; 0: one per core.")
    warehouse_memory: str = Field("512MB", description="Memory the warehouse engine may use.")
    minimum_base: int = Field(1, description="Cells with fewer answers are not shown in breakdowns.")
    max_upload_mb: int = Field(512, description="Largest file accepted for import.")
    intake_rate: int = Field(
        0, description="Answers a second an API key may send; 0: as many as the machine can take."
    )
    api_rate: int = Field(
        100,
        description="API requests a second an API key may make (twice as many at once); 0: no limit.",
    )
    proxies: int = Field(0, description="Proxies in front that add to X-Forwarded-For.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
