package io.slipway.operator.keys;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.operator.document.Signer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secret with the operator's signing key. Read once, at the start, by every replica: the first
 * that finds no key makes one, and whoever loses that race takes the winner's.
 */
public final class KeySecret {

  private static final Logger log = LoggerFactory.getLogger(KeySecret.class);
  private static final int ATTEMPTS = 5;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  public KeySecret(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * The signer of the key in the Secret, which is made where it is missing.
   *
   * @throws IllegalStateException when the Secret's content is not usable; the message says what to
   *     do
   * @throws KubernetesClientException when the Secret can be neither read nor written
   */
  public Signer signer() {
    for (int attempt = 1; ; attempt++) {
      try {
        return signer(readOrCreate());
      } catch (KubernetesClientException e) {
        if (e.getCode() != HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
        log.debug("Another replica wrote Secret {}/{}; reading it again", namespace, name);
      }
    }
  }

  private Signer signer(Secret secret) {
    try {
      return new RememberingSigner(SigningKey.signer(data(secret)));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "Secret %s/%s holds no usable signing key: %s. Delete its current.key and current.pub and restart the"
                  .formatted(namespace, name, e.getMessage())
              + " operator, which then makes a new pair",
          e);
    }
  }

  private Secret readOrCreate() {
    Optional<Secret> found =
        Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
    if (found.isEmpty()) {
      log.info("Creating the signing key in Secret {}/{}", namespace, name);
      return client.resource(secret(SigningKey.generate())).create();
    }
    Map<String, String> data = data(found.get());
    if (SigningKey.isComplete(data)) {
      return found.get();
    }
    log.info("Secret {}/{} has no key in use; making a new one", namespace, name);
    Map<String, String> completed = new LinkedHashMap<>(data);
    completed.putAll(SigningKey.generate());
    // With the resourceVersion that was read: of two replicas one wins, and the other reads again.
    return client.resource(new SecretBuilder(found.get()).withData(completed).build()).update();
  }

  private Secret secret(Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .addToLabels("app.kubernetes.io/managed-by", "slipway")
        .endMetadata()
        .withType("Opaque")
        .withData(data)
        .build();
  }

  private static Map<String, String> data(Secret secret) {
    return secret.getData() == null ? Map.of() : secret.getData();
  }
}
