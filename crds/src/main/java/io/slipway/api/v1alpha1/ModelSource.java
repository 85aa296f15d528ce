package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * Which model, and where its bytes are.
 *
 * @param name the name in the pods' paths and metrics; absent: the resource's own
 * @param uri where the bytes are
 * @param digest {@code sha256:} and 64 lower-case hex digits; absent: pinned when first resolved
 * @param format absent: found out from the file
 * @param credentialsSecret a Secret of the same namespace, mounted into the pod
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelSource(
    @Nullable String name,
    @Required String uri,
    @Nullable String digest,
    @Nullable ModelFormat format,
    @Nullable String credentialsSecret) {

  /** The model's name, which is the resource's where the spec gives none. */
  public String nameOr(String resourceName) {
    return name == null ? resourceName : name;
  }
}
