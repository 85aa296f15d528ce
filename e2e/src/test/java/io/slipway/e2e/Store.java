package io.slipway.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;

/**
 * A pod with model files, which models can take from it in three ways: from the claim that they are
 * on, over HTTPS with a token, and as objects of an S3 bucket. The certificate is of a private
 * authority. It runs as root, since a claim's folder may be root's.
 */
final class Store {
  private static final String BUCKET = "models";

  private final Kubectl kubectl;
  private final String name;

  private Store(Kubectl kubectl, String name) {
    this.kubectl = kubectl;
    this.name = name;
  }

  /** Starts the pod and waits for it. */
  static Store start(Kubectl kubectl, String name) {
    Store store = new Store(kubectl, name);
    kubectl.applyYaml(store.secrets());
    kubectl.applyYaml(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %1$s}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 64Mi}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s}
        spec: {selector: {app: %1$s}, ports: [{port: 8443}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: %1$s, labels: {app: %1$s}}
        spec:
          automountServiceAccountToken: false
          terminationGracePeriodSeconds: 1
          securityContext: {runAsUser: 0, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: store
            image: %2$s
            imagePullPolicy: IfNotPresent
            ports: [{containerPort: 8080}, {containerPort: 8443}]
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
            securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
            volumeMounts:
            - {name: tmp, mountPath: /tmp}
            - {name: files, mountPath: /files}
            - {name: store, mountPath: /store, readOnly: true}
          volumes:
          - {name: tmp, emptyDir: {}}
          - {name: files, persistentVolumeClaim: {claimName: %1$s}}
          - name: store
            projected: {sources: [{secret: {name: %1$s-tls}}, {secret: {name: %1$s}}]}
        """
            .formatted(name, Slipway.clientImage()));
    kubectl.run("wait", "--for=condition=Ready", "pod/" + name, "--timeout=120s");
    return store;
  }

  void put(String file, String content) {
    kubectl.putRaw(path(file), content);
  }

  /** A folder that pods without any rights may write to. */
  void makeFolder(String folder) {
    kubectl.putRaw(path(folder + "/"), "");
  }

  void remove(String file) {
    kubectl.deleteRaw(path(file));
  }

  /** Nobody answers any more; what is on the claim stays. */
  void stop() {
    kubectl.run("delete", "pod", name);
  }

  String onClaim(String file) {
    return "pvc://" + name + "/" + BUCKET + "/" + file;
  }

  String overHttps(String file) {
    return endpoint() + "/" + BUCKET + "/" + file;
  }

  String inBucket(String file) {
    return "s3://" + BUCKET + "/" + file;
  }

  /** The Secret for {@code credentialsSecret} of models over HTTPS and from the bucket. */
  String credentials() {
    return name;
  }

  private String endpoint() {
    return "https://" + host() + ":8443";
  }

  private String host() {
    return name + "." + kubectl.namespace() + ".svc";
  }

  private String path(String file) {
    return "/api/v1/namespaces/%s/pods/%s:8080/proxy/files/%s/%s"
        .formatted(kubectl.namespace(), name, BUCKET, file);
  }

  private String secrets() {
    Authority authority = Authority.of(host());
    ObjectNode list = new ObjectMapper().createObjectNode();
    list.put("apiVersion", "v1").put("kind", "List");
    ObjectNode tls = list.putArray("items").addObject();
    secret(tls, name + "-tls")
        .putObject("data")
        .put("keystore.p12", Base64.getEncoder().encodeToString(authority.keyStore()));
    secret(list.withArray("items").addObject(), name)
        .putObject("stringData")
        .put("ca.crt", authority.certificate())
        .put("token", "let-me-in")
        .put("AWS_ACCESS_KEY_ID", "reader")
        .put("AWS_SECRET_ACCESS_KEY", "known/to+few")
        .put("AWS_REGION", "eu-central-1")
        .put("AWS_ENDPOINT_URL_S3", endpoint());
    return list.toString();
  }

  private static ObjectNode secret(ObjectNode node, String name) {
    node.put("apiVersion", "v1").put("kind", "Secret").putObject("metadata").put("name", name);
    return node;
  }
}
