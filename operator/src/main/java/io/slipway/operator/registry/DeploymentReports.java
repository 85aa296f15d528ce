package io.slipway.operator.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.leader.Fence;
import io.slipway.operator.registry.RegistryClient.Response;
import io.slipway.operator.registry.Use.Place;
import io.slipway.operator.registry.Use.Track;
import io.slipway.operator.rounds.Rounds;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the registry what serves, so that its history knows. Beside the control loop: what the
 * registry does with it, or that it is away, is nothing to a rollout.
 *
 * <p>Compares what statuses say with what the registry was told, which it is asked for once for
 * each model that it has: so an operator that was killed tells what it owed, and nothing twice.
 * What cannot be told waits in its order, under the key by which the registry knows a repetition.
 */
final class DeploymentReports implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** What happened last is asked for as of then. */
  private static final String EVER = "9999-12-31T23:59:59Z";

  private static final Duration OTHERS_AGAIN = Duration.ofMinutes(1);

  /** Beyond it the registry is asked anew when it is back: the present matters more. */
  private static final int MOST_OWED = 10_000;

  private static final Logger log = LoggerFactory.getLogger(DeploymentReports.class);

  private final RegistryAddress address;
  private final RegistryClient client;
  private final Supplier<Stream<ModelDeployment>> resources;
  private final Function<ModelDeployment, List<ControllerRevision>> revisions;
  private final Predicate<String> watched;
  private final Fence fence;
  private final Clock clock;

  /** What the registry knows once all that is owed is told. */
  private final Map<Place, Use> told = new HashMap<>();

  private final Set<String> asked = new HashSet<>();

  /** When the models that nothing uses any more are asked about: once, if that succeeds. */
  private Instant othersDue = Instant.MIN;

  private final Deque<DeploymentNews> owed = new ArrayDeque<>();
  private String complaint = "";
  private final Rounds rounds =
      new Rounds("registry-reports", "Telling the registry failed", this::round);

  /**
   * @param resources those that exist
   * @param revisions of a resource
   * @param watched whether a namespace is this operator's to look after
   */
  DeploymentReports(
      RegistryAddress address,
      RegistryClient client,
      Supplier<Stream<ModelDeployment>> resources,
      Function<ModelDeployment, List<ControllerRevision>> revisions,
      Predicate<String> watched,
      Fence fence,
      Clock clock) {
    this.address = address;
    this.client = client;
    this.resources = resources;
    this.revisions = revisions;
    this.watched = watched;
    this.fence = fence;
    this.clock = clock;
  }

  /** Begins to tell, and goes on until closed. */
  void start() {
    rounds.withRests(PERIOD, PERIOD);
  }

  /** One look at everything. */
  void round() throws InterruptedException {
    if (!fence.holds()) {
      forget();
      return;
    }
    List<ModelDeployment> existing = resources.get().toList();
    Map<Place, Use> now = new HashMap<>();
    for (ModelDeployment resource : existing) {
      Uses.of(
              resource,
              () -> revisions.apply(resource),
              place -> Optional.ofNullable(told.get(place)))
          .forEach(use -> now.put(use.place(), use));
    }
    try {
      for (Use use : now.values()) {
        learn(use.model(), existing);
      }
      compare(now, existing);
      settle();
      learnOthers(existing);
      compare(now, existing);
      settle();
      complaint = "";
    } catch (IOException e) {
      compare(now, existing);
      complain(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What the registry knows of models that nothing here uses: their last use may have ended while
   * nobody led. One that the registry cannot tell anything of holds up none of the others.
   */
  private void learnOthers(List<ModelDeployment> existing)
      throws IOException, InterruptedException {
    if (clock.instant().isBefore(othersDue)) {
      return;
    }
    othersDue = clock.instant().plus(OTHERS_AGAIN);
    Optional<UselessAnswerException> untold = Optional.empty();
    for (String model : models()) {
      try {
        learn(model, existing);
      } catch (UselessAnswerException e) {
        untold = Optional.of(e);
      }
    }
    if (untold.isEmpty()) {
      othersDue = Instant.MAX;
    } else {
      complain(String.valueOf(untold.get().getMessage()));
    }
  }

  /** Those that the registry has, page by page. */
  private List<String> models() throws IOException, InterruptedException {
    List<String> models = new ArrayList<>();
    Optional<String> page = Optional.of("");
    while (page.isPresent()) {
      Response response = client.get("/v1/models" + page.get(), Optional.empty());
      if (response.status() != 200) {
        throw new UselessAnswerException(response.words());
      }
      JsonNode body = response.body();
      body.path("models").valueStream().map(it -> it.path("name").asText()).forEach(models::add);
      page = Optional.of(body.path("next").asText()).filter(it -> !it.isEmpty()).map("?"::concat);
    }
    return models;
  }

  /** What the registry knows already of a model's uses here. */
  private void learn(String model, List<ModelDeployment> existing)
      throws IOException, InterruptedException {
    if (asked.contains(model)) {
      return;
    }
    Response response =
        client.get("/v1/models/%s/history?at=%s".formatted(model, EVER), Optional.empty());
    if (response.status() != 200 && response.status() != 404) {
      throw new UselessAnswerException(response.words());
    }
    response
        .body()
        .path("serving")
        .valueStream()
        .filter(event -> event.path("cluster").asText().equals(address.cluster()))
        .flatMap(event -> use(model, event).stream())
        .filter(use -> isOurs(use.place(), existing))
        .forEach(use -> told.put(use.place(), use));
    asked.add(model);
  }

  /**
   * A deployment that is gone is ours to end where the cluster has a name: without one, it may be
   * another cluster's.
   */
  private boolean isOurs(Place place, List<ModelDeployment> existing) {
    return watched.test(place.namespace())
        && (!address.cluster().isEmpty()
            || existing.stream()
                .anyMatch(resource -> resource.getMetadata().getUid().equals(place.uid())));
  }

  private static Optional<Use> use(String model, JsonNode event) {
    return Arrays.stream(Track.values())
        .filter(track -> track.text().equals(event.path("track").asText()))
        .findFirst()
        .map(
            track ->
                new Use(
                    new Place(
                        event.path("namespace").asText(),
                        event.path("name").asText(),
                        event.path("uid").asText(),
                        track),
                    model,
                    event.path("version").asText(),
                    ""));
  }

  /** What was not told before the registry was asked is not news: it may know it. */
  private void compare(Map<Place, Use> now, List<ModelDeployment> existing) {
    for (Use before : List.copyOf(told.values())) {
      Optional<Use> use = Optional.ofNullable(now.get(before.place()));
      if (use.filter(it -> it.model().equals(before.model())).isEmpty()) {
        owed.add(end(before, existing));
        told.remove(before.place());
      }
    }
    for (Use use : now.values()) {
      Optional<Use> before = Optional.ofNullable(told.get(use.place()));
      if (asked.contains(use.model())) {
        if (before.filter(it -> it.version().equals(use.version())).isEmpty()) {
          owed.add(DeploymentNews.serving(use, clock.instant()));
        }
        told.put(use.place(), use);
      }
    }
    if (owed.size() > MOST_OWED) {
      forget();
    }
  }

  private DeploymentNews end(Use use, List<ModelDeployment> existing) {
    return existing.stream()
        .filter(resource -> resource.getMetadata().getUid().equals(use.place().uid()))
        .filter(resource -> resource.getStatus() != null)
        .flatMap(resource -> resource.getStatus().failedRevisions().stream())
        .filter(failed -> failed.revision().equals(use.revision()))
        .findFirst()
        .map(failed -> DeploymentNews.failed(use, clock.instant(), words(failed)))
        .orElseGet(() -> DeploymentNews.ended(use, clock.instant()));
  }

  private static String words(FailedRevision failed) {
    return failed.message() == null ? failed.reason() : failed.reason() + ": " + failed.message();
  }

  private void settle() throws IOException, InterruptedException {
    while (!owed.isEmpty()) {
      DeploymentNews next = owed.getFirst();
      Response response = client.post(next.path(), next.body(address.cluster()), next.key());
      switch (response.status()) {
        case 200, 201 -> {}
        // Never to be taken, however often it is told.
        case 400, 404, 409, 410, 422 ->
            log.atWarn()
                .addKeyValue("news", next)
                .log("The registry does not take it: {}", response.words());
        default -> throw new IOException(response.words());
      }
      owed.removeFirst();
    }
  }

  private void forget() {
    told.clear();
    asked.clear();
    owed.clear();
    othersDue = Instant.MIN;
  }

  /** Once for each cause: it may last for hours. */
  private void complain(String words) {
    if (!words.equals(complaint)) {
      log.atWarn()
          .addKeyValue("registry", address.url())
          .addKeyValue("owed", owed.size())
          .log("What serves cannot be told to the registry; it will be: {}", words);
      complaint = words;
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
