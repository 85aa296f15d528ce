package io.slipway.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan as JSON, the same bytes for the same plan: {@code {"files": [{"name", "bytes", "mark"}],
 * "splits": [[{"file", "from", "to"}]]}}.
 */
public final class PlanDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanDocument() {}

  public static byte[] write(Plan plan) {
    ObjectNode document = JSON.createObjectNode();
    ArrayNode files = document.putArray("files");
    for (InputFile file : plan.files()) {
      files
          .addObject()
          .put("name", file.name())
          .put("bytes", file.bytes())
          .put("mark", file.mark());
    }
    ArrayNode splits = document.putArray("splits");
    for (Split split : plan.splits()) {
      ArrayNode slices = splits.addArray();
      for (Slice slice : split.slices()) {
        slices
            .addObject()
            .put("file", slice.file())
            .put("from", slice.from())
            .put("to", slice.to());
      }
    }
    try {
      return JSON.writeValueAsBytes(document);
    } catch (IOException e) {
      throw new IllegalStateException("a plan is always JSON", e);
    }
  }

  /**
   * @throws IOException if the bytes are no plan: not JSON of that form, or one that loses rows
   */
  public static Plan read(byte[] bytes) throws IOException {
    JsonNode document = JSON.readTree(bytes);
    try {
      List<InputFile> files = new ArrayList<>();
      for (JsonNode file : document.required("files")) {
        files.add(
            new InputFile(
                file.required("name").asText(),
                file.required("bytes").longValue(),
                file.required("mark").asText()));
      }
      List<Split> splits = new ArrayList<>();
      for (JsonNode split : document.required("splits")) {
        List<Slice> slices = new ArrayList<>();
        for (JsonNode slice : split) {
          slices.add(
              new Slice(
                  slice.required("file").asText(),
                  slice.required("from").longValue(),
                  slice.required("to").longValue()));
        }
        splits.add(new Split(splits.size(), slices));
      }
      return new Plan(files, splits);
    } catch (IllegalArgumentException e) {
      throw new IOException("the plan cannot be followed: " + e.getMessage(), e);
    }
  }
}
