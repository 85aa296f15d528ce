package io.slipway.server.contract;

import java.util.Locale;
import java.util.Optional;

/**
 * What a pod is to serve: {@code revision.json}.
 *
 * @param name of the revision
 * @param provider {@code CPU} or {@code CUDA}
 * @param peers the DNS name of the revision's ready pods, if it has one
 */
public record Revision(
    DeploymentId deployment,
    String name,
    ModelReference model,
    String provider,
    Optional<String> peers) {

  /**
   * Which model.
   *
   * @param version as a person would name it
   * @param digest {@code sha256:...} that the bytes must have
   * @param format that the content must be in, if the resource says so
   */
  public record ModelReference(
      String name, String version, String uri, Optional<String> digest, Optional<String> format) {}

  public static Revision parse(byte[] json) throws DocumentException {
    Fields fields = Fields.parse("revision.json", json);
    Fields model = fields.object("model");
    Optional<String> digest = model.optionalText("digest");
    return new Revision(
        DeploymentId.of(fields.object("deployment")),
        fields.text("revision"),
        new ModelReference(
            model.text("name"),
            model.optionalText("version").orElse(""),
            model.text("uri"),
            digest,
            model.optionalText("format")),
        fields.optionalText("executionProvider").orElse("CPU").toUpperCase(Locale.ROOT),
        fields.optionalText("peers"));
  }
}
