package io.slipway.operator.desired;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.document.Json;
import io.slipway.operator.document.TrafficPayload.DeploymentId;
import java.util.Map;
import java.util.TreeMap;

/** The document that tells a pod what it is: {@code revision.json} of the pod contract. */
final class RevisionDocuments {

  /** The name of the file in the pod. */
  static final String FILE = "revision.json";

  private RevisionDocuments() {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Model(String name, String version, String uri, String digest, String format) {}

  private record Document(
      DeploymentId deployment,
      String revision,
      Model model,
      String executionProvider,
      String peers) {}

  /** The key in the revision's ConfigMap that holds the document of such pods. */
  static String key(Accelerator accelerator) {
    return accelerator == Accelerator.GPU ? "revision-gpu.json" : FILE;
  }

  /** What the revision's ConfigMap holds: a document for each accelerator that it may score on. */
  static Map<String, String> data(
      ModelDeployment resource, String revision, StoredRevision stored) {
    Map<String, String> data = new TreeMap<>();
    for (Accelerator accelerator : stored.accelerators()) {
      data.put(key(accelerator), document(resource, revision, stored, accelerator));
    }
    return data;
  }

  private static String document(
      ModelDeployment resource, String revision, StoredRevision stored, Accelerator accelerator) {
    String namespace = resource.getMetadata().getNamespace();
    return Json.write(
        new Document(
            new DeploymentId(
                namespace, resource.getMetadata().getName(), resource.getMetadata().getUid()),
            revision,
            new Model(
                stored.model(),
                stored.resolved().version(),
                stored.uri(),
                stored.resolved().digest(),
                stored.resolved().format()),
            accelerator.executionProvider(),
            revision + "." + namespace + ".svc"));
  }
}
