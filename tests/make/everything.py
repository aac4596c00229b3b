"""One of every thing that has an id in an address, all in one organisation and marked so that leaks show.

``tests/test_tenants.py`` takes the values from here; an address with a parameter without a factory fails.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image
from tests.make import accounts, audiences, experiments, responses, surveys, widget, words

from heedful.design.programs.models import Goal, Program
from heedful.design.programs.types import Pillar
from heedful.listen.channels.models import ErasureRequest
from heedful.listen.channels.widget import queries as widget_sites
from heedful.listen.fieldwork.simulator.scenario import Trial
from heedful.listen.fieldwork.simulator.services import start_simulation
from heedful.listen.responses.exports.run import export_path
from heedful.listen.responses.imports.services import receive_file
from heedful.listen.responses.models import Response, Upload
from heedful.listen.responses.redaction.originals import keep_originals
from heedful.listen.responses.uploads.files import file_path, write_file
from heedful.platform.accounts.services.invitations import invite
from heedful.platform.accounts.services.keys import create_key
from heedful.platform.accounts.types import Role
from heedful.platform.core.models import Job
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Permission
from heedful.platform.messaging.services import send_mail
from heedful.platform.messaging.types import Attachment
from heedful.platform.privacy.files import archive_path
from heedful.understand.boards.models import Annotation, MailSchedule, Segment
from heedful.understand.boards.services import save_board
from heedful.understand.boards.types import TileSpec

MARK = "Quokka"  # in every name and word of theirs
UNSEEN = "Wombat"  # in every name and word of the branch beside Dora's

# Parameters that name nothing of an organisation, with a value that works.
HARMLESS = {
    "digest": "000000000000",
    "metric": "nps",
    "kind": "csv",
    "format": "yaml",
    "place": "0",
    "name": "vega.js",
    "country": "DE",
    "channel": "email",
    "template": "nps",
    "industry": "restaurant",
}
# Parameters that say what they mean only after the part of the address before them.
VAGUE = {"uid", "key", "number"}


class Everything:
    """Makes a thing the first time its parameter is asked for."""

    def __init__(self, cast: accounts.Cast) -> None:
        self._cast = cast
        self._by = accounts.actor(cast.alice)
        self._made: dict[Factory, str] = {}
        self._unseen = ""
        with organization_scope(cast.organization.pk):
            self._survey = surveys.survey(name=f"{MARK} survey")

    def __contains__(self, name: str) -> bool:
        return name in HARMLESS or name in FACTORIES

    def __getitem__(self, name: str) -> str:
        if name in HARMLESS:
            return HARMLESS[name]
        factory = FACTORIES[name]
        if factory not in self._made:
            with organization_scope(self._cast.organization.pk):
                self._made[factory] = factory(self)
        return self._made[factory]

    def site(self) -> str:
        return widget.site(f"{MARK} shop")[0].uid

    def site_key(self) -> str:
        return widget_sites.site(self["site_uid"], by=self._by).key

    def member(self) -> str:
        return self._cast.bob.uid

    def invitation(self) -> str:
        return invite(by=self._by, email=f"{MARK}@example.org", role=Role.MANAGER)[0].uid

    def key(self) -> str:
        return create_key(by=self._by, name=f"{MARK} key", scopes=[Permission.READ_SCORES])[0].uid

    def mail(self) -> str:
        file = Attachment("board.csv", "text/csv", MARK.encode())
        return send_mail(by=self._by, to=["eve@example.org"], subject=MARK, text=MARK, attachments=[file])

    def erasure_request(self) -> str:
        who = audiences.contact(f"forget-{MARK}@example.org", name=f"{MARK} forget")
        return ErasureRequest.objects.create(contact_id=who.id).uid

    def attachment_number(self) -> str:
        return "0"

    def job(self) -> str:
        made = Job.objects.create(
            kind="organization.export",
            state=Job.State.DONE,
            requested_by="Alice",
            message=MARK,
            result={"rows": 1, "size": 6},
            finished_at=timezone.now(),
        )
        archive_path(made.uid).write_bytes(MARK.encode())
        return made.uid

    def answer_export(self) -> str:
        done = {"rows": 1, "format": "csv"}
        made = Job.objects.create(
            kind="responses.export",
            payload={"actor": {"kind": self._by.kind, "id": self._by.id}},
            state=Job.State.DONE,
            requested_by="Alice",
            result=done,
        )
        export_path(made.uid, "csv").write_text(MARK)
        return made.uid

    def survey(self) -> str:
        return self._survey.uid

    def question_key(self) -> str:
        return "nps"

    def written_question(self) -> str:
        return next(one.uid for one in self._survey.questions if one.key == "why")

    def ending_key(self) -> str:
        self._draft_more()
        return "end"

    def offered_language(self) -> str:
        self._draft_more()
        return "de"

    def _draft_more(self) -> None:
        """Draft an ending and a language for the survey."""
        from dataclasses import replace

        from heedful.design.surveys import queries, services
        from heedful.design.surveys.types import Ending

        drafted = replace(
            queries.definition(self._survey.uid),
            languages=("de",),
            endings=(Ending("end", {"en": f"{MARK} thanks"}),),
        )
        services.save_draft(by=self._by, survey_uid=self._survey.uid, definition=drafted)

    def survey_version(self) -> str:
        return "1"

    def contact(self) -> str:
        return audiences.contact(f"{MARK}@example.org", name=f"{MARK} contact").uid

    def plan(self) -> str:
        from heedful.listen.fieldwork.services import define_plan

        document = {"name": f"{MARK} plan", "audience": {"kind": "list"}}
        return define_plan(by=self._by, survey_uid=self._survey.uid, document=document).uid

    def ask(self) -> str:
        """An ask of the contact, decided at Dora's branch."""
        from heedful.listen.fieldwork.services import Occasion, ask_contacts

        who = audiences.contact(f"ask-{MARK}@example.org", name=f"{MARK} asked")
        unit_id = self._cast.branch.pk
        occasion = Occasion(self._survey.id, "web", "everything", timezone.now(), unit_id=unit_id)
        return ask_contacts([who.id], occasion, by=self._by)[who.id].uid

    def suppression(self) -> str:
        from heedful.listen.audiences import queries, services

        services.forbid(by=self._by, kind="email", value=f"not-{MARK}@example.org", reason=MARK)
        return queries.suppressions(by=self._by).items[0].uid

    def program(self) -> str:
        made = Program.objects.create(name=f"{MARK} program", business_question=f"Why {MARK}?")
        return made.uid

    def goal(self) -> str:
        row = Goal.objects.create(
            program=Program.objects.get(uid=self["program_uid"]),
            metric="nps",
            target=40,
            due_on=date(2027, 1, 1),
            owner=MARK,
            pillar=Pillar.RETENTION,
        )
        return row.uid

    def region(self) -> str:
        return self._cast.region.uid

    def next_contact(self) -> str:
        return audiences.contact(f"next-{MARK}@example.org", name=f"{MARK} next").uid

    def asset(self) -> str:
        from heedful.design.surveys.assets.services import store_asset

        drawn = BytesIO()
        Image.new("RGB", (2, 2), "teal").save(drawn, "PNG")
        return store_asset(by=self._by, content=drawn.getvalue(), name=f"{MARK}.png")

    def unit(self) -> str:
        return self._cast.branch.uid

    def attribute(self) -> str:
        from heedful.listen.audiences.services import ensure_attributes

        ensure_attributes({f"{MARK.lower()}_plan": "text"}, by=self._by)
        return f"{MARK.lower()}_plan"

    def response(self) -> str:
        said = {"nps": 3, "why": f"{MARK} was rude"}
        made = responses.response(self._survey, said, unit_key=self._cast.branch.key)
        (comment,) = made.comments
        keep_originals({made.id: {comment.question_id: f"{MARK} was rude, says Ann"}})
        return made.uid

    def upload(self) -> str:
        """A file of the response above."""
        of = Response.objects.get(uid=self["response_uid"])
        made = Upload.objects.create(
            survey_id=of.survey_id,
            response=of,
            response_key=of.idempotency_key,
            question_key="photo",
            file_name=f"{MARK}.txt",
            media_type="text/plain",
            size=len(MARK),
            sha256="",
        )
        write_file(file_path(organization().uid, made.uid), MARK.encode())
        return made.uid

    def unseen_response(self) -> str:
        """The response of the branch beside Dora's."""
        if self._unseen:
            return self._unseen
        said = {"nps": 10, "why": f"{UNSEEN} was kind"}
        who = audiences.new_contact(f"{UNSEEN}@example.org", name=f"{UNSEEN} contact")
        made = responses.response(self._survey, said, unit_key=self._cast.next_branch.key, contact=who)
        self._unseen = made.uid
        return made.uid

    def import_run(self) -> str:
        rows = "\n".join(f"{number},{MARK} {number},2026-03-0{number % 9 + 1}" for number in range(11))
        content = f"nps,why,date\n{rows}\n".encode()
        return receive_file([content], f"{MARK}.csv", by=self._by).uid

    def board(self) -> str:
        tiles = [TileSpec("score", "third", metric="nps", survey=self._survey.uid)]
        return save_board(by=self._by, name=f"{MARK} board", tiles=tiles).uid

    def schedule(self) -> str:
        made = MailSchedule.objects.create(
            recipients=[f"{MARK}@example.org"],
            hour=8,
            next_at=timezone.now() + timedelta(days=1),
            user=self._cast.alice.user,
            created_by="Alice",
        )
        return made.uid

    def segment(self) -> str:
        return Segment.objects.create(name=f"{MARK} segment", query="", created_by="Alice").uid

    def experiment(self) -> str:
        return experiments.drafted(self._survey, name=f"{MARK} experiment").uid

    def simulation(self) -> str:
        return start_simulation(Trial(days=1), by=self._by).uid

    def taxonomy(self) -> str:
        """A taxonomy with a version, a draft and a preview that was asked for."""
        from heedful.understand.words.themes import services
        from heedful.understand.words.themes.documents import TaxonomyDocument, Theme

        themes = (Theme("rude", f"{MARK} rudeness", phrases=("so rude",)), Theme("slow", f"{MARK} waiting"))
        document = TaxonomyDocument(f"{MARK} themes", themes)
        made = services.create_taxonomy(document.name, by=self._by, document=document, is_applied=True)
        services.add_theme(made.uid, Theme("", f"{MARK} price"), by=self._by)
        services.start_preview(made.uid, by=self._by)
        return made.uid

    def theme(self) -> str:
        self["taxonomy_uid"]
        return "rude"

    def annotation(self) -> str:
        return Annotation.objects.create(on=date(2026, 3, 2), text=f"{MARK} opened", created_by="Alice").uid

    def edition(self) -> str:
        """An edition that counted once."""
        from heedful.understand.words.models import Edition

        at = timezone.now()
        made = Edition.objects.create(
            state=Edition.State.RETIRED, created_by=MARK, current_from=at, current_until=at
        )
        return made.uid

    def label_task(self) -> str:
        """A comment that waits to be labelled."""
        from heedful.understand.words.models import LabelTask, Taxonomy

        response = Response.objects.get(uid=self["response_uid"])
        answer = response.answers.exclude(text="").first()
        assert answer is not None
        made = LabelTask.objects.create(
            taxonomy=Taxonomy.objects.get(uid=self["taxonomy_uid"]),
            response=response,
            question_id=answer.question_id,
            reason="random",
        )
        return made.uid

    def label(self) -> str:
        """Somebody's word on a theme."""
        from heedful.understand.words.models import LabelTask, ThemeLabel

        task = LabelTask.objects.get(uid=self["label_task_uid"])
        made = ThemeLabel.objects.create(
            taxonomy=task.taxonomy, response=task.response, question=task.question, theme="", is_present=True,
            coder=accounts.actor(self._cast.alice).label, origin=ThemeLabel.Origin.IMPORT,
        )  # fmt: skip
        return made.uid

    def topic(self) -> str:
        """A topic with a comment of Dora's branch, and one of the branch beside it."""
        return words.topic(
            f"{MARK} menus", [self["response_uid"], self.unseen_response()], question_key="why"
        ).uid


type Factory = Callable[[Everything], str]
FACTORIES: dict[str, Factory] = {
    "asset_uid": Everything.asset,
    "annotation_uid": Everything.annotation,
    "attributes.key": Everything.attribute,
    "experiment_uid": Everything.experiment,
    "experiments.uid": Everything.experiment,
    "exports/<job_uid>": Everything.answer_export,
    "ask_uid": Everything.ask,
    "site_uid": Everything.site,
    "site_key": Everything.site_key,
    "board_uid": Everything.board,
    "contact_uid": Everything.contact,
    "contacts.uid": Everything.contact,
    "import_uid": Everything.import_run,
    "imports.uid": Everything.import_run,
    "invitation_uid": Everything.invitation,
    "job_uid": Everything.job,
    "key_uid": Everything.key,
    "mail_uid": Everything.mail,
    "mails.uid": Everything.mail,
    "erasure-requests.uid": Everything.erasure_request,
    "mail_uid.number": Everything.attachment_number,
    "member_uid": Everything.member,
    "response_uid": Everything.response,
    "export_uid": Everything.answer_export,
    "goal_uid": Everything.goal,
    "goals.uid": Everything.goal,
    "plan_uid": Everything.plan,
    "suppression_uid": Everything.suppression,
    "program_uid": Everything.program,
    "programs.uid": Everything.program,
    "next_contact": Everything.next_contact,
    "region": Everything.region,
    "responses.uid": Everything.response,
    "schedule_uid": Everything.schedule,
    "segment_uid": Everything.segment,
    "simulation_uid": Everything.simulation,
    "simulations.uid": Everything.simulation,
    "survey_uid": Everything.survey,
    "question_key": Everything.question_key,
    "question_uid": Everything.written_question,
    "ending_key": Everything.ending_key,
    "surveys/<survey_uid>/edit/languages/<language>": Everything.offered_language,
    "surveys.uid": Everything.survey,
    "taxonomy_uid": Everything.taxonomy,
    "theme_key": Everything.theme,
    "topic_uid": Everything.topic,
    "unit_uid": Everything.unit,
    "edition_uid": Everything.edition,
    "label_task_uid": Everything.label_task,
    "label_uid": Everything.label,
    "upload_uid": Everything.upload,
    "units.uid": Everything.unit,
    "versions.number": Everything.survey_version,
}
