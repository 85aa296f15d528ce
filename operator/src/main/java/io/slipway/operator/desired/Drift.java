package io.slipway.operator.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.slipway.operator.document.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether a live object lacks something that is wanted of it. What others added is theirs: the API
 * server's defaults, another manager's labels. So an object that was applied once and left alone is
 * never applied again.
 */
public final class Drift {

  private static final Set<String> QUANTITIES = Set.of("limits", "requests", "sizeLimit");
  private static final List<String> ITEM_KEYS = List.of("name", "mountPath");

  private Drift() {}

  /** Whether applying what is wanted would change the live object. */
  public static boolean between(HasMetadata wanted, HasMetadata live) {
    return !metadataCovers(live.getMetadata(), wanted.getMetadata())
        || !exactPartsEqual(wanted, live)
        || !(isPlainlyEqual(wanted, live) || covers(content(live), content(wanted)));
  }

  private static boolean metadataCovers(ObjectMeta live, ObjectMeta wanted) {
    return isPlainlyCovered(live, wanted) || covers(Json.tree(live), Json.tree(wanted));
  }

  /** The common case at little cost: what we want of metadata, and it is there. */
  private static boolean isPlainlyCovered(ObjectMeta live, ObjectMeta wanted) {
    return Objects.equals(live.getName(), wanted.getName())
        && Objects.equals(live.getNamespace(), wanted.getNamespace())
        && has(live.getLabels(), wanted.getLabels())
        && has(live.getAnnotations(), wanted.getAnnotations())
        && live.getOwnerReferences().containsAll(wanted.getOwnerReferences())
        && hasNothingElse(wanted);
  }

  private static boolean has(
      @Nullable Map<String, String> live, @Nullable Map<String, String> wanted) {
    return wanted == null
        || wanted.isEmpty()
        || (live != null && live.entrySet().containsAll(wanted.entrySet()));
  }

  /** Whether all that is wanted is what {@link #isPlainlyCovered} looks at. */
  private static boolean hasNothingElse(ObjectMeta wanted) {
    ObjectMeta known = new ObjectMeta();
    known.setName(wanted.getName());
    known.setNamespace(wanted.getNamespace());
    known.setLabels(wanted.getLabels());
    known.setAnnotations(wanted.getAnnotations());
    known.setOwnerReferences(wanted.getOwnerReferences());
    return known.equals(wanted);
  }

  /** The common case at little cost: nobody filled anything in. */
  private static boolean isPlainlyEqual(HasMetadata wanted, HasMetadata live) {
    return switch (wanted) {
      case Deployment it when live instanceof Deployment other ->
          it.getSpec().equals(other.getSpec());
      case Service it when live instanceof Service other -> it.getSpec().equals(other.getSpec());
      case PodDisruptionBudget it when live instanceof PodDisruptionBudget other ->
          it.getSpec().equals(other.getSpec());
      case HorizontalPodAutoscaler it when live instanceof HorizontalPodAutoscaler other ->
          it.getSpec().equals(other.getSpec());
      case ConfigMap it when live instanceof ConfigMap other ->
          withMetadataOf(it, other).equals(other);
      case ServiceAccount it when live instanceof ServiceAccount other ->
          withMetadataOf(it, other).equals(other);
      default -> false;
    };
  }

  private static ConfigMap withMetadataOf(ConfigMap wanted, ConfigMap live) {
    return new ConfigMap(
        wanted.getApiVersion(),
        wanted.getBinaryData(),
        wanted.getData(),
        wanted.getImmutable(),
        wanted.getKind(),
        live.getMetadata());
  }

  private static ServiceAccount withMetadataOf(ServiceAccount wanted, ServiceAccount live) {
    return new ServiceAccount(
        wanted.getApiVersion(),
        wanted.getAutomountServiceAccountToken(),
        wanted.getImagePullSecrets(),
        wanted.getKind(),
        live.getMetadata(),
        wanted.getSecrets());
  }

  /** Parts in which something more than is wanted would be something else. */
  private static boolean exactPartsEqual(HasMetadata wanted, HasMetadata live) {
    if (wanted instanceof Deployment deployment && live instanceof Deployment other) {
      Integer replicas = deployment.getSpec().getReplicas();
      return replicas == null || replicas.equals(other.getSpec().getReplicas());
    }
    if (wanted instanceof Service service && live instanceof Service other) {
      return Objects.equals(service.getSpec().getSelector(), other.getSpec().getSelector());
    }
    if (wanted instanceof ConfigMap map && live instanceof ConfigMap other) {
      return Objects.equals(map.getData(), other.getData());
    }
    return true;
  }

  private static JsonNode content(HasMetadata object) {
    JsonNode tree = Json.tree(object);
    return tree instanceof ObjectNode node ? node.without(List.of("metadata", "status")) : tree;
  }

  private static boolean covers(JsonNode live, JsonNode wanted) {
    if (wanted.isObject()) {
      // The API server drops empty objects and lists, or never had them: they ask for nothing.
      return wanted.properties().stream()
          .allMatch(
              field -> coversField(field.getKey(), live.path(field.getKey()), field.getValue()));
    }
    if (wanted.isArray()) {
      return IntStream.range(0, wanted.size())
          .allMatch(
              index ->
                  counterpart(live, wanted.get(index), index)
                      .filter(item -> covers(item, wanted.get(index)))
                      .isPresent());
    }
    return wanted.isNull() || live.asText().equals(wanted.asText());
  }

  private static boolean coversField(String name, JsonNode live, JsonNode wanted) {
    return QUANTITIES.contains(name) ? coversQuantities(live, wanted) : covers(live, wanted);
  }

  /** The API server writes quantities its own way: 1000m comes back as 1. */
  private static boolean coversQuantities(JsonNode live, JsonNode wanted) {
    if (wanted.isObject()) {
      return wanted.properties().stream()
          .allMatch(field -> coversQuantities(live.path(field.getKey()), field.getValue()));
    }
    return live.isTextual() && new Quantity(live.asText()).equals(new Quantity(wanted.asText()));
  }

  /** The item that stands for a wanted one: by its name or path where it has one, else by place. */
  private static Optional<JsonNode> counterpart(JsonNode live, JsonNode wanted, int index) {
    List<String> keys = ITEM_KEYS.stream().filter(wanted::has).toList();
    if (keys.isEmpty()) {
      return Optional.ofNullable(live.get(index));
    }
    return StreamSupport.stream(live.spliterator(), false)
        .filter(item -> keys.stream().allMatch(key -> item.path(key).equals(wanted.path(key))))
        .findFirst();
  }
}
