package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.server.contract.SignedDocument;
import io.slipway.server.contract.TrafficDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedDocumentsTest {
  @TempDir Path mount;
  private final TestOperator operator = new TestOperator();
  private final CurrentDocument current = new CurrentDocument(TestOperator.CHURN);
  private int swaps;

  /** Swaps the files as the kubelet does: a new folder, and one link renamed over the old. */
  private void mount(String keys, SignedDocument document) throws Exception {
    Path version = Files.createDirectory(mount.resolve("..version" + swaps++));
    Files.writeString(version.resolve("keys.json"), keys);
    Files.write(version.resolve("traffic.json"), document.toJson());
    Path link = Files.createSymbolicLink(mount.resolve("..tmp"), version.getFileName());
    Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    if (swaps == 1) {
      Files.createSymbolicLink(mount.resolve("keys.json"), Path.of("..data/keys.json"));
      Files.createSymbolicLink(mount.resolve("traffic.json"), Path.of("..data/traffic.json"));
    }
  }

  private Optional<String> target() {
    return current.document().flatMap(TrafficDocument::target);
  }

  @Test
  void eachSwapOfTheFilesReachesThePod() throws Exception {
    try (MountedDocuments documents = new MountedDocuments(mount, current)) {
      documents.read();
      assertThat(documents.problem()).contains("there is no traffic.json");
      documents.watch();

      mount(operator.keysJson(), operator.document(1, 1, "green", 0));
      await().atMost(Duration.ofSeconds(5)).until(() -> target().equals(Optional.of("green")));
      assertThat(documents.problem()).isEmpty();

      mount(operator.keysJson(), operator.document(1, 2, "orange", 0));
      await().atMost(Duration.ofSeconds(5)).until(() -> target().equals(Optional.of("orange")));
    }
  }

  @Test
  void aDocumentWaitsForTheKeyThatItIsSignedWith() throws Exception {
    MountedDocuments documents = new MountedDocuments(mount, current);
    SignedDocument document = operator.document(1, 1, "green", 0);
    mount(new TestOperator().keysJson(), document);
    documents.read();
    assertThat(documents.problem()).hasValueSatisfying(p -> assertThat(p).contains("keys.json"));

    mount(operator.keysJson(), document);
    documents.read();
    assertThat(documents.problem()).isEmpty();
    assertThat(target()).contains("green");
  }

  @Test
  void filesThatMakeNoSenseLeaveTheDocumentAsItIs() throws Exception {
    MountedDocuments documents = new MountedDocuments(mount, current);
    mount(operator.keysJson(), operator.document(1, 1, "green", 0));
    documents.read();
    mount("{", operator.document(1, 2, "orange", 0));
    documents.read();

    assertThat(documents.problem()).isPresent();
    assertThat(target()).contains("green");
  }
}
