package io.slipway.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.client.Alias;
import io.slipway.client.Draft;
import io.slipway.client.LocalFile;
import io.slipway.client.Progress;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import io.slipway.client.Version;
import io.slipway.sources.SourceProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Brings the versions of a model into the registry, in their order. What was brought before is
 * known by where it came from and is not fetched again.
 */
public final class Importer {
  private static final String FROM = "imported.from";
  private static final String MARK = "imported.mark";

  private final RegistryClient registry;
  private final Progress progress;
  private final Duration patience;

  /**
   * @param patience for how long each validation is waited for
   */
  public Importer(RegistryClient registry, Progress progress, Duration patience) {
    this.registry = registry;
    this.progress = progress;
    this.patience = patience;
  }

  /** What became of a version. */
  public sealed interface Outcome {

    /** It is a version of the registry now. */
    record Imported(Version version) implements Outcome {}

    /** It was one before. */
    record Known(int number) implements Outcome {}

    /** It would become one. */
    record Planned(String file) implements Outcome {}

    /** Nothing in it can be served. */
    record Skipped(String why) implements Outcome {}

    /** The registry's validation says no, or has said nothing yet. */
    record Rejected(Version version) implements Outcome {}

    /** Its number in the registry, if it has one there. */
    default Optional<Integer> inRegistry() {
      return switch (this) {
        case Imported(Version version) -> Optional.of(version.number());
        case Known(int number) -> Optional.of(number);
        case Planned _, Skipped _, Rejected _ -> Optional.empty();
      };
    }
  }

  /** What became of an alias. */
  public sealed interface AliasOutcome {

    /** It points to the version of the registry that it pointed to elsewhere. */
    record Set(int number) implements AliasOutcome {}

    /** It did before. */
    record AsItWas(int number) implements AliasOutcome {}

    /** It was left alone. */
    record Left(String why) implements AliasOutcome {}
  }

  /** Hears what became of each version. */
  public interface Listener {
    void heard(ForeignVersion version, Outcome outcome);
  }

  /** What is done with a version that was not brought before. */
  @FunctionalInterface
  private interface Step {
    Outcome of(ForeignVersion version, String mark)
        throws RegistryException, SourceProblem, IOException, InterruptedException;
  }

  /** Brings what is not there yet. */
  public Map<String, Outcome> bring(ForeignModel model, String name, Listener listener)
      throws RegistryException, SourceProblem, IOException, InterruptedException {
    registry.create(name);
    return each(model, name, listener, (version, mark) -> bring(version, name, mark));
  }

  /** Looks what would be brought, and changes nothing. */
  public Map<String, Outcome> plan(ForeignModel model, String name, Listener listener)
      throws RegistryException, SourceProblem, IOException, InterruptedException {
    return each(model, name, listener, (version, _) -> plan(version));
  }

  private Map<String, Outcome> each(ForeignModel model, String name, Listener listener, Step step)
      throws RegistryException, SourceProblem, IOException, InterruptedException {
    Map<String, Integer> known = known(name);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (ForeignVersion version : model.versions()) {
      String mark = version.mark();
      Integer number = known.get(key(version.from(), mark));
      Outcome outcome = number == null ? step.of(version, mark) : new Outcome.Known(number);
      outcomes.put(version.label(), outcome);
      listener.heard(version, outcome);
    }
    return outcomes;
  }

  private static Outcome plan(ForeignVersion version) throws SourceProblem, IOException {
    try {
      return new Outcome.Planned(version.content().model());
    } catch (SourceProblem e) {
      return skipped(e);
    }
  }

  private Outcome bring(ForeignVersion version, String name, String mark)
      throws RegistryException, SourceProblem, IOException, InterruptedException {
    Path folder = Files.createTempDirectory("slipway-import");
    try {
      Version published = publish(name, version.content(), version.from(), mark, folder);
      return published.isReady()
          ? new Outcome.Imported(published)
          : new Outcome.Rejected(published);
    } catch (SourceProblem e) {
      return skipped(e);
    } catch (RegistryException e) {
      // One that the registry cannot take, by a file's name or size, is no reason to leave the
      // rest.
      if (e.kind() != RegistryException.Kind.INVALID
          && e.kind() != RegistryException.Kind.TOO_LARGE) {
        throw e;
      }
      return new Outcome.Skipped(e.why() + "; " + e.next());
    } finally {
      delete(folder);
    }
  }

  private Version publish(
      String name, ForeignVersion.Content content, String from, String mark, Path folder)
      throws RegistryException, SourceProblem, IOException, InterruptedException {
    List<LocalFile> files = new ArrayList<>();
    for (ForeignVersion.ForeignFile file : content.files()) {
      Path local = file.local(folder, progress);
      LocalFile hashed = LocalFile.under(local, progress).getFirst();
      files.add(new LocalFile(file.path(), local, hashed.digest(), hashed.size()));
    }
    Draft draft =
        new Draft(
            files,
            Optional.of(content.model()),
            Optional.empty(),
            Optional.empty(),
            content.lineage(),
            Told.metadata(Map.of(FROM, from, MARK, mark), content.told()));
    return registry.publication(name, progress).publish(draft, patience).version();
  }

  private static Outcome skipped(SourceProblem problem) throws SourceProblem {
    if (problem.kind() != SourceProblem.Kind.UNSUPPORTED
        && problem.kind() != SourceProblem.Kind.NOT_FOUND) {
      throw problem;
    }
    return new Outcome.Skipped(problem.words());
  }

  /** The numbers of what was brought before, by where it came from. */
  private Map<String, Integer> known(String name) throws RegistryException, InterruptedException {
    Map<String, Integer> known = new HashMap<>();
    List<Version> versions;
    try {
      versions = registry.versions(name, Optional.of("READY"), Integer.MAX_VALUE);
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        return known;
      }
      throw e;
    }
    for (Version version : versions) {
      JsonNode metadata = registry.manifest(version).path("metadata");
      if (metadata.has(FROM)) {
        known.put(
            key(metadata.path(FROM).asText(), metadata.path(MARK).asText()), version.number());
      }
    }
    return known;
  }

  private static String key(String from, String mark) {
    return from + "\n" + mark;
  }

  /**
   * Sets aliases that are new. One that points elsewhere is left: who moved it here has decided
   * later than who set it there.
   */
  public Map<String, AliasOutcome> setAliases(
      ForeignModel model, String name, Map<String, Outcome> outcomes)
      throws RegistryException, InterruptedException {
    Map<String, AliasOutcome> all = new TreeMap<>();
    for (Map.Entry<String, String> alias : model.aliases().entrySet()) {
      String label = alias.getValue();
      Optional<Integer> number =
          Optional.ofNullable(outcomes.get(label)).flatMap(Outcome::inRegistry);
      all.put(
          alias.getKey(),
          number.isEmpty()
              ? new AliasOutcome.Left("version " + label + " was not imported")
              : setAlias(model, name, alias.getKey(), label, number.get()));
    }
    return all;
  }

  private AliasOutcome setAlias(
      ForeignModel model, String name, String alias, String label, int number)
      throws RegistryException, InterruptedException {
    if (!alias.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")) {
      return new AliasOutcome.Left(
          "an alias here has lower-case letters, digits and '-': set one with slipwayctl alias"
              + " set");
    }
    Optional<Alias> before = registry.alias(name, alias);
    if (before.isEmpty()) {
      registry.move(
          name,
          alias,
          Integer.toString(number),
          Optional.empty(),
          Optional.of("imported from MLflow: %s, version %s".formatted(model.name(), label)));
      return new AliasOutcome.Set(number);
    }
    return before.get().version() == number
        ? new AliasOutcome.AsItWas(number)
        : new AliasOutcome.Left(
            "it points to %d here; move it with: slipwayctl alias set %s %s %d"
                .formatted(before.get().version(), name, alias, number));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
