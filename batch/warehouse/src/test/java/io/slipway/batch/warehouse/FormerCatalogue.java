package io.slipway.batch.warehouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A catalogue as programs wrote it that kept no note of what a set version replaced. */
public final class FormerCatalogue {
  private static final JsonMapper JSON = new JsonMapper();

  private FormerCatalogue() {}

  public static String of(String catalogue) throws IOException {
    JsonNode json = JSON.readTree(catalogue);
    for (JsonNode entry : json.required("entries")) {
      ((ObjectNode) entry).remove("replaced");
    }
    String former = JSON.writeValueAsString(json);
    if (former.equals(catalogue)) {
      throw new AssertionError("there was no note in it: " + catalogue);
    }
    return former;
  }

  public static void replace(Path file) throws IOException {
    Files.writeString(file, of(Files.readString(file)));
  }
}
