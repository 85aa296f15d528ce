package io.slipway.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Models that behave as their few lines say. What scores them is Slipway's own runtime, in whose
 * class path a mounted engine for such models is, so that only the model is made up.
 */
final class Scripts {
  private static final String CONFIG_MAP = "scripts";
  private static final String ENGINE = "scripted";

  /** Ten rows that a good model answers with ten different numbers. */
  static final String BODY =
      """
      {"instances": [{"x": 1}, {"x": 2}, {"x": 3}, {"x": 4}, {"x": 5}, {"x": 6}, {"x": 7}, {"x": 8}, {"x": 9}, {"x": 10}]}
      """;

  private static final Map<String, String> BY_NAME = byName();

  private Scripts() {}

  private static Map<String, String> byName() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("good-1", "");
    lines.put("good-2", "# as good as the first");
    lines.put("good-3", "# as good as the second");
    lines.put("failing", "failEvery=5");
    lines.put("slow", "delayMillis=150");
    lines.put("hanging", "delayMillis=60000");
    lines.put("nan", "answer=NaN");
    lines.put("constant", "answer=7");
    lines.put("schema", "output=z");
    lines.put("greedy", "greedy=true");
    Map<String, String> scripts = new LinkedHashMap<>();
    lines.forEach((name, text) -> scripts.put(name, "# scripted model\n" + text + "\n"));
    scripts.put("words", "once upon a time");
    return scripts;
  }

  /** The scripts, and the engine for them, which every pod mounts. */
  static void install(Kubectl kubectl) {
    kubectl.applyYaml(configMap(CONFIG_MAP, BY_NAME));

    ObjectNode engine = configMap(ENGINE);
    ObjectNode jars = engine.putObject("binaryData");
    jars.put("scoring.jar", base64(Slipway.jar("runtime/scoring")));
    jars.put("scripted.jar", base64(Slipway.jar("testing/scripted")));
    kubectl.applyYaml(engine.toString());
  }

  static String configMap(String name, Map<String, String> texts) {
    ObjectNode map = configMap(name);
    ObjectNode data = map.putObject("data");
    texts.forEach(data::put);
    return map.toString();
  }

  private static ObjectNode configMap(String name) {
    ObjectNode map = new ObjectMapper().createObjectNode();
    map.put("apiVersion", "v1").put("kind", "ConfigMap").putObject("metadata").put("name", name);
    return map;
  }

  private static String base64(Path file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code spec.model} that has a script's digest, so that nothing has to be resolved. */
  static String pinned(String script) {
    return model("configmap://" + CONFIG_MAP + "/" + script, "digest: \"" + digest(script) + "\"");
  }

  /** {@code spec.model}, named {@code model} whatever the resource is called. */
  static String model(String uri, String more) {
    return """
    model:
      name: model
      uri: %s
      %s
    """
        .formatted(uri, more);
  }

  /** {@code spec.podTemplate} that puts the engine into Slipway's server, and the pods' CPU. */
  static String server(String... environment) {
    return pods(
            "-Xbootclasspath/a:/opt/scripted/scoring.jar:/opt/scripted/scripted.jar", environment)
        + "resources: {requests: {cpu: 150m}}\n";
  }

  /**
   * @param options of the Java virtual machine
   */
  static String pods(String options, String... environment) {
    return """
    podTemplate:
      env: [{name: JAVA_TOOL_OPTIONS, value: "%s"}%s]
      volumes: [{name: scripted, configMap: {name: scripted}}]
      volumeMounts: [{name: scripted, mountPath: /opt/scripted}]
    """
        .formatted(
            options,
            Stream.of(environment).map(variable -> ", " + variable).collect(Collectors.joining()));
  }

  static String text(String script) {
    return Objects.requireNonNull(BY_NAME.get(script));
  }

  static String digest(String script) {
    byte[] content = text(script).getBytes(StandardCharsets.UTF_8);
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
