package io.slipway.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The CustomResourceDefinition of one resource class, the same at every call. */
final class CrdManifest {

  private static final String HEADER =
      """
      # Generated from the Java types by CrdManifestTest, which says how when it fails. Do not edit.
      """;

  private final KubernetesSerialization kubernetes = new KubernetesSerialization();
  private final ObjectMapper json = new ObjectMapper();
  private final Class<? extends CustomResource<?, ?>> resource;

  CrdManifest(Class<? extends CustomResource<?, ?>> resource) {
    this.resource = resource;
  }

  /** All of Slipway's resources. */
  static List<Class<? extends CustomResource<?, ?>>> resources() {
    return List.of(ModelDeployment.class, BatchScoring.class, ScheduledBatchScoring.class);
  }

  /** The definition as the file has it. */
  String yaml() {
    return HEADER + Yaml.write(json.convertValue(definition(), Object.class));
  }

  /** The definition as a document. */
  ObjectNode definition() {
    ObjectNode crd = json.valueToTree(kubernetes.unmarshal(generated(), Object.class));
    ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
    version.replace("additionalPrinterColumns", inTheOrderOfTheClass(version));
    ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    applyParts(schema.at("/properties/spec"), read("/parts.patch.yaml").get("parts"));
    MergePatch.apply(schema, patch());
    SchemaBounds.apply(schema.at("/properties/spec"));
    version.withObject("/schema").set("openAPIV3Schema", Canonical.of(schema));
    return crd;
  }

  private String generated() {
    var out = new InMemory();
    new CRDGenerator().customResourceClasses(resource).withOutput(out).generate();
    return out.bytes.toString(StandardCharsets.UTF_8);
  }

  /** The generator sorts columns by their path; a person reads them from left to right. */
  private ArrayNode inTheOrderOfTheClass(JsonNode version) {
    List<String> order =
        Arrays.stream(resource.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    ArrayNode columns = json.createArrayNode();
    for (String name : order) {
      for (JsonNode column : version.get("additionalPrinterColumns")) {
        if (column.get("name").asText().equals(name)) {
          columns.add(column);
        }
      }
    }
    return columns;
  }

  private static void applyParts(JsonNode object, JsonNode parts) {
    for (Map.Entry<String, JsonNode> field : object.path("properties").properties()) {
      if (parts.has(field.getKey())) {
        MergePatch.apply((ObjectNode) field.getValue(), parts.get(field.getKey()));
      } else {
        applyParts(field.getValue(), parts);
      }
    }
  }

  private JsonNode patch() {
    return read("/" + resource.getSimpleName().toLowerCase(Locale.ROOT) + ".patch.yaml")
        .get("schema");
  }

  private JsonNode read(String file) {
    try (InputStream in = Objects.requireNonNull(CrdManifest.class.getResourceAsStream(file))) {
      return json.valueToTree(kubernetes.unmarshal(in, Object.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class InMemory extends CRDGenerator.AbstractCRDOutput<OutputStream> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    protected OutputStream createStreamFor(String crdName) {
      return bytes;
    }
  }
}
