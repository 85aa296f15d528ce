package io.slipway.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.model.VersionState;
import io.slipway.registry.service.Catalog;
import io.slipway.registry.store.AliasLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.DatabaseConfig;
import io.slipway.registry.store.Models;
import io.slipway.registry.store.Session;
import io.slipway.registry.store.Versions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Years of learning every hour: a look-up takes no longer than on the first day. */
class LookupsAtScaleIT {
  private static final int MANY = Boolean.getBoolean("slipway.long") ? 100_000 : 5_000;
  private static final int FEW = 100;
  private static final int AT_ONCE = 1_000;
  private static final int LOOKUPS = 2_000;
  private static final AliasName CHAMPION = new AliasName("champion");
  private static final Remark SOMEBODY =
      new Remark(Instant.parse("2026-11-03T12:00:00Z"), "somebody", Optional.empty());

  @TempDir Path folder;

  @Test
  void aLookUpByAliasIsAsQuickAmongManyVersionsAndMovesAsAmongFew() throws Exception {
    try (Database database = Database.open(new DatabaseConfig.Sqlite(folder.resolve("r.db")))) {
      ModelName small = new ModelName("small");
      ModelName large = new ModelName("large");
      fill(database, small, FEW);
      fill(database, large, MANY);
      Catalog catalog = new Catalog(database, Clock.systemUTC());
      median(catalog, small);
      median(catalog, large);
      double few = median(catalog, small);
      double many = median(catalog, large);
      System.out.printf(
          "A look-up by alias: %.0f us among %d versions and moves, %.0f us among %d; %.0f a second by one caller%n",
          few, FEW, many, MANY, 1e6 / many);
      assertThat(many).isLessThan(3 * few + 200);
    }
  }

  private static double median(Catalog catalog, ModelName model) throws Exception {
    long[] times = new long[LOOKUPS];
    for (int i = 0; i < LOOKUPS; i++) {
      long start = System.nanoTime();
      Version version = catalog.version(model, new VersionRef.ByAlias(CHAMPION));
      times[i] = System.nanoTime() - start;
      assertThat(version.isReady()).isTrue();
    }
    Arrays.sort(times);
    return times[LOOKUPS / 2] / 1000.0;
  }

  /** As many versions, and a move of the alias to each. */
  private static void fill(Database database, ModelName model, int versions) {
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
