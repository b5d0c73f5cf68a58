"""Eight threads act at once on a database in a file: every act has its entry, and the chain is whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

THREADS, ACTS = 8, 25

ACTING = """
import json, sys
from pathlib import Path
from threading import Barrier, Thread
from tongchou_site.setup import prepare
prepare(home=Path(sys.argv[1]))
from django.db import connection
from django.utils import timezone
from tongchou_site.records.actions import accounts
from tongchou_site.records.conflict import Conflict
from tongchou_site.records.models import AuditEntry, User
from tongchou_site.records.trail import MACHINE, verify

threads, acts = int(sys.argv[2]), int(sys.argv[3])
accounts.add_person(username="one", name="one", administrator=True, by=MACHINE, at=timezone.now())
together, done, refused, failed = Barrier(threads), [], [], []

def act(number):
    together.wait()
    for turn in range(acts):
        seen = accounts.Seen(username="one", version=User.objects.get(username="one").version)
        try:
            accounts.change_person(seen=seen, name=f"{number}.{turn}", email="", by=MACHINE, at=timezone.now())
            done.append(number)
        except Conflict:
            refused.append(number)
        except Exception as error:
            failed.append(repr(error))
    connection.close()

running = [Thread(target=act, args=(number,)) for number in range(threads)]
[each.start() for each in running]
[each.join() for each in running]
verdict = verify()
print(json.dumps({
    "done": len(done), "refused": len(refused), "failed": failed, "broken_at": verdict.broken_at,
    "entries": AuditEntry.objects.count(), "version": User.objects.get().version,
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What came of the acts."""
    home = tmp_path_factory.mktemp("home")
    asked = [sys.executable, "-c", ACTING, str(home), str(THREADS), str(ACTS)]
    root = Path(__file__).resolve().parents[2]
    answer = subprocess.run(asked, cwd=root, capture_output=True, text=True, timeout=300, check=True)
    found: dict[str, object] = json.loads(answer.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
def test_no_act_of_many_at_once_fails_but_by_a_conflict(told: dict[str, object]) -> None:
    assert told["failed"] == []


@pytest.mark.slow
def test_the_chain_is_whole_after_many_acted_at_once(told: dict[str, object]) -> None:
    assert told["broken_at"] is None


@pytest.mark.slow
def test_every_act_that_was_done_has_its_entry_and_no_other_has(told: dict[str, object]) -> None:
    assert told["entries"] == 1 + int(str(told["done"]))


@pytest.mark.slow
def test_of_two_who_saw_the_same_version_only_one_changes_it(told: dict[str, object]) -> None:
    assert told["version"] == 1 + int(str(told["done"]))


@pytest.mark.slow
def test_every_act_was_done_or_refused(told: dict[str, object]) -> None:
    assert int(str(told["done"])) + int(str(told["refused"])) == THREADS * ACTS
