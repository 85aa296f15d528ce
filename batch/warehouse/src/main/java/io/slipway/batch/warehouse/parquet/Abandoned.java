package io.slipway.batch.warehouse.parquet;

import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Folders that no set version needs, whoever left them and however far he came. */
record Abandoned(SetFiles files) {
  private static final Pattern FOLDER = Pattern.compile("([0-9]+)-[0-9a-f]{16}");

  /**
   * Loads that began earlier. Nothing tells whether somebody is at one: the time has to be long.
   */
  void giveUpUnfinished(Instant before) throws IOException {
    files.change(
        catalogue -> {
          Catalogue after = catalogue;
          for (Entry entry : catalogue.unfinished(before)) {
            after = after.with(entry.with(State.RETIRED));
          }
          return after;
        });
  }

  /** Returns how many folders there were. */
  int remove() throws IOException {
    // The names first: what is put there later is a newcomer's, of a number that is not seen here.
    List<String> names = files.shared().list(files.name(""));
    Catalogue catalogue = files.read();
    Map<Long, Entry> entries = new HashMap<>();
    catalogue.entries().forEach(entry -> entries.put(entry.setId(), entry));
    TreeSet<String> folders =
        names.stream()
            .map(name -> name.substring(files.name("").length()).replaceAll("/.*", ""))
            .filter(folder -> isAbandoned(folder, entries))
            .collect(Collectors.toCollection(TreeSet::new));
    for (String folder : folders) {
      removeFolder(folder);
    }
    return folders.size();
  }

  private static boolean isAbandoned(String folder, Map<Long, Entry> entries) {
    Matcher form = FOLDER.matcher(folder);
    return form.matches()
        && Optional.ofNullable(entries.get(Long.parseLong(form.group(1))))
            .filter(entry -> entry.state() != State.LOADING)
            .filter(entry -> !entry.state().isWhole() || !entry.file().equals(folder))
            .isPresent();
  }

  /** The manifest first: without it the folder is no set version to whoever reads it. */
  void removeFolder(String folder) throws IOException {
    for (String name : files.shared().list(files.name(folder + "/")).stream().sorted().toList()) {
      files.shared().delete(name);
    }
  }
}
