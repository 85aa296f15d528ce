package io.slipway.operator.registry;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.leader.Fence;
import io.slipway.operator.observe.RegistryAnswer;
import io.slipway.operator.registry.Lookup.Known;
import io.slipway.operator.rounds.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up again and again what versions and aliases mean that resources name, and tells when it
 * changes. Only while this process leads: what a new leader goes by is what it heard itself.
 *
 * <p>What was heard {@link #of} gives to any thread.
 */
final class RegistryWatch<R extends HasMetadata> implements AutoCloseable {

  /** An interruption that is over at the next look is not worth a status. */
  private static final int FAILURES_UNTOLD = 1;

  /** A question that nobody has asked yet waits no longer, however seldom aliases are looked up. */
  private static final Duration TURN = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(RegistryWatch.class);

  /**
   * A question without an answer.
   *
   * @param looks how often it was asked in vain
   * @param answer what is told of it
   */
  private record Silence(int looks, RegistryAnswer answer) {}

  private final RegistryAddress address;
  private final Lookup lookup;
  private final Supplier<Stream<R>> resources;
  private final Function<R, Optional<Question>> questions;
  private final Consumer<R> changed;
  private final Fence fence;

  /** The last answer of the registry to each question, kept while it gives none. */
  private final Map<Question, Known> heard = new ConcurrentHashMap<>();

  /** What became of each question since the registry last answered it, if it did not again. */
  private final Map<Question, Silence> silences = new ConcurrentHashMap<>();

  /** When what was heard is looked up again, by the clock that never goes back. */
  private long due = System.nanoTime();

  private final Rounds rounds =
      new Rounds("registry-watch", "Asking the registry failed", this::turn);

  /**
   * @param resources those that exist
   * @param questions what a resource asks; empty when it asks nothing
   * @param changed is told of each whose answer is another one now
   */
  RegistryWatch(
      RegistryAddress address,
      RegistryClient client,
      Supplier<Stream<R>> resources,
      Function<R, Optional<Question>> questions,
      Consumer<R> changed,
      Fence fence) {
    this.address = address;
    this.lookup = new Lookup(address, client);
    this.resources = resources;
    this.questions = questions;
    this.changed = changed;
    this.fence = fence;
  }

  /** Begins to look, and goes on until closed. */
  void start() {
    rounds.withRests(Duration.ZERO, address.every().compareTo(TURN) < 0 ? address.every() : TURN);
  }

  /** What was heard last. Asks nobody, waits for nothing. */
  RegistryAnswer of(R resource) {
    return questions.apply(resource).map(this::answer).orElse(RegistryAnswer.NONE);
  }

  private RegistryAnswer answer(Question question) {
    Optional<Known> known = Optional.ofNullable(heard.get(question));
    return Optional.ofNullable(silences.get(question))
        .filter(silence -> silence.looks() > FAILURES_UNTOLD || known.isEmpty())
        .map(Silence::answer)
        .or(() -> known.map(Known::answer))
        .orElse(RegistryAnswer.NONE);
  }

  private void turn() throws InterruptedException {
    if (System.nanoTime() - due < 0) {
      look(question -> !heard.containsKey(question));
      return;
    }
    round();
    due = System.nanoTime() + address.every().toNanos();
  }

  /** One look at everything. */
  void round() throws InterruptedException {
    look(question -> true);
  }

  private void look(Predicate<Question> isAsked) throws InterruptedException {
    if (!fence.holds()) {
      heard.clear();
      silences.clear();
      return;
    }
    List<R> asking =
        resources.get().filter(resource -> questions.apply(resource).isPresent()).toList();
    Map<String, RegistryAnswer> before = answers(asking);
    Set<Question> wanted =
        asking.stream().flatMap(it -> questions.apply(it).stream()).collect(Collectors.toSet());
    heard.keySet().retainAll(wanted);
    silences.keySet().retainAll(wanted);
    ask(wanted.stream().filter(isAsked).toList());
    Map<String, RegistryAnswer> after = answers(asking);
    asking.stream()
        .filter(resource -> !Objects.equals(after.get(uid(resource)), before.get(uid(resource))))
        .forEach(this::tell);
  }

  private void ask(List<Question> questions) throws InterruptedException {
    Optional<IOException> away = Optional.empty();
    for (Question question : questions) {
      // Where there is nobody to answer, the others would wait as long.
      away = away.isPresent() ? away : asked(question);
      away.ifPresent(cause -> silent(question, cause));
    }
  }

  /** Asks one; why there is nobody to answer, if that is so. */
  private Optional<IOException> asked(Question question) throws InterruptedException {
    try {
      heard.put(question, lookup.ask(question, Optional.ofNullable(heard.get(question))));
      silences.remove(question);
    } catch (UselessAnswerException e) {
      silent(question, e);
    } catch (IOException e) {
      return Optional.of(e);
    }
    return Optional.empty();
  }

  private void silent(Question question, IOException cause) {
    RegistryAnswer answer =
        new RegistryAnswer.Failed(
            Reason.REGISTRY_UNREACHABLE,
            "the registry at %s gives no answer: %s".formatted(address.url(), words(cause)));
    silences.merge(
        question,
        new Silence(1, answer),
        (before, now) -> new Silence(before.looks() + 1, now.answer()));
  }

  private static String words(IOException cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private Map<String, RegistryAnswer> answers(List<R> asking) {
    return asking.stream().collect(Collectors.toMap(this::uid, this::of, (one, other) -> other));
  }

  private void tell(R resource) {
    log.atInfo()
        .addKeyValue("namespace", resource.getMetadata().getNamespace())
        .addKeyValue("name", resource.getMetadata().getName())
        .addKeyValue("answer", of(resource))
        .log("The registry has another answer");
    changed.accept(resource);
  }

  private String uid(R resource) {
    return resource.getMetadata().getUid();
  }

  @Override
  public void close() {
    rounds.close();
  }
}
