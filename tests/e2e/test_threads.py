"""Le fil of a store from before each object kept what it belongs to."""
import json
import re
import sqlite3
import sys
import unittest

from house import ROOT, Client, House, until

ITEMS = ROOT / "config/demo/items.json"
REFERRAL = "referral:S-2025-001"
PROGRAM = None


def thread(client, page):
    """Paths that the thread of a page leads to."""
    section = re.search(r'<section class="thread".*?</section>', client.get(page, status=200).text, re.S)
    return set(re.findall(r'<a href="([^"]+)">', section.group(0))) if section else set()


def before_links(store):
    """As the store was before the migration that keeps links: two articles in the chain of one referral, and nothing that says why."""
    store.execute("DROP TABLE site_link")
    store.execute("DROP INDEX site_thread_entry_by_object")
    store.execute("ALTER TABLE site_thread_entry DROP COLUMN object")
    store.execute("DELETE FROM hmc_migration WHERE owner = 'site' AND name LIKE '%links%'")
    store.execute("UPDATE site_chain_member SET chain = ?", (REFERRAL,))
    store.execute("UPDATE site_thread_entry SET chain = ?", (REFERRAL,))
    store.execute("INSERT INTO site_chain_member (object, chain) VALUES (?, ?)", (REFERRAL, REFERRAL))


class AStoreOfBefore(unittest.TestCase):
    def test_it_shows_what_it_showed_until_an_object_says_anew_where_it_belongs(self):
        with House(PROGRAM, serve=False) as house:
            two = house.folder / "two.json"
            two.write_text(json.dumps(json.loads(ITEMS.read_text())[:2]))
            self.assertEqual(house.cli("import", two)[0], 0)
            house.user("equipe@example.org", "technical_team")
            house.start()
            visitor = Client(house)
            first, second = re.findall(r'<h3><a href="(/travaux/[^"]+)">', visitor.get("/travaux", status=200).text)
            for page in (first, second):
                until(lambda page=page: thread(visitor, page) == {page}, f"{page} has a thread of its own")
            house.stop()
            with sqlite3.connect(house.database) as store:
                before_links(store)
            store.close()

            house.start()
            for page in (first, second):
                self.assertEqual(thread(visitor, page), {first, second})
            equipe = Client(house).sign_in("equipe@example.org")
            equipe.post_form(second + "/mettre-a-jour", {"note": "Une date corrigée"}, status=303)
            for page in (first, second):
                until(lambda page=page: thread(visitor, page) == {page}, f"{page} has a thread of its own again")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
