package io.slipway.registry.service;

import io.slipway.registry.model.Digest;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From which version a version was learnt, and which were learnt from it. */
public final class Families {
  private final Database database;

  public Families(Database database) {
    this.database = database;
  }

  /**
   * The relatives of a version.
   *
   * @param ancestors its parent, the parent's parent and so on; deleted ones too
   * @param children newest first, those that are not deleted
   */
  public record Family(Version version, List<Version> ancestors, List<Version> children) {

    /** Whether the last of the ancestors is the first of all. */
    public boolean isComplete() {
      Version last = ancestors.isEmpty() ? version : ancestors.getLast();
      return last.manifest().parent().isEmpty();
    }
  }

  /**
   * Some of a version's relatives.
   *
   * @param before beginning with the child before this one
   * @param most of the ancestors, and of the children
   */
  public Family of(ModelName model, VersionRef ref, Optional<VersionNumber> before, int most)
      throws Refusal {
    return database.read(
        session -> {
          Version version = Lookup.version(session, model, ref);
          Versions versions = new Versions(session);
          return new Family(
              version,
              ancestors(versions, version, most),
              versions.children(version, before, most));
        });
  }

  private static List<Version> ancestors(Versions versions, Version version, int most) {
    List<Version> ancestors = new ArrayList<>();
    Optional<Digest> parent = version.manifest().parent();
    while (parent.isPresent() && ancestors.size() < most) {
      Version next = versions.find(version.model(), parent.get()).orElseThrow();
      ancestors.add(next);
      parent = next.manifest().parent();
    }
    return ancestors;
  }
}
