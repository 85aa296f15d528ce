package io.slipway.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.slipway.operator.document.Signer;
import io.slipway.testing.apiserver.WithApiServer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
class KeySecretIT {

  private static final String NAMESPACE = "keys";
  private final KubernetesClient client;

  KeySecretIT(KubernetesClient client) {
    this.client = client;
  }

  @BeforeEach
  void emptyNamespace() {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    client.secrets().inNamespace(NAMESPACE).delete();
  }

  @Test
  void replicasThatStartTogetherAgreeOnOneKey() throws Exception {
    Set<Signer.TrustedKey> keys = new HashSet<>();
    try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Signer> start = () -> secret().signer();
      for (var replica : replicas.invokeAll(Stream.generate(() -> start).limit(8).toList())) {
        keys.addAll(replica.get().trusted());
      }
    }

    assertThat(keys).hasSize(1);
  }

  @Test
  void afterTheRotationOfTheManualTheOldKeyIsTrustedAndTheNewOneSigns() {
    var before = secret().signer().trusted();
    client
        .secrets()
        .inNamespace(NAMESPACE)
        .withName("signing")
        .edit(
            secret ->
                new SecretBuilder(secret)
                    .addToData("previous.pub", secret.getData().get("current.pub"))
                    .removeFromData("current.pub")
                    .removeFromData("current.key")
                    .build());

    var after = secret().signer().trusted();

    assertThat(after).hasSize(2).endsWith(before.getFirst());
  }

  @Test
  void aBrokenSecretIsNotReplacedButTold() {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("signing")
                .endMetadata()
                .addToStringData("current.key", "?")
                .addToStringData("current.pub", "?")
                .build())
        .create();

    assertThatThrownBy(() -> secret().signer())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Secret keys/signing holds no usable signing key")
        .hasMessageContaining("restart the operator");
  }

  private KeySecret secret() {
    return new KeySecret(client, NAMESPACE, "signing");
  }
}
