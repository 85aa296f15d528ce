package io.slipway.operator.registry;

import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.leader.Fence;
import io.slipway.operator.observe.RegistryAnswer;
import io.slipway.operator.registry.Lookup.Known;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
public final class RegistryWatch implements RegistryAnswers, AutoCloseable {

  /** An interruption that is over at the next look is not worth a status. */
  private static final int FAILURES_UNTOLD = 1;

  private static final Logger log = LoggerFactory.getLogger(RegistryWatch.class);

  private final RegistryAddress address;
  private final Lookup lookup;
  private final Supplier<Stream<ModelDeployment>> resources;
  private final Consumer<ModelDeployment> changed;
  private final Fence fence;

  /** The last answer of the registry to each question, kept while it gives none. */
  private final Map<Question, Known> heard = new ConcurrentHashMap<>();

  private volatile Optional<RegistryAnswer> silence = Optional.empty();
  private int failures;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("registry-watch").unstarted(work));

  /**
   * @param resources those that exist
   * @param changed is told of each whose answer is another one now
   */
  public RegistryWatch(
      RegistryAddress address,
      RegistryClient client,
      Supplier<Stream<ModelDeployment>> resources,
      Consumer<ModelDeployment> changed,
      Fence fence) {
    this.address = address;
    this.lookup = new Lookup(address, client);
    this.resources = resources;
    this.changed = changed;
    this.fence = fence;
  }

  /** Begins to look, and goes on until closed. */
  public void start() {
    long period = address.every().toMillis();
    var _ = rounds.scheduleWithFixedDelay(this::safely, 0, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public RegistryAnswer of(ModelDeployment resource) {
    return Question.of(resource).map(this::answer).orElse(RegistryAnswer.NONE);
  }

  private RegistryAnswer answer(Question question) {
    Optional<Known> known = Optional.ofNullable(heard.get(question));
    return silence.or(() -> known.map(Known::answer)).orElse(RegistryAnswer.NONE);
  }

  /** One look at everything. */
  void round() throws InterruptedException {
    if (!fence.holds()) {
      heard.clear();
      silence = Optional.empty();
      return;
    }
    List<ModelDeployment> asking =
        resources.get().filter(resource -> Question.of(resource).isPresent()).toList();
    Map<String, RegistryAnswer> before = answers(asking);
    Set<Question> questions =
        asking.stream().flatMap(it -> Question.of(it).stream()).collect(Collectors.toSet());
    heard.keySet().retainAll(questions);
    ask(questions);
    Map<String, RegistryAnswer> after = answers(asking);
    asking.stream()
        .filter(resource -> !Objects.equals(after.get(uid(resource)), before.get(uid(resource))))
        .forEach(this::tell);
  }

  /** The first question that gets no answer ends the round: the others would wait as long. */
  private void ask(Set<Question> questions) throws InterruptedException {
    try {
      for (Question question : questions) {
        heard.put(question, lookup.ask(question, Optional.ofNullable(heard.get(question))));
      }
      failures = 0;
      silence = Optional.empty();
    } catch (IOException e) {
      failures++;
      if (failures > FAILURES_UNTOLD || !heard.keySet().containsAll(questions)) {
        silence = Optional.of(silent(e));
      }
    }
  }

  private RegistryAnswer silent(IOException cause) {
    String words =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new RegistryAnswer.Failed(
        Reason.REGISTRY_UNREACHABLE,
        "the registry at %s gives no answer: %s".formatted(address.url(), words));
  }

  private Map<String, RegistryAnswer> answers(List<ModelDeployment> asking) {
    return asking.stream()
        .collect(Collectors.toMap(RegistryWatch::uid, this::of, (one, other) -> other));
  }

  private void tell(ModelDeployment resource) {
    log.atInfo()
        .addKeyValue("namespace", resource.getMetadata().getNamespace())
        .addKeyValue("name", resource.getMetadata().getName())
        .addKeyValue("answer", of(resource))
        .log("The registry has another answer");
    changed.accept(resource);
  }

  private static String uid(ModelDeployment resource) {
    return resource.getMetadata().getUid();
  }

  private void safely() {
    try {
      round();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again.
      log.atWarn().setCause(e).log("Asking the registry failed");
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
