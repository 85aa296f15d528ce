package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which model, and where its bytes are. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "[has(self.version), has(self.alias), has(self.uri)].filter(given, given).size() == 1",
    message =
        "give one of model.version, model.alias and model.uri: a version or an alias of the"
            + " registry, or where the bytes are")
@ValidationRule(
    value = "!has(self.alias) || !has(self.digest)",
    message =
        "remove digest, or give the version in place of the alias: an alias is followed as it"
            + " moves")
@ValidationRule(
    value = "has(self.uri) || !has(self.format)",
    message = "remove format: the registry knows the format of its versions")
@ValidationRule(
    value =
        "!has(self.digest) || !has(self.uri) || !self.uri.startsWith('mlflow:')"
            + " || self.uri.matches('^mlflow://[^/]+/[1-9][0-9]{0,8}$')",
    message =
        "write the version in uri, like mlflow://churn/7, or remove digest: an alias of MLflow may"
            + " be moved to other bytes")
@ValidationRule(
    value =
        "!has(self.credentialsSecret) || !has(self.uri) || self.uri.matches('^(https?|s3|mlflow|oci)://')",
    message =
        "remove credentialsSecret: pvc:// and configmap:// are mounted into the pod, which takes no"
            + " credentials")
public record ModelSource(
    @Nullable
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$')",
            message =
                "model.name must be at most 63 letters, digits, '-', '_' and '.', beginning and"
                    + " ending with a letter or digit, because it is part of the URL")
        @JsonPropertyDescription(
            "The model's name, as callers, metrics and the registry know it. Default:"
                + " metadata.name.")
        String name,
    @Nullable
        @Size(max = 64)
        @ValidationRule(
            value = "self.matches('^[1-9][0-9]{0,8}$')",
            message = "version must be the number of a version of the registry, like \"7\"")
        @JsonPropertyDescription(
            "The number of a version of the model in the registry, like \"7\". The digest is the"
                + " registry's.")
        String version,
    @Nullable
        @Size(max = 256)
        @ValidationRule(
            value = "self.matches('^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$')",
            message =
                "alias must be an alias of the registry, like champion, without the @: lower-case"
                    + " letters, digits and '-', beginning with a letter, ending with no '-'")
        @JsonPropertyDescription(
            "An alias of the model in the registry, like champion, which is followed as it moves:"
                + " every move is a rollout. While the registry does not answer, all stays as it"
                + " was.")
        String alias,
    @Nullable
        @Size(max = 2048)
        @ValidationRule(
            value = "self.matches('^(https|http|s3|mlflow|oci|pvc|configmap)://')",
            message =
                "uri must begin with https://, http://, s3://, mlflow://, oci://, pvc:// or"
                    + " configmap://, in lower case")
        @ValidationRule(
            value = "self.matches('^[!-~]*$')",
            message = "uri must be printable ASCII: write a space as %20, other characters as %XX")
        @ValidationRule(
            value =
                "self.startsWith('mlflow:') || self.startsWith('oci:') || !self.matches('^[a-z0-9]+://[^/?#]*@')",
            message =
                "remove the user name and password from uri and put them into the Secret that"
                    + " credentialsSecret names, under the keys username and password")
        @ValidationRule(
            value = "!self.contains('#')",
            message = "remove everything from '#' on: a fragment is never sent to the source")
        @ValidationRule(
            value = "!self.matches(r'(?i)(/|%2f|%5c|[\\\\])([.]|%2e){2}(/|%2f|%5c|[\\\\]|[?]|$)')",
            message = "uri must not contain '..': write the path that it leads to")
        @ValidationRule(
            value =
                "!self.startsWith('http') || self.contains('@')"
                    + " || self.matches('(?s)^https?://([A-Za-z0-9._-]+|[[][0-9A-Fa-f:.]+[]])(:[0-9]{1,5})?/[^?].*$')",
            message = "write an http or https uri as https://HOST/PATH or https://HOST:PORT/PATH")
        @ValidationRule(
            value =
                "!self.startsWith('s3:') || self.contains('@')"
                    + " || self.matches('^s3://[a-z0-9][-a-z0-9.]{1,61}[a-z0-9]/[^/?][^?]*$')",
            message =
                "write an s3 uri as s3://BUCKET/KEY; endpoint and region are keys of the Secret"
                    + " that credentialsSecret names")
        @ValidationRule(
            value =
                "!self.startsWith('mlflow:')"
                    + " || self.matches('^mlflow://[^/@?]+[/@][-_A-Za-z0-9]{1,255}$')",
            message =
                "write an mlflow uri as mlflow://NAME/VERSION or mlflow://NAME/ALIAS; the server's"
                    + " address is the key MLFLOW_TRACKING_URI of the Secret that credentialsSecret"
                    + " names")
        @ValidationRule(
            value =
                "!self.startsWith('oci:')"
                    + " || self.matches('^oci://[A-Za-z0-9][-.A-Za-z0-9]*(:[0-9]{1,5})?/[a-z0-9]+([-._/a-z0-9]*[a-z0-9])?(:[_A-Za-z0-9][-._A-Za-z0-9]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$')",
            message =
                "write an oci uri as oci://HOST/REPOSITORY:TAG or oci://HOST/REPOSITORY@sha256:HEX")
        @ValidationRule(
            value =
                "!self.startsWith('pvc:') || self.contains('@')"
                    + " || self.matches('^pvc://[a-z0-9]([-a-z0-9.]*[a-z0-9])?(/[^/?]+)+$')",
            message =
                "write a pvc uri as pvc://CLAIM/PATH, the path to a file inside the"
                    + " PersistentVolumeClaim")
        @ValidationRule(
            value =
                "!self.startsWith('configmap:') || self.contains('@')"
                    + " || self.matches('^configmap://[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[-._A-Za-z0-9]+$')",
            message = "write a configmap uri as configmap://NAME/KEY")
        @JsonPropertyDescription(
            "Where the model's bytes are: https://HOST/PATH, http://HOST/PATH, s3://BUCKET/KEY,"
                + " mlflow://NAME/VERSION, mlflow://NAME/ALIAS, oci://HOST/REPOSITORY:TAG,"
                + " pvc://CLAIM/PATH or configmap://NAME/KEY. Claim and ConfigMap are of the same namespace. The bytes"
                + " are fetched by the pods, never by the operator.")
        String uri,
    @Nullable
        @Size(max = 256)
        @ValidationRule(
            value = "self.matches('^sha256:[0-9a-f]{64}$')",
            message =
                "digest must be sha256: and 64 lower-case hex digits, which sha256sum FILE prints")
        @JsonPropertyDescription(
            "The sha256 of the model's bytes, as sha256:HEX. Pods refuse other bytes. When absent,"
                + " it is pinned when the source is first read, and status.stable.digest shows it.")
        String digest,
    @Nullable
        @JsonPropertyDescription(
            "The format of the file: PMML (XML or JSON) or ONNX. Default: found out from the"
                + " file; when given, another format is refused.")
        ModelFormat format,
    @Nullable
        @Size(max = 1024)
        @ValidationRule(
            value = "size(self) <= 253 && self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            message = "credentialsSecret must be the name of a Secret in this namespace")
        @JsonPropertyDescription(
            "The name of a Secret of the same namespace with the source's credentials. It is"
                + " mounted into the pods; the operator never reads it. Keys: AWS_ACCESS_KEY_ID,"
                + " AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL_S3 for"
                + " s3; MLFLOW_TRACKING_URI for mlflow; token, or username and password, for http,"
                + " https, mlflow, oci and the registry; .dockerconfigjson and OCI_PLAIN_HTTP for oci; ca.crt for all. Default for the registry: what the installation names.")
        String credentialsSecret) {

  /** What the registry is asked for. */
  public sealed interface Registered {

    /** A version by its number. */
    record Version(String number) implements Registered {
      @Override
      public String toString() {
        return "version " + number;
      }
    }

    /** Whatever an alias points to. */
    record Alias(String name) implements Registered {
      @Override
      public String toString() {
        return "alias " + name;
      }
    }
  }

  /** A model that no registry knows. */
  public ModelSource(
      @Nullable String name,
      String uri,
      @Nullable String digest,
      @Nullable ModelFormat format,
      @Nullable String credentialsSecret) {
    this(name, null, null, uri, digest, format, credentialsSecret);
  }

  /** What is asked of the registry; empty where a URI says where the bytes are. */
  public Optional<Registered> registered() {
    if (version != null) {
      return Optional.of(new Registered.Version(version));
    }
    return Optional.ofNullable(alias).map(Registered.Alias::new);
  }

  /** Where the bytes are as the spec says it; empty for a model of the registry. */
  public String uriOrNone() {
    return uri == null ? "" : uri;
  }

  /** The model's name, which is the resource's where the spec gives none. */
  public String nameOr(String resourceName) {
    return name == null ? resourceName : name;
  }
}
