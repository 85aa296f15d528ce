package io.slipway.server.pod;

import io.slipway.scoring.CompiledPlace;
import io.slipway.scoring.EngineInfo.HeldTo;
import io.slipway.scoring.EngineInfo.HeldTo.Extent;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.server.contract.Comparison;
import io.slipway.server.contract.DocumentException;
import io.slipway.server.source.Backoff;
import io.slipway.server.source.Credentials;
import io.slipway.server.source.Digest;
import io.slipway.server.source.ModelCache;
import io.slipway.server.source.ModelFetcher;
import io.slipway.server.source.ModelFetcher.Fetched;
import io.slipway.server.source.SourceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from an assignment to bytes and from bytes to a model, for a pod and for a resolver. */
record Preparation(PodConfig config, Assignment assignment, Engines engines, ModelCache cache) {
  private static final Logger log = LoggerFactory.getLogger(Preparation.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  static Preparation of(PodConfig config, Assignment assignment, Engines engines) {
    return new Preparation(config, assignment, engines, new ModelCache(config.cache()));
  }

  /**
   * @param peers finds pods that may have the bytes; empty where there can be none
   * @param retrying hears of each failure after which the fetch goes on
   */
  Fetched fetch(Optional<Supplier<List<URI>>> peers, Consumer<SourceException> retrying)
      throws PodException, InterruptedException {
    ModelFetcher fetcher =
        new ModelFetcher(
            config.config().resolve("source"),
            new Credentials(config.config().resolve("credentials"), config.environment()),
            cache,
            config.fetch(),
            new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current()),
            retrying);
    try {
      return fetcher.fetch(new ModelFetcher.Order(assignment.uri(), assignment.pinned(), peers));
    } catch (SourceException e) {
      throw PodException.of(e);
    }
  }

  ModelLoader.LoadedModel load(Fetched fetched) throws PodException, InterruptedException {
    return new ModelLoader(engines, config.loadTimeout())
        .load(fetched, assignment.format(), options(fetched));
  }

  private LoadOptions options(Fetched fetched) {
    LoadOptions options = new LoadOptions(assignment.provider(), config.intraOpThreads());
    return config.formsOf().map(build -> knowing(options, fetched.digest(), build)).orElse(options);
  }

  /** With what programs of the same build left behind. */
  private LoadOptions knowing(LoadOptions options, Digest digest, String build) {
    LoadOptions keeping =
        options.keeping(new CompiledPlace(cache.compiledForm(digest), digest.toString(), build));
    return compared(digest).stream()
        .filter(known -> known.build().equals(build))
        .findFirst()
        .map(known -> keeping.heldTo(heldTo(known)))
        .orElse(keeping);
  }

  private static HeldTo heldTo(Comparison known) {
    return new HeldTo(known.engine(), known.version(), known.rows(), Extent.ELSEWHERE);
  }

  /** Only spares work: what cannot be read is as if it were not there. */
  private List<Comparison> compared(Digest digest) {
    Path file = config.config().resolve("traffic/compared.json");
    try {
      return Comparison.read(Files.readAllBytes(file), digest.toString());
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | DocumentException e) {
      log.warn("compared.json cannot be read, so the model is compared here: {}", e.getMessage());
      return List.of();
    }
  }
}
