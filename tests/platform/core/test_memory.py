from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.make import surveys as make

from heedful.design.surveys import queries, services
from heedful.design.surveys.models import Survey
from heedful.platform.core.memory import made_of, remembered, remembering
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing

pytestmark = pytest.mark.django_db


def test_inside_a_request_the_same_is_read_once(organization):
    made = make.survey(make.question("nps", "nps"))
    with remembering():
        first = queries.survey(made.uid)
        with CaptureQueriesContext(connection) as again:
            assert queries.survey(made.uid) is first
        assert len(again) == 0


def test_outside_a_request_everything_is_read_anew(organization):
    made = make.survey(make.question("nps", "nps"))
    with CaptureQueriesContext(connection) as asked:
        assert queries.survey(made.uid) == queries.survey(made.uid)
    assert len(asked) == 6


def test_what_the_request_publishes_it_sees(organization, alice):
    made = make.survey(make.question("nps", "nps"), name="Visit")
    with remembering():
        assert queries.survey(made.uid).version_number == 1
        definition = make.definition(make.question(), make.question("why", "long_text"), name="Visit")
        services.publish_survey(by=alice, survey_uid=made.uid, definition=definition)
        assert queries.survey(made.uid).version_number == 2
        assert len(queries.surveys()[0].questions) == 2


def test_a_write_past_every_service_is_seen(organization):
    made = make.survey(make.question("nps", "nps"), name="Visit")
    with remembering():
        assert queries.survey(made.uid).name == "Visit"
        with connection.cursor() as cursor:
            cursor.execute("UPDATE surveys_survey SET name = 'Stay' WHERE uid = %s", [made.uid])
        assert queries.survey(made.uid).name == "Stay"


def test_what_is_rolled_back_is_not_remembered(organization):
    made = make.survey(make.question("nps", "nps"), name="Visit")

    def rename_and_fail() -> None:
        with transaction.atomic():
            Survey.objects.filter(uid=made.uid).update(name="Stay")
            assert queries.survey(made.uid).name == "Stay"
            raise LookupError

    with remembering():
        with pytest.raises(LookupError):
            rename_and_fail()
        assert queries.survey(made.uid).name == "Visit"


def test_organisations_do_not_share(organization, cast):
    make.survey(make.question("nps", "nps"))
    with remembering():
        assert len(queries.surveys()) == 1
        with organization_scope(cast.other.pk):
            assert queries.surveys() == ()


def test_a_thread_that_was_given_the_context_reads_for_itself():
    import contextvars

    read: list[int] = []

    @remembered
    def count() -> int:
        read.append(1)
        return len(read)

    with remembering():
        assert (count(), count()) == (1, 1)
        context = contextvars.copy_context()
        other = Thread(target=context.run, args=(count,))
        other.start()
        other.join()
        assert len(read) == 2


@pytest.fixture
def counted():
    read: list[int] = []

    @remembered
    def count() -> int:
        read.append(1)
        return len(read)

    return count


def test_a_transaction_begins_with_nothing_remembered(counted):
    with remembering():
        counted()
        with writing():
            assert (counted(), counted()) == (2, 2)
        assert counted() == 2


def test_from_its_first_write_everything_is_read_anew(counted, organization):
    with remembering(), writing():
        counted()
        Survey.objects.filter(uid="").update(name="")
        assert (counted(), counted()) == (2, 3)
        with writing():
            assert counted() == 4


@pytest.mark.django_db(transaction=True)
def test_after_the_transaction_it_remembers_again(counted, organization):
    with remembering():
        with writing():
            Survey.objects.filter(uid="").update(name="")
            assert (counted(), counted()) == (1, 2)
        assert (counted(), counted()) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_was_waited_for_is_news(counted, organization):
    made = make.survey(make.question("nps", "nps"))
    with remembering(), writing():
        counted()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert counted() == 1
        list(Survey.objects.select_for_update().filter(uid=made.uid))
        assert counted() == (1 if connection.vendor == "sqlite" else 2)


class TestMadeOfRows:
    @pytest.fixture
    def made(self):
        times: list[str] = []

        @made_of(lambda uid: Survey.objects.filter(uid=uid))
        def name_of(uid: str) -> str:
            times.append(uid)
            return Survey.objects.get(uid=uid).name

        return name_of, times

    def test_it_is_made_once_as_long_as_the_rows_are_the_same(self, organization, made):
        name_of, times = made
        uid = make.survey(make.question("nps", "nps"), name="Visit").uid
        assert [name_of(uid) for _ in range(3)] == ["Visit"] * 3
        assert times == [uid]

    def test_a_write_past_every_service_is_seen_at_once(self, organization, made):
        name_of, times = made
        uid = make.survey(make.question("nps", "nps"), name="Visit").uid
        assert name_of(uid) == "Visit"
        Survey.objects.filter(uid=uid).update(name="Stay")
        assert name_of(uid) == "Stay"
        assert len(times) == 2

    def test_what_is_rolled_back_leaves_nothing(self, organization, made):
        name_of, _times = made
        uid = make.survey(make.question("nps", "nps"), name="Visit").uid
        with transaction.atomic():
            Survey.objects.filter(uid=uid).update(name="Stay")
            assert name_of(uid) == "Stay"
            transaction.set_rollback(True)
        assert name_of(uid) == "Visit"

    def test_organisations_do_not_share(self, organization, cast, made):
        name_of, _times = made
        uid = make.survey(make.question("nps", "nps"), name="Visit").uid
        assert name_of(uid) == "Visit"
        with organization_scope(cast.other.pk), pytest.raises(Survey.DoesNotExist):
            name_of(uid)

    def test_what_changes_while_it_is_made_is_not_kept(self, organization):
        uid = make.survey(make.question("nps", "nps"), name="Visit").uid

        @made_of(lambda: Survey.objects.filter(uid=uid))
        def name_before_a_change() -> str:
            found = Survey.objects.get(uid=uid).name
            Survey.objects.filter(uid=uid).update(name=f"{found}!")
            return found

        assert [name_before_a_change() for _ in range(3)] == ["Visit", "Visit!", "Visit!!"]

    def test_no_more_is_kept_than_fits(self, organization):
        times: list[int] = []

        @made_of(lambda number: Survey.objects.filter(pk=number), most=2)
        def noted(number: int) -> int:
            times.append(number)
            return number

        assert [noted(number) for number in (1, 2, 3, 3, 1)] == [1, 2, 3, 3, 1]
        assert times == [1, 2, 3, 1]

    def test_a_query_that_can_find_nothing_needs_no_rows(self, organization):
        @made_of(lambda: Survey.objects.filter(pk__in=[]))
        def nothing() -> str:
            return "nothing"

        assert [nothing(), nothing()] == ["nothing", "nothing"]


@pytest.mark.django_db(transaction=True)
def test_another_connection_sees_what_is_made_anew(cast):
    with organization_scope(cast.organization.pk):
        uid = make.survey(make.question("nps", "nps"), name="Visit").uid
        assert queries.survey_head(uid=uid).name == "Visit"

        def rename() -> None:
            Survey.unscoped.filter(uid=uid).update(name="Stay")
            connection.close()

        thread = Thread(target=rename)
        thread.start()
        thread.join(10)
        assert queries.survey_head(uid=uid).name == "Stay"
