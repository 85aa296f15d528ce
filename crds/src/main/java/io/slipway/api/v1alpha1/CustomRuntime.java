package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/**
 * A team's own server in place of Slipway's.
 *
 * @param image of the server, which keeps the small contract of docs/custom-runtimes.md
 * @param args of its entry point
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CustomRuntime(@Required String image, List<String> args) {

  public CustomRuntime {
    args = Absent.list(args);
  }
}
