package io.slipway.batch.warehouse.parquet;

import io.slipway.batch.folder.SharedFolder;
import io.slipway.batch.folder.SharedFolder.Document;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Turns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** The files of a set: its catalogue, and what set versions have in folders of their own. */
record SetFiles(SharedFolder shared, SetName set) {
  /** Says what there is and which is read: who has it has all. */
  private static final String CATALOGUE = "current.json";

  private static final String MANIFEST = "_manifest.json";

  private static final String SUMMARY = "_summary.json";

  /** How often the catalogue is changed by others between a look at it and its replacement. */
  private static final int TRIES = 60;

  /** Makes of a catalogue the next one; asked again where somebody else was quicker. */
  @FunctionalInterface
  interface Change {
    Catalogue of(Catalogue catalogue) throws IOException;
  }

  Catalogue read() throws IOException {
    Optional<Document> document = shared.read(name(CATALOGUE));
    return document.isEmpty() ? Catalogue.EMPTY : Catalogue.parse(document.get().content());
  }

  Catalogue change(Change change) throws IOException {
    for (int turn = 1; turn <= TRIES; turn++) {
      Optional<Document> seen = shared.read(name(CATALOGUE));
      Catalogue before = seen.isEmpty() ? Catalogue.EMPTY : Catalogue.parse(seen.get().content());
      Catalogue after = change.of(before);
      if (after.equals(before)
          || shared.replace(name(CATALOGUE), after.json(), seen.map(Document::tag))) {
        return after;
      }
      new Turns(set, "catalogue").pause(turn);
    }
    throw new WarehouseException(
        Kind.BUSY, set.text(), "others change its catalogue all the time", "try again later");
  }

  /** What a set version has, by the name of its folder. */
  Manifest manifest(String folder) throws IOException {
    Document document =
        shared
            .read(name(folder + "/" + MANIFEST))
            .orElseThrow(() -> new NoSuchFileException(name(folder + "/" + MANIFEST)));
    return Manifest.parse(document.content());
  }

  /** Written last: a folder without one is no set version. */
  void keep(String folder, Manifest manifest) throws IOException {
    shared.replace(name(folder + "/" + MANIFEST), manifest.json(), Optional.empty());
  }

  /** What the rows of a set version are like; empty if nobody said so. */
  Optional<String> summary(String folder) throws IOException {
    return shared
        .read(name(folder + "/" + SUMMARY))
        .map(document -> new String(document.content(), StandardCharsets.UTF_8));
  }

  /** Written before the manifest. */
  void keep(String folder, String summary) throws IOException {
    shared.replace(
        name(folder + "/" + SUMMARY), summary.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  /** A name within the shared folder. */
  String name(String file) {
    return set.text() + "/" + file;
  }
}
