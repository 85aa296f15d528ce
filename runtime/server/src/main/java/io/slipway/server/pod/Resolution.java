package io.slipway.server.pod;

import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.EngineInfo.HeldTo;
import io.slipway.scoring.Engines;
import io.slipway.scoring.ModelFormat;
import io.slipway.server.contract.Comparison;
import io.slipway.server.source.ModelFetcher.Fetched;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code --resolve} does: looks once at what a URI names today, so that a revision can pin it.
 */
final class Resolution {
  private static final Logger log = LoggerFactory.getLogger(Resolution.class);

  /** How closely a model is looked at. */
  enum Depth {
    /** Bytes only: the format is a team's own. */
    DIGEST,
    /** Loaded once, so that a bad model makes no revision. */
    MODEL
  }

  private Resolution() {}

  static void run(PodConfig config, Engines engines, Depth depth)
      throws PodException, InterruptedException {
    Preparation preparation = Preparation.of(config, Assignment.ofEnvironment(config), engines);
    TerminationMessage message = new TerminationMessage(config.termination());
    Fetched fetched =
        preparation.fetch(Optional.empty(), e -> log.warn("retrying: {}", e.getMessage()));
    Optional<ModelFormat> format = Optional.empty();
    Optional<Comparison> compared = Optional.empty();
    if (depth == Depth.MODEL) {
      PodException silent = ModelLoader.outOfMemory(fetched);
      message.failed(silent.reason(), silent.words());
      ModelLoader.LoadedModel loaded = preparation.load(fetched);
      loaded.model().close();
      format = Optional.of(loaded.format());
      compared = compared(config, loaded.model().engine());
    }
    message.resolved(fetched, format, compared);
    log.atInfo()
        .addKeyValue("digest", fetched.digest())
        .addKeyValue("bytes", fetched.bytes())
        .log("resolved");
  }

  /** What spares the pods of the same build the comparison that was just made. */
  private static Optional<Comparison> compared(PodConfig config, EngineInfo engine) {
    return config
        .formsOf()
        .flatMap(
            build ->
                engine
                    .heldTo()
                    .filter(HeldTo::isWhole)
                    .map(
                        held -> new Comparison(build, held.engine(), held.version(), held.rows())));
  }
}
