package io.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what the registry's API promises to be there. */
record Fields(JsonNode json) {

  String text(String name) throws RegistryException {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  /** A digest, which names files here and is part of addresses. */
  String digest(String name) throws RegistryException {
    return optionalText(name)
        .filter(text -> text.matches("sha256:[0-9a-f]{64}"))
        .orElseThrow(() -> missing(name));
  }

  Optional<String> optionalText(String name) {
    return Optional.ofNullable(json.get(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  long number(String name) throws RegistryException {
    return Optional.ofNullable(json.get(name))
        .filter(JsonNode::isIntegralNumber)
        .map(JsonNode::longValue)
        .orElseThrow(() -> missing(name));
  }

  /** Reads one of a list. */
  interface Reading<T> {
    T read(JsonNode json) throws RegistryException;
  }

  <T> List<T> list(String name, Reading<T> reading) throws RegistryException {
    List<T> values = new ArrayList<>();
    for (JsonNode element : json.path(name)) {
      values.add(reading.read(element));
    }
    return List.copyOf(values);
  }

  List<String> texts(String name) throws RegistryException {
    return list(name, JsonNode::asText);
  }

  <T> Optional<T> map(String name, Function<JsonNode, T> function) {
    return Optional.ofNullable(json.get(name)).map(function);
  }

  private RegistryException missing(String name) {
    return new RegistryException(
        RegistryException.Kind.UNEXPECTED,
        "the answer",
        "it has no " + name,
        "see whether the address is that of a Slipway registry, and of a release like this"
            + " client's");
  }
}
