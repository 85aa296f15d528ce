package io.slipway.operator.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.operator.document.Json;
import io.slipway.operator.observe.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What the API server made of what was applied. It writes some values its own way ({@code 1000m}
 * becomes {@code 1}), so an object that is exactly as wanted can look different for ever; the same
 * wish that left the same object behind is not sent again.
 *
 * <p>Used by one reconciliation at a time.
 */
final class AcceptedForms {

  private static final List<String> BOOKKEEPING =
      List.of("resourceVersion", "managedFields", "generation");

  private record Form(String wanted, String live) {}

  private final Map<ObjectKey, Form> forms = new HashMap<>();

  /** Whether applying what is wanted led to exactly this live object before. */
  boolean settled(HasMetadata wanted, HasMetadata live) {
    Form known = forms.get(ObjectKey.of(wanted));
    return known != null && known.equals(form(wanted, live));
  }

  /** Remembers what the API server answered. */
  void accepted(HasMetadata wanted, HasMetadata answer) {
    forms.put(ObjectKey.of(wanted), form(wanted, answer));
  }

  void forget(ObjectKey key) {
    forms.remove(key);
  }

  private static Form form(HasMetadata wanted, HasMetadata live) {
    return new Form(digest(Json.tree(wanted)), digest(content(live)));
  }

  private static JsonNode content(HasMetadata object) {
    JsonNode tree = Json.tree(object);
    if (tree instanceof ObjectNode root) {
      root.remove("status");
      if (root.path("metadata") instanceof ObjectNode metadata) {
        metadata.remove(BOOKKEEPING);
      }
    }
    return tree;
  }

  private static String digest(JsonNode tree) {
    try {
      byte[] text = Json.write(tree).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
