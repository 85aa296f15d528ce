package io.slipway.cli.rollback;

import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Revision;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of a ModelDeployment, and what they are to it.
 *
 * @param revisions all that are kept, the oldest first
 */
public record History(Deployed resource, List<Revision> revisions) {

  /** What a revision is to its ModelDeployment now. */
  public enum Role {
    STABLE("stable"),
    CANDIDATE("candidate"),
    FAILED("failed");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    /** As people see it. */
    public String word() {
      return word;
    }
  }

  /** What a revision is now; empty for one of the past. */
  public Optional<Role> role(Revision revision) {
    if (is(revision, status().stable())) {
      return Optional.of(Role.STABLE);
    }
    if (is(revision, status().candidate())) {
      return Optional.of(Role.CANDIDATE);
    }
    return failed().contains(revision.name()) ? Optional.of(Role.FAILED) : Optional.empty();
  }

  /** The revision that the spec asks for: the newest of those that the status speaks of. */
  public Optional<Revision> current() {
    return revisions.stream()
        .filter(revision -> role(revision).isPresent())
        .max(Comparator.comparingLong(Revision::number));
  }

  /** The newest revision before the current one that has not failed. */
  public Optional<Revision> previous() {
    return current()
        .flatMap(
            current ->
                revisions.stream()
                    .filter(revision -> revision.number() < current.number())
                    .filter(revision -> !failed().contains(revision.name()))
                    .max(Comparator.comparingLong(Revision::number)));
  }

  /**
   * The revisions that people may mean by a number, a name or a version. Versions of the registry
   * have small numbers too: {@code revision=3} and {@code version=3} say which is meant.
   */
  public List<Revision> named(String text) {
    Optional<String> number = after("revision=", text);
    Optional<String> version = after("version=", text);
    return revisions.stream()
        .filter(
            revision ->
                version.isPresent()
                    ? revision.version().equals(version.get())
                    : Long.toString(revision.number()).equals(number.orElse(text))
                        || (number.isEmpty()
                            && (revision.name().equals(text) || revision.version().equals(text))))
        .toList();
  }

  private static Optional<String> after(String prefix, String text) {
    return text.startsWith(prefix)
        ? Optional.of(text.substring(prefix.length()))
        : Optional.empty();
  }

  /** The revision that is meant where what was written for this one is written again. */
  Optional<Revision> newestOfTheSameWords(Revision revision) {
    return revisions.stream()
        .filter(other -> other.modelHash().equals(revision.modelHash()))
        .max(Comparator.comparingLong(Revision::number));
  }

  private Set<String> failed() {
    return status().failedRevisions().stream()
        .map(FailedRevision::revision)
        .collect(Collectors.toSet());
  }

  private ModelDeploymentStatus status() {
    return resource.status();
  }

  private static boolean is(Revision revision, @Nullable RevisionStatus status) {
    return status != null && status.revision().equals(revision.name());
  }
}
