package io.slipway.embedded;

import io.slipway.client.Connection;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import io.slipway.client.RegistryException.Kind;
import io.slipway.client.Version;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.batching.SameBitsModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens models of a registry. Each version is pulled once into the cache folder, which processes
 * may share, and verified each time it is loaded. Where the registry cannot be reached, a name
 * means what it last meant, if that is still in the cache.
 */
public final class EmbeddedModels {
  private final RegistryClient registry;
  private final Cache cache;
  private final Engines engines;
  private final LoadOptions options;

  /** With the engines on the class path, on the CPU. */
  public EmbeddedModels(Connection registry, Path cache) {
    this(registry, cache, Engines.installed(), LoadOptions.cpu());
  }

  public EmbeddedModels(Connection registry, Path cache, Engines engines, LoadOptions options) {
    this.registry = new RegistryClient(registry);
    this.cache = new Cache(cache);
    this.engines = engines;
    this.options = options;
  }

  /**
   * Opens one version, which scores until it is closed.
   *
   * @param reference a number, {@code @alias} or digest; an alias is looked up once
   */
  public EmbeddedModel open(String model, String reference)
      throws ModelUnavailableException, InterruptedException {
    return new EmbeddedModel(load(model, reference));
  }

  /**
   * Opens the version that an alias points to, and the next one when the alias has moved. That one
   * is pulled, verified and loaded in the background; callers go on with the present one until it
   * is ready.
   *
   * @param every how often it is looked where the alias points; a little is added by chance
   */
  public EmbeddedModel follow(
      String model, String alias, Duration every, FollowingListener listener)
      throws ModelUnavailableException, InterruptedException {
    String reference = alias.startsWith("@") ? alias : "@" + alias;
    EmbeddedModel followed = open(model, reference);
    Follower follower = new Follower(this, followed, reference, listener);
    followed.endsWith(follower::end);
    follower.begin(every);
    return followed;
  }

  /** Which version a name means now. */
  Version find(String model, String reference)
      throws ModelUnavailableException, InterruptedException {
    try {
      Version version = registry.version(model, reference);
      if (!version.model().equals(model)) {
        throw new RegistryException(
            Kind.UNEXPECTED,
            "models/" + model,
            "the answer is about another model",
            "see whether the address is that of a Slipway registry");
      }
      if (!version.isReady()) {
        throw new RegistryException(
            Kind.CONFLICT,
            "models/" + model + "/versions/" + version.number(),
            "it is " + version.state(),
            "name a version that is READY");
      }
      return version;
    } catch (RegistryException e) {
      throw new ModelUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Pulls a version, verifies and loads it. */
  Loaded load(Version version, String reference)
      throws ModelUnavailableException, InterruptedException {
    try {
      Loaded loaded = load(version, cache.file(registry, version));
      cache.remember(version.model(), reference, version);
      cache.prune(version.model());
      return loaded;
    } catch (RegistryException | IOException e) {
      throw unavailable(version, e);
    }
  }

  private Loaded load(String model, String reference)
      throws ModelUnavailableException, InterruptedException {
    // They name files of the cache.
    if (!model.matches("[A-Za-z0-9][-._A-Za-z0-9]*") || !reference.matches("[-@:._A-Za-z0-9]+")) {
      throw new IllegalArgumentException(
          "'%s' and '%s' are no name of a model and no number, @alias or digest of a version"
              .formatted(model, reference));
    }
    Version version;
    try {
      version = find(model, reference);
    } catch (ModelUnavailableException e) {
      return fromCache(model, reference, e);
    }
    return load(version, reference);
  }

  private Loaded fromCache(String model, String reference, ModelUnavailableException why)
      throws ModelUnavailableException {
    try {
      Optional<Version> last = isAway(why) ? cache.remembered(model, reference) : Optional.empty();
      if (last.isEmpty()) {
        throw why;
      }
      return load(last.get(), cache.verified(last.get()));
    } catch (RegistryException | IOException e) {
      why.addSuppressed(e);
      throw why;
    }
  }

  /** Whether nothing was said of the model, since nobody could be asked. */
  private static boolean isAway(ModelUnavailableException why) {
    return why.getCause() instanceof RegistryException refused
        && (refused.kind() == Kind.UNREACHABLE || refused.kind() == Kind.UNAVAILABLE);
  }

  private Loaded load(Version version, Path file) throws IOException, ModelUnavailableException {
    try {
      return new Loaded(
          new ScoringVersion(version.model(), version.number(), version.digest()),
          SameBitsModel.forTensors(engines.load(file, options)));
    } catch (ModelLoadException e) {
      throw unavailable(version, e);
    }
  }

  private static ModelUnavailableException unavailable(Version version, Exception why) {
    return new ModelUnavailableException(
        version.model() + " " + version.number() + ": " + why.getMessage(), why);
  }
}
