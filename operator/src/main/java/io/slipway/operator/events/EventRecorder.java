package io.slipway.operator.events;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.operator.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events. The name of an event is made from what it says, so that the same thing said again,
 * by this process or by the one that took over, raises the count of the event that is there.
 *
 * <p>An event that cannot be written is logged and forgotten: the status says the same.
 */
public final class EventRecorder {

  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final String CONTROLLER = "slipway.io/operator";
  private static final int MAX_NOTE = 1024;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;

  /**
   * @param instance the name of this replica, usually its pod's
   */
  public EventRecorder(KubernetesClient client, Clock clock, String instance) {
    this.client = client;
    this.clock = clock;
    this.instance = instance;
  }

  /** Tells of something that happened to a resource. */
  public void record(HasMetadata about, Plan.Event happened) {
    Event event = event(about, happened);
    try {
      try {
        client.resource(event).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HTTP_CONFLICT) {
          throw e;
        }
        again(event);
      }
    } catch (KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("reason", happened.reason())
          .log("Cannot write the event \"{}\": {}", happened.message(), e.getMessage());
    }
  }

  private void again(Event event) {
    client
        .resource(event)
        .edit(
            known -> {
              int count = known.getSeries() == null ? 1 : known.getSeries().getCount();
              return new EventBuilder(known)
                  .withNewSeries()
                  .withCount(count + 1)
                  .withLastObservedTime(now())
                  .endSeries()
                  .build();
            });
  }

  private Event event(HasMetadata about, Plan.Event happened) {
    var metadata = about.getMetadata();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName() + "." + digest(metadata.getUid(), happened))
        .endMetadata()
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .build())
        .withType(happened.type() == Plan.Event.Type.WARNING ? "Warning" : "Normal")
        .withReason(happened.reason())
        .withAction(happened.reason())
        .withNote(shortened(happened.message()))
        .withEventTime(now())
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .build();
  }

  private MicroTime now() {
    return new MicroTime(MICROS.format(clock.instant()));
  }

  private static String shortened(String message) {
    return message.length() <= MAX_NOTE ? message : message.substring(0, MAX_NOTE - 1) + "…";
  }

  private static String digest(String uid, Plan.Event happened) {
    try {
      String said =
          uid + "\n" + happened.type() + "\n" + happened.reason() + "\n" + happened.message();
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
