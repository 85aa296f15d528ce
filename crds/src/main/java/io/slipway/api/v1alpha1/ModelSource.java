package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which model, and where its bytes are. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.credentialsSecret) || self.uri.matches('^(https?|s3)://')",
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
            "The model's name, as callers and metrics see it. Default: metadata.name.")
        String name,
    @Required
        @Size(max = 2048)
        @ValidationRule(
            value = "self.matches('^(https|http|s3|pvc|configmap)://')",
            message =
                "uri must begin with https://, http://, s3://, pvc:// or configmap://, in lower"
                    + " case")
        @ValidationRule(
            value = "self.matches('^[!-~]*$')",
            message = "uri must be printable ASCII: write a space as %20, other characters as %XX")
        @ValidationRule(
            value = "!self.matches('^[a-z0-9]+://[^/?#]*@')",
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
                + " pvc://CLAIM/PATH or configmap://NAME/KEY. Claim and ConfigMap are of the same"
                + " namespace. The bytes are fetched by the pods, never by the operator.")
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
                + " s3; token, or username and password, for http and https; ca.crt for both.")
        String credentialsSecret) {

  /** The model's name, which is the resource's where the spec gives none. */
  public String nameOr(String resourceName) {
    return name == null ? resourceName : name;
  }
}
