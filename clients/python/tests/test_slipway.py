"""Against a real registry, which the build starts: SLIPWAY_TEST_REGISTRY, _TOKEN, _READER and _MODEL name it."""

import os
import pathlib
import random
import tempfile
import unittest
from datetime import datetime, timezone
from urllib.parse import urlsplit

import slipway
from bad_wire import BadWire

ADDRESS = os.environ["SLIPWAY_TEST_REGISTRY"]
TOKEN = os.environ["SLIPWAY_TEST_TOKEN"]
READER = os.environ["SLIPWAY_TEST_READER"]
MODEL = pathlib.Path(os.environ["SLIPWAY_TEST_MODEL"])
LARGE = 24 << 20


class SlipwayTest(unittest.TestCase):
    def setUp(self):
        self.registry = slipway.Registry(ADDRESS, TOKEN)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def large(self, seed):
        """A model with a note that takes a while to send."""
        files = self.folder / f"large-{seed}"
        files.mkdir()
        (files / "model.onnx").write_bytes(MODEL.read_bytes())
        text = random.Random(seed).randbytes(LARGE // 2).hex()
        (files / "notes.txt").write_text(text, encoding="ascii")
        return files

    def wire(self):
        wire = BadWire(urlsplit(ADDRESS).port)
        self.addCleanup(wire.close)
        return wire

    def test_what_is_pushed_is_pulled_and_verified(self):
        told = []
        pushed = self.registry.push(
            MODEL,
            name="py-churn",
            run="r1",
            producer="a test",
            metrics={"auc": 0.91},
            datasets=["s3://data/churn", {"uri": "s3://data/more", "snapshot": "3"}],
            code="https://git.example.org/churn",
            commit="abc",
            metadata={"team": "risk"},
            progress=lambda *words: told.append(words),
        )

        path = self.registry.pull("py-churn", pushed.number, self.folder, progress=lambda *words: told.append(words))

        self.assertEqual(("READY", "ONNX", 1), (pushed.state, pushed.format, pushed.number))
        self.assertEqual(self.folder / MODEL.name, path)
        self.assertEqual(MODEL.read_bytes(), path.read_bytes())
        self.assertEqual([MODEL.name], [each.name for each in self.folder.iterdir()])
        self.assertEqual(("hashing", MODEL.name, 143, 143), told[0])
        self.assertEqual(("fetching", MODEL.name, 143, 143), told[-1])

    def test_the_cycle_of_learning(self):
        nobody = self.registry.alias("py-cycle", "champion")
        first = self.registry.push(MODEL, name="py-cycle", parent=nobody, run="r1", alias="champion")
        before = datetime.now(timezone.utc).isoformat()
        second = self.registry.push(MODEL, name="py-cycle", parent="@champion", run="r2", cycle=2)
        self.registry.set_alias("py-cycle", "champion", second, expect=first, reason="better")

        self.assertEqual(first.digest, second.document["parent"])
        self.assertEqual(2, self.registry.version("py-cycle", "@champion").number)
        self.assertEqual([2, 1], [each.number for each in self.registry.versions("py-cycle")])
        champion = self.registry.alias("py-cycle", "champion")
        self.assertEqual((2, "better"), (champion.version, champion.reason))
        then = self.registry.history("py-cycle", at=before)
        self.assertEqual([1], [each["version"] for each in then["aliases"]])
        self.assertEqual(2, len(self.registry.history("py-cycle")["events"]))

    def test_an_alias_moves_only_from_where_it_is_expected(self):
        self.registry.push(MODEL, name="py-alias", alias="champion")

        with self.assertRaises(slipway.RegistryError) as raised:
            self.registry.set_alias("py-alias", "champion", 1, expect=None)

        self.assertEqual("Moved", raised.exception.kind)
        self.assertIsNone(self.registry.alias("py-alias", "challenger"))

    def test_the_same_files_are_the_same_version(self):
        files = self.large(1)
        one = self.registry.push(files, name="py-same", model_file="model.onnx")
        wire = self.wire()

        again = slipway.Registry(wire.address, TOKEN).push(files, name="py-same", model_file="model.onnx")

        self.assertEqual(one, again)
        self.assertLess(wire.sent, LARGE // 100)

    def test_an_upload_that_breaks_goes_on_where_it_was(self):
        wire = self.wire()
        wire.there += [("cut", LARGE // 2), ("cut", LARGE // 4)]

        pushed = slipway.Registry(wire.address, TOKEN).push(
            self.large(2), name="py-broken", model_file="model.onnx"
        )

        self.assertEqual("READY", pushed.state)
        self.assertEqual([], wire.there)
        self.assertLess(wire.sent, LARGE * 3 // 2)

    def test_a_download_that_breaks_goes_on_and_one_that_changes_is_thrown_away(self):
        files = self.large(3)
        self.registry.push(files, name="py-down", model_file="model.onnx")
        wire = self.wire()
        wire.back += [("cut", LARGE // 2)]

        slipway.Registry(wire.address, TOKEN).pull("py-down", 1, to=self.folder / "one")
        self.assertEqual((files / "notes.txt").read_bytes(), (self.folder / "one" / "notes.txt").read_bytes())
        self.assertEqual([], wire.back)

        wire.back += [("flip", LARGE // 2)]
        with self.assertRaises(slipway.RegistryError) as raised:
            slipway.Registry(wire.address, TOKEN).pull("py-down", 1, to=self.folder / "two")
        self.assertEqual("Corrupt", raised.exception.kind)
        self.assertEqual(["model.onnx"], [each.name for each in (self.folder / "two").iterdir()])

    def test_a_file_that_is_in_the_way_stays(self):
        self.registry.push(MODEL, name="py-way")
        own = self.folder / MODEL.name
        own.write_text("mine")

        with self.assertRaises(slipway.RegistryError) as raised:
            self.registry.pull("py-way", 1, to=self.folder)

        self.assertEqual("Exists", raised.exception.kind)
        self.assertEqual("mine", own.read_text())

    def test_what_is_no_model_is_rejected_with_the_reason(self):
        pickle = self.folder / "model.pkl"
        pickle.write_bytes(b"\x80\x04N.")

        with self.assertRaises(slipway.RegistryError) as raised:
            self.registry.push(pickle, name="py-pickle")

        self.assertEqual("Rejected", raised.exception.kind)
        self.assertIn("model.pkl", raised.exception.cause)

    def test_what_is_not_there_or_not_allowed_is_named(self):
        with self.assertRaises(slipway.RegistryError) as raised:
            self.registry.version("py-nothing", 1)
        self.assertEqual("NotFound", raised.exception.kind)
        self.assertIn("models/py-nothing", raised.exception.object)
        with self.assertRaises(slipway.RegistryError) as raised:
            slipway.Registry(ADDRESS, READER).push(MODEL, name="py-reader")
        self.assertEqual("Forbidden", raised.exception.kind)
        with self.assertRaises(slipway.RegistryError) as raised:
            self.registry.push(self.folder / "nothing.onnx", name="py-nothing")
        self.assertEqual("Invalid", raised.exception.kind)

    def test_the_environment_names_the_registry(self):
        token = self.folder / "token"
        token.write_text(TOKEN + "\n", encoding="ascii")
        os.environ["SLIPWAY_REGISTRY"] = ADDRESS + "/"
        os.environ["SLIPWAY_REGISTRY_TOKEN_FILE"] = str(token)
        try:
            slipway.push(MODEL, name="py-environment", parent=None, alias="champion")
            self.assertEqual(1, slipway.alias("py-environment", "champion").version)
            self.assertTrue(slipway.pull("py-environment", "@champion", to=self.folder / "model").exists())
        finally:
            del os.environ["SLIPWAY_REGISTRY"], os.environ["SLIPWAY_REGISTRY_TOKEN_FILE"]
        with self.assertRaises(slipway.RegistryError):
            slipway.Registry()


if __name__ == "__main__":
    unittest.main()
