package io.slipway.registry.service;

import io.slipway.registry.service.Author.Once;
import io.slipway.registry.store.IdempotencyKeys;
import io.slipway.registry.store.IdempotencyKeys.Done;
import io.slipway.registry.store.Session;
import java.time.Instant;
import java.util.Optional;

/** Does once what is asked for twice. */
final class Repeats {
  private Repeats() {}

  /** Does something and writes down what it made. */
  @FunctionalInterface
  interface Effect {
    String done() throws Refusal;
  }

  /** What the effect made, now or when the same was asked for before. */
  static String once(Session session, Author author, Instant now, Effect effect) throws Refusal {
    if (author.once().isEmpty()) {
      return effect.done();
    }
    Once once = author.once().get();
    IdempotencyKeys keys = new IdempotencyKeys(session);
    Optional<Done> before = keys.find(author.name(), once.key());
    if (before.isPresent()) {
      if (!before.get().request().equals(once.request())) {
        throw new Refusal(
            Refusal.Reason.CONFLICT,
            "the Idempotency-Key",
            "it was used for another request",
            "use a new key for each request, and the same one only to repeat it");
      }
      return before.get().result();
    }
    String result = effect.done();
    keys.add(author.name(), once.key(), new Done(once.request(), result), now);
    return result;
  }
}
