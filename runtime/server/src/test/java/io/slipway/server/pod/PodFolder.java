package io.slipway.server.pod;

import io.slipway.server.contract.SignedDocument;
import io.slipway.server.traffic.TestOperator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** What the kubelet would mount into one pod. */
final class PodFolder {
  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private Optional<String> build = Optional.empty();

  PodFolder(Path folder) throws Exception {
    this.folder = folder;
    for (String mount : new String[] {"revision", "traffic", "source", "cache"}) {
      Files.createDirectories(folder.resolve(mount));
    }
    variables.put("SLIPWAY_CONFIG_DIR", folder.toString());
    variables.put("SLIPWAY_CACHE_DIR", folder.resolve("cache").toString());
    variables.put("SLIPWAY_TERMINATION_LOG", termination().toString());
    variables.put("SLIPWAY_HTTP_PORT", "0");
    variables.put("SLIPWAY_OPERATOR_PORT", "0");
    variables.put("SLIPWAY_GRPC_PORT", "0");
    variables.put("SLIPWAY_DRAIN_SECONDS", "2");
    variables.put("POD_NAME", "churn-a-xyz");
    variables.put("POD_NAMESPACE", "fraud");
  }

  static String digestOf(byte[] model) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
  }

  PodFolder variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** A model in a ConfigMap, and a revision that pins it. */
  PodFolder revision(String revision, byte[] model) throws Exception {
    Files.write(folder.resolve("source/m.pmml"), model);
    return revision(revision, "configmap://models/m.pmml", digestOf(model));
  }

  PodFolder revision(String revision, String uri, String digest) throws Exception {
    Files.writeString(
        folder.resolve("revision/revision.json"),
        """
        {"deployment": {"namespace": "fraud", "name": "churn", "uid": "uid-1"},
         "revision": "%1$s",
         "model": {"name": "churn", "version": "7", "uri": "%2$s", "digest": "%3$s"},
         "executionProvider": "CPU", "peers": "%1$s.fraud.svc"}
        """
            .formatted(revision, uri, digest));
    return this;
  }

  /** The format that the resource says the model is in. */
  PodFolder format(String format) throws Exception {
    Path file = folder.resolve("revision/revision.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"digest\"", "\"format\": \"%s\", \"digest\"".formatted(format)));
    return this;
  }

  PodFolder traffic(TestOperator operator, SignedDocument document) throws Exception {
    Files.writeString(folder.resolve("traffic/keys.json"), operator.keysJson());
    Files.write(folder.resolve("traffic/traffic.json"), document.toJson());
    return this;
  }

  /** What other pods compared. */
  PodFolder compared(String json) throws Exception {
    Files.writeString(folder.resolve("traffic/compared.json"), json);
    return this;
  }

  Path termination() {
    return folder.resolve("termination-log");
  }

  Path source() {
    return folder.resolve("source");
  }

  /** The build whose compiled forms are kept. */
  PodFolder build(String name) {
    build = Optional.of(name);
    return this;
  }

  PodConfig config() throws PodException {
    return PodConfig.read(variables, build);
  }

  Map<String, String> variables() {
    return Map.copyOf(variables);
  }
}
