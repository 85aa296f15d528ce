package io.slipway.batch.lookup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.lookup.Freshness.OnStale;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Prediction;
import io.slipway.batch.warehouse.Predictions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks predictions up and decides what of them is given. */
public final class Lookup {
  private final Predictions predictions;
  private final Online online;
  private final Freshness freshness;
  private final Clock clock;

  public Lookup(Predictions predictions, Online online, Freshness freshness, Clock clock) {
    this.predictions = predictions;
    this.online = online;
    this.freshness = freshness;
    this.clock = clock;
  }

  /**
   * Answers all of it from one set version.
   *
   * @return empty when nothing was published under this name
   * @throws UnknownFieldException when the set has no such output
   */
  public Optional<Found> find(Question question) {
    return predictions.find(question.set(), question.keys()).map(answer -> judge(question, answer));
  }

  /** An output that a set does not have. */
  public static final class UnknownFieldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownFieldException(String field, List<String> known) {
      super("%s is no output of the set; its outputs are %s".formatted(field, known));
    }
  }

  private Found judge(Question question, Answer answer) {
    for (String field : question.fields()) {
      if (!answer.columns().contains(field)) {
        throw new UnknownFieldException(field, answer.columns());
      }
    }
    Freshness wanted = freshness.within(question.maxAge());
    Duration age = age(answer);
    List<Result> stored =
        question.keys().stream()
            .map(key -> stored(question, answer, wanted, wanted.isStale(age), key))
            .toList();
    return new Found(
        answer.version(),
        age,
        wanted,
        wanted.onStale() == OnStale.FALLBACK_ONLINE ? computed(question, stored) : stored);
  }

  /** Clocks of two machines may differ by a little. */
  private Duration age(Answer answer) {
    Duration age = Duration.between(answer.version().run().scoredAt(), clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static Result stored(
      Question question, Answer answer, Freshness wanted, boolean stale, String key) {
    Optional<Prediction> there = Optional.ofNullable(answer.predictions().get(key));
    if (there.isEmpty()) {
      return new Result(key, Status.NOT_FOUND, Map.of(), Optional.empty(), Optional.empty());
    }
    Prediction prediction = there.get();
    if (stale) {
      boolean given = wanted.onStale() != OnStale.REJECT;
      return new Result(
          key,
          Status.STALE,
          given ? chosen(question, prediction.values()) : Map.of(),
          given ? prediction.error() : Optional.empty(),
          Optional.empty());
    }
    return new Result(
        key,
        prediction.error().isPresent() ? Status.ERROR : Status.PRESENT,
        chosen(question, prediction.values()),
        prediction.error(),
        Optional.empty());
  }

  private static Map<String, Object> chosen(Question question, Map<String, Object> values) {
    if (question.fields().isEmpty()) {
      return values;
    }
    Map<String, Object> chosen = new LinkedHashMap<>(values);
    chosen.keySet().retainAll(new HashSet<>(question.fields()));
    return chosen;
  }

  /** Those that nothing fresh is there of and that the caller sends features of, in one call. */
  private List<Result> computed(Question question, List<Result> stored) {
    Map<String, ObjectNode> rows = new LinkedHashMap<>();
    for (Result result : stored) {
      Optional<ObjectNode> features = Optional.ofNullable(question.features().get(result.key()));
      if (result.status() != Status.PRESENT && features.isPresent()) {
        rows.put(result.key(), features.get());
      }
    }
    if (rows.isEmpty()) {
      return stored;
    }
    return switch (online.predict(List.copyOf(rows.values()))) {
      case Online.Said.Nothing(String why) -> noted(stored, rows.keySet(), why);
      case Online.Said.Predictions said ->
          merged(question, stored, List.copyOf(rows.keySet()), said);
    };
  }

  private static List<Result> noted(List<Result> stored, Set<String> asked, String why) {
    return stored.stream()
        .map(
            result ->
                asked.contains(result.key())
                    ? new Result(
                        result.key(),
                        result.status(),
                        result.values(),
                        Optional.of(result.note().map(note -> note + "; ").orElse("") + why),
                        Optional.empty())
                    : result)
        .toList();
  }

  private static List<Result> merged(
      Question question, List<Result> stored, List<String> asked, Online.Said.Predictions said) {
    Map<String, Result> computed = new HashMap<>();
    for (int place = 0; place < asked.size(); place++) {
      String key = asked.get(place);
      computed.put(
          key,
          new Result(
              key,
              Status.COMPUTED,
              chosen(question, said.rows().get(place)),
              Optional.empty(),
              said.digest()));
    }
    return stored.stream().map(result -> computed.getOrDefault(result.key(), result)).toList();
  }
}
