package io.slipway.registry.service;

import io.slipway.registry.model.Alias;
import io.slipway.registry.model.AliasName;
import io.slipway.registry.model.Model;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.AliasLog;
import io.slipway.registry.store.Models;
import io.slipway.registry.store.Session;
import io.slipway.registry.store.Versions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds what a request names, or says that it is not there. */
final class Lookup {
  private Lookup() {}

  static Model model(Session session, ModelName name) throws Refusal {
    return new Models(session).find(name).orElseThrow(() -> noModel(name));
  }

  /** The same, and nobody else writes to the model until the transaction ends. */
  static Model lock(Session session, ModelName name) throws Refusal {
    return new Models(session).lock(name).orElseThrow(() -> noModel(name));
  }

  /** The version, if it is not deleted. */
  static Version version(Session session, ModelName model, VersionRef ref) throws Refusal {
    Version version = ever(session, model, ref);
    Optional<Remark> deleted = version.course().deleted();
    if (deleted.isPresent()) {
      throw gone(version, deleted.get());
    }
    return version;
  }

  /** The version, deleted or not. */
  static Version ever(Session session, ModelName model, VersionRef ref) throws Refusal {
    Versions versions = new Versions(session);
    Optional<Version> version =
        switch (ref) {
          case VersionRef.ByNumber(var number) -> versions.find(model, number);
          case VersionRef.ByDigest(var digest) -> versions.find(model, digest);
          case VersionRef.ByAlias(var alias) ->
              versions.find(model, alias(session, model, alias).version());
        };
    if (version.isPresent()) {
      return version.get();
    }
    model(session, model);
    throw new Refusal(
        Reason.NOT_FOUND,
        "models/%s/versions/%s".formatted(model, ref),
        "there is no such version",
        "see /v1/models/%s/versions for those that there are".formatted(model));
  }

  static Alias alias(Session session, ModelName model, AliasName name) throws Refusal {
    Optional<Alias> alias = new AliasLog(session).find(model, name);
    if (alias.isPresent()) {
      return alias.get();
    }
    model(session, model);
    throw new Refusal(
        Reason.NOT_FOUND,
        Alias.path(model, name),
        "there is no such alias",
        "see /v1/models/%s/aliases for those that there are, or set it".formatted(model));
  }

  private static Refusal noModel(ModelName name) {
    return new Refusal(
        Reason.NOT_FOUND,
        "models/" + name,
        "there is no such model",
        "create it with POST /v1/models, or correct the name");
  }

  private static Refusal gone(Version version, Remark deleted) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("deletedAt", deleted.at().toString());
    details.put("deletedBy", deleted.by());
    details.put("digest", version.digest().toString());
    String reason = deleted.reason().map(text -> " (" + text + ")").orElse("");
    return new Refusal(
        Reason.GONE,
        version.path(),
        "it was deleted by %s at %s%s".formatted(deleted.by(), deleted.at(), reason),
        "use another version; its files can be had by their digests until they are collected",
        details);
  }
}
