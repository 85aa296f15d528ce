package io.slipway.operator.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.api.v1alpha1.ModelSource.Registered;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.observe.RegistryAnswer;
import io.slipway.operator.registry.RegistryClient.Response;
import java.io.IOException;
import java.util.Optional;

/** Asks the registry what a version or an alias is. */
record Lookup(RegistryAddress address, RegistryClient client) {

  private static final int NOT_MODIFIED = 304;

  /**
   * What is known.
   *
   * @param etag of the alias, by which the registry says that it did not move
   */
  record Known(RegistryAnswer answer, Optional<String> etag) {}

  /**
   * @param before what was known until now
   * @throws UselessAnswerException when the answer tells nothing
   * @throws IOException when there is none
   */
  Known ask(Question question, Optional<Known> before) throws IOException, InterruptedException {
    return switch (question.asked()) {
      case Registered.Version(String number) ->
          before.filter(known -> known.answer() instanceof RegistryAnswer.Found).isPresent()
              ? before.get()
              : new Known(version(question, number), Optional.empty());
      case Registered.Alias(String name) -> alias(question, name, before);
    };
  }

  private Known alias(Question question, String name, Optional<Known> before)
      throws IOException, InterruptedException {
    Response response =
        client.get(
            "/v1/models/%s/aliases/%s".formatted(question.model(), name),
            before.flatMap(Known::etag));
    if (response.status() == NOT_MODIFIED && before.isPresent()) {
      return before.get();
    }
    Optional<RegistryAnswer> refused = refused(question, response);
    if (refused.isPresent()) {
      return new Known(refused.get(), Optional.empty());
    }
    RegistryAnswer version = version(question, response.body().path("version").asText());
    return new Known(
        version, version instanceof RegistryAnswer.Found ? response.etag() : Optional.empty());
  }

  private RegistryAnswer version(Question question, String number)
      throws IOException, InterruptedException {
    Response response =
        client.get(
            "/v1/models/%s/versions/%s".formatted(question.model(), number), Optional.empty());
    return refused(question, response).orElseGet(() -> version(question, response.body()));
  }

  private RegistryAnswer version(Question question, JsonNode version) {
    String state = version.path("state").asText();
    String digest = version.at("/modelFile/digest").asText();
    if (!state.equals("READY")) {
      String reasons = version.path("reasons").isEmpty() ? "" : ": " + version.path("reasons");
      return new RegistryAnswer.Failed(
          Reason.VERSION_NOT_FOUND,
          "the registry's %s is %s%s".formatted(question, state, reasons));
    }
    return new RegistryAnswer.Found(
        version.path("version").asText(),
        digest,
        version.path("format").asText(),
        address.at("/v1/blobs/" + digest));
  }

  /** Why there is nothing to be found, where the registry says so. */
  private Optional<RegistryAnswer> refused(Question question, Response response)
      throws IOException {
    return switch (response.status()) {
      case 200 -> Optional.empty();
      case 401, 403 ->
          Optional.of(
              new RegistryAnswer.Failed(
                  Reason.REGISTRY_FORBIDDEN,
                  "the registry at %s: %s".formatted(address.url(), response.words())));
      case 404, 410 ->
          Optional.of(
              new RegistryAnswer.Failed(
                  Reason.VERSION_NOT_FOUND,
                  "the registry has no %s: %s".formatted(question, response.words())));
      default -> throw new UselessAnswerException(response.words());
    };
  }
}
