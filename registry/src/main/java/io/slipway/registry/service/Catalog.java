package io.slipway.registry.service;

import io.slipway.registry.model.Alias;
import io.slipway.registry.model.AliasName;
import io.slipway.registry.model.Model;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Notes;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Retention;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.model.VersionState;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.AliasLog;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Models;
import io.slipway.registry.store.Versions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Models and versions: what there is, and what is said about it. */
public final class Catalog {
  private final Database database;
  private final Clock clock;

  public Catalog(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Makes a model. */
  public Model create(Author author, ModelName name, Notes notes) throws Refusal {
    Instant now = clock.instant();
    Model model =
        new Model(name, notes, Optional.empty(), new Remark(now, author.name(), Optional.empty()));
    return database.write(
        session -> {
          if (!new Models(session).add(model)) {
            throw new Refusal(
                Reason.CONFLICT,
                "models/" + name,
                "there is a model of this name",
                "register versions of it, or choose another name");
          }
          new AuditLog(session).add(now, author.name(), "model.create", "models/" + name, "");
          return model;
        });
  }

  /** The model of that name. */
  public Model model(ModelName name) throws Refusal {
    return database.read(session -> Lookup.model(session, name));
  }

  /** Some models by name, after one of them. */
  public List<Model> models(String after, int most) {
    return database.read(session -> new Models(session).list(after, most));
  }

  /** Says anew what is said about a model. */
  public Model describe(Author author, ModelName name, Notes notes, Optional<Retention> retention)
      throws Refusal {
    return database.write(
        session -> {
          Model model = Lookup.lock(session, name);
          new Models(session).describe(name, notes, retention);
          new AuditLog(session)
              .add(
                  clock.instant(),
                  author.name(),
                  "model.describe",
                  "models/" + name,
                  retention.map(Retention::toString).orElse(""));
          return new Model(name, notes, retention, model.created());
        });
  }

  /** The version, if it is not deleted. */
  public Version version(ModelName model, VersionRef ref) throws Refusal {
    return database.read(session -> Lookup.version(session, model, ref));
  }

  /** Some versions, newest first. */
  public List<Version> versions(
      ModelName model, Optional<VersionState> state, Optional<VersionNumber> before, int most)
      throws Refusal {
    return database.read(
        session -> {
          Lookup.model(session, model);
          return new Versions(session).list(model, state, before, most);
        });
  }

  /** Says anew what is said about a version. */
  public Version describe(Author author, ModelName model, VersionRef ref, Notes notes)
      throws Refusal {
    return database.write(
        session -> {
          Version version = Lookup.version(session, model, ref);
          new Versions(session).describe(version, notes);
          new AuditLog(session)
              .add(clock.instant(), author.name(), "version.describe", version.path(), "");
          return Lookup.version(session, model, new VersionRef.ByNumber(version.number()));
        });
  }

  /** Where an alias points. */
  public Alias alias(ModelName model, AliasName name) throws Refusal {
    return database.read(session -> Lookup.alias(session, model, name));
  }

  /** Where all aliases of a model point. */
  public List<Alias> aliases(ModelName model) throws Refusal {
    return database.read(
        session -> {
          Lookup.model(session, model);
          return new AliasLog(session).list(model);
        });
  }
}
