package io.slipway.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.server.model.ServedModel;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that port 8080 asks of the rest of the pod. Each part is called by many threads.
 *
 * @param model what is served; empty while it is being fetched and loaded
 * @param obstacle why the pod is not ready for callers; empty when it is
 * @param router which revision answers a request
 * @param answerHeaders header fields added to every answer, such as {@code Connection: close} while
 *     leaving
 * @param listener hears of every request
 * @param limits of one request
 * @param meters where metrics go
 */
public record ServingContext(
    Supplier<Optional<ServedModel>> model,
    Supplier<Optional<String>> obstacle,
    RequestRouter router,
    Supplier<Map<String, String>> answerHeaders,
    RequestListener listener,
    Limits limits,
    MeterRegistry meters) {

  /** Serves {@code model} here, ready as soon as it is there. */
  public static ServingContext of(
      Supplier<Optional<ServedModel>> model, Limits limits, MeterRegistry meters) {
    return new ServingContext(
        model,
        () -> model.get().isPresent() ? Optional.empty() : Optional.of("the model is not loaded"),
        RequestRouter.always(),
        Map::of,
        RequestListener.NONE,
        limits,
        meters);
  }
}
