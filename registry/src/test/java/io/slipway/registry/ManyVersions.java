package io.slipway.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.registry.model.AliasEvent;
import io.slipway.registry.model.AliasName;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Findings;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.Model;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Notes;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Signature;
import io.slipway.registry.model.Verdict;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionState;
import io.slipway.registry.store.AliasLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Models;
import io.slipway.registry.store.Session;
import io.slipway.registry.store.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Years of learning: a version after the other, and the alias led to each. */
final class ManyVersions {
  static final AliasName CHAMPION = new AliasName("champion");
  private static final int AT_ONCE = 1_000;
  private static final Remark SOMEBODY =
      new Remark(Instant.parse("2026-11-03T12:00:00Z"), "somebody", Optional.empty());

  private ManyVersions() {}

  /** As many versions, and a move of the alias to each. */
  static void fill(Database database, ModelName model, int versions) {
    database.write(
        session ->
            new Models(session).add(new Model(model, Notes.NONE, Optional.empty(), SOMEBODY)));
    for (int first = 1; first <= versions; first += AT_ONCE) {
      int begin = first;
      int end = Math.min(versions, first + AT_ONCE - 1);
      database.write(
          session -> {
            IntStream.rangeClosed(begin, end).forEach(number -> add(session, model, number));
            return true;
          });
    }
  }

  private static void add(Session session, ModelName model, int number) {
    Manifest manifest =
        Manifest.parse(
            "{\"files\":[{\"path\":\"m.onnx\",\"digest\":\"%s\",\"size\":1}]}"
                .formatted(Digest.of((model + "/" + number).getBytes(UTF_8)))
                .getBytes(UTF_8));
    Version version =
        new Version(
            model,
            new VersionNumber(number),
            manifest.digest(),
            manifest,
            Notes.NONE,
            SOMEBODY,
            new Version.Course(
                VersionState.PENDING, Optional.empty(), Optional.empty(), Optional.empty()));
    Versions versions = new Versions(session);
    versions.add(version);
    versions.submit(version);
    versions.decide(
        version,
        new Verdict.Accepted(new Findings("ONNX", new Signature(List.of(), List.of()), List.of())),
        SOMEBODY.at());
    new AliasLog(session)
        .add(
            new AliasEvent(
                model,
                CHAMPION,
                number,
                number == 1 ? Optional.empty() : Optional.of(new VersionNumber(number - 1)),
                Optional.of(new VersionNumber(number)),
                SOMEBODY));
  }
}
