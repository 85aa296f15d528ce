package io.slipway.cli.rollback;

import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Json;
import io.slipway.cli.resource.Revision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A rollback that can be done.
 *
 * @param to the revision that is gone back to
 * @param model what {@code spec.model} becomes
 * @param kind what comes of it
 * @param differences in what else that revision's pods differed from today's, a line each
 */
public record Rollback(
    Deployed resource, Revision to, ModelSource model, Kind kind, List<String> differences) {

  /** What a rollback leads to. */
  public enum Kind {
    /** The very revision, with its pods where they are still warm. */
    SAME_REVISION,
    /** One with the same model, and the rest of the spec as it is today. */
    NEW_REVISION
  }

  /** A rollback, or why there is none. */
  public sealed interface Choice {

    /** It can be done. */
    record Possible(Rollback rollback) implements Choice {}

    /**
     * It cannot.
     *
     * @param why whole sentences, with what to do
     */
    record Impossible(String why) implements Choice {}
  }

  /**
   * Chooses the revision to go back to.
   *
   * @param wanted a number, name or version; the revision before the current one when empty
   */
  public static Choice choose(History history, Optional<String> wanted) {
    Deployed resource = history.resource();
    List<Revision> targets =
        wanted.map(history::named).orElseGet(() -> history.previous().stream().toList());
    if (targets.size() > 1) {
      return new Choice.Impossible(
          "'%s' means more than one revision; name one by its number: %s."
              .formatted(
                  wanted.orElse(""),
                  String.join(
                      ", ",
                      targets.stream().map(one -> "--to revision=" + one.number()).toList())));
    }
    if (targets.isEmpty()) {
      return new Choice.Impossible(
          wanted
                  .map(text -> "No revision '" + text + "' of " + resource.fullName() + " is kept")
                  .orElse(
                      "No revision before the current one of " + resource.fullName() + " is kept")
              + "; kept are "
              + numbers(history.revisions())
              + ": "
              + resource.command("history")
              + " lists them.");
    }
    Rollback rollback = to(history, targets.getFirst());
    return rollback.model.equals(resource.model())
        ? new Choice.Impossible(
            "spec.model of %s is that of revision %d already."
                    .formatted(resource.fullName(), rollback.to.number())
                + rest(rollback.differences))
        : new Choice.Possible(rollback);
  }

  private static String rest(List<String> differences) {
    return differences.isEmpty()
        ? ""
        : " What else was different then is to be changed in the spec:\n  "
            + String.join("\n  ", differences);
  }

  private static Rollback to(History history, Revision target) {
    Deployed resource = history.resource();
    Revision meant = history.newestOfTheSameWords(target).orElse(target);
    Optional<ModelSource> written =
        WrittenModel.of(resource.name(), target)
            .filter(_ -> meant.digest().equals(target.digest()));
    List<String> differences =
        history.current().map(now -> Differences.between(target, now)).orElse(List.of());
    // Slipway's own image is not of the spec: another one makes no new revision.
    boolean sameRest =
        differences.stream()
            .allMatch(line -> line.startsWith("runtime.image:") && !target.customServer());
    return new Rollback(
        resource,
        target,
        written.orElseGet(() -> WrittenModel.pinned(resource.name(), resource.model(), target)),
        written.isPresent() && meant.equals(target) && sameRest
            ? Kind.SAME_REVISION
            : Kind.NEW_REVISION,
        differences);
  }

  /**
   * The merge patch that does it. It is bound to the state of the object that was looked at, and
   * takes away every key of {@code spec.model} that the revision did not have.
   */
  public String patch() {
    Map<String, Object> keys = new TreeMap<>();
    resource.modelKeys().forEach(key -> keys.put(key, Json.NULL));
    Json.tree(Json.write(model))
        .properties()
        .forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
    return Json.write(
        Map.of(
            "metadata",
            Map.of("resourceVersion", resource.resourceVersion()),
            "spec",
            Map.of("model", keys)));
  }

  /** How {@code spec.model} changes: its lines, marked with {@code -}, {@code +} or a space. */
  public List<String> lines() {
    return ModelLines.difference(resource.model(), model);
  }

  /**
   * How else the same is reached where the spec follows an alias, which this ends; empty where it
   * does not.
   */
  public Optional<String> instead() {
    String alias = resource.model().alias();
    return alias == null || !to.isRegistered() || model.alias() != null
        ? Optional.empty()
        : Optional.of(
            "slipwayctl alias set %s %s %s".formatted(to.model(), alias, to.registered()));
  }

  private static String numbers(List<Revision> revisions) {
    return revisions.isEmpty()
        ? "none"
        : String.join(
            ", ", revisions.stream().map(revision -> Long.toString(revision.number())).toList());
  }
}
