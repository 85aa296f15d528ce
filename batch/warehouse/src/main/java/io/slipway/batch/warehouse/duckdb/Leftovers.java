package io.slipway.batch.warehouse.duckdb;

import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that no set version needs, whoever left them and however far he came. */
final class Leftovers {
  /** {@code 42-….duckdb}, the same while it is written, what DuckDB has beside it, and locks. */
  private static final Pattern FILE =
      Pattern.compile("([0-9]+)(?:-[0-9a-f]+\\.(?:duckdb|loading)(?:\\..*)?|\\.lock)");

  private final SetFolder folder;
  private final Disk disk;

  Leftovers(SetFolder folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Loads that began earlier and that nobody is at. */
  void giveUpUnfinished(Instant before) throws IOException {
    folder.change(
        catalogue -> {
          Catalogue after = catalogue;
          for (Entry entry : catalogue.unfinished(before)) {
            if (isLeftAlone(entry)) {
              after = after.with(entry.with(State.RETIRED));
            }
          }
          return after;
        });
  }

  /** Whether nobody loads it now. */
  boolean isLeftAlone(Entry entry) throws IOException {
    Optional<Turn> turn = Turn.tryToTake(folder.loading(entry.setId()));
    if (turn.isPresent()) {
      turn.get().close();
    }
    return turn.isPresent();
  }

  /** Returns how many files with rows there were. */
  int remove() throws IOException {
    Catalogue catalogue = folder.read();
    Set<String> needed = new HashSet<>();
    Set<Long> loading = new HashSet<>();
    for (Entry entry : catalogue.entries()) {
      if (entry.state().isWhole()) {
        needed.add(entry.file());
      }
      if (entry.state() == State.LOADING) {
        loading.add(entry.setId());
      }
    }
    int removed = 0;
    for (Path file : folder.files()) {
      String name = file.getFileName().toString();
      Matcher form = FILE.matcher(name);
      // What is being loaded is its loader's, and a number that is not known yet is a newcomer's.
      if (form.matches()
          && !needed.contains(name)
          && Long.parseLong(form.group(1)) <= catalogue.last()
          && !loading.contains(Long.parseLong(form.group(1)))) {
        disk.delete(file);
        removed += name.endsWith(".lock") ? 0 : 1;
      }
    }
    return removed;
  }
}
