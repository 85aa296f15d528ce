package io.slipway.batch.spark;

import io.slipway.scoring.Engine;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.batching.SameBitsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of this JVM, each loaded once however many tasks ask for it at the same time, and
 * there until the JVM ends: executors end with their application.
 */
final class LoadedModels {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedModels.class);
  private static final Map<String, Slot> SLOTS = new ConcurrentHashMap<>();

  private LoadedModels() {}

  /** Where one model is, or will be once one of those who wait for it has loaded it. */
  private static final class Slot {
    private final Map<String, Model> loaded = new HashMap<>(1);

    synchronized Model get(String digest, Supplier<byte[]> bytes) throws IOException {
      Model known = loaded.get(digest);
      if (known == null) {
        known = load(digest, bytes.get());
        loaded.put(digest, known);
      }
      return known;
    }
  }

  /**
   * @param bytes asked for only where the model is not loaded yet
   */
  static Model get(String digest, Supplier<byte[]> bytes) throws IOException {
    return SLOTS.computeIfAbsent(digest, any -> new Slot()).get(digest, bytes);
  }

  private static Model load(String digest, byte[] bytes) throws IOException {
    String found = Sha256.of(bytes);
    if (!found.equals(digest)) {
      throw new IOException("the model came with digest %s, not %s".formatted(found, digest));
    }
    Path file = Files.write(Files.createTempFile("slipway-model", ""), bytes);
    file.toFile().deleteOnExit();
    long begun = System.nanoTime();
    Model model = byEngines(digest, file);
    EngineInfo engine = model.engine();
    LOG.info(
        "Loaded {} with {} {} in {} ms",
        digest,
        engine.name(),
        engine.version(),
        (System.nanoTime() - begun) / 1_000_000);
    return SameBitsModel.forRows(
        model,
        together ->
            LOG.info(
                "Rows of {} go into calls of {} at most: {}",
                digest,
                together.most(),
                together.why()));
  }

  /**
   * With the engines of the jar that this class came in, and of those beside it: Spark's threads
   * may have a class loader that knows none.
   */
  private static Model byEngines(String digest, Path file) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(LoadedModels.class.getClassLoader());
    try {
      Engines engines =
          new Engines(
              ServiceLoader.load(Engine.class).stream().map(ServiceLoader.Provider::get).toList());
      return engines.load(file, LoadOptions.cpu());
    } catch (ModelLoadException e) {
      throw new IOException("%s cannot be loaded: %s".formatted(digest, e.getMessage()), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
