package io.slipway.server.pod;

import io.slipway.scoring.Engines;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.server.source.ModelFetcher.Fetched;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models for programs beside the pod that score too: fetched, verified and loaded as the pod does
 * it, from the same mounts and under the same variables and limits, so that what can be served can
 * be scored in bulk.
 */
public final class ModelSupply {
  private static final Logger log = LoggerFactory.getLogger(ModelSupply.class);

  private final PodConfig config;
  private final Engines engines;

  /** A model that whoever loaded it closes, and the format that its content was found to be in. */
  public record Supplied(Model model, ModelFormat format) {}

  /** What is wanted, as far as it is decided. */
  public record Wanted(
      String name,
      String version,
      String uri,
      Optional<String> digest,
      Optional<ModelFormat> format) {}

  private ModelSupply(PodConfig config, Engines engines) {
    this.config = config;
    this.engines = engines;
  }

  /**
   * @param environment whose variables the pod contract lists
   * @throws PodException if one of them makes no sense
   */
  public static ModelSupply of(Map<String, String> environment, Engines engines)
      throws PodException {
    // No compiled form is kept: the folder for models goes with such a pod.
    return new ModelSupply(PodConfig.read(environment, Optional.empty()), engines);
  }

  /** Brings the bytes here. Tries for a while where the source is away. */
  public Fetched fetch(Wanted wanted) throws PodException, InterruptedException {
    return preparation(wanted)
        .fetch(Optional.empty(), e -> log.warn("retrying: {}", e.getMessage()));
  }

  /** Loads what was fetched. */
  public Supplied load(Wanted wanted, Fetched fetched) throws PodException, InterruptedException {
    ModelLoader.LoadedModel loaded = preparation(wanted).load(fetched);
    return new Supplied(loaded.model(), loaded.format());
  }

  private Preparation preparation(Wanted wanted) throws PodException {
    Assignment assignment =
        Assignment.of(
            Optional.empty(),
            wanted.name(),
            wanted.version(),
            wanted.uri(),
            wanted.digest(),
            wanted.format().map(ModelFormat::name),
            ExecutionProvider.CPU.name());
    return Preparation.of(config, assignment, engines);
  }
}
